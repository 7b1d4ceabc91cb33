using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>What a function that returns tasks does in the places of its <c>return</c>s once it is async, in text.</summary>
internal static class AwaitedReturns
{
    public static void Write(SyntaxNode function, IMethodSymbol method, FileView file, TextPatch patch, string configured, CancellationToken cancellationToken)
    {
        var hasResult = file.Types.Awaitables.ResultOf(method.ReturnType) is not null;
        foreach (var returned in AsyncFunction.ReturnsOf(function))
        {
            if (returned is not ThrowExpressionSyntax && file.Types.Awaitables.IsAwaitable(file.Model.GetTypeInfo(returned, cancellationToken).Type, file.Model, returned.SpanStart))
            {
                Write(returned, function, hasResult, CompletedTask.Classify(returned, file.Model, cancellationToken), patch, configured);
            }
        }
    }

    private static void Write(ExpressionSyntax returned, SyntaxNode function, bool hasResult, ReturnedTask kind, TextPatch patch, string configured)
    {
        var statement = returned.Parent as ReturnStatementSyntax;
        switch (kind)
        {
            case ReturnedTask.Result or ReturnedTask.Exception when (hasResult || kind == ReturnedTask.Exception) && CompletedTask.ArgumentOf(returned) is { } value:
                patch.Replace(TextSpan.FromBounds(returned.SpanStart, value.SpanStart), kind == ReturnedTask.Exception && statement is null ? "throw " : "");
                patch.Replace(TextSpan.FromBounds(value.Span.End, returned.Span.End), "");
                if (kind == ReturnedTask.Exception && statement is not null)
                {
                    patch.Replace(statement.ReturnKeyword.Span, "throw");
                }

                break;
            case ReturnedTask.Completed when statement is { Parent: BlockSyntax } && TaskReturn.IsAtEnd(statement, function) && !HasRemarks(statement):
                patch.Replace(statement.FullSpan, "");
                break;
            case ReturnedTask.Completed when statement is not null:
                patch.Replace(TextSpan.FromBounds(statement.ReturnKeyword.Span.End, returned.Span.End), "");
                break;
            default:
                var (open, close) = AwaitSyntax.IsOperand(returned) ? ("", configured) : ("(", ")" + configured);
                if (hasResult || statement is null)
                {
                    patch.Wrap(returned.Span, "await " + open, close, layer: 1);
                }
                else if (TaskReturn.IsAtEnd(statement, function))
                {
                    patch.Replace(statement.ReturnKeyword.Span, "await");
                    patch.Wrap(returned.Span, open, close, layer: 1);
                }
                else
                {
                    patch.Replace(statement.ReturnKeyword.Span, "await");
                    patch.Wrap(returned.Span, open, close, layer: 1);
                    patch.Wrap(statement.Span, "{ ", " return; }", layer: 1);
                }

                break;
        }
    }

    private static bool HasRemarks(ReturnStatementSyntax statement) =>
        statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(static trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));
}
