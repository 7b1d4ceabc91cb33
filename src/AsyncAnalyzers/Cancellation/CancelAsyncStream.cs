using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT602: an <c>await foreach</c> over a stream that could be given the cancellation token in scope and is not. Not: streams that are given a token where they
/// are made or by <c>WithCancellation</c>, async iterators of the project that take none, cleaning up.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CancelAsyncStream() : AsyncAnalyzer(Rules.CancelAsyncStream)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null && types.AsyncEnumerable is not null)
        {
            var overloads = TokenOverloads.In(context.Compilation, types);
            context.RegisterOperationAction(operation => Analyze(operation, overloads, types), OperationKind.Loop);
        }
    }

    private void Analyze(in OperationAnalysisContext context, TokenOverloads overloads, KnownTypes types)
    {
        if (context.Operation is IForEachLoopOperation { IsAsynchronous: true } loop && UncancelledStream.Of(loop, context.ContainingSymbol, overloads, types) is { } stream)
        {
            Report(context, loop, stream.Stream.Syntax.GetLocation(), stream.Token, stream.Argument is null ? $"add WithCancellation({stream.Token})" : $"pass '{stream.Token}'");
        }
    }
}
