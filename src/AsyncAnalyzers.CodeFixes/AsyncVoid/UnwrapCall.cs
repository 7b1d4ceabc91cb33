using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>Writes <c>task.Unwrap()</c>, which stands for the inner one of a task in a task.</summary>
internal static class UnwrapCall
{
    /// <summary>True for <c>Task&lt;Task&gt;</c> and <c>Task&lt;Task&lt;T&gt;&gt;</c>; there is no such method for a <c>ValueTask</c>.</summary>
    public static bool CanUnwrap(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task", TypeArguments: [INamedTypeSymbol { Name: "Task" }] };

    public static void Add(ExpressionSyntax task, DocumentEdit edit)
    {
        edit.AddUsing("System.Threading.Tasks", task.SpanStart);
        edit.Replace(task, static current => After(current).WithTriviaFrom(current));
    }

    /// <summary>Behind <c>a?.b()</c> the call belongs to the part that is left out if there is no <c>a</c>.</summary>
    private static ExpressionSyntax After(ExpressionSyntax task) => task is ConditionalAccessExpressionSyntax access
        ? access.WithWhenNotNull(After(access.WhenNotNull))
        : AwaitSyntax.Call(task.WithoutTrivia(), "Unwrap");
}
