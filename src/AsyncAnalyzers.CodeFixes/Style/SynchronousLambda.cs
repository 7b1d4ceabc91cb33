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
    public static bool FitsToo(AnonymousFunctionExpressionSyntax lambda, IMethodSymbol symbol, FixTarget target) =>
        LambdaBinding.DelegateOf(lambda, AsyncModifier.Remove(lambda), target.Model, target.CancellationToken)?.DelegateInvokeMethod?.ReturnType is { } result &&
        (result is { SpecialType: SpecialType.System_Void }
            ? target.Types.Awaitables.ResultOf(symbol.ReturnType) is null
            : SymbolEqualityComparer.Default.Equals(result, target.Types.Awaitables.ResultOf(symbol.ReturnType)));
}
