using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT705: a <c>using</c> over a task that nothing else mentions: the task is disposed of, not what it will yield, and nothing waits for it. Not: tasks
/// in a variable that the body uses, and <c>SemaphoreSlim.WaitAsync</c>, which is AWAIT405's.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UsingTask() : AsyncAnalyzer(Rules.UsingTask)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeAll(operation, ((IUsingOperation)operation.Operation).Resources, types), OperationKind.Using);
        context.RegisterOperationAction(operation => AnalyzeAll(operation, ((IUsingDeclarationOperation)operation.Operation).DeclarationGroup, types), OperationKind.UsingDeclaration);
    }

    private void AnalyzeAll(in OperationAnalysisContext context, IOperation resources, KnownTypes types)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            Analyze(context, resources.Unwrap(), types);
            return;
        }

        foreach (var declaration in group.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                if (declarator.GetVariableInitializer()?.Value.Unwrap() is { } value && types.Awaitables.IsTask(declarator.Symbol.Type) &&
                    Mentions.Of(value.Root()).CountOf(declarator.Symbol.Name) == 1)
                {
                    Analyze(context, value, types);
                }
            }
        }
    }

    private void Analyze(in OperationAnalysisContext context, IOperation task, KnownTypes types)
    {
        if (!types.Awaitables.IsTask(task.Type) || task is not (IInvocationOperation or IConditionalAccessOperation) || task is IInvocationOperation wait && SemaphoreCall.IsWait(wait))
        {
            return;
        }

        var name = task.InnermostCall()?.DisplayName() ?? task.Syntax.ToString();
        var result = types.Awaitables.ResultOf(task.Type);
        if (result is { } yielded && IsDisposable(yielded))
        {
            Report(context, task, null, name, $"the {result.Name} it yields", "await it");
        }
        else
        {
            Report(context, task, null, name, "anything it yields, and does not wait for it", "await it in front of a 'try' and do in a 'finally' what shall be done at the end");
        }
    }

    private static bool IsDisposable(ITypeSymbol type) =>
        type is ITypeParameterSymbol || IsNamedDisposable(type) || type.AllInterfaces.Any(IsNamedDisposable);

    private static bool IsNamedDisposable(ITypeSymbol type) => type is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
