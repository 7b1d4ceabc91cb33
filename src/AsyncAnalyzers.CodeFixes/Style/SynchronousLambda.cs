using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Style;

/// <summary>Says whether the call that takes an async lambda, such as <c>Task.Run</c>, also takes one that is not.</summary>
internal static class SynchronousLambda
{
    /// <summary>True if the lambda without <c>async</c> goes to a method of the same name and result, which expects <c>void</c>, or the value that was in the task.</summary>
    public static bool FitsToo(AnonymousFunctionExpressionSyntax lambda, IMethodSymbol symbol, FixTarget target)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument ||
            target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is not IMethodSymbol before ||
            Unconditional.Of(call.ReplaceNode(lambda, AsyncModifier.Remove(lambda)), call) is not { } changed ||
            target.Model.GetSpeculativeSymbolInfo(call.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol after ||
            after.Name != before.Name ||
            !SymbolEqualityComparer.Default.Equals(after.ContainingType, before.ContainingType) ||
            !SymbolEqualityComparer.Default.Equals(after.ReturnType, before.ReturnType))
        {
            return false;
        }

        var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
            ? after.Parameters.FirstOrDefault(candidate => candidate.Name == name)
            : after.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument));
        var result = (parameter?.Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType;
        return result is { SpecialType: SpecialType.System_Void }
            ? target.Types.Awaitables.ResultOf(symbol.ReturnType) is null
            : SymbolEqualityComparer.Default.Equals(result, target.Types.Awaitables.ResultOf(symbol.ReturnType));
    }
}
