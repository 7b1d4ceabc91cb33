using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Sees through the wrappers that do not change which value an operation yields.</summary>
internal static class Operations
{
    /// <summary>A collection expression or span of <c>params</c> arguments; it has no name in Roslyn 4.8.</summary>
    public const OperationKind CollectionExpression = (OperationKind)127;

    /// <summary>The operation without parentheses and implicit or identity conversions around it.</summary>
    public static IOperation Unwrap(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IConversionOperation { OperatorMethod: null } conversion when conversion.IsImplicit || conversion.Conversion is { IsIdentity: true } or { IsReference: true }:
                    operation = conversion.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The argument bound to the parameter of that ordinal, as written by position or by name; null if left out.</summary>
    public static IArgumentOperation? ArgumentAt(this IInvocationOperation call, int ordinal)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
            {
                return argument.ArgumentKind == ArgumentKind.DefaultValue ? null : argument;
            }
        }

        return null;
    }

    /// <summary>The index of the first of these statements, which stand in the order of the text, that ends after the position; their number if none does.</summary>
    public static int FirstEndingAfter(this IReadOnlyList<IOperation> statements, int position)
    {
        var (low, high) = (0, statements.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = statements[middle].Syntax.Span.End > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>The locals that a scope declares; none for what is no scope.</summary>
    public static ImmutableArray<ILocalSymbol> DeclaredLocals(this IOperation scope) => scope switch
    {
        IBlockOperation block => block.Locals,
        IUsingOperation section => section.Locals,
        ILoopOperation loop => loop.Locals,
        ISwitchOperation choice => choice.Locals,
        ISwitchCaseOperation choice => choice.Locals,
        _ => ImmutableArray<ILocalSymbol>.Empty,
    };

    /// <summary>The outermost operation around this one: the body of the member.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The call whose value an expression yields, seen through <c>?.</c>; null if that is something else.</summary>
    public static IInvocationOperation? InnermostCall(this IOperation value)
    {
        while (value is IConditionalAccessOperation conditional)
        {
            value = conditional.WhenNotNull;
        }

        return value as IInvocationOperation;
    }

    /// <summary>The object a call is made on: its instance, or the first argument of an extension method in either form; null for a static one.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.ArgumentAt(0)?.Value : null);

    /// <summary>
    /// The elements of an argument given as separate arguments of a <c>params</c> parameter, an array, a collection expression or a span made of them;
    /// false if they cannot be listed (a variable, a spread).
    /// </summary>
    public static bool TryGetElements(this IOperation value, out IReadOnlyList<IOperation> elements)
    {
        elements = [];
        switch (value.Unwrap())
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                elements = initializer.ElementValues;
                return true;
            // Collection expressions have no operation of their own in Roslyn 4.8.
            case { Syntax: CollectionExpressionSyntax syntax } collection:
                if (syntax.Elements.Any(SyntaxKind.SpreadElement))
                {
                    return false;
                }

                elements = [.. collection.ChildOperations];
                return true;
            case { Kind: CollectionExpression } arguments:
                elements = [.. arguments.ChildOperations];
                return true;
            case IConversionOperation { OperatorMethod.Name: "op_Implicit" } toSpan:
                return toSpan.Operand.TryGetElements(out elements);
            default:
                return false;
        }
    }

    /// <summary>True inside the body of a <c>lock</c> of the same function, or of one around it that runs it there.</summary>
    public static bool IsUnderLock(this IOperation operation) =>
        operation.Syntax.FirstAncestorOrSelf<LockStatementSyntax>() is { } section && section.Statement.Span.Contains(operation.Syntax.Span);

    /// <summary>How a call is named in messages: <c>Load</c>, <c>Client.Load</c> for a static one, the written expression for a delegate.</summary>
    public static string DisplayName(this IInvocationOperation call) => call.TargetMethod switch
    {
        { MethodKind: MethodKind.DelegateInvoke } => call.Instance?.Syntax.ToString() ?? "delegate",
        { IsStatic: true, IsExtensionMethod: false, MethodKind: MethodKind.Ordinary } method => $"{method.ContainingType.Name}.{method.Name}",
        var method => method.Name,
    };
}
