using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT610: <c>Task.WhenAny(work, Task.Delay(x))</c> as a time limit: when the work is done first, the timer lives on. Not: a delay that is given a token, or
/// that never ends, delays only, test projects, and where CA2027 is switched on.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UncancelledDelay() : AsyncAnalyzer(Rules.UncancelledDelay)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
        }
    }

    /// <summary>The delay among the tasks of <c>Task.WhenAny</c>, and the first other task; null if it is no time limit of that kind.</summary>
    public static (IInvocationOperation Delay, IOperation Work)? LimitOf(IInvocationOperation call, KnownTypes types)
    {
        if (call.TargetMethod.Name != "WhenAny" || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Task) || TasksOf(call) is not { Count: > 1 } tasks)
        {
            return null;
        }

        IInvocationOperation? delay = null;
        IOperation? work = null;
        foreach (var task in tasks)
        {
            if (DelayOf(task.Unwrap(), types) is { } found)
            {
                delay ??= found;
            }
            else
            {
                work ??= task.Unwrap();
            }
        }

        return delay is not null && work is not null && !HasToken(delay, types) && !IsEndless(delay) ? (delay, work) : null;
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (LimitOf(call, types) is var (_, work) && !OptInRule.IsOn("CA2027", context.Compilation, call.Syntax.SyntaxTree, context.CancellationToken))
        {
            var name = work.Syntax is SimpleNameSyntax or MemberAccessExpressionSyntax ? $"'{work.Syntax}'" : work is IInvocationOperation started ? $"'{started.DisplayName()}'" : "the work";
            Report(context, call, null, name);
        }
    }

    private static IReadOnlyList<IOperation>? TasksOf(IInvocationOperation call)
    {
        if (call.Arguments.Length > 1)
        {
            var tasks = new List<IOperation>();
            foreach (var argument in call.Arguments)
            {
                tasks.Add(argument.Value);
            }

            return tasks;
        }

        return call.Arguments is [{ Value: var all }] && all.TryGetElements(out var elements) ? elements : null;
    }

    /// <summary>The call of <c>Task.Delay</c> that the task is, or that the local got its only value from.</summary>
    private static IInvocationOperation? DelayOf(IOperation task, KnownTypes types) => task switch
    {
        IInvocationOperation { TargetMethod: { Name: "Delay", IsStatic: true } method } call when SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task) => call,
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var reference], SemanticModel: { } model } when
            reference.SyntaxTree == model.SyntaxTree && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Delay" } } made } &&
            model.GetOperation(made) is IInvocationOperation call => DelayOf(call, types),
        _ => null,
    };

    private static bool HasToken(IInvocationOperation delay, KnownTypes types) => PassedTokens.Of(delay, types) is not null;

    private static bool IsEndless(IInvocationOperation delay) =>
        delay.ArgumentAt(0)?.Value.Unwrap() is { ConstantValue: { HasValue: true, Value: -1 } } or IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" };
}
