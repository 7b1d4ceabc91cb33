using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>The lambda, or method group, that does one iteration.</summary>
/// <param name="Text">What stands between the parentheses of the call that runs it.</param>
/// <param name="Kept">The parts of the loop that it took over.</param>
internal sealed record LoopLambda(string Text, IReadOnlyList<TextSpan> Kept)
{
    /// <summary>For <c>Select</c>.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="result">What an iteration delivers in the place of its tail; null if it delivers nothing.</param>
    /// <param name="single">The one expression that says all that the iteration does; null if it takes more.</param>
    /// <param name="model">The model of the loop's document.</param>
    /// <param name="types">The types of its compilation.</param>
    public static LoopLambda ForSelect(LoopText loop, string? result, ExpressionSyntax? single, SemanticModel model, KnownTypes types)
    {
        // `var r = await F(x); return r;` says no more than `await F(x)`.
        if (single is AwaitExpressionSyntax awaited && loop.Deconstruction is null)
        {
            var task = loop.Configuration.Length > 0 ? ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)awaited.Expression).Expression).Expression : awaited.Expression;
            if (types.Awaitables.IsTask(model.GetTypeInfo(task).Type))
            {
                return MethodGroup(loop, task, model) is { } group
                    ? new(group, [task.Span])
                    : new($"{loop.Parameter} => {loop.Edits.Of(task)}", [task.Span]);
            }
        }

        return Lambda(loop, loop.Parameter, result, single);
    }

    /// <summary>For <c>Parallel.ForEachAsync</c>: the whole body, with the token that it hands in.</summary>
    public static LoopLambda ForParallel(LoopText loop, string token, ExpressionSyntax? single) =>
        Lambda(loop, $"({loop.Parameter}, {token})", null, single);

    private static LoopLambda Lambda(LoopText loop, string parameters, string? result, ExpressionSyntax? single)
    {
        if (loop.Deconstruction is null && single is not null)
        {
            return new($"async {parameters} => {loop.Edits.Of(single)}", [single.Span]);
        }

        if (loop.Deconstruction is null && result is not null && loop.Statements.Count == 1)
        {
            return new($"async {parameters} => {result}", [loop.Body.Span]);
        }

        if (result is not null)
        {
            loop.Edits.Replace(loop.Found.Tail!.Statement.Syntax.Span, $"return {result};");
        }

        return new($"async {parameters} =>{Block(loop)}", [loop.Body.Span]);
    }

    /// <summary>The body as a block in the place where the loop had it.</summary>
    private static string Block(LoopText loop)
    {
        var (newLine, indentation) = (loop.NewLine, loop.Indentation);
        var first = loop.Deconstruction is { } deconstruction ? newLine + indentation + "    " + deconstruction : "";
        if (loop.Body is not BlockSyntax block)
        {
            return $"{newLine}{indentation}{{{first}{newLine}{indentation}    {loop.Edits.Of(loop.Body)}{newLine}{indentation}}}";
        }

        var header = loop.Loop is ForStatementSyntax count ? count.CloseParenToken : ((CommonForEachStatementSyntax)loop.Loop).CloseParenToken;
        var separator = header.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) ? newLine + indentation : " ";
        return $"{separator}{{{first}{loop.Edits.Of(TextSpan.FromBounds(block.OpenBraceToken.Span.End, block.Span.End))}";
    }

    /// <summary><c>F</c> for <c>x => F(x)</c> where both bind to the same method.</summary>
    private static string? MethodGroup(LoopText loop, ExpressionSyntax task, SemanticModel model)
    {
        if (task is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ NameColon: null, RefKindKeyword.RawKind: 0, Expression: IdentifierNameSyntax argument }], Expression: var function } ||
            argument.Identifier.Text != loop.Parameter ||
            !IsSimple(function) ||
            model.GetSymbolInfo(task).Symbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, IsGenericMethod: false, Parameters: [{ IsParams: false, RefKind: RefKind.None } parameter] } method ||
            !SymbolEqualityComparer.Default.Equals(parameter.Type, loop.Found.Source.Variable?.Type) ||
            model.GetMemberGroup(function).Length != 1)
        {
            return null;
        }

        return loop.Edits.Of(function);
    }

    /// <summary>True for a function whose receiver costs nothing and is the same each time.</summary>
    private static bool IsSimple(ExpressionSyntax function) => function switch
    {
        IdentifierNameSyntax => true,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax or BaseExpressionSyntax, Name: IdentifierNameSyntax } => true,
        _ => false,
    };
}
