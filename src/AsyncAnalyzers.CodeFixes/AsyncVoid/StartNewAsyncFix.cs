using AsyncAnalyzers.AsyncVoid;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary><c>Task.Factory.StartNew(async …)</c> → <c>Task.Run(async …)</c>; with options, a state or a scheduler, <c>.Unwrap()</c> behind the call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class StartNewAsyncFix() : AsyncFix(Rules.StartNewAsync)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } node ||
            target.Model.GetOperation(node, target.CancellationToken) is not IInvocationOperation call)
        {
            yield break;
        }

        if (StartNewAsync.IsPlain(call, target.Types) && node.Expression is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task } factory })
        {
            // The last arguments are options and scheduler; a token that never asks for cancellation says nothing, either.
            var kept = call.TargetMethod.Parameters.Length >= 2 && TokenOf(call) is { } token && !IsNone(token) ? 2 : 1;
            yield return new("Use Task.Run", "run", edit => edit.Replace(node, current => Run(current, call, kept)));
        }
        else if (UnwrapCall.CanUnwrap(call.Type))
        {
            yield return new("Unwrap the task", "run", edit => UnwrapCall.Add(node, edit));
        }
    }

    private static InvocationExpressionSyntax Run(InvocationExpressionSyntax current, IInvocationOperation call, int kept)
    {
        var access = (MemberAccessExpressionSyntax)current.Expression;
        var factory = (MemberAccessExpressionSyntax)access.Expression;
        var arguments = current.ArgumentList.Arguments;
        for (var index = arguments.Count - 1; index >= 0; index--)
        {
            if (OrdinalOf(arguments[index], index, call) >= kept)
            {
                arguments = arguments.RemoveAt(index);
            }
        }

        return current
            .WithExpression(factory.WithName(IdentifierName("Run").WithTriviaFrom(access.Name)))
            .WithArgumentList(current.ArgumentList.WithArguments(arguments));
    }

    private static int OrdinalOf(ArgumentSyntax argument, int index, IInvocationOperation call)
    {
        if (argument.NameColon is not { Name.Identifier.ValueText: var name })
        {
            return index;
        }

        // What Task.Run takes comes first, whatever the order of the names.
        var parameter = call.TargetMethod.Parameters.FirstOrDefault(candidate => candidate.Name == name);
        return parameter?.Type switch
        {
            { TypeKind: TypeKind.Delegate } => 0,
            { Name: "CancellationToken" } => 1,
            _ => 2,
        };
    }

    private static IOperation? TokenOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Type.Name == "CancellationToken")?.Value.Unwrap();

    private static bool IsNone(IOperation token) =>
        token is IDefaultValueOperation or IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None" } };
}
