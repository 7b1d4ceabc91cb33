using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Tells where the compiler itself warns, so that no rule says it again.</summary>
internal static class CompilerWarning
{
    /// <summary>
    /// True if CS4014 is given for this dropped value: only for a call that is not behind <c>?.</c>, and then if the callee is declared
    /// <c>async</c> in source or the function around it is async.
    /// </summary>
    public static bool UnobservedAwaitable(IOperation dropped, IMethodSymbol? enclosing) =>
        dropped is IInvocationOperation { TargetMethod: var callee } && (callee.IsAsync || enclosing is { IsAsync: true });
}
