using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// Says whether a call changes something on another server, or reads what that one has answered, or writes a file: given up because a browser has gone, nobody here would know whether it
/// was done, and the file would be half of one.
/// </summary>
internal static class ChangeElsewhere
{
    public static bool Contains(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (OverlapJudge.IsFileStatic(call.TargetMethod))
        {
            return Begins(name, "Write") || Begins(name, "Append");
        }

        for (var type = call.Receiver()?.Unwrap().Type; type is not null; type = type.BaseType)
        {
            if (type.ContainingNamespace is { Name: "Http", ContainingNamespace: { Name: "Net", ContainingNamespace.Name: "System" } })
            {
                return type.Name switch
                {
                    "HttpClient" or "HttpMessageInvoker" => IsChange(name),
                    "HttpContent" => HoldsChange(call.Syntax) || EarlierStatements.Of(call.Syntax).Any(HoldsChange),
                    _ => false,
                };
            }
        }

        return false;
    }

    private static bool HoldsChange(SyntaxNode code) =>
        code.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static node => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } && IsChange(called));

    /// <summary>Whether a request of its own making changes something cannot be told.</summary>
    private static bool IsChange(string method) => Begins(method, "Post") || Begins(method, "Put") || Begins(method, "Patch") || Begins(method, "Delete") || Begins(method, "Send");
}
