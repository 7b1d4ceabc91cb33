using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Tells which calls run a delegate several times at the same time.</summary>
internal static class ConcurrentRuns
{
    /// <summary>True for <c>Parallel.ForEachAsync</c> and its like, unless it is told to run one at a time.</summary>
    public static bool IsParallelLoop(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "Parallel", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } && !RunsOneAtATime(call);

    /// <summary>True for a step of a parallel query.</summary>
    public static bool IsParallelQuery(IMethodSymbol method) =>
        method.ContainingType is { Name: "ParallelEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    /// <summary>True for <c>Select</c> of LINQ when its lambda returns tasks and something enumerates all of it before it awaits one.</summary>
    public static bool IsStartedTogether(IInvocationOperation select, KnownTypes types)
    {
        var method = select.TargetMethod;
        return method.TypeArguments is [_, var task] && types.Awaitables.IsTaskOrValueTask(task) && TaskSequence.IsLinq(method) && !HasOneElement(select) && IsEnumeratedAtOnce(select, true, types);
    }

    /// <summary>What a delegate argument runs: the body of a lambda, or a call of a method group.</summary>
    public static IOperation? BodyOf(IArgumentOperation argument) =>
        argument.Value.Unwrap() switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
            IDelegateCreationOperation { Target: IMethodReferenceOperation group } => group,
            ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration] } mention when declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax function } =>
                mention.SemanticModel?.GetOperation(function) as IAnonymousFunctionOperation,
            _ => null,
        };

    private static bool IsEnumeratedAtOnce(IOperation sequence, bool mayBeStored, KnownTypes types)
    {
        for (var value = sequence; ;)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation:
                    value = value.Parent;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    switch (call.TargetMethod.Name)
                    {
                        case "WhenAll" or "WaitAll" or "WhenAny" or "WaitAny" or "WhenEach":
                            return types.Awaitables.IsTask(call.TargetMethod.ContainingType);
                        case "ToList" or "ToArray" or "ToHashSet" or "ToImmutableArray" or "ToImmutableList" or "AddRange":
                            return true;
                        case "Where" or "Concat" or "Append" or "Prepend" or "Cast" or "OfType" or "AsEnumerable" or "Union" or "Skip" or "Take" when TaskSequence.IsLinq(call.TargetMethod):
                            value = call;
                            break;
                        default:
                            return false;
                    }

                    break;
                case IArgumentOperation { Parent: IObjectCreationOperation { Type: { } type } }:
                    return TaskSequence.IsOfFramework(type);
                case { Kind: Operations.CollectionExpression } or { Syntax: CollectionExpressionSyntax }:
                    return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } when mayBeStored:
                    return IsStoredForAll(local, sequence, types);
                default:
                    return value.Syntax.Parent is SpreadElementSyntax;
            }
        }
    }

    private static bool IsStoredForAll(ILocalSymbol local, IOperation sequence, KnownTypes types)
    {
        var isStarted = false;
        foreach (var operation in sequence.Root().Descendants())
        {
            if (operation is ILocalReferenceOperation { Local: var used } mention && SymbolEqualityComparer.Default.Equals(used, local))
            {
                if (mention.Parent is IForEachLoopOperation or IConversionOperation { Parent: IForEachLoopOperation })
                {
                    return false;
                }

                isStarted |= IsEnumeratedAtOnce(mention, false, types);
            }
        }

        return isStarted;
    }

    private static bool HasOneElement(IInvocationOperation select) =>
        select.Receiver() is { } source && source.TryGetElements(out var elements) && elements.Count <= 1;

    /// <summary>True for <c>new ParallelOptions { MaxDegreeOfParallelism = 1 }</c>, written here or where the local is declared.</summary>
    private static bool RunsOneAtATime(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type.Name == "ParallelOptions")
            {
                var options = argument.Value.Unwrap() is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration] } ? declaration.GetSyntax() : argument.Value.Syntax;
                foreach (var node in options.DescendantNodes())
                {
                    if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "MaxDegreeOfParallelism" }, Right: LiteralExpressionSyntax { Token.Value: 1 } })
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }
}
