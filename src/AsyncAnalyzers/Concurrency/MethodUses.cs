using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Finds where a method is called or becomes a delegate, in one file. Dear: only for what is about to be reported.</summary>
internal static class MethodUses
{
    /// <summary>The calls and method references, in the order of the text.</summary>
    public static IEnumerable<IOperation> InFile(IMethodSymbol method, SemanticModel? model, CancellationToken cancellationToken)
    {
        if (model is null)
        {
            yield break;
        }

        foreach (var token in model.SyntaxTree.GetRoot(cancellationToken).DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == method.Name && token.Parent is SimpleNameSyntax name && UseAt(name, model, cancellationToken) is { } use &&
                SymbolEqualityComparer.Default.Equals(((use as IInvocationOperation)?.TargetMethod ?? (use as IMethodReferenceOperation)?.Method)?.OriginalDefinition, method.OriginalDefinition))
            {
                yield return use;
            }
        }
    }

    /// <summary>The same in all files; only for methods of which a compilation has very few.</summary>
    public static IEnumerable<IOperation> InCompilation(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
#pragma warning disable RS0030 // The call may be in any file; a model costs nothing until it is asked.
            var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS0030
            foreach (var use in InFile(method, model, cancellationToken))
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
