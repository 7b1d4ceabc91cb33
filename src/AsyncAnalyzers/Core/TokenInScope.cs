using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>Finds the cancellation token that a call at some place should pass on, nearest first.</summary>
internal static class TokenInScope
{
    /// <summary>
    /// The token as an expression: a parameter or local, one of an outer function that the code can see, a field or property of <c>this</c>,
    /// or a property of a parameter (<c>context.RequestAborted</c>). Null if there is none, and in <c>catch</c>, <c>finally</c> and disposal,
    /// where cleaning up must not stop half-way.
    /// </summary>
    public static string? Find(SyntaxNode at, SemanticModel model, KnownTypes types)
    {
        if (types.CancellationToken is not { } token || IsCleanup(at))
        {
            return null;
        }

        string? deep = null;
        foreach (var symbol in Nearest(at, model))
        {
            var type = symbol is IParameterSymbol { RefKind: RefKind.None or RefKind.In } parameter ? parameter.Type : (symbol as ILocalSymbol)?.Type;
            if (SymbolEqualityComparer.Default.Equals(type, token))
            {
                return Escape(symbol.Name);
            }

            if (deep is null && symbol is IParameterSymbol && type is INamedTypeSymbol named)
            {
                deep = MemberOf(named, token, at, model) is { } member ? $"{Escape(symbol.Name)}.{Escape(member)}" : null;
            }
        }

        return (model.GetEnclosingSymbol(at.SpanStart) is { } enclosing && !IsStatic(enclosing) && enclosing.ContainingType is { } container ? OwnMember(container, token, at, model) : null) ?? deep;
    }

    private static IEnumerable<ISymbol> Nearest(SyntaxNode at, SemanticModel model) =>
        model.LookupSymbols(at.SpanStart)
            .Where(symbol => symbol is IParameterSymbol or ILocalSymbol && symbol.Locations is [{ IsInSource: true } location, ..] && location.SourceSpan.Start < at.SpanStart && IsVisible(symbol, at))
            .OrderByDescending(static symbol => symbol.Locations[0].SourceSpan.Start);

    /// <summary>False for a local that <paramref name="at"/> is itself declaring, and for what a static lambda or local function between cannot see.</summary>
    private static bool IsVisible(ISymbol symbol, SyntaxNode at)
    {
        var declaration = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (declaration is null || symbol is ILocalSymbol && declaration.Span.Contains(at.Span))
        {
            return false;
        }

        foreach (var around in at.Ancestors())
        {
            if (around.Span.Contains(declaration.Span))
            {
                return true;
            }

            if (around is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword) ||
                around is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCleanup(SyntaxNode at)
    {
        foreach (var around in at.Ancestors())
        {
            switch (around)
            {
                case CatchClauseSyntax or FinallyClauseSyntax:
                case MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" }:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsStatic(ISymbol? symbol)
    {
        for (var current = symbol; current is not null and not ITypeSymbol; current = current.ContainingSymbol)
        {
            if (current.IsStatic)
            {
                return true;
            }
        }

        return false;
    }

    private static string? OwnMember(INamedTypeSymbol container, INamedTypeSymbol token, SyntaxNode at, SemanticModel model) =>
        MemberOf(container, token, at, model) is { } name ? Escape(name) : null;

    private static string? MemberOf(INamedTypeSymbol type, INamedTypeSymbol token, SyntaxNode at, SemanticModel model)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                var memberType = member switch
                {
                    { IsStatic: true } or { CanBeReferencedByName: false } => null,
                    IFieldSymbol field => field.Type,
                    IPropertySymbol { GetMethod: not null, Parameters.IsEmpty: true } property => property.Type,
                    _ => null,
                };
                if (memberType is not null && SymbolEqualityComparer.Default.Equals(memberType, token) && model.IsAccessible(at.SpanStart, member))
                {
                    return member.Name;
                }
            }
        }

        return null;
    }

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
