using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>
/// <c>await task.ContinueWith(t => Use(t.Result))</c> → <c>Use(await task)</c>. Only where the continuation is an expression that asks for the result once: any other runs
/// also when the task fails, which code behind an <c>await</c> does not.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class PreferAwaitFix() : AsyncFix(Rules.PreferAwait)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var task }, ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax { ExpressionBody: { } value } lambda }] } call ||
            AsyncFunction.IsAsync(lambda) ||
            target.Model.GetOperation(call, target.CancellationToken) is not IInvocationOperation { TargetMethod.Parameters.Length: 1 } operation ||
            target.Types.Awaitables.IsTaskOrValueTask(target.Types.Awaitables.ResultOf(operation.Type)) ||
            AwaitOf(call) is not { } awaiting ||
            ResultIn(lambda, value, target) is not { } result)
        {
            yield break;
        }

        var configuration = awaiting.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList: var arguments } ? arguments : null;
        yield return new("Await the task", "await", edit => edit.Replace(awaiting, current =>
        {
            var awaited = configuration is null ? task.WithoutTrivia() : AwaitSyntax.Call(task.WithoutTrivia(), "ConfigureAwait").WithArgumentList(configuration.WithoutTrivia());
            var changed = result == value ? AwaitSyntax.Await(awaited) : value.ReplaceNode(result, AwaitSyntax.Await(result, awaited, result));
            return (awaiting.Parent is ExpressionSyntax and not (ParenthesizedExpressionSyntax or AssignmentExpressionSyntax) && result != value ? AwaitSyntax.Receiver(changed) : changed).WithTriviaFrom(current);
        }));
    }

    /// <summary>The <c>await</c> whose operand the call is, with or without <c>ConfigureAwait</c>.</summary>
    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax awaiting => awaiting,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaiting } } => awaiting,
        _ => null,
    };

    /// <summary>The only mention of the task in the lambda, if it asks for the result; null otherwise.</summary>
    private static MemberAccessExpressionSyntax? ResultIn(LambdaExpressionSyntax lambda, ExpressionSyntax value, FixTarget target)
    {
        var parameter = ForEachLoop.Parameters(lambda) is [var only] ? only.Identifier.ValueText : null;
        var mentions = value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == parameter && target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol is IParameterSymbol).ToList();
        return mentions is [{ Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result } mention] && result.Expression == mention &&
            !result.Ancestors().TakeWhile(around => around != lambda).Any(static around => around is AnonymousFunctionExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax or QueryExpressionSyntax)
            ? result
            : null;
    }
}
