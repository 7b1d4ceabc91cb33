using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>What AWAIT301 does not report because of a doubt: offered on the loop's header, with the doubt in the title.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp)]
internal sealed class OverlapLoopRefactoring : AsyncRefactoring
{
    protected override IEnumerable<FixForm> FormsFor(Document document, SyntaxNode node, SemanticModel model, KnownTypes types, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<StatementSyntax>() is (CommonForEachStatementSyntax or ForStatementSyntax) and var loop &&
        model.GetOperation(loop, cancellationToken) is ILoopOperation operation &&
        EnclosingFunction.Of(operation, model.GetEnclosingSymbol(loop.SpanStart, cancellationToken)!) is { IsAsync: true } &&
        LoopOverlap.Of(operation, Flow.Concurrency.Of(model.Compilation, document.Project.AnalyzerOptions, types), Doubt.Order, cancellationToken) is { Doubt: not Doubt.None } overlap
            ? LoopForms.Of(loop, overlap.Loop, document, types).Select(form => form with { Title = $"{form.Title} ({overlap.Reason})" })
            : [];
}
