using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>
/// One fix for each sink that has an asynchronous counterpart: <c>List.ForEach</c> → <c>foreach</c>, <c>Parallel.ForEach</c> → <c>Parallel.ForEachAsync</c>,
/// threads and <c>StartNew</c> → <c>Task.Run</c>, an <c>Action</c> variable or parameter → <c>Func&lt;Task&gt;</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AsyncVoidDelegateFix() : AsyncFix(Rules.AsyncVoidDelegate)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        var lambda = target.Node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>();
        if (lambda is null || lambda.SpanStart != target.Diagnostic.Location.SourceSpan.Start)
        {
            if (target.Node is ExpressionSyntax group && group.Span == target.Diagnostic.Location.SourceSpan && NamedMethodForms.Of(group, target) is { } named)
            {
                yield return named;
            }

            yield break;
        }

        if (StartNewAround(lambda, target) is { } startNew)
        {
            yield return new("Use Task.Run", "run", edit => edit.Replace(startNew, current =>
                AwaitSyntax.Call(TypeNames.Task, "Run", Argument(FirstLambda(current).WithoutTrivia())).WithTriviaFrom(current)));
            yield break;
        }

        if (lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol method)
        {
            if (FormForCall(call, method, lambda, target) is { } form)
            {
                yield return form;
            }
            else if (ActionParameter.Of(lambda, method.OriginalDefinition, target) is { } parameter)
            {
                yield return new($"Let '{method.Name}' take a delegate that returns Task, and await it", "func", parameter.Apply);
            }
        }
        else if (lambda.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation } && StartedThread(creation, target) is { } start)
        {
            yield return new("Run with Task.Run", "run", edit => edit.Replace(start, current => RunInstead(current, LambdaIn(current))));
        }
        else if (lambda.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } } variable } &&
            ActionVariable.Of(variable, target) is { } action)
        {
            yield return new($"Declare '{variable.Identifier.ValueText}' as a delegate that returns Task, and await it", "func", action.Apply);
        }
    }

    private static FixForm? FormForCall(InvocationExpressionSyntax call, IMethodSymbol method, AnonymousFunctionExpressionSyntax lambda, FixTarget target)
    {
        if (call is not { Expression: MemberAccessExpressionSyntax, Parent: ExpressionStatementSyntax statement })
        {
            return null;
        }

        switch (method.ContainingType.Name, method.Name)
        {
            case ("List" or "Array", "ForEach") when ForEachLoop.CanReplace(lambda) && AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken):
                return new("Use foreach and await in its body", "await", edit =>
                {
                    edit.Replace(statement, current => ForEachLoop.Of(current, method.IsStatic));
                    edit.MakeAsync(AsyncFunction.Around(statement));
                });
            case ("Parallel", "For" or "ForEach")
                when ParallelTwin(method, target.Types) is { } twin && Parameters(lambda).Count == 1 && AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken):
                return new($"Use await Parallel.{twin}", "await", edit =>
                {
                    var token = edit.UniqueName("token", lambda.SpanStart, lambda);
                    edit.Await(call, current => WithTwin((InvocationExpressionSyntax)current, twin, token));
                });
            case ("ThreadPool", "QueueUserWorkItem") when method.Parameters.Length == 1 && !IsUsed(Parameters(lambda).FirstOrDefault(), lambda, target):
                return new("Run with Task.Run", "run", edit => edit.Replace(call, current => RunInstead(current, LambdaIn(current))));
            default:
                return null;
        }
    }

    /// <summary><c>ForEachAsync</c> (.NET 6) or <c>ForAsync</c> (.NET 8) where the framework has it.</summary>
    public static string? ParallelTwin(IMethodSymbol method, KnownTypes types)
    {
        var twin = method.Name + "Async";
        return types.Find("System.Threading.Tasks.Parallel")?.GetMembers(twin).IsEmpty == false ? twin : null;
    }

    /// <summary>The call of the twin, whose lambda is given a token, too.</summary>
    public static ExpressionSyntax WithTwin(InvocationExpressionSyntax call, string twin, string token)
    {
        var lambda = LambdaIn(call);
        var parameters = Parameters(lambda).Select(static parameter => parameter.WithoutTrivia()).Append(Parameter(Identifier(token))).ToArray();
        if (parameters[0].Type is not null)
        {
            parameters[1] = parameters[1].WithType(TypeNames.Of("System.Threading.CancellationToken").WithTrailingTrivia(Space));
        }

        var list = ParameterList(SeparatedList(parameters, [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)]));
        var changed = ParenthesizedLambdaExpression(lambda.Modifiers, list, Arrow(lambda), lambda.Block, lambda.ExpressionBody).WithTriviaFrom(lambda);
        var replaced = call.ReplaceNode(lambda, changed);
        var access = (MemberAccessExpressionSyntax)replaced.Expression;
        SimpleNameSyntax name = access.Name is GenericNameSyntax generic ? generic.WithIdentifier(Identifier(twin)) : IdentifierName(twin);
        return replaced.WithExpression(access.WithName(name));
    }

    /// <summary><c>new Thread(async () => …).Start()</c>: the whole call, if its result is dropped.</summary>
    public static InvocationExpressionSyntax? StartedBy(BaseObjectCreationExpressionSyntax creation, FixTarget target) =>
        creation is { ArgumentList.Arguments.Count: 1, Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax } start } } &&
        target.Model.GetTypeInfo(creation, target.CancellationToken).Type is { Name: "Thread" or "Task", DeclaringSyntaxReferences.IsEmpty: true }
            ? start
            : null;

    private static InvocationExpressionSyntax? StartedThread(BaseObjectCreationExpressionSyntax creation, FixTarget target) =>
        creation.ArgumentList?.Arguments[0].Expression is AnonymousFunctionExpressionSyntax lambda && Parameters(lambda).Count == 0 ? StartedBy(creation, target) : null;

    /// <summary><c>Task.Factory.StartNew(new Action(async () => …))</c>, or with a cast: without either it would take async code.</summary>
    private static InvocationExpressionSyntax? StartNewAround(AnonymousFunctionExpressionSyntax lambda, FixTarget target)
    {
        SyntaxNode? around = lambda.Parent;
        while (around is ParenthesizedExpressionSyntax or CastExpressionSyntax or ArgumentSyntax { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax } } or ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax } or BaseObjectCreationExpressionSyntax)
        {
            around = around.Parent;
        }

        return Parameters(lambda).Count == 0 && around is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "StartNew", Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory" } } } call } } &&
            target.Model.GetSymbolInfo(call, target.CancellationToken).Symbol is IMethodSymbol { ContainingType: { Name: "TaskFactory", Arity: 0 }, Parameters: [{ Type.Name: "Action" }] }
                ? call
                : null;
    }

    /// <summary>The discard says that nobody waits, as before; failures now reach the task instead of ending the process.</summary>
    public static ExpressionSyntax Discarded(ExpressionSyntax work, ExpressionSyntax replaced) => AssignmentExpression(
        SyntaxKind.SimpleAssignmentExpression,
        ParseExpression("_").WithTrailingTrivia(Space),
        Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
        AwaitSyntax.Call(TypeNames.Task, "Run", Argument(work.WithoutTrivia()))).WithTriviaFrom(replaced);

    private static ExpressionSyntax RunInstead(ExpressionSyntax replaced, AnonymousFunctionExpressionSyntax lambda)
    {
        AnonymousFunctionExpressionSyntax work = Parameters(lambda).Count == 0
            ? lambda
            : ParenthesizedLambdaExpression(lambda.Modifiers, ParameterList(), Arrow(lambda), lambda.Block, lambda.ExpressionBody);
        return Discarded(work, replaced);
    }

    private static AnonymousFunctionExpressionSyntax FirstLambda(SyntaxNode node) => node.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>().First();

    private static AnonymousFunctionExpressionSyntax LambdaIn(SyntaxNode node) =>
        node.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>().First(static lambda => lambda.Parent is ArgumentSyntax);

    private static SyntaxToken Arrow(AnonymousFunctionExpressionSyntax lambda) =>
        lambda is LambdaExpressionSyntax { ArrowToken: var arrow } ? arrow : Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space);

    private static IReadOnlyList<ParameterSyntax> Parameters(AnonymousFunctionExpressionSyntax lambda) => ForEachLoop.Parameters(lambda);

    private static bool IsUsed(ParameterSyntax? parameter, AnonymousFunctionExpressionSyntax lambda, FixTarget target) =>
        parameter is not null && target.Model.GetDeclaredSymbol(parameter, target.CancellationToken) is { } symbol &&
        lambda.Body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, symbol));
}
