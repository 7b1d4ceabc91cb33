using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>A body that awaits nothing although its method returns a task now, because another implementation does: it returns completed tasks.</summary>
internal static class CompletedBody
{
    public static void Write(Declaration declaration, TextPatch patch, TaskName task, string lineBreak, CancellationToken cancellationToken)
    {
        switch (declaration.Body)
        {
            case ThrowExpressionSyntax:
                break;
            case ExpressionSyntax value when !declaration.Method.ReturnsVoid:
                WriteResult(value, declaration, patch, task, cancellationToken);
                break;
            case ExpressionSyntax expression:
                var (arrow, end) = declaration.Node is MethodDeclarationSyntax method
                    ? (method.ExpressionBody!.ArrowToken, method.SemicolonToken)
                    : (((LocalFunctionStatementSyntax)declaration.Node).ExpressionBody!.ArrowToken, ((LocalFunctionStatementSyntax)declaration.Node).SemicolonToken);
                patch.Replace(arrow.Span, "{");
                patch.Replace(end.Span, $"; return {task.ForMemberAt(expression.SpanStart)}.CompletedTask; }}");
                break;
            case BlockSyntax block:
                WriteReturns(block, declaration, patch, task, lineBreak, cancellationToken);
                break;
        }
    }

    private static void WriteReturns(BlockSyntax block, Declaration declaration, TextPatch patch, TaskName task, string lineBreak, CancellationToken cancellationToken)
    {
        foreach (var statement in block.DescendantNodes(static node => !AsyncFunction.IsFunction(node)).OfType<ReturnStatementSyntax>())
        {
            if (statement.Expression is { } value)
            {
                WriteResult(value, declaration, patch, task, cancellationToken);
            }
            else
            {
                patch.Replace(statement.ReturnKeyword.Span, $"return {task.ForMemberAt(statement.SpanStart)}.CompletedTask");
            }
        }

        if (!declaration.Method.ReturnsVoid ||
            block.Statements.Count > 0 && declaration.File.Model.AnalyzeControlFlow(block.Statements[0], block.Statements[block.Statements.Count - 1]) is not { Succeeded: true, EndPointIsReachable: true })
        {
            return;
        }

        var completed = $"return {task.ForMemberAt(block.CloseBraceToken.SpanStart)}.CompletedTask;";
        var text = declaration.File.Model.SyntaxTree.GetText(cancellationToken);
        var line = text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart);
        var indentation = text.ToString(TextSpan.FromBounds(line.Start, block.CloseBraceToken.SpanStart));
        var isAlone = indentation.All(char.IsWhiteSpace);
        patch.Replace(new(block.CloseBraceToken.SpanStart, 0), isAlone ? $"    {completed}{lineBreak}{indentation}" : text.ToString(new(block.CloseBraceToken.SpanStart - 1, 1)) is " " ? completed + " " : $" {completed} ");
    }

    private static void WriteResult(ExpressionSyntax value, Declaration declaration, TextPatch patch, TaskName task, CancellationToken cancellationToken)
    {
        if (value is ThrowExpressionSyntax)
        {
            return;
        }

        var result = declaration.Method.ReturnType;
        var type = declaration.File.Model.GetTypeInfo(value, cancellationToken).Type;
        var argument = type is not null && SymbolEqualityComparer.Default.Equals(type, result) && (type.IsValueType || result.NullableAnnotation == NullableAnnotation.None) ? "" : $"<{declaration.ReturnType}>";
        patch.Wrap(value.Span, $"{task.ForMemberAt(value.SpanStart)}.FromResult{argument}(", ")", layer: 2);
    }
}
