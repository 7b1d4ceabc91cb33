using AsyncAnalyzers.Tests.Core;
using Rule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.WhenAnyLoop>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class WhenAnyLoopTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static Task<int> F(int x = 0) => Task.Run(() => x);
            static Task G() => Task.Run(() => { });
            static void Use(object? x) { }
            {{members}}
        }
        """;

    private static string InMethod(string statements) =>
        InClass($$"""async Task M(IEnumerable<int> xs, CancellationToken ct) { {{statements}} }""");

    [Theory]
    [InlineData("tasks.Count > 0")]
    [InlineData("tasks.Count != 0")]
    [InlineData("tasks.Count >= 1")]
    [InlineData("0 < tasks.Count")]
    [InlineData("0 != tasks.Count")]
    [InlineData("tasks.Count is > 0")]
    [InlineData("tasks.Count is not 0")]
    [InlineData("tasks.Any()")]
    [InlineData("(tasks.Count() > 0)")]
    public Task Loops_until_none_is_left_are_reported(string condition) => Rule.Reports(InMethod(
        $$"""var tasks = xs.Select(F).ToList(); [|while ({{condition}})|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); Use(await t); }"""));

    [Theory]
    [InlineData("tasks.Remove(t);")]
    [InlineData("_ = tasks.Remove(t);")]
    [InlineData("tasks.RemoveAt(tasks.IndexOf(t));")]
    [InlineData("tasks.RemoveAll(x => x == t);")]
    [InlineData("tasks = tasks.Where(x => x != t).ToList();")]
    [InlineData("tasks = tasks.Where(x => t != x).ToList();")]
    [InlineData("tasks = tasks.Except(new[] { t }).ToList();")]
    [InlineData("tasks = tasks.Except([t]).ToList();")]
    public Task The_winner_may_be_taken_out_in_many_ways(string removal) => Rule.Reports(InMethod(
        $$"""var tasks = xs.Select(F).ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); Use(await t); {{removal}} }"""));

    [Theory]
    [InlineData("var tasks = new List<Task> { G(), F() }; [|while (tasks.Count > 0)|] { Task t = await Task.WhenAny(tasks).ConfigureAwait(false); await t; tasks.Remove(t); }")]
    [InlineData("var tasks = new HashSet<Task<int>>(xs.Select(F)); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("List<Task<int>> tasks = [F(), F()]; [|for (; tasks.Count > 0;)|] { var t = await Task.WhenAny(tasks.ToArray()); tasks.Remove(t); }")]
    [InlineData("var tasks = new Task[] { G(), F() }; [|while (tasks.Length > 0)|] { var t = await Task.WhenAny(tasks); tasks = tasks.Where(x => x != t).ToArray(); }")]
    [InlineData("IList<Task> tasks = new List<Task>(); tasks.Add(G()); foreach (var x in xs) tasks.Add(F(x)); [|while (tasks.Any())|] { var t = await Task.WhenAny(tasks); if (t.IsFaulted) break; tasks.Remove(t); }")]
    [InlineData("var tasks = System.Collections.Immutable.ImmutableList.CreateRange(xs.Select(F)); [|while (!tasks.IsEmpty)|] { var t = await Task.WhenAny(tasks); tasks = tasks.Remove(t); }")]
    [InlineData("var tasks = xs.Select(F).ToList(); do { var t = await Task.WhenAny(tasks); tasks.Remove(t); } [|while (tasks.Count > 0)|];")]
    [InlineData("foreach (var x in xs) { var tasks = new List<Task> { G(), F(x) }; [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }")]
    [InlineData("var tasks = xs.Select(F).ToList(); [|while (tasks.Count > 0)|] { ct.ThrowIfCancellationRequested(); var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("var tasks = xs.Select(F).ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks).WaitAsync(ct); tasks.Remove(t); if (await t == 1) continue; }")]
    [InlineData("var eggs = G(); var tasks = new List<Task> { eggs, F() }; [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); if (t == eggs) { Use(1); } await t; tasks.Remove(t); }")]
    public Task Collections_of_all_kinds_are_seen(string statements) => Rule.Reports(InMethod(statements));

    [Theory]
    [InlineData("async IAsyncEnumerable<int> M(IEnumerable<Task<int>> all) { var tasks = all.ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); yield return await t; } }")]
    [InlineData("void M(IEnumerable<Task<int>> all) { Func<Task> f = async () => { var tasks = all.ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }; }")]
    [InlineData("void M(IEnumerable<Task<int>> all) { async Task L() { var tasks = all.ToList(); [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); } } }")]
    [InlineData("async Task M(List<Task> tasks) { [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }")]
    public Task Every_kind_of_function_is_looked_at(string member) => Rule.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_looked_at() => Rule.Reports(
        "var tasks = new List<Task> { Task.Run(() => 1) }; [|while (tasks.Count > 0)|] { var t = await Task.WhenAny(tasks); tasks.Remove(t); }",
        Setup.TopLevel);

    [Theory]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); tasks.Add(F()); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); Use(tasks.Count); }")]
    [InlineData("while (tasks.Count > 1) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("while (tasks.Count > 0 && !ct.IsCancellationRequested) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); if (!tasks.Remove(t)) break; }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); if (t.IsFaulted) continue; tasks.Remove(t); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.RemoveAll(x => x.IsCompleted); Use(t); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); if (await t == 1) tasks.Remove(t); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks).WaitAsync(TimeSpan.FromSeconds(1)); tasks.Remove(t); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks.Append(F())); tasks.Remove(t); }")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); } Use(tasks);")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); break; } await Task.WhenAll(tasks);")]
    [InlineData("foreach (var x in xs) { tasks.Add(F(x)); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }")]
    [InlineData("Action show = () => Use(tasks.Count); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); show(); }")]
    [InlineData("Func<Task> drain = async () => { while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }; await drain(); await drain();")]
    [InlineData("var other = tasks; while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); } Use(other);")]
    [InlineData("var left = tasks; while (left.Count > 0) { var t = await Task.WhenAny(left); left.Remove(t); } Use(tasks);")]
    [InlineData("while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); Use(t); }")]
    [InlineData("while (tasks.Count > 0) { Task.WaitAny(tasks.ToArray()); tasks.RemoveAt(0); }")]
    public Task Loops_that_do_more_are_silent(string loop) => Rule.Silent(InMethod("var tasks = xs.Select(F).ToList(); " + loop));

    [Theory]
    [InlineData("var tasks = new List<Task> { F(), Task.Delay(1000) }; while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("var tasks = new List<Task> { F() }; tasks.Add(Task.Delay(-1, ct)); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("var timeout = F(); var tasks = new List<Task> { F(), timeout }; while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("var cancelled = F(); var tasks = xs.Select(F).Append(cancelled).ToList(); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }")]
    [InlineData("var stopping = F(); var tasks = xs.Select(F).ToList(); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); if (t == stopping) return; tasks.Remove(t); }")]
    public Task Timers_and_signals_among_the_tasks_are_silent(string statements) => Rule.Silent(InMethod(statements));

    [Fact]
    public Task Fields_are_silent() => Rule.Silent(InClass("readonly List<Task> tasks = []; async Task M() { while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); } }"));

    [Fact]
    public Task Before_WhenEach_there_is_nothing_better() => Rule.Silent(
        InMethod("var tasks = xs.Select(F).ToList(); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }"),
        Setup.Default with { Framework = Frameworks.Net80 });

    [Fact]
    public Task Tests_are_silent() => Rule.Silent(
        InMethod("var tasks = xs.Select(F).ToList(); while (tasks.Count > 0) { var t = await Task.WhenAny(tasks); tasks.Remove(t); }"),
        Setup.Default with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_the_collection() => Rule.Reports(
        InMethod("var tasks = xs.Select(F).ToList(); {|#0:while (tasks.Count > 0)|} { var t = await Task.WhenAny(tasks); tasks.Remove(t); }"),
        Setup.Default with { Expected = [Rule.At(0, "tasks")] });
}
