using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT502: an async lambda, anonymous method or async void method becomes a delegate that returns <c>void</c>, so that it runs as async void. Not: event
/// subscriptions, and delegates shaped like an event handler; callbacks of timers and others that take no task, if the code
/// handles every exception itself.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncVoidDelegate() : AsyncAnalyzer(Rules.AsyncVoidDelegate)
{
    private const int MaxLength = 20000;

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(Analyze, OperationKind.DelegateCreation);

    private void Analyze(OperationAnalysisContext context)
    {
        var creation = (IDelegateCreationOperation)context.Operation;
        var target = creation.Target.Unwrap();
        var method = target switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation reference => reference.Method,
            _ => null,
        };
        if (method is not { IsAsync: true, ReturnsVoid: true } ||
            creation.Type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type ||
            EventHandlers.HasShape(invoke) ||
            EventHandlers.IsSubscription(creation) ||
            VoidSink.Of(creation) is var sink && sink.TakesNoTask && HandlesAll(target, context))
        {
            return;
        }

        Report(
            context,
            creation,
            HeadOf(target),
            target is IMethodReferenceOperation ? $"'{method.Name}'" : "The async lambda",
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            sink.Advice());
    }

    private static bool HandlesAll(IOperation target, in OperationAnalysisContext context) =>
        (target is IAnonymousFunctionOperation lambda ? lambda.Body : SourceModels.BodyOf(((IMethodReferenceOperation)target).Method, context.Compilation, MaxLength, context.CancellationToken)) is { } body &&
        !EscapingExceptions.MayLeave(body);

    /// <summary>A lambda is shown by its head: its body may be long.</summary>
    private static Location HeadOf(IOperation target) => target.Syntax switch
    {
        ParenthesizedLambdaExpressionSyntax lambda => From(lambda, lambda.ArrowToken),
        SimpleLambdaExpressionSyntax lambda => From(lambda, lambda.ArrowToken),
        AnonymousMethodExpressionSyntax method => From(method, method.DelegateKeyword),
        var other => other.GetLocation(),
    };

    private static Location From(SyntaxNode start, SyntaxToken end) =>
        start.SyntaxTree.GetLocation(TextSpan.FromBounds(start.SpanStart, end.Span.End));
}
