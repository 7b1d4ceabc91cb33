using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTaskCollection>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ObserveTaskCollectionTests
{
    private const string Helpers = """
        static class Work
        {
            public static Task GoAsync(int x) => Task.Delay(x);
            public static Task GoAsync() => Task.Delay(1);
            public static Task<int> ComputeAsync(int x) => Task.Run(() => x);
            public static ValueTask ValueAsync(int x) => new(Task.Delay(x));
            public static ValueTask<int> ValueOfAsync(int x) => new(Task.Run(() => x));
            public static void Keep(object o) { }
        }
        class Job { public Task Task = Task.CompletedTask; public Task Running() => Task; public Task<int>? Result { get; set; } }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("void M(int[] items) { [|items.Select(async x => await Work.GoAsync(x))|]; }")]
    [InlineData("async Task M(int[] items) { [|items.Select(async x => await Work.GoAsync(x))|]; await Task.Yield(); }")]
    [InlineData("void M(int[] items) { [|items.Select(x => Work.GoAsync(x))|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(Work.GoAsync)|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(selector: Work.ComputeAsync)|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(x => { if (x > 1) return Task.CompletedTask; return Work.GoAsync(x); })|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(x => x > 1 ? Work.GoAsync(x) : Task.CompletedTask)|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(async (x, i) => { await Work.GoAsync(x + i); return i; })|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(async delegate (int x) { await Work.GoAsync(x); })|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(x => Work.ValueAsync(x))|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(x => Work.ValueAsync(x).AsTask())|]; }")]
    [InlineData("void M(int[] items, Func<int, Task> f) { [|items.Select(f)|]; }")]
    [InlineData("void M(int[] items, Func<int, Task> f) { [|items.Select(x => f(x))|]; }")]
    [InlineData("void M(int[] items) { [|Enumerable.Select(items, Work.GoAsync)|]; }")]
    [InlineData("void M(int[]? items) { [|items?.Select(Work.GoAsync)|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(Work.GoAsync).Where(t => t.IsCompleted)|]; }")]
    [InlineData("void M(int[] items) { [|items.Where(x => x > 1).Select(x => Work.GoAsync(x))|]; }")]
    [InlineData("void M(int[] items) { [|items.AsParallel().Select(x => Work.GoAsync(x))|]; }")]
    [InlineData("void M(int[] items) => [|items.Select(Work.GoAsync)|];")]
    [InlineData("Action A(int[] items) => () => [|items.Select(Work.GoAsync)|];")]
    [InlineData("Action A(int[] items) => delegate { [|items.Select(Work.GoAsync)|]; };")]
    [InlineData("void M(int[] items) { Local(); void Local() => [|items.Select(Work.GoAsync)|]; }")]
    [InlineData("C(int[] items) { [|items.Select(Work.GoAsync)|]; }")]
    [InlineData("C(int[] items) => [|items.Select(Work.GoAsync)|];")]
    [InlineData("int[] P { get => []; set => [|value.Select(Work.GoAsync)|]; }")]
    [InlineData("Action<int[]> field = items => [|items.Select(Work.GoAsync)|];")]
    [InlineData("async IAsyncEnumerable<int> M(int[] items) { [|items.Select(Work.GoAsync)|]; await Task.Yield(); yield return 1; }")]
    [InlineData("IEnumerable<int> M(int[] items) { [|items.Select(Work.GoAsync)|]; yield return 1; }")]
    [InlineData("void M(int[][] all) { foreach (var items in all) [|items.Select(Work.GoAsync)|]; }")]
    public Task A_dropped_lazy_sequence_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M(int[] items) { [|items.Select(async x => await Work.GoAsync(x)).ToList()|]; }")]
    [InlineData("async Task M(int[] items) { [|items.Select(Work.ComputeAsync).ToArray()|]; await Task.Yield(); }")]
    [InlineData("void M(int[] items) { [|(from x in items where x > 1 select Work.GoAsync(x)).ToList()|]; }")]
    [InlineData("void M(int[] items) { [|Enumerable.ToList(items.Select(Work.GoAsync))|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(Work.GoAsync).OrderBy(t => t.Id).ToHashSet()|]; }")]
    [InlineData("void M(int[] items) { [|items.Select(Work.GoAsync).Count()|]; }")]
    [InlineData("void M() { [|Enumerable.Range(0, 9).Select(i => Work.GoAsync(i)).LongCount()|]; }")]
    [InlineData("void M(List<int> items) { [|items.ConvertAll(x => Work.GoAsync(x))|]; }")]
    [InlineData("void M(List<int> items) { [|items.ConvertAll(async x => { await Work.GoAsync(x); })|]; }")]
    [InlineData("void M(List<int>? items) { [|items?.ConvertAll(Work.GoAsync)|]; }")]
    [InlineData("void M(int[] items) { [|Array.ConvertAll(items, x => Work.ValueOfAsync(x))|]; }")]
    [InlineData("void M(int[] items) { [|Array.ConvertAll(converter: Work.GoAsync, array: items)|]; }")]
    [InlineData("Action A(int[] items) => () => [|items.Select(Work.GoAsync).ToList()|];")]
    [InlineData("void M(int[] items) { for (var i = 0; i < 3; [|items.Select(Work.GoAsync).ToList()|]) i++; }")]
    public Task A_dropped_collection_of_running_tasks_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("Task[] StartAll() => []; void M() { [|StartAll()|]; }")]
    [InlineData("List<Task<int>> LoadAsync() => []; void M(C? c) { [|c?.LoadAsync()|]; }")]
    [InlineData("IReadOnlyList<ValueTask> Run(int x) => []; async Task M() { [|Run(1)|]; await Task.Yield(); }")]
    [InlineData("void M(Func<Task[]> start) { [|start()|]; }")]
    [InlineData("void M(Func<Task[]> start) { [|start.Invoke()|]; }")]
    [InlineData("IEnumerable<Task> Steps() { yield return Work.GoAsync(); } void M() { [|Steps()|]; }")]
    [InlineData("void M() { [|Steps()|]; IEnumerable<Task> Steps() { if (true) { yield return Work.GoAsync(); } } }")]
    public Task A_dropped_call_that_starts_several_tasks_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M(int[] items) { _ = items.Select(Work.GoAsync).ToList(); }")]
    [InlineData("void M(int[] items) { _ = items.Select(Work.GoAsync); }")]
    [InlineData("IEnumerable<Task> M(int[] items) => items.Select(Work.GoAsync);")]
    [InlineData("async Task M(int[] items) { await Task.WhenAll(items.Select(Work.GoAsync)); }")]
    [InlineData("void M(int[] items) { Work.Keep(items.Select(Work.GoAsync).ToList()); }")]
    [InlineData("int M(int[] items) => items.Select(Work.GoAsync).Count();")]
    [InlineData("Func<IEnumerable<Task>> M(int[] items) => () => items.Select(Work.GoAsync);")]
    [InlineData("void M(Job[] jobs) { jobs.Select(j => j.Task); }")]
    [InlineData("void M(Job[] jobs) { jobs.Select(j => j.Task).ToList(); }")]
    [InlineData("void M(Job[] jobs) { jobs.Select(j => j.Result ?? Task.FromResult(1)).ToArray(); }")]
    [InlineData("void M(int[] items) { items.Select(x => Task.FromResult(x)).ToList(); }")]
    [InlineData("void M(int[] items) { items.Select(Task.FromResult).ToList(); }")]
    [InlineData("void M(int[] items) { items.Select(x => x + 1); }")]
    [InlineData("void M(int[] items, Dictionary<int, Task> d) { items.Select(x => d.GetValueOrDefault(x)).ToList(); }")]
    [InlineData("void M(int[] items, Dictionary<int, Task> d) { items.Select(x => d[x] = Work.GoAsync(x)).ToList(); }")]
    [InlineData("void M(int[] items, List<Task> l) { items.Select(x => { var t = Work.GoAsync(x); l.Add(t); return t; }).ToList(); }")]
    [InlineData("void M(int[] items) { items.Select(x => new Task(() => { })).ToList(); }")]
    [InlineData("void M(int[] items) { items.Select(x => Work.GoAsync(x).ContinueWith(t => Work.Keep(t.Exception!))).ToList(); }")]
    [InlineData("void M(int[] items) { items.Select(x => Work.GoAsync(x).ContinueWith(t => { }, TaskContinuationOptions.OnlyOnFaulted)).ToList(); }")]
    [InlineData("void M(IQueryable<int> items) { items.Select(x => Work.ComputeAsync(x)); }")]
    [InlineData("Task[] Start(List<Task> tasks) => []; void M(List<Task> tasks) { tasks.Concat(tasks); Start(tasks); tasks.ToArray(); }")]
    [InlineData("Task[] GetTasks() => []; List<Task> Remove(int x) => []; void M() { GetTasks(); Remove(1); }")]
    [InlineData("T Start<T>() => default!; void M() { Start<Task[]>(); }")]
    [InlineData("List<T> Start<T>() => default!; void M() { Start<Task>(); }")]
    [InlineData("IAsyncEnumerable<Task> StartAsync() => throw new Exception(); void M() { StartAsync(); }")]
    [InlineData("Task<Task[]> Start() => null!; void M() { Start(); }")]
    [InlineData("void M(int[] items) { Parallel.ForEach(items, async x => await Work.GoAsync(x)); items.ToList().ForEach(async x => await Work.GoAsync(x)); }")]
    [InlineData("void M(int[] items) { return; items.Select(Work.GoAsync).ToList(); }")]
    [InlineData("System.Linq.Expressions.Expression<Action<int[]>> e = items => items.Select(x => Work.GoAsync(x)).ToList();")]
    [InlineData("class R { public R Select(Func<int, Task> f) => this; } void M(R r) { r.Select(async x => await Work.GoAsync(x)); }")]
    [InlineData("Task[] FireAndForget() => []; void M() { FireAndForget(); }")]
    public Task What_is_used_or_starts_nothing_is_silent(string member) => Verify.Silent(InClass(member));

    [Theory]
    [InlineData("void M() { var [|tasks|] = new[] { Work.GoAsync(), Work.GoAsync(2) }; }")]
    [InlineData("void M() { Task[] [|tasks|] = { Work.GoAsync() }; }")]
    [InlineData("void M() { Task[] [|tasks|] = [Work.GoAsync(), Task.CompletedTask]; }")]
    [InlineData("void M(int[] items) { IList<Task> [|tasks|] = [.. items.Select(Work.GoAsync)]; }")]
    [InlineData("void M() { var [|tasks|] = new List<Task> { Work.GoAsync(), Work.ComputeAsync(1) }; }")]
    [InlineData("void M(int[] items) { var [|tasks|] = items.Select(async x => await Work.GoAsync(x)).ToList(); }")]
    [InlineData("void M(int[] items) { var [|tasks|] = items.Select(Work.ValueOfAsync).ToArray(); Console.WriteLine(tasks.Length); }")]
    [InlineData("void M(int[] items) { var [|tasks|] = new List<Task>(items.Select(Work.GoAsync)); }")]
    [InlineData("void M(List<int> items) { var [|tasks|] = items.ConvertAll(Work.GoAsync); Console.WriteLine(tasks.Count()); }")]
    [InlineData("void M(int[] items) { var [|tasks|] = new List<Task>(); foreach (var x in items) { tasks.Add(Work.GoAsync(x)); } }")]
    [InlineData("void M(int[] items) { List<Task> [|tasks|] = new(items.Length); foreach (var x in items) tasks.Add(Work.GoAsync(x)); Console.WriteLine($\"{tasks.Count}\"); }")]
    [InlineData("void M(int[] items) { ICollection<Task> [|tasks|] = new List<Task>(); tasks.Add(Work.GoAsync()); }")]
    [InlineData("void M(int[] items) { List<Task> [|tasks|] = []; tasks.AddRange(items.Select(Work.GoAsync)); }")]
    [InlineData("void M() { var [|tasks|] = new System.Collections.Concurrent.ConcurrentBag<Task>(); tasks.Add(Task.Run(() => { })); }")]
    [InlineData("void M() { var [|tasks|] = new Task[3]; for (var i = 0; i < 3; i++) { tasks[i] = Work.GoAsync(i); } }")]
    [InlineData("void M() { var [|tasks|] = new List<Task> { Task.CompletedTask }; tasks[0] = Work.GoAsync(); }")]
    [InlineData("void M(int[] items) { var [|tasks|] = items.Select(Work.GoAsync); }")]
    [InlineData("void M(int[] items) { IEnumerable<Task> [|tasks|] = from x in items select Work.GoAsync(x); if (tasks.Any()) { } }")]
    [InlineData("void M(int[] items) { var [|tasks|] = items.Select(Work.GoAsync); foreach (var _ in tasks) { Console.WriteLine(); } }")]
    [InlineData("async Task<int> M(int[] items) { var [|tasks|] = items.Select(Work.GoAsync).ToList(); await Task.Yield(); return tasks.Count; }")]
    [InlineData("Action A() => () => { var [|tasks|] = new[] { Work.GoAsync() }; };")]
    [InlineData("void M() { Local(); void Local() { var [|tasks|] = new[] { Work.GoAsync() }; } }")]
    [InlineData("int P { get { var [|tasks|] = new[] { Work.GoAsync() }; return 1; } }")]
    [InlineData("C() { var [|tasks|] = new[] { Work.GoAsync() }; }")]
    [InlineData("async IAsyncEnumerable<int> M() { var [|tasks|] = new[] { Work.GoAsync() }; await Task.Yield(); yield return 1; }")]
    [InlineData("void M(int x) { switch (x) { case 1: var [|tasks|] = new[] { Work.GoAsync() }; break; } }")]
    [InlineData("void M(Task given) { var [|tasks|] = new List<Task> { given }; tasks.Add(Work.GoAsync()); }")]
    public Task A_local_collection_that_nobody_looks_at_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M(int[] items) { var tasks = items.Select(Work.GoAsync).ToList(); await Task.WhenAll(tasks); }")]
    [InlineData("void M(int[] items) { var tasks = items.Select(Work.GoAsync).ToArray(); Task.WaitAll(tasks); }")]
    [InlineData("async Task M(int[] items) { var tasks = items.Select(Work.GoAsync).ToList(); foreach (var t in tasks) await t; }")]
    [InlineData("async Task M(int[] items) { var tasks = items.Select(Work.GoAsync).ToList(); for (var i = 0; i < tasks.Count; i++) await tasks[i]; }")]
    [InlineData("async Task M(int[] items) { var tasks = items.Select(Work.GoAsync).ToList(); while (tasks.Count > 0) tasks.Remove(await Task.WhenAny(tasks)); }")]
    [InlineData("Task[] M(int[] items) { var tasks = items.Select(Work.GoAsync).ToArray(); return tasks; }")]
    [InlineData("Task[]? f; void M() { var tasks = new[] { Work.GoAsync() }; f = tasks; }")]
    [InlineData("void M() { var tasks = new[] { Work.GoAsync() }; Work.Keep(tasks); }")]
    [InlineData("Func<Task> M() { var tasks = new[] { Work.GoAsync() }; return () => Task.WhenAll(tasks); }")]
    [InlineData("Func<int> M() { var tasks = new[] { Work.GoAsync() }; return () => tasks.Length; }")]
    [InlineData("void M() { var tasks = new List<Task>(); Parallel.For(0, 3, i => tasks.Add(Work.GoAsync(i))); }")]
    [InlineData("bool M() { var tasks = new[] { Work.GoAsync() }; return tasks.All(t => t.IsCompleted); }")]
    [InlineData("bool M() { var tasks = new[] { Work.GoAsync() }; return tasks.Any(t => t.IsFaulted); }")]
    [InlineData("bool M() { var tasks = new[] { Work.GoAsync() }; return tasks[0].IsCompleted; }")]
    [InlineData("Task M() { var tasks = new[] { Work.GoAsync() }; return tasks.First(); }")]
    [InlineData("void M() { var tasks = new List<Task> { Work.GoAsync() }; tasks.ForEach(t => t.Wait()); }")]
    [InlineData("void M() { var tasks = new List<Task> { Work.GoAsync() }; var other = tasks; other.Clear(); }")]
    [InlineData("void M() { var tasks = new List<Task> { Work.GoAsync() }; tasks = new(); }")]
    [InlineData("void M(Task a, Task b) { var tasks = new[] { a, b }; Console.WriteLine(tasks.Length); }")]
    [InlineData("void M(Job job) { var tasks = new List<Task>(); tasks.Add(job.Task); Console.WriteLine(tasks.Count); }")]
    [InlineData("void M() { var tasks = new List<Task>(); Console.WriteLine(tasks.Count); }")]
    [InlineData("void M() { var tasks = new Task[3]; }")]
    [InlineData("void M() { var tasks = new List<Task>(); Task t; tasks.Add(t = Work.GoAsync()); t.Wait(); }")]
    [InlineData("Task[] Running() => []; void M() { var tasks = Running(); Console.WriteLine(tasks.Length); }")]
    [InlineData("void M() { var _ = new[] { Work.GoAsync() }; var ignored = new[] { Work.GoAsync() }; var unusedTasks = new[] { Work.GoAsync() }; var _tasks = new[] { Work.GoAsync() }; }")]
    [InlineData("void M(Job[] jobs) { var tasks = jobs.Select(j => j.Task).ToList(); Console.WriteLine(tasks.Count); }")]
    [InlineData("class Tracker<T> : List<T> { } void M() { var tasks = new Tracker<Task> { Work.GoAsync() }; tasks.Add(Work.GoAsync()); }")]
    [InlineData("void M() { var tasks = new Dictionary<int, Task> { [1] = Work.GoAsync() }; }")]
    [InlineData("void M() { var tasks = new List<Task> { Work.GoAsync().ContinueWith(t => Work.Keep(t.Exception!)) }; }")]
    [InlineData("void M() { var tasks = new LinkedList<Task>(); var node = tasks.AddLast(Work.GoAsync()); node.Value.Wait(); }")]
    [InlineData("void M() { return; var tasks = new[] { Work.GoAsync() }; }")]
    [InlineData("void M(int[] items) { var tasks = items.Select(Work.GoAsync); foreach (var t in tasks) { Work.Keep(t); } }")]
    [InlineData("void M() { foreach (var t in new[] { Work.GoAsync() }) { t.Wait(); } }")]
    public Task A_local_collection_that_somebody_looks_at_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task A_local_used_under_other_conditions_is_silent() => Verify.Silent(InClass("""
        void M()
        {
            var tasks = new[] { Work.GoAsync() };
        #if NEVER
            Task.WaitAll(tasks);
        #endif
        }
        """));

    [Fact]
    public Task Broken_code_is_silent() => Verify.Silent(
        InClass("void M(int[] items) { items.Select(x => Missing(x)).ToList(); var tasks = new List<Missing> { Work.GoAsync() }; var more = new[] { Missing() }; }"),
        Setup.Default with { HasErrors = true });

    [Fact]
    public Task Top_level_code_is_covered() => Verify.Reports(
        "[|args.Select(async a => await Task.Delay(a.Length)).ToList()|];\nvar [|tasks|] = new List<Task>();\ntasks.Add(Task.Delay(1));\n", Setup.TopLevel);

    [Fact]
    public Task Methods_of_the_option_are_silent() => Verify.Silent(
        InClass("Task[] StartAll() => []; void M(int[] items) { StartAll(); items.Select(Work.GoAsync).ToList(); items.Select(x => Work.GoAsync(x)); var tasks = new List<Task> { Work.GoAsync() }; tasks.Add(Work.GoAsync(1)); }"),
        Setup.Default with { Config = "async_analyzers.fire_and_forget_methods = M:C.StartAll|M:Work.GoAsync" });

    [Fact]
    public Task A_sequence_that_can_be_awaited_itself_belongs_to_other_rules() => Verify.Silent("""
        static class Extensions
        {
            public static System.Runtime.CompilerServices.TaskAwaiter GetAwaiter(this IEnumerable<Task> tasks) => Task.WhenAll(tasks).GetAwaiter();
        }
        class C
        {
            Task[] StartAsync() => [];
            void M() { StartAsync(); }
        #pragma warning disable CS4014
            async Task N(int[] items) { items.Select(x => Task.Delay(x)); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task What_a_test_provokes_is_silent() => Verify.Reports("""
        namespace Xunit { class FactAttribute : Attribute { } static class Assert { public static void Throws<T>(Action a) { } } }
        class C
        {
            Task[] StartAll(string? s) => [];
            void M(int[] items)
            {
                Xunit.Assert.Throws<ArgumentNullException>(() => StartAll(null));
                Xunit.Assert.Throws<ArgumentNullException>(() => items.Select(x => Task.Delay(x)).ToList());
                [|StartAll("")|];
            }
        }
        """);

    [Fact]
    public Task Messages_say_what_is_lost_and_what_to_do() => Verify.Reports(
        InClass("""
            void M(int[] items) { {|#0:items.Select(async x => await Work.GoAsync(x))|}; {|#1:items.Select(Work.GoAsync).ToList()|}; }
            async Task N(int[] items) { var {|#2:tasks|} = new List<Task>(); tasks.Add(Work.GoAsync()); var {|#3:lazy|} = items.Select(x => Work.GoAsync(x)); {|#4:Steps()|}; await Task.Yield(); }
            IEnumerable<Task> Steps() { yield return Work.GoAsync(); }
            """),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "'Select' is lazy and nobody enumerates its tasks", "the async lambda never runs", "await them with Task.WhenAll in an async function"),
                Verify.At(1, "The tasks started by 'GoAsync' are dropped", "nothing waits for them and their exceptions are lost", "await them with Task.WhenAll in an async function"),
                Verify.At(2, "Nobody looks at the tasks in 'tasks', started by 'Work.GoAsync'", "nothing waits for them and their exceptions are lost", "await them with Task.WhenAll"),
                Verify.At(3, "'lazy' is lazy and nobody enumerates its tasks", "'Work.GoAsync' never runs", "await them with Task.WhenAll"),
                Verify.At(4, "'Steps' is lazy and nobody enumerates its tasks", "'Steps' never runs", "await them with Task.WhenAll"),
            ],
        });
}
