using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Whether a file configures what it awaits, so that new awaits look like those that are there.</summary>
internal static class ConfigureAwaitStyle
{
    private static readonly ConditionalWeakTable<SyntaxNode, StrongBox<bool?>> Known = new();
    private static readonly ConditionalWeakTable<Compilation, StrongBox<bool>> Everywhere = new();

    /// <summary>The task with <c>.ConfigureAwait(false)</c> if every other await of the file has it.</summary>
    public static ExpressionSyntax Apply(ExpressionSyntax task, SyntaxNode root) =>
        IsUsed(root) == true
            ? AwaitSyntax.Call(task, "ConfigureAwait", Argument(LiteralExpression(SyntaxKind.FalseLiteralExpression)))
            : task;

    /// <summary>True if the other awaits of the file are configured, or, where it has none, those of the other files.</summary>
    public static bool IsUsed(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
        if (IsUsed(tree.GetRoot(cancellationToken)) is { } here)
        {
            return here;
        }

        return Everywhere.GetValue(compilation, key => new(key.SyntaxTrees.Select(other => IsUsed(other.GetRoot(cancellationToken))).OfType<bool>().ToArray() is { Length: > 0 } known && known.Count(static isUsed => isUsed) > known.Length / 2)).Value;
    }

    /// <summary>Null for a file that awaits nothing.</summary>
    private static bool? IsUsed(SyntaxNode root) => Known.GetValue(root, static key => new(IsConfigured(key))).Value;

    private static bool? IsConfigured(SyntaxNode root)
    {
        var any = false;
        foreach (var node in root.DescendantNodes())
        {
            if (node is AwaitExpressionSyntax { Expression: var task } && !IsYield(task))
            {
                if (task is not InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" },
                        ArgumentList.Arguments: [{ Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression }],
                    })
                {
                    return false;
                }

                any = true;
            }
        }

        return any ? true : null;
    }

    private static bool IsYield(ExpressionSyntax task) => task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Yield" } };
}
