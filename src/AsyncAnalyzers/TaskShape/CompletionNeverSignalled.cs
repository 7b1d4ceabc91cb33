using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT708: the task of a <c>TaskCompletionSource</c> in a local is given away, but nothing completes it, or not on every path, or not if the work that
/// completes it throws. Not: sources that are passed on, completed by handlers that run some other time, or in several functions; tasks that are meant never to
/// complete; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CompletionNeverSignalled() : AsyncAnalyzer(Rules.CompletionNeverSignalled)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(Analyze, OperationKind.ObjectCreation);
        }
    }

    private void Analyze(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (CompletionSource.Is(creation.Type) && CompletionSource.LocalOf(creation) is { } local && creation.Syntax.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } declarator &&
            !Mentions.Of(creation.Root()).IsHuge &&
            LocalHistory.Of(local, creation, context.CancellationToken) is { } history && new CompletionPaths(local, history).Find() is var (fate, cure, cause))
        {
            Report(context, creation, declarator.Identifier.GetLocation(), cause is null ? [] : [cause.Syntax.GetLocation()], local.Name, fate, cure);
        }
    }
}
