using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>The stream of an <c>await foreach</c> that could be given the token in scope and is not.</summary>
/// <param name="Stream">The stream, without <c>ConfigureAwait</c>.</param>
/// <param name="Token">The token as it is written.</param>
/// <param name="Argument">The token as an argument of the call that makes the stream; null where <c>WithCancellation</c> is the way.</param>
internal sealed record UncancelledStream(IOperation Stream, string Token, MissingToken? Argument)
{
    public static UncancelledStream? Of(IForEachLoopOperation loop, ISymbol containingSymbol, TokenOverloads overloads, KnownTypes types)
    {
        if (loop.Collection.Unwrap() is not { } stream)
        {
            return null;
        }

        while (stream is IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", IsExtensionMethod: true } } configured && configured.Receiver() is { } inner)
        {
            stream = inner.Unwrap();
        }

        if (!IsStream(stream.Type, types) || HasToken(stream, types) || IsDeaf(stream) || TokenInScope.Find(stream, containingSymbol, types) is not { } token || !CallersWork.Contains(loop, types))
        {
            return null;
        }

        if (stream is IInvocationOperation call && MissingToken.MayTake(call, overloads, types, out var candidates, out var written))
        {
            return MissingToken.Of(call, candidates, written, token.Expression, types) is { } argument ? new(stream, token.Expression, argument) : null;
        }

        foreach (var part in stream.Parts())
        {
            // The call that the stream begins with is to be given the token itself.
            if (part is IInvocationOperation inner && MissingToken.MayTake(inner, overloads, types, out _, out _))
            {
                return null;
            }
        }

        return new(stream, token.Expression, null);
    }

    private static bool IsStream(ITypeSymbol? type, KnownTypes types)
    {
        if (type is null || types.Awaitables.IsAsyncStream(type))
        {
            return type is not null;
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, types.AsyncEnumerable))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a token is passed already: to the stream, to a call that it comes from, or where the variable got its value.</summary>
    private static bool HasToken(IOperation stream, KnownTypes types)
    {
        foreach (var part in stream.Parts())
        {
            if (part is IInvocationOperation call && (call.TargetMethod.Name == "WithCancellation" || PassesAny(call, types)) || InitializerOf(part) is { } made && HasToken(made, types))
            {
                return true;
            }
        }

        return false;
    }

    private static bool PassesAny(IInvocationOperation call, KnownTypes types)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && TokenArgument.IsToken(argument.Value.Unwrap().Type, types) && argument.Value.Unwrap() is not IDefaultValueOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for an async iterator of the project without a token: nothing that <c>WithCancellation</c> is given reaches its body.</summary>
    private static bool IsDeaf(IOperation stream) =>
        stream is IInvocationOperation { TargetMethod: { IsAsync: true, Parameters: var parameters } } && !parameters.Any(static parameter => parameter.Type.Name == "CancellationToken") ||
        InitializerOf(stream) is { } made && IsDeaf(made);

    private static IOperation? InitializerOf(IOperation stream) =>
        stream is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var reference], SemanticModel: { } model } &&
        reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } && value.SyntaxTree == model.SyntaxTree
            ? model.GetOperation(value)?.Unwrap()
            : null;
}
