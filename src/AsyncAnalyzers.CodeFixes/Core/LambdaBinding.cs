using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Says what a lambda in an argument becomes once it is changed: another overload may take it then.</summary>
internal static class LambdaBinding
{
    /// <summary>The delegate that the changed lambda becomes; null if it is no argument, or the call would not be one of a method of the same name, type and result.</summary>
    public static INamedTypeSymbol? DelegateOf(AnonymousFunctionExpressionSyntax lambda, SyntaxNode changed, SemanticModel model, CancellationToken cancellationToken)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument ||
            model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol before ||
            Unconditional.Of(call.ReplaceNode(lambda, changed), call) is not { } rewritten ||
            model.GetSpeculativeSymbolInfo(call.SpanStart, rewritten, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol after ||
            after.Name != before.Name ||
            !SymbolEqualityComparer.Default.Equals(after.ContainingType, before.ContainingType) ||
            !SymbolEqualityComparer.Default.Equals(after.ReturnType, before.ReturnType))
        {
            return null;
        }

        var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
            ? after.Parameters.FirstOrDefault(candidate => candidate.Name == name)
            : after.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument));
        return parameter?.Type as INamedTypeSymbol;
    }
}
