using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT406: a lambda or local function mentions the variable of a <c>for</c> loop and runs later than its iteration: as a task, thread or timer that
/// the iteration does not wait for, or behind an <c>await</c> of its own. Not: variables of <c>foreach</c> (each iteration has its own), what runs or
/// is awaited on the spot, lambdas handed to methods that are not known to put them off, lambdas that assign the variable.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CapturedForVariable() : AsyncAnalyzer(Rules.CapturedForVariable)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Loop);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        if (context.Operation is not IForLoopOperation { AtLoopBottom.IsEmpty: false, Syntax: ForStatementSyntax { Statement: var body } } loop ||
            !HoldsFunction(body) ||
            ForVariables.Of(loop) is not { Count: > 0 } variables)
        {
            return;
        }

        HashSet<(ILocalSymbol, IOperation)>? captures = null;
        foreach (var operation in loop.Body.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation { Local: var local } mention &&
                variables.Contains(local) &&
                ForVariables.FunctionAround(mention, loop) is { } function &&
                !ForVariables.IsName(mention) &&
                !(captures ??= []).Contains((local, function)) &&
                DeferredRun.Of(mention, loop, types) is { } starter &&
                !ForVariables.IsAssignedIn(function, local))
            {
                captures.Add((local, function));
                Report(context, mention, null, local.Name, starter);
            }
        }
    }

    private static bool HoldsFunction(StatementSyntax body)
    {
        foreach (var node in body.DescendantNodes())
        {
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
