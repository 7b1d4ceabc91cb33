using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.Core;

/// <summary>A cancellation token as a further argument of a call.</summary>
internal static class TokenArgument
{
    /// <summary>The forms to try, the plainer one first: by position unless named arguments precede, then by each of the names.</summary>
    public static IEnumerable<ArgumentSyntax> Forms(string token, ArgumentListSyntax list, IEnumerable<string> names)
    {
        if (!list.Arguments.Any(static argument => argument.NameColon is not null))
        {
            yield return Argument(ParseExpression(token));
        }

        foreach (var name in names)
        {
            yield return Argument(NameColon(IdentifierName(name)).WithTrailingTrivia(Space), default, ParseExpression(token));
        }
    }

    /// <summary>The arguments and the token, which is laid out like the last of them.</summary>
    public static ArgumentListSyntax AddTo(ArgumentListSyntax list, ArgumentSyntax token)
    {
        if (list.Arguments.Count == 0)
        {
            return list.WithArguments(SingletonSeparatedList(token));
        }

        var last = list.Arguments[list.Arguments.Count - 1];
        var comma = list.Arguments.SeparatorCount > 0 && list.Arguments.GetSeparator(list.Arguments.SeparatorCount - 1) is var separator && separator.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            ? Token(SyntaxKind.CommaToken).WithTrailingTrivia(separator.TrailingTrivia.Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
            : Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        var leading = comma.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) ? last.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) : [];
        var remarks = last.GetTrailingTrivia();
        var isOneLine = remarks.Any(SyntaxKind.MultiLineCommentTrivia) && !remarks.Any(SyntaxKind.EndOfLineTrivia);
        var items = list.Arguments.Replace(last, isOneLine ? last : last.WithoutTrailingTrivia()).GetWithSeparators()
            .Add(comma)
            .Add(token.WithLeadingTrivia(leading).WithTrailingTrivia(isOneLine ? default : remarks));
        return list.WithArguments(SeparatedList<ArgumentSyntax>(items));
    }

    /// <summary>True if the last argument is bound to a parameter of <paramref name="method"/> that is a token.</summary>
    public static bool IsLastOf(SeparatedSyntaxList<ArgumentSyntax> arguments, IMethodSymbol method, KnownTypes types) => IsAt(arguments.Count - 1, arguments, method, types);

    /// <summary>True if the argument at that index is bound to a parameter of <paramref name="method"/> that is a token.</summary>
    public static bool IsAt(int index, SeparatedSyntaxList<ArgumentSyntax> arguments, IMethodSymbol method, KnownTypes types)
    {
        if (arguments[index].NameColon is { Name.Identifier.ValueText: var name })
        {
            foreach (var parameter in method.Parameters)
            {
                if (parameter.Name == name)
                {
                    return IsToken(parameter, types);
                }
            }

            return false;
        }

        return index < method.Parameters.Length && IsToken(method.Parameters[index], types);
    }

    /// <summary>True for a parameter that is a token, may be one (<c>CancellationToken?</c>) or takes any number of them.</summary>
    public static bool IsToken(IParameterSymbol parameter, KnownTypes types) =>
        parameter.RefKind is RefKind.None or RefKind.In && (IsToken(parameter.Type, types) || parameter.IsParams && parameter.Type is IArrayTypeSymbol { ElementType: var element } && IsToken(element, types));

    /// <summary>True for a method with such a parameter.</summary>
    public static bool IsTakenBy(IMethodSymbol method, KnownTypes types)
    {
        foreach (var parameter in method.Parameters)
        {
            if (IsToken(parameter, types))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for <c>CancellationToken</c> and <c>CancellationToken?</c>.</summary>
    public static bool IsToken(ITypeSymbol? type, KnownTypes types) => type switch
    {
        INamedTypeSymbol { Name: "CancellationToken" } => SymbolEqualityComparer.Default.Equals(type, types.CancellationToken),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } => SymbolEqualityComparer.Default.Equals(inner, types.CancellationToken),
        _ => false,
    };
}
