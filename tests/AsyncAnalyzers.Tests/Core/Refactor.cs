using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Asks a refactoring what it offers at the mark <c>$$</c>, as an IDE does.</summary>
internal static class Refactor
{
    /// <summary>The titles of all that is offered, in order.</summary>
    public static async Task<string[]> TitlesAsync<TRefactoring>(string source, Setup? setup = null)
        where TRefactoring : CodeRefactoringProvider, new() =>
        [.. (await ActionsAsync<TRefactoring>(source, setup)).Actions.Select(static action => action.Title)];

    /// <summary>What the first offered action makes of the code; null if nothing is offered.</summary>
    public static async Task<string?> FirstAsync<TRefactoring>(string source, Setup? setup = null)
        where TRefactoring : CodeRefactoringProvider, new()
    {
        var (document, actions) = await ActionsAsync<TRefactoring>(source, setup);
        if (actions is not [var first, ..])
        {
            return null;
        }

        var operations = await first.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.Empty((await changed.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private static async Task<(Document Document, List<CodeAction> Actions)> ActionsAsync<TRefactoring>(string source, Setup? setup)
        where TRefactoring : CodeRefactoringProvider, new()
    {
        var place = source.IndexOf("$$", StringComparison.Ordinal);
        Assert.True(place >= 0);
        var document = Snippet.Of(source.Remove(place, 2), (setup ?? Setup.Default).Framework).Document;
        var actions = new List<CodeAction>();
        await new TRefactoring().ComputeRefactoringsAsync(new(document, new(place, 0), actions.Add, TestContext.Current.CancellationToken));
        return (document, actions);
    }
}
