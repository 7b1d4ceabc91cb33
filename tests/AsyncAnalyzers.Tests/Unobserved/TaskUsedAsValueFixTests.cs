using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.TaskUsedAsValue, AsyncAnalyzers.CodeFixes.Unobserved.TaskUsedAsValueFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class TaskUsedAsValueFixTests
{
    private const string Helpers = """
        interface IStore
        {
            Task<string> NameAsync(int id = 0);
            Task<int> CountAsync();
            Task<int[]> ItemsAsync();
            Task<Task<int>> NestedAsync();
            ValueTask<string> QuickAsync();
            Task WorkAsync();
            IStore? Next { get; }
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("async Task<string> M(IStore s) => $\"a {[|s.NameAsync()|],5} b\";", "async Task<string> M(IStore s) => $\"a {await s.NameAsync(),5} b\";")]
    [InlineData("async Task<string> M(IStore s) => $\"{[|s.CountAsync()|]:N2}{([|s.QuickAsync()|])}\";", "async Task<string> M(IStore s) => $\"{await s.CountAsync():N2}{(await s.QuickAsync())}\";")]
    [InlineData("async Task<string> M(IStore s) => $\"{[|s.NameAsync().ConfigureAwait(false)|]}\";", "async Task<string> M(IStore s) => $\"{await s.NameAsync().ConfigureAwait(false)}\";")]
    [InlineData("async Task<string> M(IStore s) => \"a\" + [|s.NameAsync()|] + [|s.CountAsync()|];", "async Task<string> M(IStore s) => \"a\" + await s.NameAsync() + await s.CountAsync();")]
    [InlineData("async Task<string> M(IStore s) => [|s.NameAsync()|] + \"a\";", "async Task<string> M(IStore s) => await s.NameAsync() + \"a\";")]
    [InlineData("async Task M(IStore s) { var t = \"\"; t += /* a */ [|s.NameAsync()|] /* b */; }", "async Task M(IStore s) { var t = \"\"; t += /* a */ await s.NameAsync() /* b */; }")]
    [InlineData("async Task<string?> M(IStore s) => [|s.CountAsync()|].ToString();", "async Task<string?> M(IStore s) => (await s.CountAsync()).ToString();")]
    [InlineData("async Task<string?> M(IStore s) => [|s.NameAsync(\n    1)|].ToString()!.Trim();", "async Task<string?> M(IStore s) => (await s.NameAsync(\n    1)).ToString()!.Trim();")]
    [InlineData("async Task M(IStore s) { Console.WriteLine([|s.NameAsync()|]); }", "async Task M(IStore s) { Console.WriteLine(await s.NameAsync()); }")]
    [InlineData("async Task M(IStore s) { Console.WriteLine(arg0: [|s.NameAsync()|], format: \"{0}\"); }", "async Task M(IStore s) { Console.WriteLine(arg0: await s.NameAsync(), format: \"{0}\"); }")]
    [InlineData("async Task M(Task<int> task) { Console.WriteLine(\"{0}{1}\", [|task|], [|task|]); }", "async Task M(Task<int> task) { Console.WriteLine(\"{0}{1}\", await task, await task); }")]
    [InlineData("async Task<bool> M(IStore s) => [|s.NameAsync()|] == null || [|s.NameAsync()|] is not null;", "async Task<bool> M(IStore s) => await s.NameAsync() == null || await s.NameAsync() is not null;")]
    [InlineData("async Task M(IStore s) { _ = [|s.NameAsync()|] ?? throw new Exception(); }", "async Task M(IStore s) { _ = await s.NameAsync() ?? throw new Exception(); }")]
    [InlineData("async Task<bool> M(IStore s) => [|s.CountAsync()|].Equals(5) && Equals([|s.NameAsync()|], \"a\");", "async Task<bool> M(IStore s) => (await s.CountAsync()).Equals(5) && Equals(await s.NameAsync(), \"a\");")]
    [InlineData("async Task<string> M(IStore s) => System.Text.Json.JsonSerializer.Serialize([|s.ItemsAsync()|]);", "async Task<string> M(IStore s) => System.Text.Json.JsonSerializer.Serialize(await s.ItemsAsync());")]
    [InlineData("async Task<string> M(bool b, IStore s) => \"a\" + ([|b ? s.NameAsync() : s.NameAsync(1)|]);", "async Task<string> M(bool b, IStore s) => \"a\" + (await (b ? s.NameAsync() : s.NameAsync(1)));")]
    [InlineData("async Task M(IStore s, System.Text.StringBuilder b) { b.Append($\"x {[|s.NameAsync()|]}\"); }", "async Task M(IStore s, System.Text.StringBuilder b) { b.Append($\"x {await s.NameAsync()}\"); }")]
    public Task The_task_is_awaited(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData(
        "async Task<string> M(IStore s, int[] ids) => string.Join(\",\", [|ids.Select(id => s.NameAsync(id))|]);",
        "async Task<string> M(IStore s, int[] ids) => string.Join(\",\", await Task.WhenAll(ids.Select(id => s.NameAsync(id))));")]
    [InlineData(
        "async Task<string> M(List<Task<int>> tasks) => string.Join(\",\", [|tasks|]);",
        "async Task<string> M(List<Task<int>> tasks) => string.Join(\",\", await Task.WhenAll(tasks));")]
    public Task A_sequence_of_tasks_is_awaited_together(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("Task M(IStore s) { Console.WriteLine([|s.NameAsync()|]); return Task.CompletedTask; }", "async Task M(IStore s) { Console.WriteLine(await s.NameAsync()); }")]
    [InlineData("Task<string> M(IStore s) { return Task.FromResult($\"{[|s.NameAsync()|]}\"); }", "async Task<string> M(IStore s) { return $\"{await s.NameAsync()}\"; }")]
    [InlineData("void M(IStore s) { Task.Run(() => Console.WriteLine([|s.NameAsync()|])); }", "void M(IStore s) { Task.Run(async () => Console.WriteLine(await s.NameAsync())); }")]
    [InlineData("void M(IStore s) { L(); async Task L() => Console.WriteLine([|s.NameAsync()|]); }", "void M(IStore s) { L(); async Task L() => Console.WriteLine(await s.NameAsync()); }")]
    [InlineData("async IAsyncEnumerable<string> M(IStore s) { yield return $\"{[|s.NameAsync()|]}\"; }", "async IAsyncEnumerable<string> M(IStore s) { yield return $\"{await s.NameAsync()}\"; }")]
    public Task The_function_becomes_async_where_it_can(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Fact]
    public Task Top_level_code_awaits() => Verify.Fixes(
        "Console.WriteLine($\"{[|NameAsync()|]}\");\nstatic Task<int> NameAsync() => Task.FromResult(1);",
        "Console.WriteLine($\"{await NameAsync()}\");\nstatic Task<int> NameAsync() => Task.FromResult(1);",
        setup: Setup.TopLevel);

    [Theory]
    [InlineData("async Task<string> M(Task task, IStore s) => $\"{[|task|]}{[|s.WorkAsync()|]}\";")]
    [InlineData("async Task<string?> M(IStore s) => s.Next?[|.NameAsync()|].ToString();")]
    [InlineData("async Task<string?> M(IStore s) => $\"{[|s.Next?.NameAsync()|]}\";")]
    [InlineData("string field = $\"{[|Task.FromResult(1)|]}\";")]
    [InlineData("string P => $\"{[|Task.FromResult(1)|]}\";")]
    [InlineData("public override string ToString() => $\"{[|Task.FromResult(1)|]}\";")]
    [InlineData("async Task M(IStore s) { lock (s) { Console.WriteLine([|s.NameAsync()|]); } await Task.Yield(); }")]
    [InlineData("async Task M(IStore s) { try { await Task.Yield(); } catch (Exception e) when ($\"{[|s.NameAsync()|]}\" == e.Message) { } }")]
    [InlineData("async Task<string> M(ValueTask<int> task) => $\"{[|task|]} {await task}\";")]
    [InlineData("async Task<bool> M(IStore s) => [|s.CountAsync()|] == null || [|s.CountAsync()|] is not null || [|s.WorkAsync()|] == null;")]
    [InlineData("async Task<string> M(IStore s) => $\"{[|s.NestedAsync()|]}\";")]
    [InlineData("async Task<string> M(bool b, IStore s) => $\"{([|b ? s.NameAsync() : s.NameAsync(1)|])}\";")]
    [InlineData("async Task<string> M(IStore s, IEnumerable<Task> tasks) => string.Join(\",\", [|tasks|]);")]
    public Task Where_there_is_nothing_to_await_or_no_way_there_is_no_fix(string member) => Verify.OffersNoFix(InClass(member));

    [Fact]
    public Task A_hole_of_a_ref_struct_cannot_await() => Verify.OffersNoFix(
        InClass("async Task M(IStore s, char[] b) { MemoryExtensions.TryWrite(b, $\"x {[|s.NameAsync()|]}\", out _); await Task.Yield(); }"));
}
