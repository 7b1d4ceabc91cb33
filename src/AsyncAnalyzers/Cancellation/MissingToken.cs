using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>A token that a call could be given and is not: what to write, proven by binding it at its place.</summary>
internal sealed class MissingToken
{
    private readonly ArgumentSyntax argument;
    private readonly int index;
    private readonly bool replaces;

    /// <param name="argument">The argument to write.</param>
    /// <param name="index">Where it belongs; -1 behind all others.</param>
    /// <param name="replaces">True if a <c>default</c> stands there.</param>
    private MissingToken(ArgumentSyntax argument, int index, bool replaces)
    {
        this.argument = argument;
        this.index = index;
        this.replaces = replaces;
    }

    /// <summary>True if the call takes no token although the method, or one of the overloads, would: the cheap look before <see cref="Of"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="overloads">The overloads of the compilation.</param>
    /// <param name="types">The types of the compilation.</param>
    /// <param name="candidates">What the call may be bound to with a token.</param>
    /// <param name="written">The argument <c>default</c>; null if none is written.</param>
    public static bool MayTake(IInvocationOperation call, TokenOverloads overloads, KnownTypes types, out ImmutableArray<IMethodSymbol> candidates, out IArgumentOperation? written)
    {
        written = null;
        candidates = ImmutableArray<IMethodSymbol>.Empty;
        var method = call.TargetMethod;
        if (!overloads.MayTakeToken(method))
        {
            return false;
        }

        var isOptional = false;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && TokenArgument.IsToken(parameter, types))
            {
                switch (argument.ArgumentKind)
                {
                    case ArgumentKind.Explicit when argument.Value.Unwrap() is IDefaultValueOperation or IObjectCreationOperation { Arguments.IsEmpty: true, Type.IsValueType: true } && argument.Syntax is ArgumentSyntax:
                        written = argument;
                        break;
                    case ArgumentKind.DefaultValue:
                    case ArgumentKind.ParamArray when argument.Value is IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true }:
                        isOptional = true;
                        break;
                    default:
                        written = null;
                        return false;
                }
            }
            else if (argument.ArgumentKind == ArgumentKind.ParamArray && argument.Value is not IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true } ||
                argument.ArgumentKind != ArgumentKind.DefaultValue && TokenArgument.IsToken(argument.Value.Unwrap().Type, types))
            {
                return false;
            }
        }

        candidates = written is not null || isOptional ? ImmutableArray.Create(method.OriginalDefinition) : overloads.Of(method.OriginalDefinition);
        return !candidates.IsEmpty && !IsExempt(method, types);
    }

    /// <summary>The token as an argument of the call; null if no form of it binds to one of the candidates.</summary>
    public static MissingToken? Of(IInvocationOperation call, ImmutableArray<IMethodSymbol> candidates, IArgumentOperation? written, string token, KnownTypes types)
    {
        if (call.Syntax is not InvocationExpressionSyntax syntax || call.SemanticModel is not { } model)
        {
            return null;
        }

        foreach (var form in Forms(syntax, candidates, written, token, types))
        {
            // What follows a question mark binds only together with its receiver.
            if (Unconditional.Of(form.Rewrite(syntax), syntax) is InvocationExpressionSyntax rewritten &&
                model.GetSpeculativeSymbolInfo(syntax.SpanStart, rewritten, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol bound &&
                TokenArgument.IsAt(form.index < 0 ? rewritten.ArgumentList.Arguments.Count - 1 : form.index, rewritten.ArgumentList.Arguments, bound, types) &&
                IsMeant(bound, candidates, call, types))
            {
                return form;
            }
        }

        return null;
    }

    /// <summary>The same with another token, which need not be there yet.</summary>
    public MissingToken With(string token) => new(argument.WithExpression(SyntaxFactory.ParseExpression(token).WithTriviaFrom(argument.Expression)), index, replaces);

    /// <summary>The call with the token.</summary>
    public InvocationExpressionSyntax Rewrite(InvocationExpressionSyntax call)
    {
        var list = call.ArgumentList;
        return call.WithArgumentList(
            index < 0 ? TokenArgument.AddTo(list, argument)
            : replaces ? list.WithArguments(list.Arguments.Replace(list.Arguments[index], argument))
            : list.WithArguments(list.Arguments.Replace(list.Arguments[index], list.Arguments[index].WithLeadingTrivia(SyntaxFactory.Space)).Insert(index, argument.WithLeadingTrivia(list.Arguments[index].GetLeadingTrivia()))));
    }

    private static IEnumerable<MissingToken> Forms(InvocationExpressionSyntax call, ImmutableArray<IMethodSymbol> candidates, IArgumentOperation? written, string token, KnownTypes types)
    {
        if (written?.Syntax is ArgumentSyntax present)
        {
            yield return new(present.WithExpression(SyntaxFactory.ParseExpression(token).WithTriviaFrom(present.Expression)), call.ArgumentList.Arguments.IndexOf(present), replaces: true);
            yield break;
        }

        foreach (var argument in TokenArgument.Forms(token, call.ArgumentList, Names(candidates, types)))
        {
            yield return new(argument, -1, replaces: false);
        }

        if (!call.ArgumentList.Arguments.Any(static argument => argument.NameColon is not null))
        {
            // The overload that wants the token first.
            for (var index = 0; index < call.ArgumentList.Arguments.Count && index < 2; index++)
            {
                yield return new(SyntaxFactory.Argument(SyntaxFactory.ParseExpression(token)), index, replaces: false);
            }
        }
    }

    private static IEnumerable<string> Names(ImmutableArray<IMethodSymbol> candidates, KnownTypes types) =>
        candidates.SelectMany(static candidate => candidate.Parameters).Where(parameter => !parameter.IsParams && TokenArgument.IsToken(parameter, types)).Select(static parameter => parameter.Name).Distinct();

    /// <summary>True if the rewritten call is bound to a candidate, gives what the call gives, and is not a call of the function that it stands in.</summary>
    private static bool IsMeant(IMethodSymbol bound, ImmutableArray<IMethodSymbol> candidates, IInvocationOperation call, KnownTypes types)
    {
        var definition = (bound.ReducedFrom ?? bound).OriginalDefinition;
        var isCandidate = false;
        foreach (var candidate in candidates)
        {
            isCandidate |= SymbolEqualityComparer.Default.Equals(candidate, definition);
        }

        if (!isCandidate || !GivesSame(bound.ReturnType, call, types))
        {
            return false;
        }

        if (SymbolEqualityComparer.Default.Equals(definition, call.TargetMethod.OriginalDefinition))
        {
            return true;
        }

        for (var around = call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart); around is IMethodSymbol function; around = around.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(function.OriginalDefinition, definition))
            {
                return false;
            }
        }

        return true;
    }

    private static bool GivesSame(ITypeSymbol type, IInvocationOperation call, KnownTypes types) =>
        SymbolEqualityComparer.Default.Equals(type, call.TargetMethod.ReturnType) ||
        call.Parent is IAwaitOperation && SymbolEqualityComparer.Default.Equals(types.Awaitables.ResultOf(type), types.Awaitables.ResultOf(call.TargetMethod.ReturnType));

    /// <summary>Methods whose token says something else than when to stop: that a continuation shall not run or work not begin, or why a task is cancelled.</summary>
    private static bool IsExempt(IMethodSymbol method, KnownTypes types) =>
        method.Name is "ContinueWith" or "TrySetCanceled" or "SetCanceled" or "FromCanceled" or "CreateLinkedTokenSource" or "Dispose" or "DisposeAsync" or "ToString" or "Equals" ||
        method is { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" } ||
        SymbolEqualityComparer.Default.Equals(method.ContainingType, types.CancellationToken);
}
