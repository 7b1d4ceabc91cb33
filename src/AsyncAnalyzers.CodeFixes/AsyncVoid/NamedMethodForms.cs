using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>The fix of each sink that is given an <c>async void</c> method by its name.</summary>
internal static class NamedMethodForms
{
    public static FixForm? Of(ExpressionSyntax group, FixTarget target)
    {
        if (NamedMethod.Of(group, target) is not { } method)
        {
            return null;
        }

        switch (group.Parent)
        {
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol sink:
                return OfCall(call, sink, group, method, target);
            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation } when method.ParameterCount == 0 && AsyncVoidDelegateFix.StartedBy(creation, target) is { } start:
                return Run(start, group, method);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } } variable } when ActionVariable.Of(variable, target) is { } action:
                return new($"Declare '{variable.Identifier.ValueText}' as a delegate that returns Task, and await it", "func", edit =>
                {
                    method.Apply(edit);
                    action.Apply(edit);
                });
            default:
                return null;
        }
    }

    private static FixForm? OfCall(InvocationExpressionSyntax call, IMethodSymbol sink, ExpressionSyntax group, NamedMethod method, FixTarget target)
    {
        var statement = call.Parent as ExpressionStatementSyntax;
        switch (sink.ContainingType.Name, sink.Name)
        {
            case ("List" or "Array", "ForEach") when statement is not null && call.Expression is MemberAccessExpressionSyntax && AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken):
                return new("Use foreach and await in its body", "await", edit =>
                {
                    var item = edit.UniqueName("item", call.SpanStart);
                    method.Apply(edit);
                    edit.Replace(statement, current => ForEachLoop.Of(current, sink.IsStatic, Lambda(group, item)));
                    edit.MakeAsync(AsyncFunction.Around(statement));
                });
            case ("Parallel", "For" or "ForEach")
                when statement is not null && method.ParameterCount == 1 && AsyncVoidDelegateFix.ParallelTwin(sink, target.Types) is { } twin && AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken):
                return new($"Use await Parallel.{twin}", "await", edit =>
                {
                    var (item, token) = (edit.UniqueName("item", call.SpanStart, group), edit.UniqueName("token", call.SpanStart, group));
                    method.Apply(edit);
                    edit.Await(call, current => AsyncVoidDelegateFix.WithTwin((InvocationExpressionSyntax)current.ReplaceNode(GroupIn(current, group), Lambda(group, item)), twin, token));
                });
            case ("ThreadPool", "QueueUserWorkItem") when statement is not null && sink.Parameters.Length == 1:
                return new("Run with Task.Run", "run", edit =>
                {
                    method.Apply(edit);
                    edit.Replace(call, current => AsyncVoidDelegateFix.Discarded(ParseExpression($"() => {group}(null)"), current));
                });
            case ("TaskFactory", "StartNew") when sink.Parameters.Length == 1 && call.Expression is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory" } }:
                return new("Use Task.Run", "run", edit =>
                {
                    method.Apply(edit);
                    edit.Replace(call, static current => current.WithExpression(((MemberAccessExpressionSyntax)((MemberAccessExpressionSyntax)current.Expression).Expression).WithName(IdentifierName("Run"))));
                });
            case ("Task", "Run"):
                return new("Return Task from the method", "run", method.Apply);
            default:
                return null;
        }
    }

    private static FixForm Run(InvocationExpressionSyntax start, ExpressionSyntax group, NamedMethod method) => new("Run with Task.Run", "run", edit =>
    {
        method.Apply(edit);
        edit.Replace(start, current => AsyncVoidDelegateFix.Discarded(group, current));
    });

    private static SyntaxNode GroupIn(SyntaxNode current, ExpressionSyntax group) =>
        current.DescendantNodes().OfType<ExpressionSyntax>().First(node => node.Parent is ArgumentSyntax && node.IsEquivalentTo(group));

    /// <summary><c>async item => await Method(item)</c>.</summary>
    private static SimpleLambdaExpressionSyntax Lambda(ExpressionSyntax group, string item) =>
        (SimpleLambdaExpressionSyntax)ParseExpression($"async {item} => await {group.WithoutTrivia()}({item})");
}
