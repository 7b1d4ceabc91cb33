using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// <c>await Task.Run(() => FooAsync())</c> → <c>await FooAsync()</c>. Not where a token that the call does not take would be lost, the result would have
/// another type, or a comment stands in the lambda.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class RedundantTaskRunFix() : AsyncFix(Rules.RedundantTaskRun)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { } node &&
            target.Model.GetOperation(node, target.CancellationToken) is IAwaitOperation awaited &&
            WrappedCall.Of(awaited, target.Types) is { DropsToken: false } found &&
            found.Inner.Syntax is ExpressionSyntax inner &&
            (node.Parent is ExpressionStatementSyntax || awaited.Type is { SpecialType: SpecialType.System_Void } || SymbolEqualityComparer.Default.Equals(awaited.Type, target.Types.Awaitables.ResultOf(TaskOf(found.Inner)))) &&
            !HoldsComment(found.Run.Syntax, inner))
        {
            yield return new("Await the call itself", "await", edit => edit.Replace((ExpressionSyntax)found.Run.Syntax, current =>
                (found.Inner is IMethodReferenceOperation ? InvocationExpression(inner.WithoutTrivia()) : AwaitSyntax.Receiver(inner.WithoutTrivia())).WithTriviaFrom(current)));
        }
    }

    private static ITypeSymbol? TaskOf(IOperation inner) => inner is IMethodReferenceOperation reference ? reference.Method.ReturnType : inner.Type;

    private static bool HoldsComment(SyntaxNode run, SyntaxNode kept) =>
        run.DescendantTrivia().Any(trivia => run.Span.Contains(trivia.Span) && !kept.Span.Contains(trivia.Span) && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
