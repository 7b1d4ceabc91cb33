using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Tells from declarations alone that a name is the one of a value and not of a method, as <c>Failed</c> in <c>status.Failed</c>: to bind the code around every such name
/// would cost more than the rules that ask. Where only binding can tell, the answer is no.
/// </summary>
internal readonly struct DeclaredValue(string text, bool hasStaticImports, SemanticModel model, CancellationToken cancellationToken)
{
    /// <summary>True if the name is a member of a type that is named before it, and so of no object; a namespace may be named as well.</summary>
    public bool IsOfType(SimpleNameSyntax name) =>
        !hasStaticImports &&
        name.Parent is MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression, Expression: IdentifierNameSyntax { Identifier.ValueText: not "value" } type } access && access.Name == name &&
        !IsDeclared(type, out _) && MemberAround(type, out var isKnown) is null && !isKnown;

    /// <summary>True if the name certainly is a field, a property, an event or a member of an enumeration.</summary>
    public bool Is(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => IsValue(MemberOf(access)),
        QualifiedNameSyntax or AliasQualifiedNameSyntax or MemberBindingExpressionSyntax => false,
        _ => !IsDeclared(name, out _) && IsValue(MemberAround(name, out _)),
    };

    private static bool IsValue(ISymbol? symbol) => symbol is IFieldSymbol or IPropertySymbol or IEventSymbol;

    private ITypeSymbol? TypeOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case IdentifierNameSyntax name when IsDeclared(name, out var parameter):
                return parameter?.Type;
            case IdentifierNameSyntax name:
                return MemberAround(name, out var isKnown) is { } around ? TypeOf(around) : isKnown ? null : TypeNamed(name);
            case MemberAccessExpressionSyntax access:
                return MemberOf(access) is { } member ? TypeOf(member) : null;
            default:
                return null;
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IEventSymbol source => source.Type,
        INamedTypeSymbol { Arity: 0 } type => type,
        _ => null,
    };

    /// <summary>True if the code of the member around the name declares something of that name: a variable, a parameter, a local function, a type parameter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter of the method or constructor, if it is all that is declared so.</param>
    private bool IsDeclared(SimpleNameSyntax name, out IParameterSymbol? parameter)
    {
        parameter = null;
        if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not ({ } member and not (GlobalStatementSyntax or BaseNamespaceDeclarationSyntax)))
        {
            // Top-level statements see each other's variables.
            return true;
        }

        var wanted = name.Identifier.ValueText;
        SyntaxNode? declaration = null;
        for (var at = ValueNames.Next(text, wanted, member.SpanStart, member.Span.End); at >= 0; at = ValueNames.Next(text, wanted, at + 1, member.Span.End))
        {
            if (member.FindToken(at) is { RawKind: (int)SyntaxKind.IdentifierToken, Parent: not (SimpleNameSyntax or null) } token && token.ValueText == wanted && token.Parent != member)
            {
                if (declaration is not null)
                {
                    return true;
                }

                declaration = token.Parent;
            }
        }

        if (declaration is ParameterSyntax && declaration.Parent?.Parent == member && member is BaseMethodDeclarationSyntax { ParameterList.Parameters: var parameters } method)
        {
            parameter = model.GetDeclaredSymbol(method, cancellationToken)?.Parameters[parameters.IndexOf((ParameterSyntax)declaration)];
        }

        return declaration is not null;
    }

    /// <summary>What the types around an unqualified name have of that name; null if they have nothing or several.</summary>
    private ISymbol? MemberAround(SimpleNameSyntax name, out bool isKnown)
    {
        isKnown = true;
        for (var declaration = TypeAround(name); declaration is not null; declaration = TypeAround(declaration.Parent))
        {
            if (declaration is TypeDeclarationSyntax generic && HasParameter(generic, name.Identifier.ValueText) || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type ||
                type is { TypeKind: TypeKind.Interface, AllInterfaces.IsEmpty: false })
            {
                return null;
            }

            for (var level = type; level is not null; level = level.BaseType)
            {
                if (level.TypeKind == TypeKind.Error)
                {
                    return null;
                }

                if (level.GetMembers(name.Identifier.ValueText) is [var first, ..] members)
                {
                    return members.Length == 1 && (ReferenceEquals(level, type) || first.DeclaredAccessibility == Accessibility.Protected || IsSeenEverywhere(first)) ? first : null;
                }
            }
        }

        isKnown = false;
        return null;
    }

    /// <summary>True for a parameter of a primary constructor, and a type parameter.</summary>
    private static bool HasParameter(TypeDeclarationSyntax type, string name) =>
        type.ParameterList?.Parameters.Any(parameter => parameter.Identifier.ValueText == name) == true ||
        type.TypeParameterList?.Parameters.Any(parameter => parameter.Identifier.ValueText == name) == true;

    private ISymbol? MemberOf(MemberAccessExpressionSyntax access) =>
        !access.IsKind(SyntaxKind.SimpleMemberAccessExpression) ? null
        : access.Expression is ThisExpressionSyntax ? MemberAround(access.Name, out _)
        : TypeOf(access.Expression) is { } receiver ? MemberOf(receiver, access.Name)
        : null;

    /// <summary>The member of the nearest type up the hierarchy that has one of that name; null if there are several or it may not be seen from here.</summary>
    private ISymbol? MemberOf(ITypeSymbol receiver, SimpleNameSyntax name)
    {
        if (receiver.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Enum or TypeKind.Interface))
        {
            return null;
        }

        for (var level = receiver; level is not null; level = level.BaseType)
        {
            if (level.GetMembers(name.Identifier.ValueText) is [var first, ..] members)
            {
                return members.Length == 1 && IsSeenEverywhere(first) ? first : null;
            }
        }

        return null;
    }

    private bool IsSeenEverywhere(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public ||
        member.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, model.Compilation.Assembly);

    /// <summary>The type of that name in the file's namespaces and imports.</summary>
    private INamedTypeSymbol? TypeNamed(IdentifierNameSyntax name)
    {
        var outermost = TypeAround(name);
        for (var around = outermost; around is not null; around = TypeAround(around.Parent))
        {
            outermost = around;
        }

        return outermost is not null && model.LookupNamespacesAndTypes(outermost.SpanStart, name: name.Identifier.ValueText) is [var found]
            ? (found is IAliasSymbol alias ? alias.Target : found) as INamedTypeSymbol
            : null;
    }

    private static BaseTypeDeclarationSyntax? TypeAround(SyntaxNode? node) => node?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
}
