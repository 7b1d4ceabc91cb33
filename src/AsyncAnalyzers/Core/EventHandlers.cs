using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Recognises event handlers by the types of their parameters, never by their names.</summary>
internal static class EventHandlers
{
    /// <summary>True for two parameters of which the second is an <c>EventArgs</c> and the first the sender.</summary>
    public static bool HasShape(IMethodSymbol method) =>
        method.Parameters is [var sender, var arguments] &&
        sender.Type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Dynamic &&
        IsEventArgs(arguments.Type);

    /// <summary>True for a lambda or delegate that is added to an event.</summary>
    public static bool IsSubscription(IOperation creation)
    {
        for (var parent = creation.Parent; parent is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation or IEventAssignmentOperation; parent = parent.Parent)
        {
            if (parent is IEventAssignmentOperation)
            {
                return true;
            }
        }

        return false;
    }

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
