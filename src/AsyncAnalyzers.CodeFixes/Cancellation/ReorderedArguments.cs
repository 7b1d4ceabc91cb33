using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// The arguments of one call after the parameters have another order. Arguments that have names stay as they are; one gets a name where an argument before it is
/// omitted, and where moving it would change what is evaluated first.
/// </summary>
internal sealed class ReorderedArguments
{
    private readonly int[] sequence;
    private readonly string?[] names;

    private ReorderedArguments(int[] sequence, string?[] names)
    {
        this.sequence = sequence;
        this.names = names;
    }

    public bool IsChange => Array.Exists(names, static name => name is not null) || IsMove(sequence);

    /// <summary>Null if the call cannot be written with the new order.</summary>
    public static ReorderedArguments? TryCreate(ArgumentListSyntax list, IMethodSymbol called, int[] order, SemanticModel model)
    {
        // An extension method called on an instance has no argument for its first parameter.
        var shift = called.ReducedFrom is null ? 0 : 1;
        var parameters = called.Parameters;
        if (parameters.Length != order.Length - shift)
        {
            return null;
        }

        var positions = new int[parameters.Length];
        for (var index = 0; index < positions.Length; index++)
        {
            positions[order[index + shift] - shift] = index;
        }

        var arguments = list.Arguments;
        var positional = 0;
        while (positional < arguments.Count && arguments[positional].NameColon is null)
        {
            positional++;
        }

        if (arguments.Count > parameters.Length && !parameters[parameters.Length - 1].IsParams)
        {
            return null;
        }

        int PositionOf(int argument) => positions[Math.Min(argument, positions.Length - 1)];
        var inPlace = Enumerable.Range(0, arguments.Count).ToArray();
        int[] moved = [.. inPlace.Take(positional).OrderBy(PositionOf), .. inPlace.Skip(positional)];
        if (IsMove(moved) && !EvaluationOrder.MayMove(arguments, moved, model))
        {
            moved = inPlace;
        }

        if (IsMove(moved) && !Slots.CanMove(list))
        {
            return null;
        }

        var names = new string?[arguments.Count];
        var needsName = false;
        for (var slot = 0; slot < moved.Length; slot++)
        {
            var argument = moved[slot];
            if (arguments[argument].NameColon is not null)
            {
                needsName = true;
                continue;
            }

            needsName |= PositionOf(argument) != Math.Min(slot, positions.Length - 1);
            if (needsName)
            {
                if (argument >= parameters.Length || parameters[argument].IsParams)
                {
                    return null;
                }

                names[argument] = parameters[argument].Name;
            }
        }

        return new(moved, names);
    }

    public SeparatedSyntaxList<ArgumentSyntax> Arrange(SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (names[index] is { } name)
            {
                var identifier = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? Identifier(name) : VerbatimIdentifier(default, name, name, default);
                var argument = arguments[index];
                arguments = arguments.Replace(argument, argument.WithoutLeadingTrivia()
                    .WithNameColon(NameColon(IdentifierName(identifier)).WithTrailingTrivia(Space))
                    .WithLeadingTrivia(argument.GetLeadingTrivia()));
            }
        }

        return IsMove(sequence) ? Slots.Arrange(arguments, sequence) : arguments;
    }

    private static bool IsMove(int[] sequence)
    {
        for (var index = 0; index < sequence.Length; index++)
        {
            if (sequence[index] != index)
            {
                return true;
            }
        }

        return false;
    }
}
