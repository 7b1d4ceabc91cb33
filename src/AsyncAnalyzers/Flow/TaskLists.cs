using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>How sequences of tasks are written, copied, filtered and picked from.</summary>
internal static class TaskLists
{
    /// <summary>The elements of an array, span or collection expression; null if the operation is none of these.</summary>
    public static IReadOnlyList<IOperation>? AsListed(IOperation operation) => operation switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        { Kind: Core.Operations.CollectionExpression } => [.. operation.ChildOperations],
        { Syntax: CollectionExpressionSyntax } and not IFlowCaptureReferenceOperation and not IConversionOperation => [.. operation.ChildOperations],
        IConversionOperation { Operand: var operand } => operand.Unwrap() is var inner && inner is IArrayCreationOperation or { Syntax: CollectionExpressionSyntax } ? AsListed(inner) : null,
        _ => null,
    };

    /// <summary>The sequence that an element <c>..sequence</c> of a collection expression stands for.</summary>
    public static IOperation? SpreadOf(IOperation element) =>
        element.Syntax is SpreadElementSyntax || element.Syntax.Parent is SpreadElementSyntax
            ? element.Syntax is SpreadElementSyntax && element.ChildOperations.Any() ? element.ChildOperations.First() : element
            : null;

    /// <summary>Methods whose result holds every element of their source and nothing else.</summary>
    public static bool KeepsAll(IMethodSymbol method) => method.Name is
        "ToList" or "ToArray" or "AsEnumerable" or "Cast" or "AsReadOnly" or "AsSpan" or "ToHashSet" or "ToImmutableArray" or "ToImmutableList" or
        "OrderBy" or "OrderByDescending" or "ThenBy" or "Reverse" or "AsParallel" or "AsMemory";

    /// <summary>Methods whose result holds nothing but elements of their source.</summary>
    public static bool IsSubset(IMethodSymbol method) =>
        KeepsAll(method) || IsFilter(method) || method.Name is "Skip" or "Take" or "SkipWhile" or "TakeWhile" or "Distinct" or "SkipLast" or "TakeLast" or "OfType" or "GetRange" or "FindAll" or "Slice";

    public static bool IsFilter(IMethodSymbol method) => method.Name is "Where" or "FindAll" or "TakeWhile";

    /// <summary>Methods that return one element of their source.</summary>
    public static bool PicksOne(IMethodSymbol method) => method.Name is
        "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault" or "ElementAt" or "ElementAtOrDefault" or
        "Dequeue" or "Pop" or "Peek" or "Find" or "FindLast" or "GetValueOrDefault";

    /// <summary>Methods that put their arguments into the collection.</summary>
    public static bool Adds(IMethodSymbol method) => method.Name is
        "Add" or "AddRange" or "AddFirst" or "AddLast" or "Insert" or "InsertRange" or "Enqueue" or "Push" or "TryAdd" or "GetOrAdd" or "AddOrUpdate";

    /// <summary>Methods that change which element stands at an index.</summary>
    public static bool Moves(IMethodSymbol method) => Adds(method) || method.Name is
        "Remove" or "RemoveAt" or "RemoveAll" or "RemoveRange" or "Clear" or "Sort" or "Reverse" or "Dequeue" or "Pop" or "TryDequeue" or "TryPop" or "TryRemove";

    /// <summary>Lambdas of these methods receive the elements of the source one by one.</summary>
    public static bool RunsPerElement(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "ParallelEnumerable" or "AsyncEnumerable" or "Queryable" } || method.ContainingType is { Name: "List" or "Array" or "ImmutableList" };

    /// <summary>The members in <c>Select(x => x.A.B)</c>; none for <c>Select(x => x)</c>; null for any other lambda.</summary>
    public static IReadOnlyList<string>? SelectedMember(IInvocationOperation call)
    {
        if (LambdaOf(call) is not var (body, parameter))
        {
            return null;
        }

        var names = new List<string>();
        while (body is MemberAccessExpressionSyntax member)
        {
            names.Insert(0, member.Name.Identifier.ValueText);
            body = member.Expression;
        }

        return body is IdentifierNameSyntax { Identifier.ValueText: var name } && name == parameter ? names : null;
    }

    /// <summary>True for <c>Where(task => task.IsCompleted…)</c>, also as the first condition of several.</summary>
    public static bool FiltersComplete(IInvocationOperation call)
    {
        if (LambdaOf(call) is not var (body, parameter))
        {
            return false;
        }

        while (body is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and)
        {
            body = and.Left;
        }

        return body switch
        {
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } test => name == parameter && TaskGuards.IsGuard(test.Name.Identifier.ValueText),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Status", Expression: IdentifierNameSyntax { Identifier.ValueText: var name } }, Right: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RanToCompletion" or "Faulted" or "Canceled" } } => name == parameter,
            _ => false,
        };
    }

    private static (ExpressionSyntax? Body, string Parameter)? LambdaOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unwrap();
            var lambda = (value as IDelegateCreationOperation)?.Target ?? value;
            var symbol = lambda switch
            {
                IAnonymousFunctionOperation function => function.Symbol,
                IFlowAnonymousFunctionOperation function => function.Symbol,
                _ => null,
            };
            if (symbol is { Parameters: [var parameter, ..] })
            {
                return (lambda.Syntax is AnonymousFunctionExpressionSyntax function ? function.ExpressionBody : lambda.Syntax as ExpressionSyntax, parameter.Name);
            }
        }

        return null;
    }
}
