using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
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
        var list = call.ArgumentList;
        var isStart = method.Name == "StartNew";
        var (token, options) = (IndexOf(method, "CancellationToken"), IndexOf(method, isStart ? "TaskCreationOptions" : "TaskContinuationOptions"));
        if (token < 0 && options < 0 && isStart)
        {
            list = TokenArgument.AddTo(list, NoToken());
        }

        if (options < 0 && (token >= 0 || isStart))
        {
            list = TokenArgument.AddTo(list, Argument(Member("System.Threading.Tasks." + (isStart ? "TaskCreationOptions" : "TaskContinuationOptions"), "None")));
        }

        list = TokenArgument.AddTo(list, Argument(Member("System.Threading.Tasks.TaskScheduler", "Default")));
        if (token < 0 && options >= 0)
        {
            var given = list.Arguments[options];
            list = list.WithArguments(SeparatedList<ArgumentSyntax>(list.Arguments.Replace(given, given.WithoutLeadingTrivia()).GetWithSeparators()
                .InsertRange(2 * options, [NoToken().WithLeadingTrivia(given.GetLeadingTrivia()), Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)])));
        }

        return call.WithArgumentList(list);
    }

    private static int IndexOf(IMethodSymbol method, string type)
    {
        for (var index = method.Parameters.Length - 1; index >= 0; index--)
        {
            if (method.Parameters[index].Type.Name == type)
            {
                return index;
            }
        }

        return -1;
    }

    private static ArgumentSyntax NoToken() => Argument(Member("System.Threading.CancellationToken", "None"));

    private static ExpressionSyntax Member(string type, string name) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of(type), IdentifierName(name));
}
