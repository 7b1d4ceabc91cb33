using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>Adds <c>TaskScheduler.Default</c>, and what must stand between it and the arguments that are there. Not with named arguments, whose order is the author's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ImplicitSchedulerFix() : AsyncFix(Rules.ImplicitScheduler)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { ArgumentList.Arguments: var arguments } node && arguments.All(static argument => argument.NameColon is null) &&
            target.Model.GetSymbolInfo(node, target.CancellationToken).Symbol is IMethodSymbol method && method.Parameters.Length == arguments.Count)
        {
            yield return new("Use TaskScheduler.Default", "default", edit => edit.Replace(node, current => WithScheduler(current, method)));
        }
    }

    private static InvocationExpressionSyntax WithScheduler(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        var given = call.ArgumentList.Arguments;
        var arguments = new List<ArgumentSyntax>();
        ArgumentSyntax? token = null;
        ArgumentSyntax? options = null;
        for (var index = 0; index < given.Count; index++)
        {
            switch (method.Parameters[index].Type.Name)
            {
                case "CancellationToken":
                    token = given[index];
                    break;
                case "TaskCreationOptions" or "TaskContinuationOptions":
                    options = given[index];
                    break;
                default:
                    arguments.Add(given[index]);
                    break;
            }
        }

        if (method.Name == "StartNew" || token is not null || options is not null)
        {
            arguments.Add(token ?? Argument(Member("System.Threading.CancellationToken", "None")));
            arguments.Add(options ?? Argument(Member("System.Threading.Tasks." + (method.Name == "StartNew" ? "TaskCreationOptions" : "TaskContinuationOptions"), "None")));
        }

        arguments.Add(Argument(Member("System.Threading.Tasks.TaskScheduler", "Default")));
        return call.WithArgumentList(call.ArgumentList.WithArguments(SeparatedList(
            arguments.Select(static argument => argument.WithLeadingTrivia(argument.GetLeadingTrivia())),
            Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), arguments.Count - 1))));
    }

    private static ExpressionSyntax Member(string type, string name) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of(type), IdentifierName(name));
}
