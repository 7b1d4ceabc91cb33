using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// Finds out whether code of a compilation starts tasks that it was given: then a method may well return a task that was not started.
/// Lazy: asked only for methods about to be reported.
/// </summary>
internal static class TaskStarts
{
    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<SimpleNameSyntax[]>> Names = new();

    /// <summary>True if somewhere <c>Start</c> or <c>RunSynchronously</c> is called on a task that was not made just there.</summary>
    public static bool AnyIn(Compilation compilation, KnownTypes types, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in NamesIn(tree, cancellationToken))
            {
                // The call may be in any file; only names that match get here.
                var model = SourceModels.Of(compilation, tree);
                if (model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol { ContainingType: var type } && types.Awaitables.IsTask(type) && !IsMadeHere(name, model, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static SimpleNameSyntax[] NamesIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Names.TryGetValue(tree, out var found))
        {
            // Looking through the text is far cheaper than making nodes of it.
            found = Names.GetValue(tree, key => new(MayStart(key.GetText(cancellationToken).ToString()) ? [.. key.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>().Where(IsCandidate)] : []));
        }

        return found.Value!;
    }

    private static bool MayStart(string text) => text.IndexOf("Start", StringComparison.Ordinal) >= 0 || text.IndexOf("RunSynchronously", StringComparison.Ordinal) >= 0;

    private static bool IsCandidate(SimpleNameSyntax name) =>
        name.Identifier.ValueText is "Start" or "RunSynchronously" &&
        name.Parent is MemberBindingExpressionSyntax or MemberAccessExpressionSyntax { Expression: not BaseObjectCreationExpressionSyntax };

    /// <summary><c>var task = new Task(…); task.Start();</c>.</summary>
    private static bool IsMadeHere(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver } &&
        model.GetSymbolInfo(receiver, cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } &&
        declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax };
}
