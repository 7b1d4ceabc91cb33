using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT206: a member without an asynchronous twin that keeps the thread (<c>WaitOne</c>, <c>Thread.Join</c>, <c>BlockingCollection.Take</c>,
/// <c>Parallel.ForEach</c>, …) in an async-capable function. Not: waits of zero time, synchronous lambdas (the way to move such a call to a thread of
/// its own), handles that may be shared with other processes, collections without a bound, reading the console in the program's own class.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingPrimitiveInAsync() : AsyncAnalyzer(Rules.BlockingPrimitiveInAsync)
{
    private const string Unknown = "use what is asynchronous, or move the call into Task.Run";

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeCall(operation, types), OperationKind.Invocation);
        context.RegisterOperationAction(operation => AnalyzeConfigured(operation, ((IPropertyReferenceOperation)operation.Operation).Property, types), OperationKind.PropertyReference);
    }

    private void AnalyzeCall(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (BlockingMembers.AlternativeTo(call.TargetMethod) is not { } alternative)
        {
            AnalyzeConfigured(context, call.TargetMethod, types);
        }
        else if (IsInAsyncCode(call, context.ContainingSymbol, types) &&
            !WaitTime.IsZero(call) &&
            !SyncBranch.Contains(call) &&
            MayBlock(call, context))
        {
            var source = call.Instance?.Unwrap() is IPropertyReferenceOperation property ? BlockingMembers.AlternativeTo(property.Property) : null;
            Report(context, call, null, NameOf(call.TargetMethod), source ?? alternative);
        }
    }

    private void AnalyzeConfigured(in OperationAnalysisContext context, ISymbol member, KnownTypes types)
    {
        if (Options.BlockingMembers.Read(context.Options, context.Operation.Syntax.SyntaxTree) is { IsEmpty: false } configured && configured.Contains(member) &&
            BlockingMembers.AlternativeTo(member) is null &&
            IsInAsyncCode(context.Operation, context.ContainingSymbol, types) &&
            !(context.Operation is IInvocationOperation call && WaitTime.IsZero(call)) &&
            !SyncBranch.Contains(context.Operation))
        {
            Report(context, context.Operation, null, NameOf(member), Unknown);
        }
    }

    /// <summary>True in an async-capable function, and in a lambda that <c>List.ForEach</c> runs there on the spot.</summary>
    private static bool IsInAsyncCode(IOperation operation, ISymbol containingSymbol, KnownTypes types)
    {
        while (!types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(operation, containingSymbol)))
        {
            if (EnclosingFunction.BoundaryOf(operation) is not IAnonymousFunctionOperation
                {
                    Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ForEach", ContainingType.Name: "List" or "Array" } } } }
                } lambda)
            {
                return false;
            }

            operation = lambda;
        }

        return true;
    }

    private static bool MayBlock(IInvocationOperation call, in OperationAnalysisContext context) => call.TargetMethod.ContainingType.Name switch
    {
        "BlockingCollection" => call.TargetMethod.Name switch
        {
            "Add" or "TryAdd" => IsBounded(call),
            "GetConsumingEnumerable" => IsLoopedOver(call),
            _ => true,
        },
        "WaitHandle" => call.Instance is not { } handle || IsOwnHandle(handle.Unwrap()),
        "Parallel" => !TakesAsyncLambda(call),
        "Console" => !IsProgram(context),
        _ => true,
    };

    private static bool IsBounded(IInvocationOperation call) =>
        CreatedAs.ArgumentsOf(call.Instance) is { Count: > 0 } arguments &&
        (arguments.Count == 2 || arguments[0] is var only && (only.NameColon?.Name.Identifier.ValueText == "boundedCapacity" || IsNumber(only.Expression, call.SemanticModel)));

    private static bool IsNumber(ExpressionSyntax expression, SemanticModel? model) =>
        expression.IsKind(SyntaxKind.NumericLiteralExpression) ||
        model?.SyntaxTree == expression.SyntaxTree && model.GetTypeInfo(expression).Type is { SpecialType: SpecialType.System_Int32 };

    /// <summary>True if the items are taken here: elsewhere the sequence may be handed to a thread of its own.</summary>
    private static bool IsLoopedOver(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IForEachLoopOperation;
    }

    /// <summary>False for a handle that has a name, or may have one: no other process releases a <c>SemaphoreSlim</c>.</summary>
    private static bool IsOwnHandle(IOperation handle) => handle.Type?.Name switch
    {
        "Mutex" => CreatedAs.ArgumentsOf(handle) is { Count: < 2 },
        "Semaphore" or "EventWaitHandle" => CreatedAs.ArgumentsOf(handle) is { Count: < 3 },
        _ => true,
    };

    /// <summary>AWAIT502 reports the lambda; once it is mended nothing blocks here.</summary>
    private static bool TakesAsyncLambda(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (IsAsyncDelegate(argument.Value) || argument.Value.TryGetElements(out var actions) && actions.Any(IsAsyncDelegate))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAsyncDelegate(IOperation value) =>
        value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsAsync: true } or IMethodReferenceOperation { Method.IsAsync: true } };

    /// <summary>True in the class that the program starts in: a console program has nothing else to do with its thread.</summary>
    private static bool IsProgram(in OperationAnalysisContext context) =>
        context.Compilation.GetEntryPoint(context.CancellationToken)?.ContainingType is { } program &&
        SymbolEqualityComparer.Default.Equals(program, context.ContainingSymbol.ContainingType);

    private static string NameOf(ISymbol member) => $"{member.ContainingType.Name}.{member.Name}";
}
