using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>The function around a node, and turning one function async without touching its signature.</summary>
internal static class AsyncFunction
{
    /// <summary>
    /// The innermost function around <paramref name="node"/>: lambda, anonymous method, local function, method, accessor, constructor, operator,
    /// or the compilation unit for top-level code; null in an initializer or attribute.
    /// </summary>
    public static SyntaxNode? Around(SyntaxNode node)
    {
        for (var current = node.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case AttributeSyntax or ParameterSyntax:
                    return null;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax:
                    return current;
                case GlobalStatementSyntax:
                    return current.Parent;
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return current is PropertyDeclarationSyntax { ExpressionBody: { } } or IndexerDeclarationSyntax { ExpressionBody: { } } ? current : null;
            }
        }

        return null;
    }

    /// <summary>True for top-level code too: it becomes async by itself.</summary>
    public static bool IsAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax => true,
        _ => false,
    };

    /// <summary>True if <c>await</c> may stand in the place of <paramref name="node"/>, with the function around it made async if need be.</summary>
    public static bool CanAwait(SyntaxNode node, SemanticModel model, KnownTypes types, CancellationToken cancellationToken) =>
        Around(node) is { } function &&
        AwaitLegality.IsLegal(node, function, model, cancellationToken) &&
        (IsAsync(function) || CanMakeAsync(function, model, types, cancellationToken));

    /// <summary>True if the function can become async with its signature unchanged (a lambda: with its delegate unchanged, or bound to the twin overload), or with one that nobody depends on.</summary>
    public static bool CanMakeAsync(SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (SymbolOf(function, model, cancellationToken) is not { } symbol ||
            symbol.RefKind != RefKind.None ||
            symbol.IsVararg ||
            symbol.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType || parameter.Type.TypeKind == TypeKind.Pointer) ||
            BodyOf(function) is not { } body ||
            body.DescendantNodes(static node => !IsFunction(node)).Any(static node => node is YieldStatementSyntax) ||
            CalledUnderLock.Is(function, cancellationToken))
        {
            return false;
        }

        var awaitables = types.Awaitables;
        return awaitables.IsAsyncReturn(symbol.ReturnType) && !awaitables.IsAsyncStream(symbol.ReturnType)
            ? ReturnsOf(function).All(returned => CompletedTask.CanRewrite(returned, model, cancellationToken))
            : function is AnonymousFunctionExpressionSyntax lambda ? BindsAsync(lambda, model, types, cancellationToken)
            : FreeSignature.Is(function, symbol, model, cancellationToken);
    }

    /// <summary>Adds <c>async</c> and rewrites the returns; the caller has asked <see cref="CanMakeAsync"/>.</summary>
    public static void MakeAsync(SyntaxNode function, DocumentEdit edit)
    {
        var symbol = SymbolOf(function, edit.Model, edit.CancellationToken);
        if (symbol is not null && edit.Types.Awaitables.IsAsyncReturn(symbol.ReturnType))
        {
            var hasResult = edit.Types.Awaitables.ResultOf(symbol.ReturnType) is not null;
            foreach (var returned in ReturnsOf(function))
            {
                TaskReturn.Rewrite(returned, function, hasResult, edit);
            }
        }

        else if (function is MethodDeclarationSyntax { ReturnType: var type } && symbol is not null && FreeSignature.Is(function, symbol, edit.Model, edit.CancellationToken))
        {
            edit.Replace(type, FreeSignature.TaskOf);
        }

        edit.Replace(function, AddAsync);
    }

    /// <summary>The function with the <c>async</c> modifier, before <c>partial</c>, comments kept in front.</summary>
    public static SyntaxNode AddAsync(SyntaxNode function)
    {
        switch (function)
        {
            case MethodDeclarationSyntax method:
                return method.Modifiers.Count == 0
                    ? method.WithReturnType(method.ReturnType.WithoutLeadingTrivia()).WithModifiers(TokenList(Async(method.ReturnType.GetLeadingTrivia())))
                    : method.WithModifiers(Insert(method.Modifiers));
            case LocalFunctionStatementSyntax local:
                return local.Modifiers.Count == 0
                    ? local.WithReturnType(local.ReturnType.WithoutLeadingTrivia()).WithModifiers(TokenList(Async(local.ReturnType.GetLeadingTrivia())))
                    : local.WithModifiers(Insert(local.Modifiers));
            case AnonymousFunctionExpressionSyntax lambda:
                var modifiers = lambda.Modifiers;
                if (modifiers.Count > 0)
                {
                    return lambda.WithModifiers(Insert(modifiers));
                }

                var leading = lambda.GetLeadingTrivia();
                return lambda.WithoutLeadingTrivia().WithModifiers(TokenList(Async(default))).WithLeadingTrivia(leading);
            default:
                return function;
        }
    }

    /// <summary>The block or expression of a function; null if it has none.</summary>
    public static SyntaxNode? BodyOf(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        BaseMethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody?.Expression,
        CompilationUnitSyntax unit => unit,
        _ => null,
    };

    public static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    public static IMethodSymbol? SymbolOf(SyntaxNode function, SemanticModel model, CancellationToken cancellationToken) => function switch
    {
        AnonymousFunctionExpressionSyntax => model.GetSymbolInfo(function, cancellationToken).Symbol as IMethodSymbol,
        LocalFunctionStatementSyntax or MethodDeclarationSyntax => model.GetDeclaredSymbol(function, cancellationToken) as IMethodSymbol,
        _ => null,
    };

    /// <summary>The returned expressions of the function itself.</summary>
    public static IEnumerable<ExpressionSyntax> ReturnsOf(SyntaxNode function) => BodyOf(function) switch
    {
        ExpressionSyntax expression => [expression],
        BlockSyntax block => block.DescendantNodes(static node => !IsFunction(node)).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression).OfType<ExpressionSyntax>(),
        _ => [],
    };

    /// <summary>True if the lambda, made async, still binds to a method of that name and result, and its delegate then carries a task.</summary>
    private static bool BindsAsync(AnonymousFunctionExpressionSyntax lambda, SemanticModel model, KnownTypes types, CancellationToken cancellationToken) =>
        LambdaBinding.DelegateOf(lambda, AddAsync(lambda), model, cancellationToken) is { DelegateInvokeMethod.ReturnType: { } result } && types.Awaitables.IsTaskOrValueTask(result);

    private static SyntaxTokenList Insert(SyntaxTokenList modifiers)
    {
        var index = modifiers.IndexOf(SyntaxKind.PartialKeyword);
        if (index < 0)
        {
            return modifiers.Add(Async(default));
        }

        var next = modifiers[index];
        return modifiers.Replace(next, next.WithLeadingTrivia()).Insert(index, Async(next.LeadingTrivia));
    }

    private static SyntaxToken Async(SyntaxTriviaList leading) => Token(leading, SyntaxKind.AsyncKeyword, TriviaList(Space));
}
