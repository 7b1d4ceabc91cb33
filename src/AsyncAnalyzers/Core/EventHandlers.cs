using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>Recognises event handlers by the types of their parameters, never by their names.</summary>
internal static class EventHandlers
{
    /// <summary>True for two parameters of which the second is an <c>EventArgs</c> and the first the sender.</summary>
    public static bool HasShape(IMethodSymbol method) =>
        method.Parameters is [var sender, var arguments] &&
        sender.Type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Dynamic &&
        IsEventArgs(arguments.Type);

    private static bool IsEventArgs(ITypeSymbol type)
    {
        // WinUI's event arguments do not derive from System.EventArgs.
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (current.Name.EndsWith("EventArgs", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return type is ITypeParameterSymbol { ConstraintTypes: [var constraint, ..] } && IsEventArgs(constraint);
    }
}
