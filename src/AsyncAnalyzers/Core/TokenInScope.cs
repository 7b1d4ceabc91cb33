using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>The cancellation token that a call at some place should pass on.</summary>
/// <param name="Expression">The token as it is written: <c>cancellationToken</c>, <c>context.RequestAborted</c>.</param>
/// <param name="Symbol">The parameter or local that the expression begins with; null for a member of <c>this</c>.</param>
internal sealed record TokenInScope(string Expression, ISymbol? Symbol)
{
    private const int ManyLocals = 20;

    // A block with thousands of locals is searched once, not once for each call in it.
    private static readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<ILocalSymbol>>> Wanted = new();

    /// <summary>
    /// The nearest token: a parameter or local (also of an outer function that the code can see), the source linked to others, a field or property
    /// of <c>this</c>, or the token of a context. What a lambda is given itself comes before all that is around it. Null if there is none, and in
    /// <c>catch</c>, <c>finally</c> and disposal, where cleaning up must not stop half-way. A context that a test has made or received is not that of its own calls.
    /// </summary>
    public static string? Find(SyntaxNode at, SemanticModel model, KnownTypes types) =>
        model.GetOperation(at) is { } operation && model.GetEnclosingSymbol(at.SpanStart) is { } enclosing ? Find(operation, enclosing, types)?.Expression : null;

    /// <inheritdoc cref="Find(SyntaxNode, SemanticModel, KnownTypes)"/>
    public static TokenInScope? Find(IOperation at, ISymbol containingSymbol, KnownTypes types)
    {
        if (types.CancellationToken is null || at.SemanticModel is not { Compilation: var compilation } || Cleanup.Contains(at.Syntax))
        {
            return null;
        }

        var search = new Search(at.Syntax, TokenMembers.In(compilation, types), types);
        var hasLambda = false;
        for (var around = at.Parent; around is not null; around = around.Parent)
        {
            if (search.Local(LocalsOf(around)) is { } local)
            {
                return local;
            }

            if ((around as IAnonymousFunctionOperation)?.Symbol is { } lambda)
            {
                if (search.Parameter(lambda.Parameters, hasLambda) is { } own)
                {
                    return own;
                }

                if (lambda.IsStatic || search.Deep is not null)
                {
                    return search.Deep;
                }

                hasLambda = true;
            }
            else if (around is ILocalFunctionOperation { Symbol: var function })
            {
                if (search.Parameter(function.Parameters, hasLambda) is { } own)
                {
                    return own;
                }

                if (function.IsStatic)
                {
                    return search.Deep;
                }

                hasLambda = true;
            }
        }

        return OfMember(search, containingSymbol, hasLambda);
    }

    private static TokenInScope? OfMember(Search search, ISymbol containingSymbol, bool hasLambda)
    {
        var member = containingSymbol;
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            member = member.ContainingSymbol;
        }

        if (member is not IMethodSymbol method)
        {
            return search.Deep;
        }

        if (search.Parameter(method.Parameters, hasLambda) is { } parameter)
        {
            return parameter;
        }

        if (method is { IsStatic: false, ContainingType: { } container } && !Cleanup.IsEnd(method.Name))
        {
            var (direct, deep) = search.Members.OfThis(container);
            return direct is not null ? new(direct, null) : search.Deep ?? (deep is null ? null : new(deep, null));
        }

        return search.Deep;
    }

    /// <summary>The locals of a scope; of one with many, those that may be or hold a token.</summary>
    private static ImmutableArray<ILocalSymbol> LocalsOf(IOperation scope)
    {
        var all = scope.DeclaredLocals();
        return all.Length < ManyLocals ? all : Wanted.GetValue(scope, static scope => new(scope.DeclaredLocals().RemoveAll(static local => !Search.MayHold(local)))).Value;
    }

    /// <summary>What was found so far on the way out.</summary>
    private sealed class Search(SyntaxNode at, TokenMembers members, KnownTypes types)
    {
        public TokenMembers Members => members;

        /// <summary>The nearest token that is not a variable itself but a member of one.</summary>
        public TokenInScope? Deep { get; private set; }

        public static bool MayHold(ILocalSymbol local) =>
            local.Type is INamedTypeSymbol { IsValueType: true } or { Name: "CancellationTokenSource" } || TokenMembers.IsContext(local.Type);

        public TokenInScope? Local(ImmutableArray<ILocalSymbol> locals)
        {
            TokenInScope? found = null;
            var foundAt = -1;
            foreach (var local in locals)
            {
                if (!MayHold(local) ||
                    local.Locations is not [{ SourceSpan.Start: var start }, ..] || start >= at.SpanStart || start < foundAt ||
                    local.DeclaringSyntaxReferences is not [var reference])
                {
                    continue;
                }

                if (TokenArgument.IsToken(local.Type, types))
                {
                    if (reference.GetSyntax() is var declaration && HasValue(declaration) && (!declaration.Span.Contains(at.Span) || declaration is ForEachStatementSyntax { Statement: var body } && body.Span.Contains(at.Span)))
                    {
                        (found, foundAt) = (new(TokenMembers.AsToken(TokenMembers.NameOf(local), local.Type), local), start);
                    }
                }
                else if (local.Type.Name == "CancellationTokenSource")
                {
                    if (reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } made } && !made.Span.Contains(at.Span))
                    {
                        var token = new TokenInScope(TokenMembers.NameOf(local) + ".Token", local);
                        if (made is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateLinkedTokenSource" } })
                        {
                            (found, foundAt) = (token, start);
                        }
                        else if (made is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } && !types.IsTestProject)
                        {
                            Deep ??= token;
                        }
                    }
                }
                else if (Deep is null && !types.IsTestProject && members.Of(local.Type) is { } member && !reference.GetSyntax().Span.Contains(at.Span))
                {
                    Deep = new($"{TokenMembers.NameOf(local)}.{member}", local);
                }
            }

            return found;
        }

        public TokenInScope? Parameter(ImmutableArray<IParameterSymbol> parameters, bool isCaptured)
        {
            TokenInScope? deep = null;
            for (var index = parameters.Length - 1; index >= 0; index--)
            {
                var parameter = parameters[index];
                if (parameter.RefKind != RefKind.None && (isCaptured || parameter.RefKind != RefKind.In))
                {
                    continue;
                }

                if (TokenArgument.IsToken(parameter.Type, types))
                {
                    if (parameter.Name.Trim('_').Length > 0)
                    {
                        return new(TokenMembers.AsToken(TokenMembers.NameOf(parameter), parameter.Type), parameter);
                    }
                }
                else if (parameter.Type is INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: not (TypeKind.Delegate or TypeKind.Enum) } type &&
                    !MayBeNull(parameter) && !type.Name.EndsWith("Exception", StringComparison.Ordinal) && members.Of(type) is { } member)
                {
                    deep = new($"{TokenMembers.NameOf(parameter)}.{member}", parameter);
                }
            }

            Deep ??= deep;
            return null;
        }

        /// <summary>True for what is declared so, or may be left out; where nothing is declared, a context is believed to be there.</summary>
        private static bool MayBeNull(IParameterSymbol parameter) => parameter.Type.NullableAnnotation switch
        {
            NullableAnnotation.Annotated => true,
            NullableAnnotation.NotAnnotated => parameter is { HasExplicitDefaultValue: true, Type.IsReferenceType: true },
            _ => parameter.Type.IsReferenceType && (parameter.HasExplicitDefaultValue || !TokenMembers.IsContext(parameter.Type)),
        };

        /// <summary>False for a variable that gets its value later, or that is known to be a token which is never cancelled.</summary>
        private static bool HasValue(SyntaxNode declaration) => declaration switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } =>
                value is not (LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" }),
            SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax } or ForEachStatementSyntax => true,
            _ => false,
        };
    }
}
