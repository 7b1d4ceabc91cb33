using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT506: <c>StartNew</c> and <c>ContinueWith</c> that are not told a scheduler, and so take whichever is current. Not: factories made with a scheduler, or of
/// which nothing is known; <c>StartNew</c> with async code (AWAIT504).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ImplicitScheduler() : AsyncAnalyzer(Rules.ImplicitScheduler)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("StartNew" or "ContinueWith") || TakesScheduler(call.TargetMethod))
        {
            return;
        }

        var isImplicit = call.TargetMethod.Name == "ContinueWith"
            ? types.Awaitables.IsTask(call.TargetMethod.ContainingType)
            : IsFactory(call.TargetMethod.ContainingType) && !TaskOfTask.IsStartNew(call, types) && HasNoScheduler(call.Instance?.Unwrap(), context.CancellationToken);
        if (isImplicit)
        {
            Report(context, call, NameIn(call.Syntax), call.TargetMethod.Name);
        }
    }

    private static bool TakesScheduler(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.Name == "TaskScheduler")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFactory(INamedTypeSymbol type) => type is { Name: "TaskFactory", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };

    /// <summary>True for <c>Task.Factory</c> and for a factory made without a scheduler, also in a local.</summary>
    private static bool HasNoScheduler(IOperation? factory, CancellationToken cancellationToken) => factory switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Factory", ContainingType.Name: "Task" } } => true,
        IObjectCreationOperation { Constructor: { } constructor } => IsFactory(constructor.ContainingType) && !TakesScheduler(constructor),
        ILocalReferenceOperation local => LocalHistory.Of(local.Local, local, cancellationToken)?.Value.Unwrap() is { } value and not ILocalReferenceOperation && HasNoScheduler(value, cancellationToken),
        _ => false,
    };

    private static Location NameIn(SyntaxNode call) => (call as InvocationExpressionSyntax)?.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.GetLocation(),
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.GetLocation(),
        SimpleNameSyntax name => name.Identifier.GetLocation(),
        _ => call.GetLocation(),
    };
}
