using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.CapturedForVariable>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class CapturedForVariableTests
{
    private const string Helpers = """
        static class Work
        {
            public static void Use(int value) { }
            public static Task UseAsync(int value) => Task.CompletedTask;
            public static Task<T> Guard<T>(Func<Task<T>> work) => work();
            public static Task Guard(Func<Task> work) => work();
            public static void Now(Action work) => work();
            public static void Forget(this Task task) { }
            public static void Drain(List<Task> tasks) => Task.WaitAll(tasks.ToArray());
            public static Task WithTimeout(Task task) => task;
        }
        class Node { public Node? Next; }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    private static string InLoop(string statements) => InClass($$"""
        readonly List<Task> fieldTasks = new();
        async Task M(int[] ids, List<Task> tasks, SemaphoreSlim gate, CancellationToken token)
        {
            var array = new Task[ids.Length];
            for (var i = 0; i < ids.Length; i++)
            {
                {{statements}}
            }
            await Task.WhenAll(tasks);
        }
        """);

    [Theory]
    [InlineData("tasks.Add(Task.Run(() => Work.Use([|i|])));")]
    [InlineData("tasks.Add(Task.Run(async () => { await Work.UseAsync([|i|]); Work.Use(i); }));")]
    [InlineData("tasks.Add(Task.Run(async () => await Work.UseAsync(ids[[|i|]]), token));")]
    [InlineData("tasks.Add(Task.Run(delegate { Work.Use([|i|]); }));")]
    [InlineData("tasks.Add(Task.Run(() => Work.UseAsync([|i|])).ContinueWith(t => Console.WriteLine(t.IsFaulted)));")]
    [InlineData("tasks.Add(Work.UseAsync(i).ContinueWith(t => Work.Use([|i|])));")]
    [InlineData("tasks.Add(Task.Factory.StartNew(() => Work.Use([|i|]), TaskCreationOptions.LongRunning));")]
    [InlineData("tasks.Add(Task.Factory.StartNew(async () => Work.Use([|i|])).Unwrap());")]
    [InlineData("tasks.Add(Task.Factory.StartNew(cancellationToken: token, action: () => Work.Use([|i|]), creationOptions: default, scheduler: TaskScheduler.Default));")]
    [InlineData("tasks.AddRange(new[] { Task.Run(() => Work.Use([|i|])), Task.Run(() => Work.Use([|i|] + 1)) });")]
    [InlineData("tasks.Add(Work.WithTimeout(Task.Run(() => Work.Use([|i|]))));")]
    [InlineData("fieldTasks.Add(Task.Run(() => Work.Use([|i|])));")]
    [InlineData("this.fieldTasks?.Add(Task.Run(() => Work.Use([|i|])));")]
    [InlineData("array[i] = Task.Run(() => Work.Use([|i|]));")]
    [InlineData("_ = Task.Run(() => Work.Use([|i|]));")]
    [InlineData("Task.Run(() => Work.Use([|i|])).Forget();")]
    [InlineData("Work.Forget(Task.Run(() => Work.Use([|i|])));")]
    [InlineData("Action a = () => Task.Run(() => Work.Use([|i|]));")]
    [InlineData("var t = Task.Run(() => Work.Use([|i|])); tasks.Add(t);")]
    [InlineData("var t = new Task(() => Work.Use([|i|])); t.Start(); tasks.Add(t);")]
    [InlineData("var t = ids.Length > 3 ? Task.Run(() => Work.Use([|i|])) : Task.CompletedTask; tasks.Add(t);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Work.Use([|i|]));")]
    [InlineData("ThreadPool.UnsafeQueueUserWorkItem(_ => Work.Use([|i|]), null);")]
    [InlineData("new Thread(() => Work.Use([|i|])).Start();")]
    [InlineData("var thread = new Thread(() => Work.Use([|i|])) { IsBackground = true }; thread.Name = \"x\"; thread.Start();")]
    [InlineData("new Timer(_ => Work.Use([|i|]), null, 100, 100);")]
    [InlineData("var timer = new Timer(_ => Work.Use([|i|]));")]
    [InlineData("SynchronizationContext.Current!.Post(_ => Work.Use([|i|]), null);")]
    [InlineData("Action use = () => Work.Use([|i|]); tasks.Add(Task.Run(use));")]
    [InlineData("tasks.Add(Task.Run(Use)); void Use() => Work.Use([|i|]);")]
    [InlineData("tasks.Add(Load()); async Task Load() { await Task.Yield(); Work.Use([|i|]); }")]
    [InlineData("Func<Task> load = async () => { await Task.Yield(); Work.Use([|i|]); }; tasks.Add(load());")]
    [InlineData("tasks.Add(((Func<Task>)(async () => { await Task.Yield(); Work.Use([|i|]); }))());")]
    [InlineData("tasks.Add(Work.Guard(async () => { await Task.Yield(); Work.Use([|i|]); }));")]
    [InlineData("tasks.Add(Work.Guard(async () => { using (await Task.FromResult(Stream.Null)) { Work.Use([|i|]); } }));")]
    [InlineData("tasks.AddRange(ids.Select(async id => { await Task.Yield(); Work.Use([|i|] + id); }));")]
    [InlineData("tasks.AddRange(ids.Select(id => Task.Run(() => Work.Use([|i|] + id))).ToList());")]
    [InlineData("var work = new List<Func<Task>>(); for (var j = 0; j < 3; j++) { work.Add(() => Work.UseAsync([|j|])); }")]
    [InlineData("tasks.Add(Task.Run(() => ids.Where(id => id > [|i|]).ToList()));")]
    [InlineData("tasks.Add(Task.Run(() => { if (ids.Length > 3) { Task.Run(() => Work.Use([|i|])).Wait(); } }));")]
    [InlineData("await Work.Guard(() => { _ = Task.Run(() => Work.Use([|i|])); return Task.CompletedTask; });")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use([|i|]))); if (tasks.Count == 10) { await Task.WhenAll(tasks); tasks.Clear(); }")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use([|i|]))); while (tasks.Count >= 10) { await Task.WhenAny(tasks); tasks.RemoveAll(t => t.IsCompleted); }")]
    [InlineData("await gate.WaitAsync(token); tasks.Add(Task.Run(() => { Work.Use([|i|]); gate.Release(); }));")]
    [InlineData("switch (i) { case 3: tasks.Add(Task.Run(() => Work.Use([|i|]))); break; }")]
    [InlineData("foreach (var id in ids) { tasks.Add(Task.Run(() => Work.Use([|i|]))); break; }")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use([|i|]))); if (ids[i] == 3) { break; }")]
    public Task A_variable_that_later_work_sees_is_reported(string statements) => Verify.Reports(InLoop(statements));

    [Theory]
    [InlineData("await Task.Run(() => Work.Use(i));")]
    [InlineData("await Task.Run(() => Work.Use(i)).ConfigureAwait(false);")]
    [InlineData("Task.Run(() => Work.Use(i)).Wait();")]
    [InlineData("Task.Run(() => Work.UseAsync(i)).GetAwaiter().GetResult();")]
    [InlineData("var r = Task.Run(() => i).Result;")]
    [InlineData("await Task.WhenAll(Task.Run(() => Work.Use(i)), Task.Run(() => Work.Use(i)));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await Task.Yield(); Work.Use(i); }));")]
    [InlineData("await Task.WhenAll(ids.Select(id => Task.Run(() => Work.Use(i))).ToList());")]
    [InlineData("Task.WaitAll(Task.Run(() => Work.Use(i)));")]
    [InlineData("var t = Task.Run(() => Work.Use(i)); await t;")]
    [InlineData("var t = Task.Run(() => Work.Use(i)); await Task.WhenAny(t, Task.Delay(100));")]
    [InlineData("var t = Task.Run(() => Work.Use(i)); tasks.Add(t); await t;")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use(i))); await Task.WhenAll(tasks);")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use(i))); Work.Drain(tasks);")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use(i))); foreach (var t in tasks) { await t; }")]
    [InlineData("array[i] = Task.Run(() => Work.Use(i)); await array[i];")]
    [InlineData("var own = new List<Task>(); own.Add(Task.Run(() => Work.Use(i))); await Task.WhenAll(own);")]
    [InlineData("Task? t = null; if (ids.Length > 3) { t = Task.Run(() => Work.Use(i)); } if (t != null) { await t; }")]
    [InlineData("var thread = new Thread(() => Work.Use(i)); thread.Start(); thread.Join();")]
    [InlineData("using var timer = new Timer(_ => Work.Use(i)); await Task.Delay(5);")]
    [InlineData("using (var timer = new Timer(_ => Work.Use(i))) { await Task.Delay(5); }")]
    [InlineData("var done = new ManualResetEventSlim(); _ = Task.Run(() => { Work.Use(i); done.Set(); }); done.Wait();")]
    [InlineData("var done = new TaskCompletionSource(); _ = Task.Run(() => { Work.Use(i); done.SetResult(); }); await done.Task;")]
    [InlineData("var t = Task.Run(() => Work.Use(i)); while (!t.IsCompleted) { Thread.Sleep(1); }")]
    [InlineData("var t = Task.Run(() => Work.Use(i)); SpinWait.SpinUntil(() => t.IsCompleted);")]
    [InlineData("var done = false; _ = Task.Run(() => { Work.Use(i); done = true; }); while (!done) { Thread.Sleep(1); }")]
    [InlineData("Task.Run(() => Work.Use(i))?.Wait();")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task>(); await cache.GetOrAdd(1, _ => Work.UseAsync(i)); cache.GetOrAdd(1, _ => Work.UseAsync(i));")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task>(); await cache.GetOrAdd(1, Task.Run(() => Work.Use(i)));")]
    [InlineData("var copy = i; tasks.Add(Task.Run(() => Work.Use(copy)));")]
    [InlineData("tasks.Add(Task.Run(() => Work.Use(ids.Length)));")]
    [InlineData("tasks.Add(Task.Factory.StartNew(state => Work.Use((int)state!), i));")]
    [InlineData("tasks.Add(Work.UseAsync(i));")]
    [InlineData("tasks.Add(Task.Run(() => Console.WriteLine(nameof(i))));")]
    [InlineData("var some = ids.Where(id => id > i).ToList(); var first = ids.First(id => id > i);")]
    [InlineData("Work.Now(() => Work.Use(i)); Parallel.For(0, 3, j => Work.Use(i)); ids.ToList().ForEach(id => Work.Use(i));")]
    [InlineData("tasks.Add(Work.Guard(() => Work.UseAsync(i)));")]
    [InlineData("tasks.Add(Work.Guard(async () => await Work.UseAsync(i)));")]
    [InlineData("tasks.Add(Work.Guard(async () => { Work.Use(i); await Task.Yield(); }));")]
    [InlineData("tasks.Add(Work.Guard(async () => { if (ids.Length > 3) { await Task.Yield(); return; } Work.Use(i); }));")]
    [InlineData("tasks.Add(Work.Guard(async () => { if (ids.Length > 3) await Task.Yield(); else Work.Use(i); }));")]
    [InlineData("tasks.Add(Load()); async Task Load() { Work.Use(i); await Task.Yield(); }")]
    [InlineData("await Work.Guard(async () => { await Task.Yield(); Work.Use(i); });")]
    [InlineData("if (ids[i] == 3) { tasks.Add(Task.Run(() => Work.Use(i))); break; }")]
    [InlineData("if (ids[i] == 3) { _ = Task.Run(() => Work.Use(i)); return; }")]
    [InlineData("if (ids[i] == 3) { throw new AggregateException(Task.Run(() => i).Exception!); }")]
    [InlineData("tasks.Add(Task.Run(() => i++));")]
    [InlineData("foreach (var id in ids) { tasks.Add(Task.Run(() => Work.Use(id))); }")]
    [InlineData("Func<Task> load = () => Work.UseAsync(i); await load();")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task>> e = () => Task.Run(() => Work.Use(i));")]
    public Task Work_that_ends_in_its_iteration_and_what_runs_at_once_is_silent(string statements) => Verify.Silent(InLoop(statements));

    [Theory]
    [InlineData("void M(int n, List<Task> tasks) { for (int i = 0, j = n; i < j; i++, --j) { tasks.Add(Task.Run(() => Work.Use([|i|] + [|j|]))); } }")]
    [InlineData("void M(int n, List<Task> tasks) { int i; for (i = n; i > 0; i -= 2) { tasks.Add(Task.Run(() => Work.Use([|i|]))); } }")]
    [InlineData("void M(Node? first, List<Task> tasks) { for (var node = first; node != null; node = node.Next) { tasks.Add(Task.Run(() => [|node|].ToString())); } }")]
    [InlineData("void M(int n, List<Task> tasks) { for (int x = 0; x < n; x++) for (int y = 0; y < n; y++) tasks.Add(Task.Run(() => Work.Use([|x|] * [|y|]))); }")]
    [InlineData("async Task M(int n) { for (int x = 0; x < n; x++) { var row = new List<Task>(); for (int y = 0; y < n; y++) { row.Add(Task.Run(() => Work.Use(x * [|y|]))); } await Task.WhenAll(row); } }")]
    [InlineData("Task M(int n, List<Task> tasks) { Go(); return Task.WhenAll(tasks); void Go() { for (var i = 0; i < n; i++) { tasks.Add(Task.Run(() => Work.Use([|i|]))); } } }")]
    [InlineData("Func<int, Task[]> a = n => { var tasks = new Task[n]; for (var i = 0; i < n; i++) { tasks[i] = Task.Run(() => Work.Use([|i|])); } return tasks; };")]
    [InlineData("int P { set { for (var i = 0; i < value; i++) { _ = Task.Run(() => Work.Use([|i|])); } } }")]
    [InlineData("public C(int n) { for (var i = 0; i < n; i++) { _ = Task.Run(() => Work.Use([|i|])); } }")]
    [InlineData("async IAsyncEnumerable<int> M(int n) { for (var i = 0; i < n; i++) { _ = Task.Run(() => Work.Use([|i|])); yield return i; } await Task.Yield(); }")]
    [InlineData("void M(int n) { var threads = new Thread[n]; for (var i = 0; i < n; i++) { threads[i] = new Thread(() => Work.Use([|i|])); threads[i].Start(); } foreach (var t in threads) { t.Join(); } }")]
    public Task Every_kind_of_function_and_header_is_seen(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M(int n, List<Task> tasks) { foreach (var i in Enumerable.Range(0, n)) { tasks.Add(Task.Run(() => Work.Use(i))); } }")]
    [InlineData("void M(int n, List<Task> tasks) { var i = 0; while (i < n) { tasks.Add(Task.Run(() => Work.Use(i))); i++; } }")]
    [InlineData("void M(int n, List<Task> tasks) { for (var i = 0; i < n;) { tasks.Add(Task.Run(() => Work.Use(i))); i++; } }")]
    [InlineData("void M(int n, List<Task> tasks) { for (int i = 0, size = n; i < n; i++) { tasks.Add(Task.Run(() => Work.Use(size))); } }")]
    [InlineData("void M(int n, List<Task> tasks) { var done = 0; for (; done < n; done++) { tasks.Add(Task.Run(() => Work.Use(done))); } }")]
    [InlineData("IEnumerable<Task> M(int n) { for (var i = 0; i < n; i++) { yield return Task.Run(() => Work.Use(i)); } }")]
    [InlineData("Task M(int n) { for (var i = 0; i < n; i++) { return Task.Run(() => Work.Use(i)); } return Task.CompletedTask; }")]
    public Task Other_loops_and_variables_are_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task Top_level_code_is_reported() => Verify.Reports(
        "var tasks = new List<Task>(); for (var i = 0; i < 3; i++) { tasks.Add(Task.Run(() => Console.WriteLine([|i|]))); } await Task.WhenAll(tasks);",
        Setup.TopLevel);

    [Fact]
    public Task Messages_name_the_variable_and_what_runs_later() => Verify.Reports(
        InLoop("""
            tasks.Add(Task.Run(() => Work.Use({|#0:i|})));
            new Thread(() => Work.Use({|#1:i|})).Start();
            tasks.Add(((Func<Task>)(async () => { await Task.Yield(); Work.Use({|#2:i|}); }))());
            """),
        Setup.Default with { Expected = [Verify.At(0, "i", "Task.Run"), Verify.At(1, "i", "new Thread"), Verify.At(2, "i", "the async lambda")] });
}
