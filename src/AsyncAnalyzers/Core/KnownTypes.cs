using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>The well-known types of one compilation; a type the compilation does not have is null.</summary>
internal sealed class KnownTypes
{
    private static readonly ConditionalWeakTable<Compilation, KnownTypes> Instances = new();

    private static readonly string[] TestAttributes =
    [
        "Xunit.FactAttribute",
        "NUnit.Framework.TestAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute",
        "TUnit.Core.TestAttribute",
    ];

    private static readonly string[] ContextBoundTypes =
    [
        "System.Windows.DependencyObject",
        "System.Windows.Forms.Control",
        "Avalonia.AvaloniaObject",
        "Microsoft.Maui.Controls.BindableObject",
        "Microsoft.UI.Xaml.DependencyObject",
        "Windows.UI.Xaml.DependencyObject",
        "Orleans.Grain",
    ];

    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> found = new(StringComparer.Ordinal);
    private readonly Lazy<bool> isTestProject;
    private readonly Lazy<bool> hasContext;

    private KnownTypes(Compilation compilation)
    {
        this.compilation = compilation;
        Task = Find("System.Threading.Tasks.Task")!;
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        AsyncEnumerable = Find("System.Collections.Generic.IAsyncEnumerable`1");
        AsyncEnumerator = Find("System.Collections.Generic.IAsyncEnumerator`1");
        CancellationToken = Find("System.Threading.CancellationToken");
        isTestProject = new(() => TestAttributes.Any(name => Find(name) is not null));
        // Every ASP.NET Core project refers to Blazor; only a component draws something.
        hasContext = new(() => ContextBoundTypes.Any(name => Find(name) is not null) ||
            Find("Microsoft.AspNetCore.Components.ComponentBase") is not null && compilation.ContainsSymbolsWithName("BuildRenderTree", SymbolFilter.Member));
        Awaitables = new(this);
    }

    public INamedTypeSymbol Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? AsyncEnumerable { get; }

    public INamedTypeSymbol? AsyncEnumerator { get; }

    public INamedTypeSymbol? CancellationToken { get; }

    public Awaitables Awaitables { get; }

    /// <summary>True if a test framework (xUnit, NUnit, MSTest, TUnit) is referenced.</summary>
    public bool IsTestProject => isTestProject.Value;

    /// <summary>True if the project's code may run under a synchronization context or scheduler of its own (UI frameworks, Blazor, Orleans).</summary>
    public bool HasContext => hasContext.Value;

    /// <summary>True for programs, and for what is part of an ASP.NET Core application.</summary>
    public bool IsApplication =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication || Find("Microsoft.AspNetCore.Http.HttpContext") is not null;

    /// <summary>The types of <paramref name="compilation"/>, or null if it does not even know <c>Task</c>.</summary>
    public static KnownTypes? Of(Compilation compilation)
    {
        var types = Instances.GetValue(compilation, static key => new KnownTypes(key));
        return types.Task is null ? null : types;
    }

    /// <summary>The type of that metadata name, null if there is none; memoised. For registration, not for hot callbacks.</summary>
    public INamedTypeSymbol? Find(string metadataName) => found.GetOrAdd(metadataName, Lookup);

#pragma warning disable RS0030 // The one place for look-ups.
    private INamedTypeSymbol? Lookup(string metadataName)
    {
        if (compilation.GetTypeByMetadataName(metadataName) is { } unique)
        {
            return unique;
        }

        // Ambiguous between assemblies: the first one that code here could name.
        foreach (var candidate in compilation.GetTypesByMetadataName(metadataName))
        {
            if (compilation.IsSymbolAccessibleWithin(candidate, compilation.Assembly))
            {
                return candidate;
            }
        }

        return null;
    }
#pragma warning restore RS0030
}
