using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary><c>await UndoAsync(cancellationToken)</c> → <c>await UndoAsync(CancellationToken.None)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class CancelledTokenInCleanupFix() : AsyncFix(Rules.CancelledTokenInCleanup)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ArgumentSyntax>() is { Expression: var token } && token.Span == target.Diagnostic.Location.SourceSpan)
        {
            yield return new("Pass CancellationToken.None", "none", edit => edit.Replace(token, current =>
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of("System.Threading.CancellationToken"), IdentifierName("None")).WithTriviaFrom(current)));
        }
    }
}
