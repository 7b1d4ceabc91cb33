using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ReenumeratedTaskSequence, AsyncAnalyzers.CodeFixes.Unobserved.ReenumeratedTaskSequenceFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ReenumeratedTaskSequenceFixTests
{
    private static string InMethod(string statements) =>
        $"class C\n{{\n    static Task<int> LoadAsync(int id) => Task.FromResult(id);\n    async Task M(int[] ids)\n    {{\n        {statements}\n        await Task.Yield();\n    }}\n}}";

    [Theory]
    [InlineData("var tasks = ids.Select(LoadAsync);", "var tasks = ids.Select(LoadAsync).ToArray();")]
    [InlineData("IEnumerable<Task> tasks = ids.Select(id => LoadAsync(id)); // all", "IEnumerable<Task> tasks = ids.Select(id => LoadAsync(id)).ToArray(); // all")]
    [InlineData("IEnumerable<Task<int>> tasks;\n        tasks = ids.Select(LoadAsync);", "IEnumerable<Task<int>> tasks;\n        tasks = ids.Select(LoadAsync).ToArray();")]
    [InlineData("var tasks = /* a */ ids.Select(LoadAsync) /* b */;", "var tasks = /* a */ ids.Select(LoadAsync).ToArray() /* b */;")]
    [InlineData("var tasks = ids\n            .Where(id => id > 0) // some\n            .Select(LoadAsync);", "var tasks = ids\n            .Where(id => id > 0) // some\n            .Select(LoadAsync).ToArray();")]
    [InlineData("var tasks = from id in ids select LoadAsync(id);", "var tasks = (from id in ids select LoadAsync(id)).ToArray();")]
    [InlineData("var tasks = (IEnumerable<Task>)ids.Select(LoadAsync);", "var tasks = ((IEnumerable<Task>)ids.Select(LoadAsync)).ToArray();")]
    [InlineData("var tasks = (ids.Select(LoadAsync));", "var tasks = (ids.Select(LoadAsync).ToArray());")]
    public Task The_sequence_becomes_an_array(string before, string after) => Verify.Fixes(
        InMethod(before + "\n        await Task.WhenAll(tasks);\n        foreach (var t in [|tasks|]) { }"),
        InMethod(after + "\n        await Task.WhenAll(tasks);\n        foreach (var t in tasks) { }"));

    [Fact]
    public Task Several_sequences_become_arrays() => Verify.Fixes(
        InMethod("var a = ids.Select(LoadAsync); var b = ids.Select(LoadAsync); await Task.WhenAll(a.Concat(b)); while (true) { await Task.WhenAny([|a|].Concat([|b|])); }"),
        InMethod("var a = ids.Select(LoadAsync).ToArray(); var b = ids.Select(LoadAsync).ToArray(); await Task.WhenAll(a.Concat(b)); while (true) { await Task.WhenAny(a.Concat(b)); }"));

    [Fact]
    public Task The_tasks_of_an_iterator_become_an_array() => Verify.Fixes(
        """
        namespace N
        {
            class C
            {
                IEnumerable<Task> Iterate() { yield return Task.Run(() => { }); }
                void M()
                {
                    var tasks = Iterate();
                    foreach (var t in tasks) { }
                    foreach (var t in [|tasks|]) { }
                }
            }
        }
        """,
        """
        namespace N
        {
            class C
            {
                IEnumerable<Task> Iterate() { yield return Task.Run(() => { }); }
                void M()
                {
                    var tasks = Iterate().ToArray();
                    foreach (var t in tasks) { }
                    foreach (var t in tasks) { }
                }
            }
        }
        """);

    [Theory]
    [InlineData("IOrderedEnumerable<Task<int>> tasks = ids.Select(LoadAsync).OrderBy(t => t.Id); await Task.WhenAll(tasks); await Task.WhenAll([|tasks|]);")]
    [InlineData("L(null!); async Task N(IEnumerable<Task> t) { await Task.Yield(); } void L(object o) { var tasks = ids.Select(LoadAsync).OrderBy(t => t.Id); Task.WaitAll(tasks.ToArray()); Task.WaitAll([|tasks|].ThenBy(t => t.Id).ToArray()); }")]
    public Task Where_an_array_does_not_fit_there_is_no_fix(string statements) => Verify.OffersNoFix(InMethod(statements));

    [Fact]
    public Task A_parameter_is_the_callers() => Verify.OffersNoFix(
        "public class C { public async Task M(IEnumerable<Task> tasks) { await Task.WhenAll(tasks); foreach (var t in [|tasks|]) { } } }");
}
