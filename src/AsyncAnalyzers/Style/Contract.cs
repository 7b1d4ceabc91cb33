using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Style;

/// <summary>Members whose name and type somebody else has decided.</summary>
internal static class Contract
{
    /// <summary>True for an override and for an implementation of an interface's member.</summary>
    public static bool Demands(IMethodSymbol method)
    {
        if (method.IsOverride || !method.ExplicitInterfaceImplementations.IsEmpty)
        {
            return true;
        }

        if (method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return false;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(method.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
