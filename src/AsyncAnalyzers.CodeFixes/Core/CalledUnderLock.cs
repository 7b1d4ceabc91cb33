using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>
/// Finds functions that their own type calls while it holds a lock, directly or through others of its functions. Made async, such a function would do the rest
/// of its work after the lock is gone.
/// </summary>
internal static class CalledUnderLock
{
    public static bool Is(SyntaxNode function, CancellationToken cancellationToken)
    {
        if (NameOf(function) is not { } name || function.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() is not { } type)
        {
            return false;
        }

        var called = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>();
        foreach (var held in type.DescendantNodes().OfType<StatementSyntax>().Where(HoldsLock))
        {
            Add(held);
        }

        var functions = pending.Count == 0 ? null : type.DescendantNodes().Where(static node => NameOf(node) is not null).ToLookup(static node => NameOf(node)!, StringComparer.Ordinal);
        while (pending.Count > 0 && !called.Contains(name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var next in functions![pending.Dequeue()])
            {
                Add(next);
            }
        }

        return called.Contains(name);

        void Add(SyntaxNode code)
        {
            foreach (var invocation in code.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (CalledName(invocation.Expression) is { } callee && called.Add(callee))
                {
                    pending.Enqueue(callee);
                }
            }
        }
    }

    private static bool HoldsLock(StatementSyntax statement) =>
        statement is LockStatementSyntax ||
        statement is UsingStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "EnterScope" } } };

    /// <summary>Calls on other objects do not count.</summary>
    private static string? CalledName(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } member => member.Name.Identifier.ValueText,
        _ => null,
    };

    private static string? NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        _ => null,
    };
}
