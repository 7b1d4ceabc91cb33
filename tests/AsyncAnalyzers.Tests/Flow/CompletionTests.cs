using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInAsync>;

namespace AsyncAnalyzers.Tests.Flow;

/// <summary>The completion domain, seen through AWAIT201: a marked <c>Result</c> is one that is not known to be complete.</summary>
public sealed class CompletionTests
{
    [Fact]
    public Task Awaited_before() => Body(
        """
        async Task<int> Plain(Task<int> t) { await t; return t.Result; }
        async Task<int> Configured(Task<int> t) { await t.ConfigureAwait(false); return t.Result; }
        async Task<int> Limited(Task<int> t, CancellationToken token) { await t.WaitAsync(token).ConfigureAwait(false); return t.Result; }
        async Task<int> InOneStatement(Task<int> t) => await t + t.Result;
        async Task<int> TooEarly(Task<int> t) { var x = [|t.Result|]; await t; return x; }
        async Task<int> Never(Task<int> t, Task<int> u) { await u; return [|t.Result|]; }
        async Task<int> Local() { var t = F(); await t; return t.Result; }
        async Task<int> Renamed(Task<int> t) { var u = t; await u; return t.Result + u.Result; }
        async Task<int> RenamedAndReplaced(Task<int> t) { var u = t; u = F(); await u; return [|t.Result|]; }
        async Task<int> Cast(object o) { var t = (Task<int>)o; await t; return ((Task<int>)t).Result; }
        async Task<int> Awaiter(Task<int> t) { var a = t.GetAwaiter(); await t; return a.GetResult(); }
        """);

    [Fact]
    public Task A_value_task_that_was_awaited_is_consumed() => Body(
        """
        async Task<int> Awaited(ValueTask<int> t) { await t; return [|t.Result|]; }
        async Task<int> Converted(ValueTask<int> t) { await t.AsTask(); return [|t.Result|]; }
        async Task<int> Checked(ValueTask<int> t) => t.IsCompletedSuccessfully ? t.Result : await t;
        async Task<int> CheckedFirst(ValueTask<int> t) { if (t.IsCompleted) return t.GetAwaiter().GetResult(); return await t; }
        async Task<int> Wrapped(Task<int> t) { await new ValueTask<int>(t); return t.Result; }
        """);

    [Fact]
    public Task Arguments_of_an_awaited_WhenAll() => Body(
        """
        async Task<int> Locals(Task<int> a, Task<int> b, Task<int> c) { await Task.WhenAll(a, b); return a.Result + b.Result + [|c.Result|]; }
        async Task<int> Configured(Task<int> a, Task<int> b) { await Task.WhenAll(a, b).ConfigureAwait(false); return a.Result + b.Result; }
        async Task<int> Limited(Task<int> a, Task<int> b) { await Task.WhenAll(a, b).WaitAsync(TimeSpan.FromSeconds(1)); return a.Result + b.Result; }
        async Task<int> ThroughLocal(Task<int> a, Task<int> b) { var all = Task.WhenAll(a, b); await all; return a.Result + b.Result; }
        async Task<int> ResultOfAll(Task<int> a, Task<int> b) { var all = Task.WhenAll(a, b); await Task.WhenAny(all, Task.Delay(1)); return [|a.Result|]; }
        async Task<int> NotAwaited(Task<int> a, Task<int> b) { var all = Task.WhenAll(a, b); return [|a.Result|]; }
        async Task<int> Nested(Task<int> a, Task<int> b, Task<int> c) { await Task.WhenAll(Task.WhenAll(a, b), c); return a.Result + b.Result + c.Result; }
        async Task<int> Array(Task<int> a, Task<int> b) { var all = new[] { a, b }; await Task.WhenAll(all); return a.Result + all[1].Result + all[0].Result; }
        async Task<int> Replaced(Task<int> a, Task<int> b) { await Task.WhenAll(a, b); a = F(); return [|a.Result|] + b.Result; }
        async Task<int> Objects(Task a, Task<int> b) { await Task.WhenAll(new Task[] { a, b }); return b.Result; }
        async Task<int> Joined(Task<int> a, Task<int> b, Task<int> c, List<Task<int>> more) { await Task.WhenAll(new[] { a }.Concat(more).Append(b)); return a.Result + b.Result + more[0].Result + [|c.Result|]; }
        async Task<int> Own(Task<int> a, Task<int> b, Task<int> c) { await WhenAllFailFast(new[] { a, b }).ConfigureAwait(false); await Other(new[] { c }); return a.Result + b.Result + [|c.Result|]; }
        async Task Pairs((string Key, Task<int> Task)[] pairs, List<int> found) { await Task.WhenAll(System.Array.ConvertAll(pairs, pair => pair.Task)); foreach (var (key, task) in pairs) { found.Add(task.Result); } }
        async Task Selected((string Key, Task<int> Task)[] pairs, List<int> found) { await Task.WhenAll(pairs.Select(pair => pair.Task)); foreach (var (key, task) in pairs) { found.Add(task.Result); } }
        async Task Converted((string Key, Task<int> Task)[] pairs, List<int> found) { await Task.WhenAll(System.Array.ConvertAll(pairs, pair => pair.Task)); foreach (var pair in pairs) { found.Add(pair.Task.Result); } }
        async Task Listed(List<(string Key, Task<int> Task)> pairs, List<int> found) { await Task.WhenAll(pairs.Select(pair => pair.Task)); foreach (var (key, task) in pairs) { found.Add(task.Result); } }
        async Task Both((Task<int> A, Task<int> B) pair, List<int> found) { await pair.A; var (a, b) = pair; found.Add(a.Result); found.Add([|b.Result|]); }
        async Task Unawaited((string Key, Task<int> Task)[] pairs, List<int> found) { await Task.Yield(); foreach (var (key, task) in pairs) { found.Add([|task.Result|]); } }
        static Task WhenAllFailFast(IEnumerable<Task> tasks) => Task.CompletedTask;
        static Task Other(IEnumerable<Task> tasks) => Task.CompletedTask;
        async Task<int> Continued(Task<int> a) { await a.ContinueWith(_ => { }); return a.Result; }
        """);

    [Fact]
    public Task A_variable_declared_by_a_pattern_is_the_task_that_was_matched() => Body(
        """
        async Task<int> Before(Task t) { await t; return t is Task<int> typed ? typed.Result : 0; }
        async Task<int> After(Task t) { if (t is not Task<int> typed) return 0; await t; return typed.Result; }
        async Task<int> Itself(Task t) { if (t is Task<int> typed) { await typed; ((Task<int>)t).Wait(); return typed.Result; } return 0; }
        async Task<int> And(Task t) { await t; return t is Task<int> typed and { Id: > 0 } ? typed.Result : 0; }
        async Task<int> Case(Task t) { await t; switch (t) { case Task<int> typed: return typed.Result; default: return 0; } }
        async Task<int> NotAwaited(Task t) { if (t is Task<int> typed) { await Task.Yield(); return [|typed.Result|]; } return 0; }
        async Task<int> InLoop(List<Task> all) { var sum = 0; foreach (var t in all) { if (t is Task<int> typed) { sum += [|typed.Result|]; await typed; } } return sum; }
        """);

    [Fact]
    public Task Awaited_helpers_that_hand_the_task_on() => Verify.Reports(
        """
        using System.Runtime.CompilerServices;

        static class Helpers
        {
            public static ConfiguredTaskAwaitable ForAwait(this Task t) => t.ConfigureAwait(false);
            public static ConfiguredTaskAwaitable<T> ForAwait<T>(this Task<T> t) => t.ConfigureAwait(false);
            public static Task<T> Limit<T>(this Task<T> t, int seconds) => t;
            public static Task<T> First<T>(Task<T> a, Task<T> b) => a;
            public static Task<bool> EndsIn(this Task t, int seconds) => Task.FromResult(true);
            public static Task<int> Length(Task<string> t) => Task.FromResult(1);
        }

        class C
        {
            async Task<int> All(Task<int>[] all) { await Task.WhenAll(all).ForAwait(); return all[0].Result; }
            async Task<int> One(Task<int> t) { await t.ForAwait(); return t.Result; }
            async Task<int> Limited(Task<int> t) { await t.Limit(3).ForAwait(); await Helpers.Limit(t, 2); return t.Result; }
            async Task<int> First(Task<int> a, Task<int> b) { await Helpers.First(a, b); return [|a.Result|]; }
            async Task<int> Ends(Task<int> t) { await t.EndsIn(3); return [|t.Result|]; }
            async Task<string> Other(Task<string> t) { await Helpers.Length(t); return [|t.Result|]; }
        }
        """);

    [Fact]
    public Task Waits_of_others() => Verify.Reports(
        """
        class Connection { public void WaitAll(params Task[] tasks) { } public T Wait<T>(Task<T> t) => default!; }
        class C
        {
            async Task<int> All(Connection c, Task<int>[] all) { await Task.Yield(); c.WaitAll(all); return all[0].Result; }
            async Task<int> One(Connection c, Task<int> t, Task<int> u) { await Task.Yield(); c.Wait(t); return t.Result + [|u.Result|]; }
        }
        """);

    /// <summary>Where there is an overload for spans too, C# 12 does not know which one a collection expression is for.</summary>
    [Fact]
    public Task A_collection_expression_as_argument_of_an_awaited_WhenAll() => Body(
        """
        async Task<int> Expression(Task<int> a, Task<int> b) { await Task.WhenAll([a, b]); return a.Result + b.Result; }
        async Task<int> Spread(Task<int>[] all, Task<int> b) { await Task.WhenAll([.. all, b]); return all[0].Result + b.Result; }
        """,
        Setup.Default with { Framework = Frameworks.Net80 });

    [Fact]
    public Task The_arguments_of_an_older_frameworks_WhenAll() => Body(
        """
        async Task<int> Locals(Task<int> a, Task<int> b, Task<int> c) { await Task.WhenAll(a, b); return a.Result + b.Result + [|c.Result|]; }
        async Task<int> List(List<Task<int>> all) { await Task.WhenAll(all); return all[0].Result + all.Select(t => t.Result).Sum(); }
        """,
        Setup.Default with { Framework = Frameworks.Net48 });

    [Fact]
    public Task Elements_of_an_awaited_collection() => Body(
        """
        async Task<int> Index(List<Task<int>> all, int i) { await Task.WhenAll(all); return all[i].Result + all[^1].Result; }
        async Task<int> Each(List<Task<int>> all) { await Task.WhenAll(all); var sum = 0; foreach (var t in all) { sum += t.Result; } return sum; }
        async Task<int> EachOfArray(Task<int>[] all) { await Task.WhenAll(all); var sum = 0; foreach (var t in all) { sum += t.Result; } return sum; }
        async Task<int> For(Task<int>[] all) { await Task.WhenAll(all); var sum = 0; for (var i = 0; i < all.Length; i++) { sum += all[i].Result; } return sum; }
        async Task<int> Linq(List<Task<int>> all) { await Task.WhenAll(all); return all.Select(t => t.Result).Sum() + all.Sum(t => t.Result) + all.First().Result; }
        async Task<int> Chain(List<Task<int>> all) { await Task.WhenAll(all); return all.Where(t => t != null).OrderBy(t => t.Id).Select(t => t.Result).Sum(); }
        async Task<List<int>> Query(List<Task<int>> all) { await Task.WhenAll(all); return (from t in all select t.Result).ToList(); }
        async Task<int> Built() { var all = new List<Task<int>>(); for (var i = 0; i < 3; i++) { all.Add(F()); } await Task.WhenAll(all); return all[0].Result; }
        async Task<int> BuiltOf(Task<int> a) { var all = new List<Task<int>>(); all.Add(a); all.Add(F()); await Task.WhenAll(all); return a.Result; }
        async Task<int> Initialised(Task<int> a) { var all = new List<Task<int>> { a, F() }; await Task.WhenAll(all); return a.Result + all[1].Result; }
        async Task<int> Copied(List<Task<int>> all) { await Task.WhenAll(all.ToArray()); return all[0].Result; }
        async Task<int> Dictionary(Dictionary<string, Task<int>> all) { await Task.WhenAll(all.Values); var sum = all["a"].Result; foreach (var pair in all) { sum += pair.Value.Result; } return sum; }
        async Task<int> Members(List<Job> jobs) { await Task.WhenAll(jobs.Select(j => j.Task)); var sum = 0; foreach (var j in jobs) { sum += j.Task.Result; } return sum + jobs.Sum(j => j.Task.Result); }
        async Task<int> AwaitedInLoop(List<Task<int>> all) { foreach (var t in all) { await t; } return all.Sum(t => t.Result); }
        async Task<int> AwaitedSome(List<Task<int>> all) { foreach (var t in all) { if (t.Id > 1) { await t; } } return all.Sum(t => [|t.Result|]); }
        async Task<int> OneElement(Task<int>[] all, int i) { await all[i]; return all[i].Result + [|all[0].Result|]; }
        async Task<int> OtherIndex(Task<int>[] all, int i) { await all[i]; i++; return [|all[i].Result|]; }
        sealed class Job { public Task<int> Task { get; set; } = null!; }
        """);

    [Fact]
    public Task A_changed_collection_is_not_complete() => Body(
        """
        async Task<int> Added(List<Task<int>> all) { await Task.WhenAll(all); all.Add(F()); return [|all[0].Result|]; }
        async Task<int> Stored(Task<int>[] all) { await Task.WhenAll(all); all[0] = F(); return [|all[0].Result|]; }
        async Task<int> Replaced(List<Task<int>> all) { await Task.WhenAll(all); all = new(); return [|all[0].Result|]; }
        async Task<int> Lazy(int[] ids) { var all = ids.Select(i => F()); await Task.WhenAll(all); return all.Sum(t => [|t.Result|]); }
        async Task<int> Materialised(int[] ids) { var all = ids.Select(i => F()).ToList(); await Task.WhenAll(all); return all.Sum(t => t.Result); }
        async Task<int> Unrelated(List<Task<int>> all, List<Task<int>> other) { await Task.WhenAll(all); return other.Sum(t => [|t.Result|]); }
        """);

    [Fact]
    public Task Winners() => Body(
        """
        async Task<int> Direct(Task<int> a, Task<int> b) => (await Task.WhenAny(a, b)).Result;
        async Task<int> Local(Task<int> a, Task<int> b) { var winner = await Task.WhenAny(a, b).ConfigureAwait(false); return winner.Result + [|b.Result|]; }
        async Task<int> Later(Task<int> a, Task<int> b) { var any = Task.WhenAny(a, b); var winner = await any; return winner.Result; }
        async Task<int> Timeout(Task<int> a) { if (await Task.WhenAny(a, Task.Delay(1)) == a) { return a.Result; } return -1; }
        async Task<int> TimeoutThrows(Task<int> a) { var delay = Task.Delay(1); if (await Task.WhenAny(a, delay) == delay) { throw new TimeoutException(); } return a.Result; }
        async Task<int> TimeoutLocal(Task<int> a) { var delay = Task.Delay(1); var done = await Task.WhenAny(a, delay); if (done == delay) { return 0; } return a.Result; }
        async Task<int> NotEqual(Task<int> a) { var done = await Task.WhenAny(a, Task.Delay(1)); if (done != a) { return 0; } return a.Result; }
        async Task<int> NotTheOther(Task<int> a) { var done = await Task.WhenAny(a, Task.Delay(1)); if (done != a) { return [|a.Result|]; } return 0; }
        async Task<int> Three(Task<int> a, Task<int> b, Task c) { var done = await Task.WhenAny(a, b, c); if (done == c) { return 0; } return [|a.Result|]; }
        async Task<int> Each(List<Task<int>> all) { var sum = 0; await foreach (var t in Task.WhenEach(all)) { sum += t.Result; } return sum; }
        async Task<int> EachCancelled(List<Task<int>> all, CancellationToken c) { var sum = 0; await foreach (var t in Task.WhenEach(all).WithCancellation(c).ConfigureAwait(false)) { sum += t.Result; } return sum; }
        async Task<int> Loop(List<Task<int>> all) { var sum = 0; while (all.Count > 0) { var done = await Task.WhenAny(all); all.Remove(done); sum += done.Result; } return sum; }
        """);

    [Fact]
    public Task Guards() => Body(
        """
        async Task<int> If(Task<int> t) { if (t.IsCompletedSuccessfully) { return t.Result; } return [|t.Result|]; }
        async Task<int> Conditional(Task<int> t) => t.IsCompleted ? t.Result : await t;
        async Task<int> Negated(Task<int> t) { if (!t.IsCompleted) { return 0; } return t.Result; }
        async Task<int> Join(Task<int> t) { if (!t.IsCompleted) await t; return t.Result; }
        async Task<int> Or(Task<int> t) { if (!t.IsCompleted || t.Result > 3) { return 1; } return t.Result; }
        async Task<bool> And(Task<int> t) => t.IsCompleted && t.Result > 3;
        async Task<int> Nothing(Task<int> t, bool b) { if (t.IsCompleted || b) { return [|t.Result|]; } return 0; }
        async Task<int> Status(Task<int> t) { if (t.Status == TaskStatus.RanToCompletion) { return t.Result; } return 0; }
        async Task<int> OtherStatus(Task<int> t) { if (t.Status == TaskStatus.Running) { return [|t.Result|]; } return 0; }
        async Task<int> NotStatus(Task<int> t) { if (TaskStatus.RanToCompletion != t.Status) { return 0; } return t.Result; }
        async Task<int> Switch(Task<int> t) { switch (t.Status) { case TaskStatus.RanToCompletion: return t.Result; case TaskStatus.Faulted: case TaskStatus.Canceled: return t.Result; default: return [|t.Result|]; } }
        async Task<int> Arms(Task<int> t) => t.Status switch { TaskStatus.RanToCompletion => t.Result, TaskStatus.Faulted or TaskStatus.Canceled => t.Result, _ => [|t.Result|] };
        async Task<int> Pattern(Task<int> t) => t is { IsCompleted: true } ? t.Result : 0;
        async Task<int> Named(Task<int>? t) { if (t is { IsCompletedSuccessfully: true } done) { return done.Result; } return 0; }
        async Task<int> NotPattern(Task<int> t) { if (t is not { IsCompleted: true }) { return 0; } return t.Result; }
        async Task<int> StatusPattern(Task<int> t) => t is { Status: TaskStatus.RanToCompletion } ? t.Result : t.Status is TaskStatus.RanToCompletion or TaskStatus.Faulted ? t.Result : 0;
        async Task<int> True(Task<int> t) => t.IsCompleted == true ? t.Result : t.IsCompleted is false ? 0 : t.Result;
        async Task<int> Maybe(Task<int>? t) => t?.IsCompleted == true ? t.Result : 0;
        async Task<int> Flag(Task<int> t) { var done = t.IsCompleted; if (done) { return t.Result; } return [|t.Result|]; }
        async Task<int> StaleFlag(Task<int> t) { var done = t.IsCompleted; t = F(); if (done) { return [|t.Result|]; } return 0; }
        async Task<int> Failed(Task<int> t) { if (t.IsFaulted || t.IsCanceled) { return t.Result; } return 0; }
        async Task<int> Exception(Task<int> t) { if (t.Exception != null) { return t.Result; } return 0; }
        async Task<int> Null(Task<int>? t) { if (t is not null) { await t; } return t is null ? 0 : t.Result; }
        async Task<int> NullReplaced(Task<int>? t) { if (t == null) { t = F(); } else { await t; } return [|t.Result|]; }
        async Task<int> NullUntilDone(List<Task<int>> all) { Task<int>? done = null; foreach (var t in all) { if (t.IsCompletedSuccessfully) { done = t; } } if (done == null) { throw new Exception(); } return done.Result; }
        async Task<int> NotNull(Task<int>? t) => t != null ? [|t.Result|] : 0;
        async Task<int> WaitedZero(Task<int> t) { if (t.Wait(0)) { return t.Result; } return [|t.Result|]; }
        async Task<int> Filtered(List<Task<int>> all) => all.Where(t => t.IsCompletedSuccessfully).Select(t => t.Result).Sum();
        async Task<int> FilteredQuery(List<Task<int>> all) => (from t in all where t.IsCompleted select t.Result).Sum();
        async Task<int> AllDone(List<Task<int>> all) => all.All(t => t.IsCompleted) ? all.Sum(t => t.Result) : 0;
        async Task<int> Asserted(Task<int> t) { System.Diagnostics.Debug.Assert(t.IsCompleted); return t.Result; }
        async Task<int> Loop(Task<int> t) { while (!t.IsCompleted) { await Task.Yield(); } return t.Result; }
        static bool IsCompletedSuccessfully(Task t) => t.Status == TaskStatus.RanToCompletion;
        static bool IsNotCompletedSuccessfully(Task t) => t.Status != TaskStatus.RanToCompletion;
        async Task<int> Method(Task<int> t) { if (IsCompletedSuccessfully(t)) { return t.Result; } return [|t.Result|]; }
        async Task<int> MethodOfProperty(TaskCompletionSource<int> s) => IsCompletedSuccessfully(s.Task) && s.Task.Result > 0 ? s.Task.Result : 0;
        async Task<int> MethodIsNot(Task<int> t) { if (IsNotCompletedSuccessfully(t)) { return [|t.Result|]; } return t.Result; }
        async Task<int> MethodArm(Task<int> t, Task<int> u) => IsCompletedSuccessfully(t) ? t.Result : IsNotCompletedSuccessfully(u) ? [|u.Result|] : 0;
        async Task<int> Member(TaskCompletionSource<int> s) => s.Task.IsCompleted ? s.Task.Result : 0;
        async Task<int> Element(Task<int>[] all, int i) => all[i].IsCompleted ? all[i].Result : 0;
        async Task<int> Awaiter(Task<int> t) { var a = t.GetAwaiter(); if (a.IsCompleted) { return a.GetResult(); } return [|a.GetResult()|]; }
        """);

    [Fact]
    public Task Fields_that_keep_the_last_result() => Body(
        """
        private Task<int>? last;
        private Task<int>? other = Task.FromResult(1);
        private Task<int>? shared;
        internal Task<int>? open;
        Task<int> Last(int n) { if (last is null || last.Result != n) { last = Task.FromResult(n); } return last; }
        Task<int> Conditional(int n) => last?.Result == n ? last : this.last = Task.FromResult<int>(n);
        Task<int> Other(int n) { if (other != null && [|other.Result|] != n) { other = F(); } return F(); }
        Task<int> Shared(int n) { if ([|shared!.Result|] == n) { Interlocked.Exchange(ref shared, F()); shared = Task.FromResult(n); } return F(); }
        Task<int> Open(int n) { if ([|open!.Result|] == n) { open = Task.FromResult(n); } return F(); }
        """);

    [Fact]
    public Task The_first_block_is_the_defect() => Body(
        """
        async Task<int> Waited(Task<int> t) { [|t.Wait()|]; return t.Result; }
        async Task<int> Twice(Task<int> t) => [|t.Result|] + t.Result;
        async Task<int> All(Task<int> a, Task<int> b) { [|Task.WaitAll(a, b)|]; return a.Result + b.Result; }
        async Task<int> Any(Task<int>[] all) { var i = [|Task.WaitAny(all)|]; return all[i].Result; }
        async Task<int> Limited(Task<int> t) { [|t.Wait(10)|]; return [|t.Result|]; }
        async Task<int> LimitedChecked(Task<int> t) { if ([|t.Wait(10)|]) { return t.Result; } return 0; }
        """);

    [Fact]
    public Task Antecedents() => Body(
        """
        async Task<int> Own(Task<int> t) => await t.ContinueWith(x => x.Result);
        async Task<int> State(Task<int> t) => await t.ContinueWith((x, s) => x.Result, null);
        async Task<int> ByName(Task<int> t) => await t.ContinueWith(x => x.Result + t.Result);
        async Task Renewed(Task<int> t) { t = t.ContinueWith(x => [|t.Result|]); await t; }
        async Task<int> Other(Task<int> t, Task<int> u) => await t.ContinueWith(x => x.Result + [|u.Result|]);
        async Task<int> AfterAll(Task<int>[] all) => await Task.Factory.ContinueWhenAll(all, done => done[0].Result + done.Sum(t => t.Result));
        async Task<int> AfterAny(Task<int>[] all) => await Task.Factory.ContinueWhenAny(all, done => done.Result);
        async Task<int> Void(Task<int> t) { await t.ContinueWith(x => { Console.WriteLine(x.Result); }); return 0; }
        """);

    [Fact]
    public Task Tasks_made_complete() => Body(
        """
        static readonly Task<int> Cached = Task.FromResult(1);
        static Task<int> Property { get; } = Task.FromResult(1);
        static readonly Task<int> Started = F();
        async Task<int> Direct() => Task.FromResult(1).Result + ValueTask.FromResult(1).Result + new ValueTask<int>(3).Result;
        async Task Plain() => Task.CompletedTask.Wait();
        async Task<int> Local() { var t = Task.FromResult(1); return t.Result; }
        async Task<int> Fields() => Cached.Result + Property.Result + [|Started.Result|];
        async Task<int> Either(bool b) { var t = b ? Task.FromResult(1) : F(); return [|t.Result|]; }
        async Task<int> Both(bool b) { var t = b ? Task.FromResult(1) : Task.FromResult(2); return t.Result; }
        async Task<int> Source() { var s = new TaskCompletionSource<int>(); s.SetResult(1); return s.Task.Result; }
        """);

    [Fact]
    public Task Joins_and_loops() => Body(
        """
        async Task<int> BothPaths(Task<int> t, bool b) { if (b) { await t; } else { await Task.WhenAll(t); } return t.Result; }
        async Task<int> OnePath(Task<int> t, bool b) { if (b) { await t; } return [|t.Result|]; }
        async Task<int> LoopMayNotRun(Task<int> t, int n) { for (var i = 0; i < n; i++) { await t; } return [|t.Result|]; }
        async Task<int> Again(Task<int> t, int n) { await t; var sum = 0; while (n-- > 0) { sum += [|t.Result|]; t = F(); } return sum; }
        async Task<int> AgainAwaited(Task<int> t, int n) { var sum = 0; while (n-- > 0) { t = F(); await t; sum += t.Result; } return sum; }
        async Task<int> Do(Task<int> t, int n) { do { await t; } while (n-- > 0); return t.Result; }
        async Task<int> Goto(Task<int> t, int n) { again: await t; if (n-- > 0) { goto again; } return t.Result; }
        async Task<int> AllOnPaths(Task<int> a, Task<int> b, bool c) { var all = c ? Task.WhenAll(a, b) : Task.WhenAll(b, a); await all; return a.Result; }
        """);

    [Fact]
    public Task A_jump_may_pass_the_await() => Body(
        """
        async Task<int> Goto(Task<int> t) { if (t.Id > 1) { goto end; } await t; end: return [|t.Result|]; }
        async Task<int> Section(Task<int> t, int n) { switch (n) { case 1: await t; break; case 2: return [|t.Result|]; } return 0; }
        async Task<int> Break(Task<int> t, int n) { while (true) { if (n > 0) { break; } await t; return t.Result; } return [|t.Result|]; }
        async Task<int> CalledBefore(Task<int> t) { var x = await Inner(); await t; return x; async Task<int> Inner() { await Task.Yield(); return [|t.Result|]; } }
        async Task<int> Conditional(Task<int> t, bool b) { _ = b ? await t : 0; _ = b && await t > 0; return [|t.Result|]; }
        """);

    [Fact]
    public async Task In_a_member_of_thousands_of_statements_only_a_task_that_nobody_else_mentions_is_reported()
    {
        var filler = string.Concat(Enumerable.Repeat("n++; ", 6000));
        await Body($"async Task<int> Large(Task<int> t, int n) {{ {filler} var first = [|F().Result|]; var u = t; u.ContinueWith(_ => {{ }}); return first + u.Result; }}");
        await Body("async Task<int> Small(Task<int> t, int n) { var first = [|F().Result|]; var u = t; u.ContinueWith(_ => { }); return first + [|u.Result|]; }");
    }

    [Fact]
    public Task Exceptions() => Body(
        """
        async Task<int> Swallowed(Task<int>[] all) { try { await Task.WhenAll(all); } catch { } return all.Where(t => t.Id > 1).Sum(t => t.Result); }
        async Task<int> InCatch(Task<int> t) { try { return await t; } catch (Exception) { return t.Result; } }
        async Task<int> ThrewBefore(Task<int> t) { try { G(); await t; } catch (Exception) { return [|t.Result|]; } return t.Result; }
        async Task<int> Finally(Task<int> t) { try { await t; G(); } finally { G(); } return t.Result; }
        async Task<int> AwaitedInFinally(Task<int> t) { try { G(); } finally { await t; } return t.Result; }
        async Task<int> Using(Task<int> t) { using (new MemoryStream()) { await t; } return t.Result; }
        async Task<int> AwaitUsing(Task<int> t) { await using var s = new MemoryStream(); await t; return t.Result; }
        async Task<int> TimedOut(Task<int> t) { try { await t.WaitAsync(TimeSpan.FromSeconds(1)); } catch (TimeoutException) { } return [|t.Result|]; }
        async Task<int> Replaced(Task<int> t) { await t; try { G(); t = F(); G(); } catch { } return [|t.Result|]; }
        async Task<int> ReplacedInFinally(Task<int> t) { try { await t; } finally { t = F(); } return [|t.Result|]; }
        static void G() { }
        """);

    [Fact]
    public Task Whatever_assigns_forgets() => Body(
        """
        async Task<int> Assigned(Task<int> t) { await t; t = F(); return [|t.Result|]; }
        async Task<int> Ref(Task<int> t) { await t; Change(ref t); return [|t.Result|]; }
        async Task<int> Out(Task<int> t) { await t; Make(out t); return [|t.Result|]; }
        async Task<int> Captured(Task<int> t) { Action change = () => t = F(); await t; change(); return [|t.Result|]; }
        async Task<int> LocalFunction(Task<int> t) { void Change() { t = F(); } await t; Change(); return [|t.Result|]; }
        async Task<int> OnlyRead(Task<int> t) { Action read = () => Console.WriteLine(t.Id); await t; read(); return t.Result; }
        async Task<int> Coalesced(Task<int>? t) { t ??= F(); await t; return t.Result; }
        async Task<int> Deconstructed(Task<int> t) { await t; (t, _) = (F(), 1); return [|t.Result|]; }
        async Task<int> Aliased(Task<int> t) { await t; Alias(ref t); return [|t.Result|]; }
        async Task<int> Field() { await field; return field.Result; }
        async Task<int> FieldAssigned() { await field; field = F(); return [|field.Result|]; }
        async Task<int> Owner(Holder h) { await h.Task; h = new(); return [|h.Task.Result|]; }
        async Task<int> SameOwner(Holder h) { await h.Task; return h.Task.Result; }
        Task<int> field = F();
        static void Change(ref Task<int> t) { }
        static void Make(out Task<int> t) => t = F();
        static void Alias(ref Task<int> t) { ref var alias = ref t; alias = F(); }
        sealed class Holder { public Task<int> Task = F(); }
        """);

    [Fact]
    public Task Functions_inside() => Body(
        """
        async Task<int> Lambda(Task<int> t) { await t; return await Task.Run(async () => { await Task.Yield(); return t.Result; }); }
        async Task<int> Before(Task<int> t) { Func<Task<int>> f = async () => { await Task.Yield(); return [|t.Result|]; }; await t; return await f(); }
        async Task<int> OwnBody(Task<int> t) { Func<Task<int>> f = async () => { await t; return t.Result; }; return await f() + [|t.Result|]; }
        async Task<int> Reassigned(Task<int> t) { await t; Func<Task<int>> f = async () => { await Task.Yield(); return [|t.Result|]; }; t = F(); return await f(); }
        async Task<int> Local(Task<int> t) { return await Inner(); async Task<int> Inner() { await t; return t.Result; } }
        async Task<int> InTry(Task<int> t) { try { G(); return await Inner(); } catch { return await Task.Run(async () => { G(); await t; G(); return t.Result; }); } async Task<int> Inner() { try { G(); await t; return t.Result; } finally { G(); } } }
        async Task<int> InTryToo(Task<int> t) { try { G(); Func<Task<int>> f = async () => { await t; G(); return t.Result; }; return await f(); } finally { await Task.Yield(); } }
        static void G() { }
        async Task<int> Deep(Task<int> a, Task<int> b) { await a; return await Task.Run(() => Task.Run(async () => { await b; return a.Result + b.Result; })); }
        """);

    [Fact]
    public Task Sequences_waited_for() => Body(
        """
        async Task Awaited(Task[] all) { await Task.WhenAll(all); Task.WaitAll(all); }
        async Task Listed(Task a, Task b) { await Task.WhenAll(a, b); Task.WaitAll(a, b); }
        async Task OneMissing(Task a, Task b) { await a; [|Task.WaitAll(a, b)|]; }
        async Task AnyOfThem(Task a, Task b) { await a; Task.WaitAny(a, b); }
        async Task NoneOfThem(Task a, Task b) { [|Task.WaitAny(a, b)|]; }
        """);

    [Fact]
    public Task What_an_assertion_says() => Verify.Reports(
        """
        static class Assertions
        {
            public class Booleans { public void BeTrue() { } public void BeFalse() { } }
            public static void ShouldBeTrue([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] this bool actual) { }
            public static void ShouldBeFalse([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(true)] this bool actual) { }
            public static Booleans Should(this bool actual) => new();
        }
        class C
        {
            async Task<int> Told(Task<int> t) { t.IsCompletedSuccessfully.ShouldBeTrue(); return t.Result; }
            async Task<int> ToldNot(Task<int> t) { t.IsCompleted.ShouldBeFalse(); return [|t.Result|]; }
            async Task<int> Fluent(Task<int> t) { t.IsCompleted.Should().BeTrue(); return t.Result; }
            async Task<int> FluentNot(Task<int> t) { t.IsCompleted.Should().BeFalse(); return [|t.Result|]; }
        }
        """);

    private static Task Body(string members, Setup? setup = null) => Verify.Reports(
        $$"""
        class C
        {
            static Task<int> F() => Task.Run(() => 1);
        {{members}}
        }
        """,
        setup);
}
