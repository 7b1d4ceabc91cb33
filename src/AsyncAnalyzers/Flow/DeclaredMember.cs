using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Tells from declarations alone which member a name is, as <c>Failed</c> in <c>status.Failed</c>: to bind the code around every such name would cost more than the rules that
/// ask. Where only binding can tell, there is no answer.
/// </summary>
internal readonly struct DeclaredMember(string text, bool hasStaticImports, SemanticModel model, CancellationToken cancellationToken)
{
    /// <summary>True if the name is a member of a type that is named before it, and so of no object; a namespace may be named as well.</summary>
    public bool IsOfType(SimpleNameSyntax name) =>
        !hasStaticImports &&
        name.Parent is MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression, Expression: IdentifierNameSyntax { Identifier.ValueText: not "value" } type } access && access.Name == name &&
        !IsDeclared(type, out _) && MemberAround(type, out var isKnown) is null && !isKnown;

    /// <summary>The one member that the name certainly is: a field, a property, an event, a member of an enumeration, or the only method of that name.</summary>
    public ISymbol? Of(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => MemberOf(access),
        QualifiedNameSyntax or AliasQualifiedNameSyntax or MemberBindingExpressionSyntax => null,
        _ => IsDeclared(name, out _) ? null : MemberAround(name, out _),
    };

    /// <summary>True if the name, with nothing or <c>this</c> before it, is that of several methods of a type around it, the given one among them.</summary>
    public bool IsOverloaded(SimpleNameSyntax name, IMethodSymbol method)
    {
        if (name.Parent is MemberAccessExpressionSyntax access ? access.Name != name || access.Expression is not ThisExpressionSyntax : IsDeclared(name, out _))
        {
            return false;
        }

        for (var declaration = TypeAround(name); declaration is not null; declaration = TypeAround(declaration.Parent))
        {
            for (var level = model.GetDeclaredSymbol(declaration, cancellationToken); level is not null; level = level.BaseType)
            {
                if (level.GetMembers(method.Name) is { IsEmpty: false } members)
                {
                    return members.Any(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition));
                }
            }
        }

        return false;
    }

    private ITypeSymbol? TypeOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case IdentifierNameSyntax name when IsDeclared(name, out var parameter):
                return parameter?.Type;
            case IdentifierNameSyntax name:
                return MemberAround(name, out var isKnown) is { } around ? TypeOf(around) : isKnown ? null : TypeNamed(name);
            case GenericNameSyntax { Arity: > 0 } name when !name.TypeArgumentList.Arguments.Any(SyntaxKind.OmittedTypeArgument) && !hasStaticImports:
                return MemberAround(name, out var isMember) is { } nested ? nested as INamedTypeSymbol is { } type && type.Arity == name.Arity ? type : null : isMember ? null : TypeNamed(name);
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
                    return members.Length == 1 && (ReferenceEquals(level, type) || first.DeclaredAccessibility == Accessibility.Protected || IsSeenEverywhere(first)) && IsOnly(first, level) ? first : null;
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
                return members.Length == 1 && IsSeenEverywhere(first) && IsOnly(first, level) ? first : null;
            }
        }

        return receiver.TypeKind == TypeKind.Interface ? OnlyInherited(receiver, name.Identifier.ValueText) : null;
    }

    /// <summary>The member of that name if just one of the interfaces that the type inherits from has it, and no other.</summary>
    private static ISymbol? OnlyInherited(ITypeSymbol type, string name)
    {
        ISymbol? only = null;
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(name))
            {
                if (only is not null)
                {
                    return null;
                }

                only = member;
            }
        }

        return only is { DeclaredAccessibility: Accessibility.Public } ? only : null;
    }

    /// <summary>False for a method of which a base type may have an overload.</summary>
    private static bool IsOnly(ISymbol member, ITypeSymbol type)
    {
        if (member is not IMethodSymbol)
        {
            return true;
        }

        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (!parent.GetMembers(member.Name).IsEmpty)
            {
                return false;
            }
        }

        return type is not { TypeKind: TypeKind.Interface, AllInterfaces.IsEmpty: false };
    }

    private bool IsSeenEverywhere(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public ||
        member.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, model.Compilation.Assembly);

    /// <summary>The type of that name in the file's namespaces and imports.</summary>
    private INamedTypeSymbol? TypeNamed(SimpleNameSyntax name)
    {
        var outermost = TypeAround(name);
        for (var around = outermost; around is not null; around = TypeAround(around.Parent))
        {
            outermost = around;
        }

        return outermost is null ? null : model.GetSpeculativeSymbolInfo(outermost.SpanStart, name, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol as INamedTypeSymbol;
    }

    private static BaseTypeDeclarationSyntax? TypeAround(SyntaxNode? node) => node?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
}
