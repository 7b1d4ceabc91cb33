using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>The types of user interface frameworks, whose objects belong to one thread.</summary>
internal static class UiTypes
{
    /// <summary>The base classes of what is shown, and of Blazor's components.</summary>
    private static readonly HashSet<string> Bases = new(StringComparer.Ordinal)
    {
        "System.Windows.DependencyObject", "System.Windows.Threading.DispatcherObject", "System.Windows.Forms.Control", "Avalonia.AvaloniaObject", "Microsoft.Maui.Controls.BindableObject",
        "Xamarin.Forms.BindableObject", "Microsoft.UI.Xaml.DependencyObject", "Windows.UI.Xaml.DependencyObject", "Microsoft.AspNetCore.Components.ComponentBase",
    };

    /// <summary>The base class of a user interface framework that the type derives from; null if there is none.</summary>
    public static INamedTypeSymbol? BaseOf(INamedTypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.Name is "DependencyObject" or "DispatcherObject" or "Control" or "AvaloniaObject" or "BindableObject" or "ComponentBase" && Bases.Contains(current.ToDisplayString()))
            {
                return current;
            }
        }

        return null;
    }
}
