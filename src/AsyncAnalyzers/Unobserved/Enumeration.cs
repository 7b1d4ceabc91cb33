using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Says whether a mention of a sequence enumerates it there and then.</summary>
internal static class Enumeration
{
    /// <summary>False for what only wraps the sequence, keeps it or hands it to somebody unknown.</summary>
    /// <param name="sequence">The mention.</param>
    /// <param name="anyCounts">True if <c>Any()</c> asks for an element, and not just for the length.</param>
    /// <param name="types">The types of the compilation.</param>
    public static bool IsAt(IOperation sequence, bool anyCounts, KnownTypes types)
    {
        var (child, parent) = (sequence, sequence.Parent);
        while (parent is IParenthesizedOperation or IConversionOperation { IsTryCast: false })
        {
            (child, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IForEachLoopOperation loop => loop.Collection == child,
            IArgumentOperation { Parent: IInvocationOperation call } => IsBy(call, anyCounts, types),
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } created } } => IsCollection(created),
            IConditionalAccessOperation access when access.Operation == child => InstanceIn(access.WhenNotNull) is { } instance && IsAt(instance, anyCounts, types),
            _ => child.Syntax.Parent is SpreadElementSyntax,
        };
    }

    private static bool IsBy(IInvocationOperation call, bool anyCounts, KnownTypes types)
    {
        var method = call.TargetMethod;
        if (LazyTasks.IsLinq(method))
        {
            return LazyTasks.IsLazyType(call.Type) ? IsAt(call, anyCounts, types)
                : method.Name == "Any" && call.Arguments.Length == 1 ? anyCounts
                : method.Name != "TryGetNonEnumeratedCount";
        }

        return method.Name switch
        {
            "WhenAll" or "WhenAny" or "WhenEach" or "WaitAll" or "WaitAny" => true,
            "AddRange" or "InsertRange" or "UnionWith" or "CreateRange" => IsCollection(method.ContainingType),
            "ForEach" or "ForEachAsync" => method.ContainingType is { Name: "Parallel", ContainingNamespace.Name: "Tasks" },
            _ => false,
        };
    }

    private static bool IsCollection(ITypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the receiver of <c>?.</c> stands in what follows.</summary>
    private static IOperation? InstanceIn(IOperation whenNotNull)
    {
        foreach (var operation in whenNotNull.DescendantsAndSelf())
        {
            if (operation is IConditionalAccessInstanceOperation)
            {
                return operation;
            }
        }

        return null;
    }
}
