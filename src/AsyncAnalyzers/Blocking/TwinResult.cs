using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>Says whether the awaited result of a twin can stand where the result of the call stands.</summary>
internal static class TwinResult
{
    /// <param name="call">The call as it is.</param>
    /// <param name="awaited">The type of the awaited twin; null if it has no result.</param>
    public static bool Fits(IInvocationOperation call, ITypeSymbol? awaited)
    {
        var use = call.Parent;
        while (use is IConditionalAccessOperation access && access.WhenNotNull == call || use is IParenthesizedOperation)
        {
            use = use.Parent;
        }

        if (use is IExpressionStatementOperation)
        {
            return true;
        }

        return awaited is null
            ? call.Type is null or { SpecialType: SpecialType.System_Void }
            : SymbolEqualityComparer.Default.Equals(awaited, call.Type) || Converts(awaited, use, call);
    }

    /// <summary>True if the result is only looped over, or goes to a place whose type is written there and that takes it without a conversion in code.</summary>
    private static bool Converts(ITypeSymbol awaited, IOperation? use, IInvocationOperation call)
    {
        var target = call.Type;
        if (use is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion)
        {
            (target, use) = (conversion.Type, conversion.Parent);
        }

        return target is not null &&
            use is IForEachLoopOperation or IVariableInitializerOperation { Syntax.Parent.Parent: VariableDeclarationSyntax { Type.IsVar: false } } or ISimpleAssignmentOperation or IReturnOperation { IsImplicit: false } &&
            call.SemanticModel?.Compilation.ClassifyConversion(awaited, target) is { IsImplicit: true } and ({ IsReference: true } or { IsIdentity: true });
    }
}
