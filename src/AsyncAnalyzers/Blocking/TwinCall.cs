using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.Blocking;

/// <summary>A call rewritten to call the asynchronous twin, proven by binding it at its place.</summary>
internal sealed class TwinCall
{
    private readonly ArgumentSyntax? token;

    private TwinCall(IMethodSymbol method, ArgumentSyntax? token, string? import)
    {
        Method = method;
        this.token = token;
        Import = import;
    }

    /// <summary>The twin as it is bound.</summary>
    public IMethodSymbol Method { get; }

    /// <summary>The namespace that must be imported for the call to bind; null if none.</summary>
    public string? Import { get; }

    /// <summary>The token that the twin is given beyond the arguments of the call; null if none.</summary>
    public string? Token => token?.Expression.ToString();

    /// <summary>The rewritten call that binds to one of the candidates and whose awaited result fits; null if there is none.</summary>
    /// <param name="call">The call as it is.</param>
    /// <param name="candidates">What <see cref="AsyncTwins.Of"/> gives for it.</param>
    /// <param name="types">The types of the compilation.</param>
    /// <param name="tokenAt">Finds the token in scope; asked only where a candidate takes one.</param>
    public static TwinCall? Of(IInvocationOperation call, ImmutableArray<IMethodSymbol> candidates, KnownTypes types, Func<SyntaxNode, SemanticModel, string?> tokenAt)
    {
        if (call.Syntax is not InvocationExpressionSyntax syntax || NameOf(syntax.Expression) is null || call.SemanticModel is not { } model)
        {
            return null;
        }

        foreach (var token in TokensFor(call, syntax, candidates, types, () => tokenAt(syntax, model)))
        {
            if (Bind(token, call, syntax, candidates, model, types) is { } twin)
            {
                return twin;
            }
        }

        return null;
    }

    /// <summary>The call of the twin in the place of <paramref name="call"/>, without <c>await</c>.</summary>
    public InvocationExpressionSyntax Rewrite(InvocationExpressionSyntax call)
    {
        var renamed = call.WithExpression(call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.WithName(Renamed(access.Name)),
            MemberBindingExpressionSyntax binding => binding.WithName(Renamed(binding.Name)),
            SimpleNameSyntax name => Renamed(name),
            var other => other,
        });
        return token is null ? renamed : renamed.WithArgumentList(TokenArgument.AddTo(renamed.ArgumentList, token));
    }

    /// <summary>What to try as a further argument: the token in scope by position and by name, nothing, and <c>default</c> where there must be one.</summary>
    private static IEnumerable<ArgumentSyntax?> TokensFor(IInvocationOperation call, InvocationExpressionSyntax syntax, ImmutableArray<IMethodSymbol> candidates, KnownTypes types, Func<string?> tokenInScope)
    {
        var tokens = PassesToken(call, types)
            ? []
            : candidates.SelectMany(static candidate => candidate.Parameters).Where(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, types.CancellationToken)).ToArray();
        var found = tokens.Length > 0 ? tokenInScope() : null;
        return [
            .. found is null ? [] : Arguments(found),
            null,
            .. found is null && tokens.Any(static parameter => !parameter.IsOptional) ? Arguments("default") : []];

        IEnumerable<ArgumentSyntax> Arguments(string token) =>
            TokenArgument.Forms(token, syntax.ArgumentList, tokens.Select(static parameter => parameter.Name).Distinct());
    }

    private static bool PassesToken(IInvocationOperation call, KnownTypes types)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, types.CancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static TwinCall? Bind(ArgumentSyntax? token, IInvocationOperation call, InvocationExpressionSyntax syntax, ImmutableArray<IMethodSymbol> candidates, SemanticModel model, KnownTypes types)
    {
        TwinCall? imported = null;
        for (var index = 0; index < candidates.Length; index++)
        {
            var candidate = candidates[index];
            var isFirst = index == 0 || candidates[index - 1].Name != candidate.Name;
            if (!isFirst && !candidate.IsExtensionMethod ||
                // What follows a question mark binds only together with its receiver.
                Unconditional.Of(new TwinCall(candidate, token, null).Rewrite(syntax), syntax) is not InvocationExpressionSyntax rewritten)
            {
                continue;
            }

            if (isFirst && BoundTo(rewritten) is { } bound)
            {
                return new(bound, token, null);
            }

            if (candidate is { IsExtensionMethod: true, ContainingNamespace.IsGlobalNamespace: false } && AsStatic(rewritten, candidate) is { } explicitly && BoundTo(explicitly) is { } extension)
            {
                var import = extension.ContainingNamespace.ToDisplayString();
                if (imported is not null && imported.Import != import)
                {
                    return null;
                }

                imported = new(extension, token, import);
            }
        }

        return imported;

        IMethodSymbol? BoundTo(InvocationExpressionSyntax form) =>
            model.GetSpeculativeSymbolInfo(syntax.SpanStart, form, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol method &&
            IsOneOf(candidates, (method.ReducedFrom ?? method).OriginalDefinition) &&
            (token is null || TokenArgument.IsLastOf(form.ArgumentList.Arguments, method, types)) &&
            TwinTypes.HaveSameDelegates(call.TargetMethod, method) &&
            TwinResult.Fits(call, types.Awaitables.ResultOf(method.ReturnType))
                ? method
                : null;
    }

    /// <summary>A call of a member of an extension block binds to that member, while the candidate is the method that the compiler makes of it.</summary>
    private static bool IsOneOf(ImmutableArray<IMethodSymbol> candidates, IMethodSymbol method)
    {
        foreach (var candidate in candidates)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate, method) ||
                candidate.Name == method.Name && method.ContainingType is { Name.Length: 0, ContainingType: { } container } && SymbolEqualityComparer.Default.Equals(candidate.ContainingType, container))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The extension as a static call, which needs no import: null for a call that is one already.</summary>
    private static InvocationExpressionSyntax? AsStatic(InvocationExpressionSyntax call, IMethodSymbol extension) =>
        call.Expression is MemberAccessExpressionSyntax access
            ? call
                .WithExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ParseExpression(extension.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)), access.Name))
                .WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Insert(0, Argument(access.Expression))))
            : null;

    private static SimpleNameSyntax? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => called as SimpleNameSyntax,
    };

    private SimpleNameSyntax Renamed(SimpleNameSyntax name) => name.WithIdentifier(Identifier(Method.Name).WithTriviaFrom(name.Identifier));
}
