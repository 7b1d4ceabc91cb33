using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Tells where the compiler itself warns, so that no rule says it again.</summary>
internal static class CompilerWarning
{
    /// <summary>True if the compiler at hand gives CS1998, which Roslyn 5 (the .NET 10 SDK) does no longer.</summary>
    public static bool SaysThatNothingIsAwaited { get; } = typeof(CSharpCompilation).Assembly.GetName().Version.Major < 5;

    /// <summary>
    /// True if CS4014 is given for this dropped value: only for a call that is not behind <c>?.</c>, and then if the callee is declared
    /// <c>async</c> in source or the function around it is async.
    /// </summary>
    public static bool UnobservedAwaitable(IOperation dropped, IMethodSymbol? enclosing) =>
        dropped is IInvocationOperation { TargetMethod: var callee } && (callee.IsAsync || enclosing is { IsAsync: true });

    /// <summary>
    /// True if CS8602 or CS8603 is given where this value, which may be null, is dereferenced or returned: nullable warnings are on, and no <c>!</c> silences
    /// them.
    /// </summary>
    public static bool PossibleNull(IOperation value)
    {
        if (value.SemanticModel is not { } model || !model.GetNullableContext(value.Syntax.SpanStart).WarningsEnabled())
        {
            return false;
        }

        for (var around = value.Syntax; around is not null; around = around.Parent)
        {
            if (around.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            {
                return false;
            }

            if (!(around == value.Syntax || around.IsKind(SyntaxKind.ParenthesizedExpression) || around.IsKind(SyntaxKind.ConditionalExpression) || around.IsKind(SyntaxKind.CastExpression) ||
                around.IsKind(SyntaxKind.CoalesceExpression) || around.IsKind(SyntaxKind.SwitchExpression) || around.IsKind(SyntaxKind.SwitchExpressionArm)))
            {
                return true;
            }
        }

        return true;
    }
}
