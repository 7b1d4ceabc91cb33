using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

internal enum StaleWriteKind
{
    /// <summary><c>x += await F()</c>, <c>x = x + await F()</c>: what others add meanwhile is gone.</summary>
    Update,

    /// <summary><c>x = await F(x)</c>.</summary>
    Transformation,

    /// <summary><c>x ??= await F()</c>, <c>if (x == null) x = await F()</c>: others may do the same meanwhile.</summary>
    CheckThenAct,
}

/// <summary>Says whether an assignment writes what it, or a check before it, worked out from the old value before an await.</summary>
internal static class StaleWrite
{
    public static StaleWriteKind? Of(IAssignmentOperation assignment, SharedPlace place)
    {
        switch (assignment)
        {
            // An operator of the instance, new in C# 14, begins when its operand is there.
            case ICompoundAssignmentOperation { OperatorMethod: not { IsStatic: false } }:
                return HasAwait(assignment.Value.Syntax) ? StaleWriteKind.Update : null;
            case ICoalesceAssignmentOperation:
                return HasAwait(assignment.Value.Syntax) ? StaleWriteKind.CheckThenAct : null;
            case ISimpleAssignmentOperation { IsRef: false }:
                return HasAwait(assignment.Value.Syntax) && OfValue(assignment.Value, place) is { } kind ? kind : UnsetCheck.IsStale(assignment, place) ? StaleWriteKind.CheckThenAct : null;
            default:
                return null;
        }
    }

    /// <summary>True if the code itself, not a lambda in it, awaits.</summary>
    public static bool HasAwait(SyntaxNode node)
    {
        foreach (var inner in node.DescendantNodesAndSelf(static inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (inner is AwaitExpressionSyntax)
            {
                return true;
            }
        }

        return false;
    }

    private static StaleWriteKind? OfValue(IOperation value, SharedPlace place)
    {
        IAwaitOperation? last = null;
        foreach (var inner in value.DescendantsAndSelf())
        {
            last = inner is IAwaitOperation awaited && IsInSameFunction(awaited, value) && (last is null || awaited.Syntax.SpanStart > last.Syntax.SpanStart) ? awaited : last;
        }

        StaleWriteKind? found = null;
        foreach (var inner in value.DescendantsAndSelf())
        {
            if (last is not null && inner.Kind == place.Operation.Kind && place.IsNamedBy(inner) && IsInSameFunction(inner, value) && inner.Parent is not INameOfOperation)
            {
                var kind = inner.Syntax.Span.End <= last.Syntax.SpanStart ? OfRead(inner, value) : last.Syntax.Span.Contains(inner.Syntax.Span) ? StaleWriteKind.Transformation : null;
                found = kind is not null && (found is null || kind < found) ? kind : found;
            }
        }

        return found;
    }

    /// <summary>What a read before the await is for; null if the new value need not rest on the old one.</summary>
    private static StaleWriteKind? OfRead(IOperation read, IOperation value)
    {
        var use = read;
        while (use.Parent is IConversionOperation or IParenthesizedOperation or IUnaryOperation)
        {
            use = use.Parent;
        }

        for (var (child, parent) = (use, use.Parent); parent is not null && parent != value.Parent; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && choice.Condition == child || parent is ICoalesceOperation coalesce && coalesce.Value == child)
            {
                return child == use || parent is IConditionalOperation ? StaleWriteKind.CheckThenAct : null;
            }
        }

        return use.Parent switch
        {
            IBinaryOperation or IInterpolationOperation => StaleWriteKind.Update,
            IArgumentOperation { Parent: IInvocationOperation call } => HasAwait(call.Syntax) && call.Parent is not IAwaitOperation ? StaleWriteKind.Update : null,
            IInvocationOperation call when call.Instance == use => HasAwait(call.Syntax) && IsValue(use.Type) ? StaleWriteKind.Update : null,
            { Syntax: SpreadElementSyntax } => StaleWriteKind.Update,
            _ => use.Syntax.Parent is SpreadElementSyntax ? StaleWriteKind.Update : null,
        };
    }

    private static bool IsValue(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_String } or { ContainingNamespace: { Name: "Immutable", ContainingNamespace.Name: "Collections" } };

    private static bool IsInSameFunction(IOperation inner, IOperation value) =>
        EnclosingFunction.BoundaryOf(inner) == EnclosingFunction.BoundaryOf(value);
}
