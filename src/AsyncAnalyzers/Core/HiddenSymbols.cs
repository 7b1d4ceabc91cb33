using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>Says which members nobody should be told to use.</summary>
internal static class HiddenSymbols
{
    /// <summary>True for what is obsolete or hidden from editors.</summary>
    public static bool IsHidden(this ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "ObsoleteAttribute" ||
                attribute is { AttributeClass.Name: "EditorBrowsableAttribute", ConstructorArguments: [{ Value: 1 }] })
            {
                return true;
            }
        }

        return false;
    }
}
