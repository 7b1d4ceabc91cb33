using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT703: <c>null</c>, <c>default</c> or <c>x?.FAsync()</c> is returned, in any arm, by a function whose <c>Task</c> is not declared nullable. Not: where
/// the compiler warns of it (CS8603); names that announce it (<c>TryGet…</c>, <c>…OrNull</c>, <c>…OrDefault</c>); lambdas that give nothing else where any type is taken; tests, where null stands for what is never awaited, or is what
/// they are about.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NullTask() : AsyncAnalyzer(Rules.NullTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Return);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var statement = (IReturnOperation)context.Operation;
        if (statement.ReturnedValue is not { } value || !types.Awaitables.IsTask(value.Type) || NullArms.Of(value, types) is not { Count: > 0 } arms ||
            EnclosingFunction.Of(statement, context.ContainingSymbol) is not { IsAsync: false, ReturnNullableAnnotation: not NullableAnnotation.Annotated } function ||
            !types.Awaitables.IsTask(function.ReturnType) || IsAnnounced(function.Name) || IsForAnyType(statement))
        {
            return;
        }

        foreach (var arm in arms)
        {
            if (function.ReturnNullableAnnotation == NullableAnnotation.None || !CompilerWarning.PossibleNull(arm))
            {
                Report(context, arm, null, NameOf(function), NullArms.IsConditional(arm) ? $"null when '{((IConditionalAccessOperation)arm).Operation.Syntax}' is null" : "null", types.Awaitables.ResultOf(function.ReturnType) is null ? "Task.CompletedTask" : "Task.FromResult(…)");
            }
        }
    }

    /// <summary>True for <c>source.Map&lt;Task&gt;(_ => null)</c>: nobody there knows that it could be awaited.</summary>
    private static bool IsForAnyType(IReturnOperation statement) =>
        EnclosingFunction.BoundaryOf(statement) is IAnonymousFunctionOperation { Body.Operations.Length: 1, Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parameter.OriginalDefinition: { } parameter } } } &&
        parameter is { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } } } &&
        statement.ReturnedValue!.Unwrap() is ILiteralOperation or IDefaultValueOperation;

    private static string NameOf(IMethodSymbol function) => function.MethodKind == MethodKind.AnonymousFunction ? "This lambda" : $"'{(function.AssociatedSymbol ?? function).Name}'";

    private static bool IsAnnounced(string name) =>
        Words.BeginsWithWord(name, "Try") && name.Length > "Try".Length ||
        WithoutSuffix(name) is var stem && (stem.EndsWith("OrNull", StringComparison.Ordinal) || stem.EndsWith("OrDefault", StringComparison.Ordinal));

    private static string WithoutSuffix(string name) => name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name;
}
