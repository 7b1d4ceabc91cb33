using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// <c>catch (TaskCanceledException)</c> → <c>catch (OperationCanceledException)</c>; <c>catch (AggregateException)</c> → <c>catch (Exception)</c>. Not where
/// the clause uses members that only the narrower type has.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class WrongExceptionAroundAwaitFix() : AsyncFix(Rules.WrongExceptionAroundAwait)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<CatchDeclarationSyntax>() is { Type: var type })
        {
            var name = target.Model.GetTypeInfo(type, target.CancellationToken).Type?.Name == "TaskCanceledException" ? "OperationCanceledException" : "Exception";
            yield return new($"Catch {name}", "type", edit => edit.Replace(type, current => TypeNames.Of("System." + name).WithTriviaFrom(current)));
        }
    }
}
