using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// Finds out that a function is started again before its last run has ended: a lambda given to <c>Task.WhenAll(xs.Select(…))</c> or <c>Parallel</c>, a
/// method whose tasks are collected in a loop. In doubt it is not. Only for candidates.
/// </summary>
/// <param name="variable">What the runs must share: a local or parameter; null if it lives longer than all functions.</param>
/// <param name="types">The types of the compilation.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal readonly struct OverlappingRuns(ISymbol? variable, KnownTypes types, CancellationToken cancellationToken)
{
    private const int MaxDepth = 3;
    private const int MaxUses = 50;

    /// <summary>What starts the runs of a function around the operation, for messages; null if none is known to overlap.</summary>
    public string? StarterOf(IOperation operation, ISymbol containingSymbol) => StarterOf(operation, containingSymbol, 0);

    private string? StarterOf(IOperation operation, ISymbol? containingSymbol, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        for (var function = EnclosingFunction.BoundaryOf(operation); function is not null; function = EnclosingFunction.BoundaryOf(function))
        {
            var symbol = function is IAnonymousFunctionOperation lambda ? lambda.Symbol : ((ILocalFunctionOperation)function).Symbol;
            if (SymbolEqualityComparer.Default.Equals(symbol, variable?.ContainingSymbol))
            {
                return null;
            }

            foreach (var use in UsesOf(function, symbol))
            {
                if (StarterOfUse(use, depth) is { } starter)
                {
                    return starter;
                }
            }
        }

        return variable is null && containingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method ? StarterOfMethod(method, operation, depth) : null;
    }

    /// <summary>The lambda itself, or what names the local or local function that holds it.</summary>
    private static IEnumerable<IOperation> UsesOf(IOperation function, IMethodSymbol symbol)
    {
        ISymbol? named = symbol;
        if (function is IAnonymousFunctionOperation)
        {
            if (Outermost(function).Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
            {
                return [function];
            }

            named = local;
        }

        return function.Root().Descendants().Where(operation => SymbolEqualityComparer.Default.Equals(named, operation switch
        {
            ILocalReferenceOperation reference => reference.Local,
            IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference => reference.Method.OriginalDefinition,
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call => call.TargetMethod.OriginalDefinition,
            _ => null,
        }));
    }

    /// <summary>Looks through the file for calls of the method on one object.</summary>
    private string? StarterOfMethod(IMethodSymbol method, IOperation operation, int depth)
    {
        var uses = 0;
        foreach (var use in MethodUses.InFile(method, operation.SemanticModel, cancellationToken))
        {
            if (++uses > MaxUses)
            {
                return null;
            }

            var receiver = (use as IInvocationOperation)?.Instance ?? (use as IMethodReferenceOperation)?.Instance;
            var shared = receiver is null or IInstanceReferenceOperation ? null : RootOf(receiver);
            if (receiver is null or IInstanceReferenceOperation || shared is not null)
            {
                var runs = new OverlappingRuns(shared is ILocalSymbol or IParameterSymbol ? shared : null, types, cancellationToken);
                if (runs.StarterOfUse(use, depth + 1) is { } starter)
                {
                    return starter;
                }
            }
        }

        return null;
    }

    private static ISymbol? RootOf(IOperation receiver)
    {
        var root = receiver.Unwrap();
        while (root is IMemberReferenceOperation { Instance: { } owner } and (IFieldReferenceOperation or IPropertyReferenceOperation) && owner is not IInstanceReferenceOperation)
        {
            root = owner.Unwrap();
        }

        return root switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };
    }

    private string? StarterOfUse(IOperation use, int depth)
    {
        if (use is IInvocationOperation direct)
        {
            return StarterOfTask(direct, depth);
        }

        var value = Outermost(use);
        switch (value.Parent)
        {
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call when call.Instance == value:
                return StarterOfTask(call, depth);
            case IArgumentOperation { Parent: IInvocationOperation call }:
                return call.TargetMethod.Name switch
                {
                    "For" or "ForEach" or "ForAsync" or "ForEachAsync" when call.TargetMethod.ContainingType is { Name: "Parallel" } => IsLimitedToOne(call) ? null : call.DisplayName(),
                    "Select" or "SelectMany" when TaskSequence.IsLinq(call.TargetMethod) && ReturnsTask(value) => new StartedSequence(call).Starter(),
                    "ConvertAll" when ReturnsTask(value) => call.DisplayName(),
                    // Its lambdas are async void: all have started when it returns.
                    "ForEach" when call.TargetMethod.ContainingType is { Name: "List" or "Array" } => call.DisplayName(),
                    "Run" or "StartNew" when types.Awaitables.IsTask(call.Type) => StarterOfTask(call, depth),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private bool ReturnsTask(IOperation function) => function.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result } && types.Awaitables.IsTaskOrValueTask(result);

    private static bool IsLimitedToOne(IInvocationOperation call)
    {
        foreach (var inner in call.Descendants())
        {
            if (inner is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxDegreeOfParallelism" }, Value.ConstantValue: { HasValue: true, Value: 1 } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What lets the task of a call overlap with that of another call of the same function.</summary>
    private string? StarterOfTask(IInvocationOperation call, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (IOperation task = call; ;)
        {
            switch (task.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or { Kind: Core.Operations.CollectionExpression } or { Syntax: CollectionExpressionSyntax }:
                    task = task.Parent;
                    break;
                case IConditionalAccessOperation access when access.WhenNotNull == task:
                    task = access;
                    break;
                case IInvocationOperation chained when chained.Instance == task && chained.TargetMethod.Name is "ConfigureAwait" or "AsTask" or "ContinueWith" or "Unwrap" or "WaitAsync":
                    task = chained;
                    break;
                case IAwaitOperation or IReturnOperation:
                    return StarterOf(task, MemberOf(call), depth + 1);
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenEach" or "WhenAny" } method } all }:
                    return types.Awaitables.IsTask(method.ContainingType) && HasOther(all, call) ? all.DisplayName() : null;
                case IArgumentOperation { Parent: IInvocationOperation { Instance: not null } added } when TaskLists.Adds(added.TargetMethod):
                    return IsRepeated(call, mayAwait: true) ? call.DisplayName() : null;
                case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation } assignment when assignment.Value == task:
                    return IsRepeated(call, mayAwait: true) ? call.DisplayName() : null;
                case ISimpleAssignmentOperation { Target: IDiscardOperation } or IExpressionStatementOperation:
                    return IsRepeated(call, mayAwait: false) ? call.DisplayName() : null;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return IsAwaitedWithOther(local, call) ? "Task.WhenAll" : null;
                default:
                    return null;
            }
        }
    }

    private ISymbol? MemberOf(IOperation operation)
    {
        var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    private static bool HasOther(IInvocationOperation all, IInvocationOperation call)
    {
        foreach (var inner in all.Descendants())
        {
            if (inner is IInvocationOperation other && other != call && IsSameStart(other, call) && EnclosingFunction.BoundaryOf(other) == EnclosingFunction.BoundaryOf(call))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameStart(IInvocationOperation one, IInvocationOperation other) =>
        SymbolEqualityComparer.Default.Equals(one.TargetMethod, other.TargetMethod) &&
        one.TargetMethod.Name is not ("Run" or "StartNew") &&
        (one.Instance is null || other.Instance is null || Place.AreSame(one.Instance.Unwrap(), other.Instance.Unwrap()));

    /// <summary><c>var a = F(1); var b = F(2); await Task.WhenAll(a, b);</c>.</summary>
    private static bool IsAwaitedWithOther(ILocalSymbol local, IInvocationOperation call)
    {
        var function = EnclosingFunction.BoundaryOf(call) ?? call.Root();
        foreach (var operation in function.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "WhenAll" } all && Names(all, local))
            {
                foreach (var other in function.Descendants())
                {
                    if (other is IVariableDeclaratorOperation { Symbol: var second, Initializer.Value: var value } && !SymbolEqualityComparer.Default.Equals(second, local) &&
                        value.Unwrap() is IInvocationOperation start && IsSameStart(start, call) && Names(all, second))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool Names(IOperation scope, ILocalSymbol local)
    {
        foreach (var inner in scope.Descendants())
        {
            if (inner is ILocalReferenceOperation { Local: var named } && SymbolEqualityComparer.Default.Equals(named, local))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a loop that does not declare the variable repeats the start in the function itself.</summary>
    private bool IsRepeated(IOperation start, bool mayAwait)
    {
        for (var parent = start.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation { Body: var body } && body.Syntax.Span.Contains(start.Syntax.Span))
            {
                return (variable?.DeclaringSyntaxReferences is not [var declaration] || !parent.Syntax.Span.Contains(declaration.Span)) && (mayAwait || !StaleWrite.HasAwait(body.Syntax));
            }
        }

        return false;
    }

    private static IOperation Outermost(IOperation function)
    {
        while (function.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            function = function.Parent;
        }

        return function;
    }
}
