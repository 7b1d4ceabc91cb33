using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ReenumeratedTaskSequence>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ReenumeratedTaskSequenceTests
{
    private const string Helpers = """
        static class Work
        {
            public static Task<int> LoadAsync(int id) => Task.FromResult(id);
            public static ValueTask<int> QuickAsync(int id) => new(id);
            public static async Task<int> Load(int id) { await Task.Yield(); return id; }
            public static Task<int> Find(int id) => Cache[id];
            public static readonly Dictionary<int, Task<int>> Cache = new();
            public static IEnumerable<Task<int>> Iterate(int[] ids) { foreach (var id in ids) { yield return LoadAsync(id); } }
            public static IEnumerable<Task<int>> Existing(List<Task<int>> tasks) { foreach (var task in tasks) { yield return task; } }
            public static void Take(IEnumerable<Task> tasks) { }
        }
        record Item(int Id, Task<int> Task) { public Task<int> GetTask() => Task; }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    private static string InMethod(string statements, string parameters = "int[] ids") => InClass($"async Task M({parameters}) {{ {statements} await Task.Yield(); }}");

    [Theory]
    [InlineData("var tasks = ids.Select(Work.LoadAsync);")]
    [InlineData("var tasks = ids.Select(id => Work.LoadAsync(id));")]
    [InlineData("var tasks = ids.Select(async id => await Work.LoadAsync(id));")]
    [InlineData("var tasks = ids.Select((id, index) => { return Work.LoadAsync(id); });")]
    [InlineData("var tasks = ids.Select(Work.Load);")]
    [InlineData("var tasks = ids.Select(id => id > 0 ? Work.LoadAsync(id) : Task.FromResult(0));")]
    [InlineData("var tasks = ids.Select(id => id switch { 0 => Task.FromResult(0), _ => Work.LoadAsync(id) });")]
    [InlineData("var tasks = ids.Select(id => Work.QuickAsync(id).AsTask());")]
    [InlineData("var tasks = ids.Select(id => Task.Run(() => id));")]
    [InlineData("var tasks = ids.Select(id => Task.Factory.StartNew(() => id));")]
    [InlineData("var tasks = ids.Where(id => id > 0).Select(Work.LoadAsync).Take(5);")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).OrderBy(task => task.Id);")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).Where(task => task.IsCompleted);")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).Concat(ids.Select(id => Task.FromResult(id)));")]
    [InlineData("var tasks = ids.Select(id => Task.FromResult(id)).Concat(ids.Select(Work.LoadAsync));")]
    [InlineData("var tasks = ids.SelectMany(id => ids.Select(Work.LoadAsync));")]
    [InlineData("var tasks = ids.Zip(ids, (a, b) => Work.LoadAsync(a + b));")]
    [InlineData("var tasks = Enumerable.Select(ids, Work.LoadAsync);")]
    [InlineData("var tasks = from id in ids select Work.LoadAsync(id);")]
    [InlineData("IEnumerable<Task> tasks = ids.Select(id => Work.LoadAsync(id));")]
    [InlineData("IEnumerable<Task<int>> tasks; tasks = ids.Select(Work.LoadAsync);")]
    [InlineData("Func<int, Task<int>> load = Work.LoadAsync; var tasks = ids.Select(load);")]
    [InlineData("Func<int, Task<int>> load = Work.LoadAsync; var tasks = ids.Select(id => load(id));")]
    [InlineData("var tasks = new[] { Task.CompletedTask }.Select(task => task.ContinueWith(_ => 1));")]
    [InlineData("var tasks = Work.Iterate(ids);")]
    [InlineData("var tasks = Iterate(); IEnumerable<Task> Iterate() { yield return Task.Run(() => { }); }")]
    public Task A_lazy_sequence_that_is_enumerated_twice_is_reported(string declaration) =>
        Verify.Reports(InMethod(declaration + " await Task.WhenAll(tasks); foreach (var task in [|tasks|]) { await task; }"));

    [Theory]
    [InlineData("await Task.WhenAll(tasks); await Task.WhenAll([|tasks|]);")]
    [InlineData("foreach (var t in tasks) { } foreach (var t in [|tasks|]) { }")]
    [InlineData("await Task.WhenAll(tasks); var results = [|tasks|].Select(t => t.Result).ToList();")]
    [InlineData("await Task.WhenAll(tasks); foreach (var t in [|tasks|].Where(t => t.IsCompleted).Reverse()) { }")]
    [InlineData("var n = tasks.Count(); await Task.WhenAll([|tasks|]);")]
    [InlineData("Console.WriteLine(tasks.Count() + [|tasks|].Count());")]
    [InlineData("if (tasks.Any(t => t.IsFaulted)) { await Task.WhenAll([|tasks|]); }")]
    [InlineData("var first = await tasks.First(); await Task.WhenAny([|tasks|]);")]
    [InlineData("var list = tasks.ToList(); Task.WaitAll([|tasks|].ToArray());")]
    [InlineData("var list = new List<Task<int>>(tasks); list.AddRange([|tasks|]);")]
    [InlineData("List<Task<int>> list = [.. tasks]; await Task.WhenAll([|tasks|]);")]
    [InlineData("await foreach (var t in Task.WhenEach(tasks)) { } await Task.WhenAll([|tasks|]);")]
    [InlineData("await Task.WhenAll(tasks.Append(Task.FromResult(1))); await Task.WhenAll([|tasks|].Concat(tasks));")]
    [InlineData("var n = tasks?.Count(); await Task.WhenAll([|tasks|]!);")]
    [InlineData("try { await Task.WhenAll(tasks); } finally { foreach (var t in [|tasks|]) { } }")]
    [InlineData("if (ids.Length > 1) { await Task.WhenAll(tasks); } foreach (var t in [|tasks|]) { }")]
    [InlineData("await Task.WhenAll(tasks); if (ids.Length > 1) { foreach (var t in [|tasks|]) { } }")]
    [InlineData("if (ids.Length > 1) { await Task.WhenAll(tasks); if (ids.Length > 2) { return; } } foreach (var t in [|tasks|]) { }")]
    [InlineData("switch (ids.Length) { case 1: await Task.WhenAll(tasks); break; } foreach (var t in [|tasks|]) { }")]
    [InlineData("foreach (var id in ids) { await Task.WhenAll(tasks); break; } foreach (var t in [|tasks|]) { }")]
    [InlineData("using (new MemoryStream()) { await Task.WhenAll(tasks); } lock (ids) { foreach (var t in [|tasks|]) { } }")]
    [InlineData("await Task.WhenAll(tasks); foreach (var t in [|tasks|]) { } foreach (var t in tasks) { }")]
    [InlineData("await Parallel.ForEachAsync(tasks, async (t, _) => await t); await Task.WhenAll([|tasks|]);")]
    public Task Every_kind_of_enumeration_counts(string statements) =>
        Verify.Reports(InMethod("var tasks = ids.Select(id => Work.LoadAsync(id)); " + statements));

    [Theory]
    [InlineData("foreach (var id in ids) { await Task.WhenAll([|tasks|]); }")]
    [InlineData("while (ids.Length > 1) { await Task.WhenAny([|tasks|]); }")]
    [InlineData("do { await Task.Yield(); } while ([|tasks|].Any(t => t.IsCompleted));")]
    [InlineData("for (var i = 0; i < [|tasks|].Count(); i++) { }")]
    [InlineData("for (var i = 0; i < 5; i++) { foreach (var t in [|tasks|]) { await t; } }")]
    [InlineData("foreach (var id in ids) { if (id == 2) { continue; } await Task.WhenAll([|tasks|]); }")]
    [InlineData("foreach (var id in ids) { await Task.WhenAll([|tasks|]); if (id > 5) { break; } }")]
    [InlineData("foreach (var id in ids) { await Task.WhenAll([|tasks|]); continue; }")]
    public Task A_loop_that_enumerates_again_and_again_is_reported(string statements) =>
        Verify.Reports(InMethod("var tasks = ids.Select(id => Work.LoadAsync(id)); " + statements));

    [Theory]
    [InlineData("ids.Where(id => id > 0).Select(Work.LoadAsync)")]
    [InlineData("new HashSet<int>(ids).Select(Work.LoadAsync)")]
    [InlineData("Work.Iterate(ids)")]
    public Task Any_counts_where_it_must_start_a_task_to_answer(string value) =>
        Verify.Reports(InMethod($"var tasks = {value}; if (tasks.Any()) {{ await Task.WhenAll([|tasks|]); }}"));

    [Theory]
    [InlineData("ids.Select(Work.LoadAsync)")]
    [InlineData("ids.ToList().Select(Work.LoadAsync)")]
    [InlineData("((IEnumerable<int>)ids).Select(Work.LoadAsync)")]
    public Task Any_that_only_asks_for_the_length_is_silent(string value) =>
        Verify.Silent(InMethod($"var tasks = {value}; if (tasks.Any()) {{ await Task.WhenAll(tasks); }}"));

    [Theory]
    [InlineData("void M(int[] ids) { void L() { var tasks = ids.Select(Work.LoadAsync); Task.WaitAll(tasks.ToArray()); Task.WaitAll([|tasks|].ToArray()); } L(); }")]
    [InlineData("Action<int[]> a = ids => { var tasks = ids.Select(Work.LoadAsync); Task.WaitAll(tasks.ToArray()); Task.WaitAll([|tasks|].ToArray()); };")]
    [InlineData("int P { get { var tasks = new[] { 1 }.Select(Work.LoadAsync); return tasks.Count() + [|tasks|].Count(); } }")]
    [InlineData("C() { var tasks = new[] { 1 }.Select(Work.LoadAsync); Task.WaitAll(tasks.ToArray()); Task.WaitAll([|tasks|].ToArray()); }")]
    [InlineData("async IAsyncEnumerable<int> M(int[] ids) { var tasks = ids.Select(Work.LoadAsync); await Task.WhenAll(tasks); foreach (var t in [|tasks|]) { yield return await t; } }")]
    public Task Every_kind_of_function_is_covered(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_covered() => Verify.Reports(
        "var tasks = new[] { 1 }.Select(id => Task.Run(() => id));\nawait Task.WhenAll(tasks);\nforeach (var task in [|tasks|]) { await task; }",
        Setup.TopLevel);

    [Theory]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).ToArray();")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).ToList();")]
    [InlineData("IEnumerable<Task<int>> tasks = ids.Select(Work.LoadAsync).ToList();")]
    [InlineData("IReadOnlyList<Task<int>> tasks = [.. ids.Select(Work.LoadAsync)];")]
    [InlineData("IEnumerable<Task<int>> tasks = [.. ids.Select(Work.LoadAsync)];")]
    [InlineData("IEnumerable<Task<int>> tasks = new[] { Work.LoadAsync(1) };")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).ToList().Where(task => task.IsCompleted);")]
    [InlineData("IEnumerable<Task<int>> tasks = Work.Cache.Values;")]
    [InlineData("var tasks = Work.Cache.Values.Where(task => task.IsCompleted);")]
    [InlineData("var tasks = Work.Cache.Select(pair => pair.Value);")]
    [InlineData("var tasks = new List<Item>().Select(item => item.Task);")]
    [InlineData("var tasks = new List<Item>().Select(item => item.GetTask());")]
    [InlineData("var tasks = new List<Item>().Select(item => item.Task.WaitAsync(TimeSpan.FromSeconds(1)));")]
    [InlineData("var tasks = ids.Select(id => Work.Cache[id]);")]
    [InlineData("var tasks = ids.Select(Work.Find);")]
    [InlineData("var tasks = ids.Select(id => new TaskCompletionSource<int>().Task);")]
    [InlineData("var tasks = ids.Select(id => Task.FromResult(id));")]
    [InlineData("var tasks = Enumerable.Repeat(Work.LoadAsync(1), 2);")]
    [InlineData("var tasks = Work.Existing(new());")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync).AsEnumerable(); tasks = tasks.ToList();")]
    [InlineData("var tasks = ids.Select(Work.LoadAsync); tasks = tasks.ToArray();")]
    [InlineData("var tasks = ids.Length > 2 ? ids.Select(Work.LoadAsync) : new Task<int>[0];")]
    public Task Tasks_that_are_not_started_by_the_enumeration_are_silent(string declaration) =>
        Verify.Silent(InMethod(declaration + " await Task.WhenAll(tasks); foreach (var task in tasks) { await task; }"));

    [Theory]
    [InlineData("await Task.WhenAll(tasks);")]
    [InlineData("var array = tasks.ToArray(); await Task.WhenAll(array); foreach (var t in array) { }")]
    [InlineData("if (ids.Length > 1) { await Task.WhenAll(tasks); } else { foreach (var t in tasks) { } }")]
    [InlineData("if (ids.Length > 1) { await Task.WhenAll(tasks); return; } foreach (var t in tasks) { }")]
    [InlineData("if (ids.Length > 1) { await Task.WhenAll(tasks); throw new Exception(); } foreach (var t in tasks) { }")]
    [InlineData("if (ids.Length > 1) { Console.WriteLine(await Task.WhenAll(tasks)); } if (ids.Length <= 1) { foreach (var t in tasks) { } }")]
    [InlineData("switch (ids.Length) { case 1: await Task.WhenAll(tasks); break; default: foreach (var t in tasks) { } break; }")]
    [InlineData("await (ids.Length > 1 ? Task.WhenAll(tasks) : (Task)Task.WhenAny(tasks));")]
    [InlineData("await (ids.Length switch { 1 => Task.WhenAll(tasks), _ => (Task)Task.WhenAny(tasks) });")]
    [InlineData("try { await Task.WhenAll(tasks); } catch { foreach (var t in tasks) { } }")]
    [InlineData("try { } catch (IOException) { await Task.WhenAll(tasks); } catch { foreach (var t in tasks) { } }")]
    [InlineData("foreach (var id in ids) { await Task.WhenAll(tasks); break; }")]
    [InlineData("foreach (var id in ids) { await Task.WhenAll(tasks); return; }")]
    [InlineData("foreach (var id in ids) { if (id == 1) { await Task.WhenAll(tasks); } }")]
    [InlineData("foreach (var t in tasks) { await t; }")]
    [InlineData("for (var i = tasks.Count(); i > 0; i--) { }")]
    [InlineData("while (true) { try { await Task.WhenAll(tasks); break; } catch (IOException) { } }")]
    [InlineData("while (ids.Length > 1) { try { await Task.WhenAll(tasks); ids = []; } catch (IOException) { } }")]
    [InlineData("while (true) { if (ids.Length > 1) { await Task.WhenAll(tasks); break; } else { foreach (var t in tasks) { } break; } }")]
    [InlineData("Action a = () => Task.WaitAll(tasks.ToArray()); foreach (var t in tasks) { }")]
    [InlineData("Work.Take(tasks); Work.Take(tasks);")]
    [InlineData("var later = tasks.Where(t => t.IsCompleted); await Task.WhenAll(tasks);")]
    [InlineData("var name = nameof(tasks); await Task.WhenAll(tasks); Console.WriteLine(tasks); GC.KeepAlive(tasks);")]
    [InlineData("if (tasks is List<Task<int>> list) { await Task.WhenAll(list); } await Task.WhenAll(tasks);")]
    [InlineData("if (tasks.TryGetNonEnumeratedCount(out _)) { } await Task.WhenAll(tasks);")]
    public Task One_enumeration_on_each_path_is_silent(string statements) =>
        Verify.Silent(InMethod("var tasks = ids.Select(id => Work.LoadAsync(id)); " + statements));

    [Theory]
    [InlineData("foreach (var id in ids) { var tasks = ids.Select(Work.LoadAsync); await Task.WhenAll(tasks); }")]
    [InlineData("foreach (var id in ids) { IEnumerable<Task<int>> tasks; tasks = ids.Select(Work.LoadAsync); await Task.WhenAll(tasks); }")]
    [InlineData("IEnumerable<Task<int>> tasks; foreach (var id in ids) { tasks = ids.Select(Work.LoadAsync); await Task.WhenAll(tasks); }")]
    [InlineData("var work = ids.Select(id => (Func<Task>)(() => Work.LoadAsync(id))); await Task.WhenAll(work.Select(w => w())); foreach (var w in work) { }")]
    [InlineData("var numbers = ids.Select(id => id + 1); foreach (var n in numbers) { } foreach (var n in numbers) { }")]
    public Task A_sequence_that_is_made_anew_or_holds_no_tasks_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { await Task.WhenAll(tasks); foreach (var t in [|tasks|]) { } }")]
    [InlineData("public async Task<int> M(IEnumerable<Task<int>> tasks) { await Task.WhenAll(tasks); return [|tasks|].Sum(t => t.Result); }")]
    [InlineData("internal async Task M(IEnumerable<ValueTask> tasks) { foreach (var t in tasks) { await t; } foreach (var t in [|tasks|]) { } }")]
    [InlineData("public C(IEnumerable<Task> tasks) { Task.WaitAll(tasks.ToArray()); Console.WriteLine([|tasks|].Count()); }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { if (tasks == null) { return; } var n = tasks.Count(); await Task.WhenAll([|tasks|]); }")]
    public Task A_parameter_that_is_enumerated_twice_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task A_parameter_of_an_explicit_implementation_is_reported() => Verify.Reports(
        "interface I { Task M(IEnumerable<Task> tasks); }\nclass C : I { async Task I.M(IEnumerable<Task> tasks) { await Task.WhenAll(tasks); foreach (var t in [|tasks|]) { } } }");

    [Theory]
    [InlineData("async Task M(IEnumerable<Task> tasks) { await Task.WhenAll(tasks); foreach (var t in tasks) { } }")]
    [InlineData("void O() { L([]); static void L(IEnumerable<Task> tasks) { Task.WaitAll(tasks.ToArray()); Task.WaitAll(tasks.ToArray()); } }")]
    [InlineData("public Action<IEnumerable<Task>> a = tasks => { Task.WaitAll(tasks.ToArray()); Task.WaitAll(tasks.ToArray()); };")]
    [InlineData("public async Task M(IReadOnlyCollection<Task> tasks) { await Task.WhenAll(tasks); foreach (var t in tasks) { } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { tasks = tasks.ToList(); await Task.WhenAll(tasks); foreach (var t in tasks) { } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { var list = tasks as IList<Task> ?? tasks.ToList(); await Task.WhenAll(list); foreach (var t in tasks) { } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { if (tasks is not ICollection<Task> all) { throw new Exception(); } await Task.WhenAll(tasks); foreach (var t in tasks) { } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { if (tasks is ICollection<Task>) { await Task.WhenAll(tasks); foreach (var t in tasks) { } } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { if (tasks.TryGetNonEnumeratedCount(out _)) { await Task.WhenAll(tasks); foreach (var t in tasks) { } } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { if (tasks.Any()) { await Task.WhenAll(tasks); } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks) { foreach (var i in new[] { 1 }) { await Task.WhenAll(tasks); } }")]
    [InlineData("public async Task M(IEnumerable<Task> tasks, bool b) { if (b) { await Task.WhenAll(tasks); } else { await Task.WhenAny(tasks); } }")]
    public Task A_parameter_that_only_its_own_class_fills_or_that_is_checked_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task Messages_say_what_happens() => Verify.Reports(
        InClass("""
            public async Task M(int[] ids, IEnumerable<Task> given)
            {
                var tasks = {|#3:ids.Select(Work.LoadAsync)|};
                await Task.WhenAll(tasks);
                await Task.WhenAll({|#0:tasks|});
                await Task.WhenAll(given);
                await Task.WhenAll({|#1:given|});
                var looped = {|#4:ids.Select(Work.LoadAsync)|};
                while (true) { await Task.WhenAny({|#2:looped|}); }
            }
            """),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "tasks", "is lazy, so enumerating it again starts its tasks a second time", "end it with ToArray()").WithLocation(3),
                Verify.At(1, "given", "may be lazy, and then enumerating it again starts its tasks a second time", "enumerate it once, with ToArray()"),
                Verify.At(2, "looped", "is lazy, so each iteration starts its tasks again", "end it with ToArray()").WithLocation(4),
            ],
        });
}
