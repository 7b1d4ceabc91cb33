using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>Recognises members of user interface objects that only their thread may use.</summary>
internal static class UiMember
{
    /// <summary>The member that an operation uses and the class it belongs to; null for anything that any thread may use.</summary>
    public static (string Name, INamedTypeSymbol Type)? Of(IOperation operation)
    {
        var (member, instance) = operation switch
        {
            IPropertyReferenceOperation { Property: { IsIndexer: false } property, Instance: { } owner } => (property, owner),
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary } method, Instance: { } owner } => ((ISymbol)method, owner),
            _ => default,
        };
        return member?.ContainingType is { } type && !IsForAnyThread(member.Name) && UiTypes.BaseOf(type) is { } root && IsOfFramework(type, root, member.Name) && !IsMadeHere(instance)
            ? (member.Name, type)
            : null;
    }

    /// <summary>True for what asks for the right thread or goes there.</summary>
    public static bool IsSwitch(string name) =>
        name is "Dispatcher" or "DispatcherQueue" or "CheckAccess" or "VerifyAccess" or "HasThreadAccess" or "InvokeRequired" or "Invoke" or "BeginInvoke" or "EndInvoke" or "InvokeAsync" or "Dispatch" or "DispatchAsync" or "RunAsync";

    private static bool IsForAnyThread(string name) => IsSwitch(name) || name is "IsDisposed" or "Disposing" or "IsHandleCreated" or "CreateGraphics" or "DispatchExceptionAsync" or "ToString" or "Equals" or "GetHashCode";

    /// <summary>A class derived in the project may have members that touch nothing; of Blazor's components only the call to draw counts.</summary>
    private static bool IsOfFramework(INamedTypeSymbol type, INamedTypeSymbol root, string name)
    {
        if (root.Name == "ComponentBase")
        {
            return name == "StateHasChanged";
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            // Brushes and the like may be made anywhere and then frozen.
            if (current.Name == "Freezable")
            {
                return false;
            }
        }

        var declared = type.ContainingNamespace.ToDisplayString();
        return declared.StartsWith("System.Windows", StringComparison.Ordinal) || declared.StartsWith("Avalonia", StringComparison.Ordinal) || declared.StartsWith("Microsoft.Maui", StringComparison.Ordinal) ||
            declared.StartsWith("Microsoft.UI.Xaml", StringComparison.Ordinal) || declared.StartsWith("Windows.UI.Xaml", StringComparison.Ordinal) || declared.StartsWith("Xamarin.Forms", StringComparison.Ordinal);
    }

    /// <summary>What the function has just made belongs to the thread that it made it on.</summary>
    private static bool IsMadeHere(IOperation instance) =>
        instance.Unwrap() is IObjectCreationOperation ||
        instance.Syntax is BaseObjectCreationExpressionSyntax ||
        instance.Unwrap() is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration] } && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax };
}
