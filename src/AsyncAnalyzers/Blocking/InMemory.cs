using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Recognises objects that wait for no device although their type would allow one, by the way they were made: <c>Stream s = new MemoryStream()</c>,
/// a <c>StreamWriter</c> over one, <c>Console.Out</c>, <c>list.AsQueryable()</c>.
/// </summary>
internal static class InMemory
{
    private const int MaxSteps = 4;

    // A type is searched once for each of its fields, not once for each use.
    private static readonly ConditionalWeakTable<IFieldSymbol, StrongBox<bool>> Fields = new();

    /// <summary>True if the call works on such an object: its receiver, or what a static method such as <c>JsonSerializer.Deserialize</c> is given.</summary>
    public static bool IsUsedBy(IInvocationOperation call)
    {
        if (call.Receiver() is { } receiver)
        {
            return Is(receiver, MaxSteps);
        }

        foreach (var argument in call.Arguments)
        {
            if (Is(argument.Value, MaxSteps))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IOperation value, int steps)
    {
        value = value.Unwrap();
        if (steps == 0 || ExcludedTwins.Contains(value.Type))
        {
            return steps > 0;
        }

        return value switch
        {
            IPropertyReferenceOperation property => ExcludedTwins.Contains(property.Property),
            IObjectCreationOperation creation => creation.Arguments.Any(argument => Is(argument.Value, steps - 1)),
            ILocalReferenceOperation local => InitializerOf(local.Local, value) is { } initializer && Is(initializer, steps - 1),
            IFieldReferenceOperation field => InitializerOf(field.Field, value) is { } initializer ? Is(initializer, steps - 1) : Fields.GetValue(field.Field, _ => new(IsMadeOver(field))).Value,
            IInvocationOperation { TargetMethod: { Name: "AsQueryable", ContainingType.Name: "Queryable" } } call => call.Receiver() is { } source && !IsQueryable(source.Unwrap().Type),
            IInvocationOperation { TargetMethod.ContainingType: { Name: "Queryable", ContainingNamespace.Name: "Linq" } } call => call.Receiver() is { } source && Is(source, steps),
            IInvocationOperation call when IsQueryable(call.Type) => call.Arguments.Any(argument => IsQueryable(argument.Value.Type) && Is(argument.Value, steps - 1)),
            _ => false,
        };
    }

    /// <summary>True if the type assigns what is made over another field that holds an object in memory.</summary>
    private static bool IsMadeOver(IFieldReferenceOperation field) =>
        CreatedAs.ArgumentsOf(field)?.Any(argument =>
            argument.Expression is IdentifierNameSyntax { Identifier.ValueText: var name } &&
            field.Field.ContainingType.GetMembers(name).Any(static member => ExcludedTwins.Contains((member as IFieldSymbol)?.Type))) == true;

    private static IOperation? InitializerOf(ISymbol variable, IOperation use) =>
        variable.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == use.Syntax.SyntaxTree &&
        reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
            ? use.SemanticModel?.GetOperation(value)
            : null;

    private static bool IsQueryable(ITypeSymbol? type) =>
        type is { Name: "IQueryable" } || type?.AllInterfaces.Any(static contract => contract.Name == "IQueryable") == true;
}
