using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Comparisons of a task whose outcome is known before: with <c>null</c>, though there always is a task, and with what is no task.</summary>
internal static class ComparedTask
{
    /// <summary>What <c>==</c> or <c>!=</c> compares with <c>null</c>; null if it compares something else.</summary>
    public static IOperation? WithNull(IBinaryOperation comparison) =>
        comparison.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals) ? null
        : IsNull(comparison.RightOperand) ? comparison.LeftOperand
        : IsNull(comparison.LeftOperand) ? comparison.RightOperand
        : null;

    /// <summary>What is checked by <c>is null</c>, <c>is not null</c>, <c>is { }</c> and <c>is not { }</c>, which declare nothing.</summary>
    public static IOperation? WithNull(IIsPatternOperation check) => IsNullCheck(check.Pattern) ? check.Value : null;

    /// <summary><c>_ = FindAsync() ?? throw …</c>: who keeps the task, or awaits it, knows that it is one.</summary>
    public static IOperation? WithNull(ICoalesceOperation coalesce)
    {
        var parent = coalesce.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is ISimpleAssignmentOperation { Target: IDiscardOperation } ? coalesce.Value : null;
    }

    /// <summary>The task in <c>task.Equals(value)</c>, <c>value.Equals(task)</c> and <c>Equals(task, value)</c>; null if both may be the same object.</summary>
    public static UsedTask? WithValue(IInvocationOperation call, KnownTypes types)
    {
        var (one, other) = call switch
        {
            { TargetMethod: { IsStatic: true, ContainingType.SpecialType: SpecialType.System_Object }, Arguments: [var left, var right] } => (left.Value, right.Value),
            { Instance: { } instance, TargetMethod.Parameters: [{ Type.SpecialType: SpecialType.System_Object }], Arguments: [var argument] } => (instance, argument.Value),
            _ => default,
        };
        if (one is null || other is null)
        {
            return null;
        }

        return UsedTask.Of(one, types) is { HasResult: true } first ? (IsValue(other) ? first : null)
            : UsedTask.Of(other, types) is { HasResult: true } second && IsValue(one) ? second
            : null;
    }

    /// <summary>
    /// True for a call of an <c>async</c> method, or of one that is named like one or belongs to <c>Task</c>, says by its type that there always is a task,
    /// and does not return <c>null</c> in spite of that.
    /// </summary>
    public static bool IsNeverNull(UsedTask task, KnownTypes types, CancellationToken cancellationToken)
    {
        if (task.Value is not IInvocationOperation call)
        {
            return false;
        }

        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        return method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction &&
            UsedTask.IsTask(method.ReturnType, types) &&
            (method.IsAsync ||
                method.ReturnNullableAnnotation == NullableAnnotation.NotAnnotated &&
                (method.Name.EndsWith("Async", StringComparison.Ordinal) || SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task)) &&
                !MayReturnNull(method, cancellationToken));
    }

    private static bool IsNull(IOperation value) => value.Unwrap().ConstantValue is { HasValue: true, Value: null };

    private static bool IsNullCheck(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => IsNull(constant.Value),
        INegatedPatternOperation negated => IsNullCheck(negated.Pattern),
        IRecursivePatternOperation { DeclaredSymbol: null, DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } empty => empty.Syntax is RecursivePatternSyntax { Type: null },
        _ => false,
    };

    /// <summary>True for a number, a string, or an object of another class: no task is ever equal to it.</summary>
    private static bool IsValue(IOperation operand) =>
        !IsNull(operand) &&
        operand.Unwrap().Type is { SpecialType: not SpecialType.System_Object, TypeKind: TypeKind.Struct or TypeKind.Enum or TypeKind.Class or TypeKind.Array } type &&
        !HasTaskBase(type);

    private static bool HasTaskBase(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Task" or "ValueTask")
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayReturnNull(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(cancellationToken).DescendantNodes(static node => node is not (ParameterListSyntax or AttributeListSyntax)))
            {
                if (node.IsKind(SyntaxKind.NullLiteralExpression) || node.IsKind(SyntaxKind.DefaultLiteralExpression) || node is DefaultExpressionSyntax or ConditionalAccessExpressionSyntax)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
