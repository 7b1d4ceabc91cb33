using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>How <c>Task</c> is written in a file.</summary>
internal sealed class TaskName(FileView file)
{
    public const string Namespace = "System.Threading.Tasks";

    /// <summary>True once a name was given that needs the <c>using</c> directive.</summary>
    public bool NeedsUsing { get; private set; }

    /// <summary>The name for a type at that place.</summary>
    public string At(int position)
    {
        var visible = file.Model.LookupNamespacesAndTypes(position, name: "Task");
        if (visible.IsEmpty && file.Model.LookupSymbols(position, name: "Task").IsEmpty)
        {
            NeedsUsing = true;
            return "Task";
        }

        return visible.All(static symbol => symbol is INamedTypeSymbol type && type.ContainingNamespace.ToDisplayString() == Namespace) ? "Task" : $"global::{Namespace}.Task";
    }

    /// <summary>The name for a member of the type, where a property of that name may be in the way.</summary>
    public string ForMemberAt(int position) =>
        file.Model.LookupSymbols(position, name: "Task").All(static symbol => symbol is INamedTypeSymbol) ? At(position) : $"global::{Namespace}.Task";
}
