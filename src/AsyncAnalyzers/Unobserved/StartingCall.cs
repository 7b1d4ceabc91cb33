using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Calls of methods that start several tasks and return them: those that say so by their name, delegates and iterators in source.</summary>
internal static class StartingCall
{
    private static readonly string[] Verbs = ["Start", "Run", "Begin", "Launch", "Spawn", "Execute", "Process", "Send", "Publish", "Load", "Save"];

    /// <summary>Null for methods that take tasks, return an element type the caller chose, or may hand out tasks that others hold.</summary>
    public static TaskSequence? Of(IInvocationOperation call, KnownTypes types, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return new($"'{call.DisplayName()}'", IsLazy: false);
        }

        return TaskSequence.ElementOf(method.OriginalDefinition.ReturnType, types) is null || TakesTasks(call, types) ? null
            : IsIterator(method, cancellationToken) ? new($"'{call.DisplayName()}'", IsLazy: true)
            : !TaskSequence.IsOfFramework(method.ContainingType) && IsNamedSo(method.Name) ? new($"'{call.DisplayName()}'", IsLazy: false)
            : null;
    }

    private static bool TakesTasks(IInvocationOperation call, KnownTypes types)
    {
        if (IsTasks(call.Instance?.Type, types))
        {
            return true;
        }

        foreach (var argument in call.Arguments)
        {
            if (IsTasks(argument.Value.Unwrap().Type, types))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTasks(ITypeSymbol? type, KnownTypes types) => types.Awaitables.IsTaskOrValueTask(type) || TaskSequence.ElementOf(type, types) is not null;

    private static bool IsNamedSo(string name) => name.EndsWith("Async", StringComparison.Ordinal) || BeginsWithAnyWord(name, Verbs);

    private static bool IsIterator(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var reference in method.OriginalDefinition.DeclaringSyntaxReferences)
        {
            var body = reference.GetSyntax(cancellationToken) switch
            {
                MethodDeclarationSyntax declaration => declaration.Body,
                LocalFunctionStatementSyntax local => local.Body,
                _ => null,
            };
            if (body is not null && body.DescendantNodes(static node => node is not (ExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is YieldStatementSyntax))
            {
                return true;
            }
        }

        return false;
    }
}
