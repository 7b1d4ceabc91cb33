using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>A method with all that must have the same parameters: what it overrides or implements, and what overrides or implements it.</summary>
internal sealed class MethodFamily
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private MethodFamily(List<IMethodSymbol> methods)
    {
        Methods = methods;
        foreach (var method in methods)
        {
            names.Add(NameOf(method));
        }
    }

    public IReadOnlyList<IMethodSymbol> Methods { get; }

    public static MethodFamily Of(IMethodSymbol method, IEnumerable<ReferencedSymbol> references)
    {
        var methods = new List<IMethodSymbol>();
        foreach (var member in references.Select(static reference => reference.Definition).OfType<IMethodSymbol>().Append(method).OrderBy(NameOf, StringComparer.Ordinal))
        {
            if (!methods.Contains(member, SymbolEqualityComparer.Default))
            {
                methods.Add(member);
            }
        }

        return new(methods);
    }

    // By name, because a project with another target framework sees the method as another symbol.
    public bool Contains(IMethodSymbol method) => names.Contains(NameOf(method));

    /// <summary>All declarations with their parameters; null if one of them cannot be changed.</summary>
    public async Task<List<(Document Document, (SyntaxNode Node, ParameterListSyntax List) Declaration)>?> DeclarationsAsync(SolutionEdit edit)
    {
        var declarations = new List<(Document Document, (SyntaxNode Node, ParameterListSyntax List) Declaration)>();
        foreach (var method in Methods)
        {
            if (IsFixed(method) || !IsClosedUnder(method))
            {
                return null;
            }

            foreach (var part in new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart })
            {
                foreach (var reference in part is null ? [] : part.DeclaringSyntaxReferences.ToArray())
                {
                    var node = await reference.GetSyntaxAsync(edit.CancellationToken).ConfigureAwait(false);
                    if (ListOf(node) is not { } list || !Slots.CanMove(list) || Member.IsBroken(list) || edit.Solution.GetDocument(node.SyntaxTree) is not { } document || document is SourceGeneratedDocument)
                    {
                        return null;
                    }

                    declarations.Add((document, (node, list)));
                }
            }
        }

        return declarations;
    }

    /// <summary>True for a method whose parameters somebody else counts: native code, a generator, the data of a test, or the compiler itself.</summary>
    private static bool IsFixed(IMethodSymbol method) =>
        method.IsExtern || method.ContainingType is { IsComImport: true } || method.DeclaringSyntaxReferences.IsEmpty || method.IsImplicitlyDeclared ||
        method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction or MethodKind.Constructor) ||
        method.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "LibraryImportAttribute" or "UnmanagedCallersOnlyAttribute" }) ||
        EntryPoint.IsTest(method);

    private bool IsClosedUnder(IMethodSymbol method) =>
        (method.OverriddenMethod is not { } overridden || Contains(overridden)) &&
        (method.MethodKind != MethodKind.Ordinary || method.ContainingType.AllInterfaces.All(contract => contract.GetMembers(method.Name).All(member =>
            member is not IMethodSymbol implemented ||
            !SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method) ||
            Contains(implemented)))) &&
        method.ExplicitInterfaceImplementations.All(Contains);

    private static ParameterListSyntax? ListOf(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax local => local.ParameterList,
        BaseMethodDeclarationSyntax { Parent: ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax } method => method.ParameterList,
        // The parameters of a record are its parts, which Deconstruct gives in the same order.
        TypeDeclarationSyntax and not RecordDeclarationSyntax => ((TypeDeclarationSyntax)node).ParameterList,
        _ => null,
    };

    private static string NameOf(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition is var original && original.MethodKind == MethodKind.LocalFunction
        ? original.DeclaringSyntaxReferences[0].SyntaxTree.FilePath + original.DeclaringSyntaxReferences[0].Span
        : original.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}
