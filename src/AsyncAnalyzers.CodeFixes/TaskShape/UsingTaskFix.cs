using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary><c>using (LockAsync())</c> → <c>using (await LockAsync())</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class UsingTaskFix() : AsyncFix(Rules.UsingTask)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        // The declared type, if there is one, is the result's: 'IDisposable held = LockAsync()'.
        if (target.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } task and not ConditionalAccessExpressionSyntax &&
            target.Types.Awaitables.ResultOf(target.Model.GetTypeInfo(task, target.CancellationToken).Type) is not null &&
            AsyncFunction.CanAwait(task, target.Model, target.Types, target.CancellationToken))
        {
            yield return new("Await the task", "await", edit =>
            {
                edit.Await(task, current => ConfigureAwaitStyle.Apply(current.WithoutTrivia(), target.Root));
                if (task.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: { IsVar: false } type } } } && target.Model.GetTypeInfo(type).Type is INamedTypeSymbol { Arity: 1 } declared && target.Types.Awaitables.IsTask(declared) && type is GenericNameSyntax { TypeArgumentList.Arguments: [var result] })
                {
                    edit.Replace(type, _ => result.WithTriviaFrom(type));
                }
            });
        }
    }
}
