using AsyncAnalyzers.Blocking;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>
/// <c>x.Foo(a)</c> → <c>await x.FooAsync(a, cancellationToken)</c>, with the namespace of an extension imported; <c>x?.Foo();</c> →
/// <c>if (x is not null) await x.FooAsync();</c>. Where the value of <c>x?.Foo()</c> is used there is no expression that does the same.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UseAsyncOverloadFix() : AsyncFix(Rules.UseAsyncOverload)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call ||
            target.Model.GetOperation(call, target.CancellationToken) is not IInvocationOperation operation ||
            AsyncTwins.In(target.Model.Compilation, target.Types).Of(operation) is not { IsEmpty: false } candidates ||
            TwinCall.Of(operation, candidates, target.Types, (at, model) => TokenInScope.Find(at, model, target.Types)) is not { } twin)
        {
            yield break;
        }

        var title = $"Use await {twin.Method.Name}";
        if (Unconditional.BindingOf(call) is null)
        {
            yield return new(title, "await", edit =>
            {
                Import(twin, call, edit);
                edit.Await(call, current => Rewrite(twin, (InvocationExpressionSyntax)current, target));
            });
        }
        else if (call.Parent is ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax statement } access && access.WhenNotNull == call)
        {
            yield return new(title, "await", edit =>
            {
                Import(twin, call, edit);
                UnlessNull.Await(statement, access, edit, current => Rewrite(twin, (InvocationExpressionSyntax)current, target));
            });
        }
    }

    private static void Import(TwinCall twin, SyntaxNode call, DocumentEdit edit)
    {
        if (twin.Import is { } import)
        {
            edit.AddUsing(import, call.SpanStart);
        }
    }

    private static ExpressionSyntax Rewrite(TwinCall twin, InvocationExpressionSyntax call, FixTarget target) =>
        target.Types.Awaitables.IsTaskOrValueTask(twin.Method.ReturnType) ? ConfigureAwaitStyle.Apply(twin.Rewrite(call).WithoutTrivia(), target.Root) : twin.Rewrite(call);
}
