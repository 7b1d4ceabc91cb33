using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary><c>total += await F()</c> → <c>Interlocked.Add(ref total, await F())</c>, which yields the new value as well.</summary>
internal sealed record InterlockedCall(AssignmentExpressionSyntax Assignment, string Method)
{
    public static InterlockedCall? Of(AssignmentExpressionSyntax assignment, ICompoundAssignmentOperation operation)
    {
        if (operation is not { OperatorMethod: null, IsChecked: false, IsLifted: false, Target: IFieldReferenceOperation or ILocalReferenceOperation or IArrayElementReferenceOperation or IParameterReferenceOperation, Target.Type.SpecialType: var type } ||
            type is not (SpecialType.System_Int32 or SpecialType.System_Int64))
        {
            return null;
        }

        return operation.OperatorKind switch
        {
            BinaryOperatorKind.Add or BinaryOperatorKind.Subtract => new(assignment, "Add"),
            // These yield the old value.
            BinaryOperatorKind.Or when assignment.Parent is ExpressionStatementSyntax => new(assignment, "Or"),
            BinaryOperatorKind.And when assignment.Parent is ExpressionStatementSyntax => new(assignment, "And"),
            _ => null,
        };
    }

    public void Apply(DocumentEdit edit)
    {
        edit.AddUsing("System.Threading", Assignment.SpanStart);
        edit.Replace(Assignment, Rewrite);
    }

    private ExpressionSyntax Rewrite(AssignmentExpressionSyntax current)
    {
        var value = current.Right.WithoutTrivia();
        if (Assignment.IsKind(SyntaxKind.SubtractAssignmentExpression))
        {
            value = PrefixUnaryExpression(SyntaxKind.UnaryMinusExpression, value is AwaitExpressionSyntax ? value : AwaitSyntax.Receiver(value));
        }

        return AwaitSyntax.Call(
            IdentifierName("Interlocked"),
            Method,
            Argument(current.Left.WithoutTrivia()).WithRefKindKeyword(Token(SyntaxKind.RefKeyword).WithTrailingTrivia(Space)),
            Argument(value)).WithTriviaFrom(current);
    }
}
