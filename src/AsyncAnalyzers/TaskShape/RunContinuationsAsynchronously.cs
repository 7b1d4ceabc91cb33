using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT707: a <c>TaskCompletionSource</c> is made without <c>TaskCreationOptions.RunContinuationsAsynchronously</c>. Not: with options that are not a constant,
/// and where it is completed by the next statement, before anybody can wait.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RunContinuationsAsynchronously() : AsyncAnalyzer(Rules.RunContinuationsAsynchronously)
{
    private const int Flag = 64;

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Find("System.Threading.Tasks.TaskCreationOptions") is { } options && !options.GetMembers("RunContinuationsAsynchronously").IsEmpty)
        {
            context.RegisterOperationAction(Analyze, OperationKind.ObjectCreation);
        }
    }

    private void Analyze(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (CompletionSource.Is(creation.Type) && !IsGiven(creation) && !IsCompletedAtOnce(creation))
        {
            Report(context, creation, null, creation.Type!.Name);
        }
    }

    private static bool IsGiven(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Type.Name == "TaskCreationOptions")
            {
                return argument.Value.ConstantValue is not { HasValue: true, Value: int options } || (options & Flag) != 0;
            }
        }

        return false;
    }

    private static bool IsCompletedAtOnce(IObjectCreationOperation creation)
    {
        if (CompletionSource.LocalOf(creation) is not { } local || creation.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Parent: BlockSyntax block } declaration)
        {
            return false;
        }

        var next = block.Statements.IndexOf(declaration) + 1;
        return next < block.Statements.Count &&
            block.Statements[next] is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax source, Name.Identifier.ValueText: var name } } } &&
            source.Identifier.ValueText == local.Name && CompletionSource.IsSignal(name);
    }
}
