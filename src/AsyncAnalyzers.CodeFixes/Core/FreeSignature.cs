using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Methods that may return a task instead without anybody noticing: <c>Main</c> and test methods that no code calls.</summary>
internal static class FreeSignature
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> Names = new();

    public static bool Is(SyntaxNode function, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken) =>
        function is MethodDeclarationSyntax &&
        method is { IsVirtual: false, IsOverride: false, IsAbstract: false, IsExtern: false, IsPartialDefinition: false, PartialDefinitionPart: null, ExplicitInterfaceImplementations.IsEmpty: true } &&
        (EntryPoint.IsTest(method) || EntryPoint.Is(method) && ((CSharpParseOptions)model.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp7_1) &&
        !Implements(method) &&
        !model.Compilation.SyntaxTrees.Any(tree => Names.GetValue(tree, key => NamesIn(key, cancellationToken)).Contains(method.Name));

    /// <summary><c>void</c> → <c>Task</c>, <c>T</c> → <c>Task&lt;T&gt;</c>.</summary>
    public static TypeSyntax TaskOf(TypeSyntax result) =>
        (result is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } ? TypeNames.Task : TypeNames.Generic(TypeNames.Task, result.WithoutTrivia())).WithTriviaFrom(result);

    private static bool Implements(IMethodSymbol method) =>
        method.ContainingType.AllInterfaces.Any(contract => contract.GetMembers(method.Name).Any(member =>
            SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)));

    /// <summary>All names that the file uses; a declaration is no use.</summary>
    private static HashSet<string> NamesIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        new(tree.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);
}
