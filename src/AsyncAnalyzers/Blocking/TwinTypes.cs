using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Blocking;

/// <summary>How types of a method and of its asynchronous twin correspond.</summary>
internal static class TwinTypes
{
    /// <summary>
    /// True if what is passed to a parameter of type <paramref name="passed"/> may be passed to one of type <paramref name="taken"/>. Open types are compared
    /// loosely, and a span may stand for the array it is made of: binding the call decides.
    /// </summary>
    public static bool MayTake(ITypeSymbol taken, ITypeSymbol passed, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(taken.OriginalDefinition, passed.OriginalDefinition) ||
        taken is IArrayTypeSymbol && passed is IArrayTypeSymbol ||
        taken is ITypeParameterSymbol && !IsDelegate(passed) ||
        IsBuffer(taken) && (passed is IArrayTypeSymbol || IsBuffer(passed) || passed.IsRefLikeType) ||
        passed is not ITypeParameterSymbol && compilation.ClassifyConversion(passed, taken).IsImplicit;

    /// <summary>
    /// True if every delegate of <paramref name="method"/> has the same type in <paramref name="twin"/>, and not by chance, as that of <c>Select&lt;T, R&gt;</c>
    /// and <c>SelectAsync&lt;T, R&gt;</c> where R is a task: a lambda that only happens to fit does something else there.
    /// </summary>
    public static bool HaveSameDelegates(IMethodSymbol method, IMethodSymbol twin)
    {
        var next = 0;
        foreach (var parameter in method.Parameters)
        {
            if (!IsDelegate(parameter.Type))
            {
                continue;
            }

            while (next < twin.Parameters.Length && !IsDelegate(twin.Parameters[next].Type))
            {
                next++;
            }

            if (next == twin.Parameters.Length ||
                !SymbolEqualityComparer.Default.Equals(twin.Parameters[next].Type, parameter.Type) ||
                ReturnsTypeParameter(twin.Parameters[next]) != ReturnsTypeParameter(parameter))
            {
                return false;
            }

            next++;
        }

        return true;
    }

    private static bool ReturnsTypeParameter(IParameterSymbol parameter) =>
        parameter.OriginalDefinition.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: ITypeParameterSymbol };

    private static bool IsDelegate(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate || type.IsExpressionTree();

    private static bool IsBuffer(ITypeSymbol type) => type is INamedTypeSymbol { Arity: 1, Name: "Memory" or "ReadOnlyMemory" or "ArraySegment", ContainingNamespace.Name: "System" };
}
