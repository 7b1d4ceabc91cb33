using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>
/// AWAIT508: an event whose handlers return tasks is invoked, and the one task that comes back, the last handler's, is awaited, returned or kept. Not: events
/// whose handlers are invoked one by one; a result that is dropped (AWAIT101); fields and properties, which hold one delegate by convention.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MulticastAsyncDelegate() : AsyncAnalyzer(Rules.MulticastAsyncDelegate)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.EventReference);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var reference = (IEventReferenceOperation)context.Operation;
        if (reference.Event.Type is not INamedTypeSymbol { DelegateInvokeMethod: { ReturnsVoid: false, ReturnType: var result } } || !types.Awaitables.IsTaskOrValueTask(result))
        {
            return;
        }

        if (Report(context, reference, reference) || CopyOf(reference) is not { } copy)
        {
            return;
        }

        foreach (var part in reference.Root().Descendants())
        {
            if (part is ILocalReferenceOperation { Local: var local } read && SymbolEqualityComparer.Default.Equals(local, copy))
            {
                Report(context, reference, read);
            }
        }
    }

    private bool Report(in OperationAnalysisContext context, IEventReferenceOperation reference, IOperation handlers)
    {
        if (InvocationOf(handlers) is not { } call)
        {
            return false;
        }

        if (!IsDropped(call))
        {
            Report(context, call, null, reference.Event.Name);
        }

        return true;
    }

    /// <summary>The local that takes the handlers, to be safe from those that are removed meanwhile.</summary>
    private static ILocalSymbol? CopyOf(IEventReferenceOperation reference) => reference.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var declared } } => declared,
        IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared } } => declared,
        IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol declared } } => declared,
        _ => null,
    };

    /// <summary><c>handlers(…)</c>, <c>handlers.Invoke(…)</c> or <c>handlers?.Invoke(…)</c>.</summary>
    private static IInvocationOperation? InvocationOf(IOperation handlers)
    {
        var invoked = handlers.Parent switch
        {
            IInvocationOperation call when call.Instance == handlers => call,
            IConditionalAccessOperation access when access.Operation == handlers => access.InnermostCall(),
            _ => null,
        };
        while (invoked is { TargetMethod.MethodKind: not MethodKind.DelegateInvoke, Instance: IInvocationOperation inner })
        {
            invoked = inner;
        }

        return invoked is { TargetMethod.MethodKind: MethodKind.DelegateInvoke } && (invoked.Instance == handlers || invoked.Instance is IConditionalAccessInstanceOperation) ? invoked : null;
    }

    private static bool IsDropped(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConditionalAccessOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }
}
