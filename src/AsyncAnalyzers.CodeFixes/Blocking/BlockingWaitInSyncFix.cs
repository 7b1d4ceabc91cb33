using AsyncAnalyzers.CodeFixes.AllTheWay;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// Awaits where only the function itself changes: <c>Main</c>, test methods, event handlers, and lambdas whose call takes an async one too. Elsewhere makes the
/// function async, and all that call it; see <see cref="Planner"/>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class BlockingWaitInSyncFix() : AsyncFix(Rules.BlockingWaitInSync, Rules.DeadlockRisk.Id)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } wait &&
        (AsyncFunction.CanAwait(wait, target.Model, target.Types, target.CancellationToken) || IsInEventHandler(wait, target))
            ? AwaitedWait.FormsFor(wait, target)
            : [];

    protected override WiderFixAll? WiderFixAll { get; } = new AllTheWayFixAll(StartKind.Wait, WaitAt);

    protected override Task<CodeAction?> WiderAsync(FixTarget target, bool isOffered) =>
        isOffered ? Task.FromResult<CodeAction?>(null) : AsyncConversion.OfferAsync(StartKind.Wait, target, WaitAt(target));

    private static SyntaxNode? WaitAt(FixTarget target) => target.Node.FirstAncestorOrSelf<ExpressionSyntax>();

    /// <summary>A handler may be <c>async void</c>: whoever raises the event expects no result, and a failure stays as visible as it was.</summary>
    private static bool IsInEventHandler(ExpressionSyntax wait, FixTarget target) =>
        AsyncFunction.Around(wait) is MethodDeclarationSyntax { Body: not null } function &&
        AwaitLegality.IsLegal(wait, function, target.Model, target.CancellationToken) &&
        AsyncFunction.SymbolOf(function, target.Model, target.CancellationToken) is { ReturnsVoid: true, IsPartialDefinition: false, PartialDefinitionPart: null } method &&
        EventHandlers.HasShape(method) &&
        !method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None) &&
        !CalledUnderLock.Is(function, target.CancellationToken);
}
