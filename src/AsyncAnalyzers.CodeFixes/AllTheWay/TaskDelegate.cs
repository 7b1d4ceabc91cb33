using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// Says whether a lambda or a method group in an argument may return a task: whether the call then binds to an overload that was made for that, as
/// <c>Task.Run</c> and the assertions of test frameworks have, and gives the same result.
/// </summary>
internal static class TaskDelegate
{
    /// <summary>For a lambda that shall become async.</summary>
    public static bool Takes(AnonymousFunctionExpressionSyntax lambda, FileView file, CancellationToken cancellationToken) =>
        Takes(lambda, AsyncFunction.AddAsync(lambda), file, cancellationToken);

    /// <summary>For a method group whose method shall return a task.</summary>
    public static bool Takes(ExpressionSyntax group, FileView file, CancellationToken cancellationToken)
    {
        if (group is AnonymousFunctionExpressionSyntax || file.Model.GetSymbolInfo(group, cancellationToken).Symbol is not IMethodSymbol method || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None))
        {
            return false;
        }

        // A lambda stands for the group: it binds like a method that there is not yet.
        var parameters = method.Parameters.Select((_, index) => Parameter(Identifier("p" + index)));
        var call = InvocationExpression(group.WithoutTrivia(), ArgumentList(SeparatedList(method.Parameters.Select((_, index) => Argument(IdentifierName("p" + index))))));
        var lambda = ParenthesizedLambdaExpression(ParameterList(SeparatedList(parameters)), call).WithAsyncKeyword(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
        return Takes(group, lambda, file, cancellationToken);
    }

    private static bool Takes(ExpressionSyntax given, SyntaxNode changed, FileView file, CancellationToken cancellationToken)
    {
        if (given.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } argument ||
            file.Model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol before)
        {
            return false;
        }

        if (ParameterOf(before, argument) is { } parameter && IsEndpoint(before, parameter))
        {
            return true;
        }

        // Not Func<T>, whose T happens to be a task then: who takes that does not wait for it.
        return Unconditional.Of(call.ReplaceNode(given, changed), call) is { } rewritten &&
            file.Model.GetSpeculativeSymbolInfo(call.SpanStart, rewritten, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol after &&
            after.Name == before.Name &&
            SymbolEqualityComparer.Default.Equals(after.ContainingType, before.ContainingType) &&
            SymbolEqualityComparer.Default.Equals(after.ReturnType, before.ReturnType) &&
            ParameterOf(after, argument)?.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result } && file.Types.Awaitables.IsTaskOrValueTask(result) &&
            !after.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ObsoleteAttribute");
    }

    /// <summary>The parameter as the method declares it, before type arguments are put in.</summary>
    private static IParameterSymbol? ParameterOf(IMethodSymbol method, ArgumentSyntax argument)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return argument.NameColon is { Name.Identifier.ValueText: var name }
            ? definition.Parameters.FirstOrDefault(candidate => candidate.Name == name)
            : definition.Parameters.ElementAtOrDefault(((ArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument) + (method.ReducedFrom is null ? 0 : 1));
    }

    /// <summary>The handlers of minimal APIs may be of any type, and ASP.NET Core awaits what they return.</summary>
    private static bool IsEndpoint(IMethodSymbol method, IParameterSymbol parameter) =>
        parameter.Type is { Name: "Delegate", ContainingNamespace.Name: "System" } && method.Name.StartsWith("Map", StringComparison.Ordinal) && method.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Builder";
}
