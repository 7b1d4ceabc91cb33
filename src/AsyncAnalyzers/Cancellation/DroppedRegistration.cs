using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT609 (off): the registration that <c>token.Register(…)</c> returns is dropped, so that it stays as long as the token. Not: tokens of a source that the
/// function or object has made itself, whose end is the end of the registration, those of the application, and results that are discarded on purpose.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DroppedRegistration() : AsyncAnalyzer(Rules.DroppedRegistration)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is { } token)
        {
            context.RegisterOperationAction(operation => Analyze(operation, token), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, INamedTypeSymbol token)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "Register" or "UnsafeRegister" &&
            SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, token) &&
            call.Parent is IExpressionStatementOperation &&
            call.Instance?.Unwrap() is { } instance && BelongsToOthers(instance))
        {
            Report(context, call, null, instance.Syntax.ToString());
        }
    }

    private static bool BelongsToOthers(IOperation token) => token switch
    {
        IParameterReferenceOperation => true,
        IFieldReferenceOperation => true,
        IPropertyReferenceOperation { Property.Name: "Token", Instance.Type.Name: "CancellationTokenSource" } or
        IPropertyReferenceOperation { Property.Name: "ApplicationStarted" or "ApplicationStopping" or "ApplicationStopped" } => false,
        IPropertyReferenceOperation => true,
        _ => false,
    };
}
