using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Sequences that start a task whenever an element is asked for: LINQ over a selector that starts one, and iterators.</summary>
internal static class LazyTasks
{
    /// <summary><c>IEnumerable&lt;Task&gt;</c> and the like, or their ordered form: nothing says that the tasks are there already.</summary>
    public static bool IsSequence(ITypeSymbol? type, KnownTypes types) =>
        IsLazyType(type) && types.Awaitables.IsTaskOrValueTask(((INamedTypeSymbol)type!).TypeArguments[0]);

    public static bool IsLazyType(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Arity: 1 } named &&
        (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T || named is { Name: "IOrderedEnumerable", ContainingNamespace.Name: "Linq" });

    public static bool IsLinq(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "ImmutableArrayExtensions", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    /// <summary>True if every enumeration of the value starts tasks; false in doubt.</summary>
    public static bool AreStartedBy(IOperation value, KnownTypes types) => value.Unwrap() switch
    {
        ITranslatedQueryOperation query => AreStartedBy(query.Operation, types),
        IInvocationOperation call when IsLinq(call.TargetMethod) => IsLazyType(call.Type) && AreStartedByLinq(call, types),
        IInvocationOperation call => IsSequence(call.Type, types) && IsStartingIterator(call.TargetMethod),
        _ => false,
    };

    /// <summary>
    /// True if even <c>Any()</c>, which asks many sequences only for their length, must start a task to answer: behind a filter, and over what has no index.
    /// </summary>
    public static bool NeedElementForAny(IOperation value)
    {
        if (value.Unwrap() is not IInvocationOperation call || !IsLinq(call.TargetMethod))
        {
            return value.Unwrap() is IInvocationOperation;
        }

        var source = call.ArgumentAt(0)?.Value.Unwrap();
        return source is IInvocationOperation { TargetMethod: { Name: "Where" or "Distinct" or "OfType" } inner } && IsLinq(inner) ||
            source?.Type is { TypeKind: TypeKind.Class } type && !type.AllInterfaces.Any(static parent => parent.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IList_T);
    }

    private static bool AreStartedByLinq(IInvocationOperation call, KnownTypes types)
    {
        foreach (var argument in call.Arguments)
        {
            if (IsStartingSelector(argument.Value.Unwrap(), types) || IsSequence(argument.Value.Unwrap().Type, types) && AreStartedBy(argument.Value, types))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStartingSelector(IOperation selector, KnownTypes types)
    {
        if (selector.Type is not INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } returned } || !types.Awaitables.IsTaskOrValueTask(returned) && !IsSequence(returned, types))
        {
            return false;
        }

        return selector switch
        {
            IDelegateCreationOperation { Target: IMethodReferenceOperation reference } => Starts(reference.Method, types),
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Symbol.IsAsync || ReturnsStarted(lambda, types),
            ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation => true,
            _ => false,
        };
    }

    private static bool ReturnsStarted(IAnonymousFunctionOperation lambda, KnownTypes types)
    {
        foreach (var operation in lambda.Body.Descendants())
        {
            if (operation is IReturnOperation { ReturnedValue: { } value } && EnclosingFunction.BoundaryOf(operation) == lambda && (IsStarted(value.Unwrap(), types) || AreStartedBy(value, types)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStarted(IOperation task, KnownTypes types) => task switch
    {
        IConditionalOperation { WhenFalse: { } other } choice => IsStarted(choice.WhenTrue.Unwrap(), types) || IsStarted(other.Unwrap(), types),
        ISwitchExpressionOperation choice => choice.Arms.Any(arm => IsStarted(arm.Value.Unwrap(), types)),
        _ when task.InnermostCall() is not { } call => false,
        IInvocationOperation { TargetMethod.Name: "AsTask" or "WaitAsync" or "Unwrap" or "Preserve" } wrapper when wrapper.Receiver() is { } receiver => IsStarted(receiver.Unwrap(), types),
        _ => Starts(task.InnermostCall()!.TargetMethod, types),
    };

    /// <summary>False for what may hand out a task that is running already, such as <c>GetOrAdd</c>.</summary>
    private static bool Starts(IMethodSymbol method, KnownTypes types) =>
        method.IsAsync ||
        method.MethodKind == MethodKind.DelegateInvoke ||
        method.Name.EndsWith("Async", StringComparison.Ordinal) ||
        method.Name is "Run" or "StartNew" or "Delay" or "ContinueWith" && (method.ContainingType.Name == "TaskFactory" || types.Awaitables.IsTask(method.ContainingType));

    /// <summary>True for a method in source that yields what asynchronous calls return.</summary>
    private static bool IsStartingIterator(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax))
            {
                if (node is YieldStatementSyntax { Expression: InvocationExpressionSyntax { Expression: var called } } && NameOf(called) is { } name &&
                    (name is "Run" or "StartNew" or "Delay" || name.EndsWith("Async", StringComparison.Ordinal)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
