using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>A query whose elements are tasks that it starts, and whether they are started all at once. One that is walked over with an await each is not.</summary>
internal readonly struct StartedSequence(IInvocationOperation query)
{
    /// <summary>What starts them, for messages; null if nothing is known to.</summary>
    public string? Starter() => StarterOf(query, 0);

    private static string? StarterOf(IOperation sequence, int depth)
    {
        for (var value = sequence; ;)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    value = value.Parent;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    switch (call.TargetMethod.Name)
                    {
                        case "WhenAll" or "WhenEach" or "WhenAny" or "WaitAll":
                            return call.DisplayName();
                        case "ToList" or "ToArray" or "ToHashSet" or "ToImmutableArray" or "ToImmutableList" or "ToDictionary" when call.TargetMethod.IsExtensionMethod:
                            return call.DisplayName();
                        case "AddRange" or "InsertRange":
                            return call.DisplayName();
                        case "Where" or "Take" or "Skip" or "Concat" or "Append" or "Prepend" or "AsEnumerable" or "Cast" or "OfType" when TaskSequence.IsLinq(call.TargetMethod):
                            value = call;
                            break;
                        default:
                            return null;
                    }

                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } when depth == 0:
                    return StarterOf(local, value);
                default:
                    return value.Syntax.Parent is SpreadElementSyntax ? "the collection expression" : null;
            }
        }
    }

    private static string? StarterOf(ILocalSymbol local, IOperation value)
    {
        foreach (var operation in (EnclosingFunction.BoundaryOf(value) ?? value.Root()).Descendants())
        {
            if (operation is ILocalReferenceOperation { Local: var named } && SymbolEqualityComparer.Default.Equals(named, local) && StarterOf(operation, 1) is { } starter)
            {
                return starter;
            }
        }

        return null;
    }
}
