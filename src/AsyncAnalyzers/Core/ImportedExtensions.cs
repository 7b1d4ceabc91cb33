using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Core;

/// <summary>
/// The extension methods with an asynchronous name in the namespaces that some file of the compilation imports, and in the compilation's own.
/// What an earlier compilation found in a file or in a namespace of a referenced assembly is remembered: those stay the same while one types.
/// </summary>
internal sealed class ImportedExtensions
{
    private static readonly ConditionalWeakTable<Compilation, ImportedExtensions> Instances = new();
    private static readonly ConditionalWeakTable<SyntaxTree, string[]> ImportsOfTrees = new();
    private static readonly ConditionalWeakTable<INamespaceSymbol, (string Method, INamedTypeSymbol Type)[]> Known = new();

    private readonly Lazy<Dictionary<string, List<INamedTypeSymbol>>> types;

    private ImportedExtensions(Compilation compilation) => types = new(() => Find(compilation));

    public static ImportedExtensions In(Compilation compilation) => Instances.GetValue(compilation, static key => new(key));

    /// <summary>All extension methods of that name, which ends in <c>Async</c>.</summary>
    public IEnumerable<IMethodSymbol> Named(string name) =>
        types.Value.TryGetValue(name, out var found)
            ? found.SelectMany(type => type.GetMembers(name)).OfType<IMethodSymbol>().Where(static method => method.IsExtensionMethod)
            : [];

    private static Dictionary<string, List<INamedTypeSymbol>> Find(Compilation compilation)
    {
        var result = new Dictionary<string, List<INamedTypeSymbol>>(StringComparer.Ordinal);
        foreach (var space in Imported(compilation))
        {
            foreach (var part in space.ConstituentNamespaces)
            {
                // Every module has its own part of a namespace; one that merges parts is not worth keeping.
                var isOwn = SymbolEqualityComparer.Default.Equals(part.ContainingAssembly, compilation.Assembly);
                foreach (var (method, type) in isOwn ? ExtensionsIn(part) : Known.GetValue(part, ExtensionsIn))
                {
                    if (!result.TryGetValue(method, out var list))
                    {
                        result.Add(method, list = []);
                    }

                    if (!list.Contains(type, SymbolEqualityComparer.Default))
                    {
                        list.Add(type);
                    }
                }
            }
        }

        return result;
    }

    private static (string Method, INamedTypeSymbol Type)[] ExtensionsIn(INamespaceSymbol part) =>
        [.. part.GetTypeMembers()
            .Where(static type => type is { MightContainExtensionMethods: true, IsStatic: true })
            .SelectMany(static type => type.MemberNames.Where(static name => name.EndsWith("Async", StringComparison.Ordinal)).Select(name => (name, type)))];

    private static HashSet<INamespaceSymbol> Imported(Compilation compilation)
    {
        var spaces = new HashSet<INamespaceSymbol>(SymbolEqualityComparer.Default);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            names.UnionWith(ImportsOfTrees.GetValue(tree, ImportsOf));
        }

        foreach (var name in names)
        {
            if (Resolve(name, compilation) is { } space)
            {
                spaces.Add(space);
            }
        }

        AddOwn(compilation.Assembly.GlobalNamespace, spaces);
        return spaces;
    }

    /// <summary>The namespaces imported in a file, and in those it declares, where an import may leave out what is around it.</summary>
    private static string[] ImportsOf(SyntaxTree tree)
    {
        var names = new List<string>();
        if (tree.GetRoot() is CompilationUnitSyntax unit)
        {
            Add(unit.Usings, "");
            AddAll(unit.Members, "");
        }

        return [.. names];

        void AddAll(SyntaxList<MemberDeclarationSyntax> members, string prefix)
        {
            foreach (var member in members)
            {
                if (member is BaseNamespaceDeclarationSyntax space)
                {
                    var name = $"{prefix}{space.Name}.";
                    Add(space.Usings, name);
                    AddAll(space.Members, name);
                }
            }
        }

        void Add(SyntaxList<UsingDirectiveSyntax> usings, string prefix)
        {
            foreach (var directive in usings)
            {
                if (directive is { Alias: null, StaticKeyword.RawKind: 0, Name: { } name })
                {
                    var text = name.ToString();
                    names.Add(text.StartsWith("global::", StringComparison.Ordinal) ? text.Substring("global::".Length) : text);
                    for (var around = prefix; around.Length > 0; around = around.Substring(0, around.LastIndexOf('.', around.Length - 2) + 1))
                    {
                        names.Add(around + text);
                    }
                }
            }
        }
    }

    private static INamespaceSymbol? Resolve(string name, Compilation compilation)
    {
        var space = compilation.GlobalNamespace;
        foreach (var part in name.Split('.'))
        {
            if (space.GetMembers(part).OfType<INamespaceSymbol>().FirstOrDefault() is not { } inner)
            {
                return null;
            }

            space = inner;
        }

        return space;
    }

    private static void AddOwn(INamespaceSymbol space, HashSet<INamespaceSymbol> spaces)
    {
        spaces.Add(space);
        foreach (var inner in space.GetNamespaceMembers())
        {
            AddOwn(inner, spaces);
        }
    }
}
