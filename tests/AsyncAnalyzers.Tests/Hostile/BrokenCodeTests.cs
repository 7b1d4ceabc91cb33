using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Hostile;

/// <summary>No fix rewrites a member whose syntax is broken: found by damaged input on which Roslyn's formatter threw.</summary>
public sealed class BrokenCodeTests
{
    [Theory]
    [InlineData("member cut off", "void void M()  stackalloc int[1] ThreadPool.QueueUserWorkItem(async state => { await Task.")]
    [InlineData("broken statement beside it", "class C { async Task M(Task<int> task) { var a = task.Result; var b = ; } }")]
    [InlineData("brace of the type missing", "class C { async Task M(Task<int> task) { var a = task.Result; } ")]
    [InlineData("top-level code cut off", "var task = Task.Run(() => 1); await Task.Yield(); var a = task.Result; var b = (")]
    public async Task No_fix_in_broken_code(string name, string code) => Assert.True(await OffersAsync(code) == 0, name);

    [Theory]
    [InlineData("another method is broken", "class C { async Task M(Task<int> task) { var a = task.Result; } void N() { var b = ; } }")]
    [InlineData("the code does not bind elsewhere", "class C { async Task M(Task<int> task) { var a = task.Result; Missing(); } }")]
    public async Task A_fix_where_only_other_code_is_broken(string name, string code) => Assert.True(await OffersAsync(code) > 0, name);

    private static async Task<int> OffersAsync(string code)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(code);
        var count = 0;
        foreach (var diagnostic in await snippet.AnalyzeAsync(cancellationToken))
        {
            foreach (var action in RuleCatalog.FixFor(diagnostic.Id) is { } fix ? await snippet.OffersAsync(fix, [diagnostic], cancellationToken) : [])
            {
                await action.GetOperationsAsync(cancellationToken);
                count++;
            }
        }

        return count;
    }
}
