using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Finds where a method is called or becomes a delegate, in one file. Dear: only for what is about to be reported.</summary>
internal static class MethodUses
{
    /// <summary>The calls and method references, in the order of the text.</summary>
    public static IEnumerable<IOperation> InFile(IMethodSymbol method, SemanticModel? model, CancellationToken cancellationToken) =>
        model is null ? [] : InFile(method, static _ => true, model, cancellationToken);

    /// <summary>The same in all files, in members that also hold one of the words; only for methods of which a compilation has very few.</summary>
    public static IEnumerable<IOperation> InCompilation(IMethodSymbol method, IReadOnlyList<string> words, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            // To look through the text is far cheaper than to make nodes of it, or even to bind them.
            var text = tree.GetText(cancellationToken).ToString();
            if (text.IndexOf(method.Name, StringComparison.Ordinal) < 0 || !HoldsWord(0, text.Length))
            {
                continue;
            }

            foreach (var use in InFile(method, name => name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { Span: var member } && HoldsWord(member.Start, member.Length), SourceModels.Of(compilation, tree), cancellationToken))
            {
                yield return use;
            }

            bool HoldsWord(int start, int length) => words.Any(word => text.IndexOf(word, start, length, StringComparison.Ordinal) >= 0);
        }
    }

    private static IEnumerable<IOperation> InFile(IMethodSymbol method, Func<SimpleNameSyntax, bool> isWanted, SemanticModel model, CancellationToken cancellationToken)
    {
        var root = model.SyntaxTree.GetRoot(cancellationToken);
        var text = model.SyntaxTree.GetText(cancellationToken).ToString();
        for (var at = text.IndexOf(method.Name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(method.Name, at + 1, StringComparison.Ordinal))
        {
            var token = root.FindToken(at);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == method.Name && token.Parent is SimpleNameSyntax name && isWanted(name) && UseAt(name, model, cancellationToken) is { } use &&
                SymbolEqualityComparer.Default.Equals(((use as IInvocationOperation)?.TargetMethod ?? (use as IMethodReferenceOperation)?.Method)?.OriginalDefinition, method.OriginalDefinition))
            {
                yield return use;
            }
        }
    }

    private static IOperation? UseAt(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access
            : name.Parent is MemberBindingExpressionSyntax binding ? binding
            : name;
        return model.GetOperation(expression.Parent is InvocationExpressionSyntax call && call.Expression == expression ? call : expression, cancellationToken);
    }
}
