using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary><c>await foreach (var x in Read())</c> → <c>Read(cancellationToken)</c>, or <c>stream.WithCancellation(cancellationToken)</c> where no call takes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class CancelAsyncStreamFix() : AsyncFix(Rules.CancelAsyncStream)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<CommonForEachStatementSyntax>() is not { } syntax ||
            target.Model.GetOperation(syntax, target.CancellationToken) is not IForEachLoopOperation loop ||
            target.Model.GetEnclosingSymbol(syntax.SpanStart, target.CancellationToken) is not { } containing ||
            UncancelledStream.Of(loop, containing, TokenOverloads.In(target.Model.Compilation, target.Types), target.Types) is not { Stream.Syntax: ExpressionSyntax stream } found)
        {
            yield break;
        }

        if (found.Argument is { } argument)
        {
            if (stream is InvocationExpressionSyntax call)
            {
                yield return new($"Pass {found.Token}", "token", edit => edit.Replace(call, argument.Rewrite));
            }
        }
        else
        {
            yield return new($"Add WithCancellation({found.Token})", "token", edit =>
            {
                edit.AddUsing("System.Threading.Tasks", stream.SpanStart);
                edit.Replace(stream, current => AwaitSyntax.Call(current.WithoutTrivia(), "WithCancellation", Argument(ParseExpression(found.Token))).WithTriviaFrom(current));
            });
        }
    }
}
