using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Tasks among the arguments of members that write, serialize or convert any object.</summary>
internal static class ValueSinks
{
    private static readonly SymbolList Shipped = SymbolList.Of(DataFile.Lines("value-sinks.txt"));
    private static readonly HashSet<string> Names = new(DataFile.Lines("value-sinks.txt").Select(SymbolList.NameOf), StringComparer.Ordinal);

    /// <summary>The tasks that the member is given in place of values; none if it is no such member.</summary>
    public static IReadOnlyList<UsedTask> TasksIn(IInvocationOperation call, KnownTypes types)
    {
        if (!Names.Contains(call.TargetMethod.Name))
        {
            return [];
        }

        List<UsedTask>? found = null;
        foreach (var argument in call.Arguments)
        {
            AddFrom(argument, types, ref found);
        }

        // Ids are dear to make.
        return found is not null && Shipped.Contains(call.TargetMethod) ? found : [];
    }

    private static void AddFrom(IArgumentOperation argument, KnownTypes types, ref List<UsedTask>? found)
    {
        switch (argument.Parameter?.OriginalDefinition.Type)
        {
            case { SpecialType: SpecialType.System_Object } or ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method }:
                Add(UsedTask.Of(argument.Value, types), ref found);
                break;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T, TypeArguments: [ITypeParameterSymbol] }:
                if (argument.Parameter.Type is INamedTypeSymbol { TypeArguments: [var item] })
                {
                    Add(UsedTask.SequenceOf(argument.Value, item, types), ref found);
                }

                break;
            case IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } or INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments: [{ SpecialType: SpecialType.System_Object }] }:
                if (argument.Value.TryGetElements(out var elements))
                {
                    foreach (var element in elements)
                    {
                        Add(UsedTask.Of(element, types), ref found);
                    }
                }
                else
                {
                    Add(UsedTask.ArrayOf(argument.Value, types), ref found);
                }

                break;
        }
    }

    private static void Add(UsedTask? task, ref List<UsedTask>? found)
    {
        if (task is not null)
        {
            (found ??= []).Add(task);
        }
    }
}
