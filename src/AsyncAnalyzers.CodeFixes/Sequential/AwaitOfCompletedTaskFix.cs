using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>
/// <c>await Task.FromResult(x)</c> → <c>x</c>; <c>await Task.CompletedTask;</c> → nothing; <c>await Task.FromException(e);</c> → <c>throw e;</c>;
/// <c>await Task.WhenAll(task)</c> → <c>await task</c>. Not where the function would be left without any <c>await</c>: it should then not be async either.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AwaitOfCompletedTaskFix() : AsyncFix(Rules.AwaitOfCompletedTask)
{
    private const string Plain = "plain";

    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not { } node ||
            target.Model.GetOperation(node, target.CancellationToken) is not IAwaitOperation awaited ||
            CompletedAwait.Of(awaited, target.Types) is not { } completed)
        {
            yield break;
        }

        if ((completed.IsAwaitNeedless ? Needless(node, awaited, completed, target) : Single(node, completed)) is { } form)
        {
            yield return form;
        }

        if (completed.Kind == CompletedAwaitKind.NoDelay)
        {
            yield return new(
                "Let others run first with await Task.Yield()",
                "yield",
                edit => edit.Replace(node, current => current.WithExpression(AwaitSyntax.Call(TypeNames.Task, "Yield").WithTriviaFrom(current.Expression))));
        }
    }

    /// <summary>The task itself in the place of the combinator; an array around its result if that is used as one.</summary>
    private static FixForm? Single(AwaitExpressionSyntax node, CompletedAwait completed)
    {
        var task = (ExpressionSyntax)completed.Value!.Syntax;
        var call = (ExpressionSyntax)completed.Task.Syntax;
        const string title = "Await the task itself";
        if (completed.Kind == CompletedAwaitKind.Any)
        {
            var outer = OutsideParentheses(node);
            return IsAwaited(outer) ? new(title, Plain, edit => edit.Replace(outer, current => AwaitSyntax.Receiver(task.WithoutTrivia()).WithTriviaFrom(current))) : null;
        }

        var hasResult = completed.Task.Type is INamedTypeSymbol { Arity: 1 };
        if (!hasResult || node.Parent is ExpressionStatementSyntax)
        {
            return new(title, Plain, edit => edit.Replace(call, current => AwaitSyntax.Receiver(task.WithoutTrivia()).WithTriviaFrom(current)));
        }

        var element = OutsideParentheses(node).Parent as ElementAccessExpressionSyntax;
        if (element is { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: 0 } }] })
        {
            return new(title, Plain, edit => edit.Replace(element, current => AwaitSyntax.Await(current, Configured(node, call, task), element)));
        }

        return new("Await the task itself and put its result into an array", Plain, edit => edit.Replace(node, current =>
            ParseExpression($"new[] {{ {AwaitSyntax.Await(Configured(node, call, task))} }}").WithTriviaFrom(current)));
    }

    private static FixForm? Needless(AwaitExpressionSyntax node, IAwaitOperation awaited, CompletedAwait completed, FixTarget target)
    {
        var function = (EnclosingFunction.BoundaryOf(awaited) ?? awaited.Root()).Syntax;
        if (function is not CompilationUnitSyntax && !NeededAwait.IsIn(function, target.Model, target.Types, target.CancellationToken))
        {
            return null;
        }

        var statement = node.Parent as ExpressionStatementSyntax;
        if (completed.Kind == CompletedAwaitKind.Failure)
        {
            return Throw(node);
        }

        if (completed.Kind is CompletedAwaitKind.Nothing or CompletedAwaitKind.NoDelay)
        {
            return statement is null ? null : new("Remove the await", Plain, edit => Remove(statement, edit));
        }

        if (statement is null)
        {
            var type = awaited.Type!;
            return new("Use the value itself", Plain, edit => edit.Replace(node, current => Value(current, completed, type, node, edit).WithTriviaFrom(current)));
        }

        return completed.Value?.Unwrap() switch
        {
            IInvocationOperation or IObjectCreationOperation or IAwaitOperation or IAssignmentOperation or IIncrementOrDecrementOperation =>
                new("Use the value itself", Plain, edit => edit.Replace(node, static current => ValueIn(current)!.WithTriviaFrom(current))),
            null or { ConstantValue.HasValue: true } or ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } =>
                new("Remove the await", Plain, edit => Remove(statement, edit)),
            _ => new("Use the value itself", Plain, edit => edit.Replace(node, static current =>
                ParseExpression($"_ = {ValueIn(current)!.WithoutTrivia()}").WithTriviaFrom(current))),
        };
    }

    private static FixForm? Throw(AwaitExpressionSyntax node)
    {
        const string title = "Throw the exception";
        switch (node.Parent)
        {
            case ExpressionStatementSyntax or ReturnStatementSyntax:
                return new(title, Plain, edit => edit.Replace((StatementSyntax)node.Parent, current =>
                {
                    var awaited = (AwaitExpressionSyntax)(current is ReturnStatementSyntax returned ? returned.Expression! : ((ExpressionStatementSyntax)current).Expression);
                    return ThrowStatement(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space), ValueIn(awaited)!.WithoutTrivia(), Token(SyntaxKind.SemicolonToken)).WithTriviaFrom(current);
                }));
            case ConditionalExpressionSyntax choice when choice.Condition != node:
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when coalesce.Right == node:
            case ArrowExpressionClauseSyntax or LambdaExpressionSyntax:
                return new(title, Plain, edit => edit.Replace(node, static current =>
                    ThrowExpression(Token(SyntaxKind.ThrowKeyword).WithTrailingTrivia(Space), ValueIn(current)!.WithoutTrivia()).WithTriviaFrom(current)));
            default:
                return null;
        }
    }

    /// <summary>Removes the statement; where one has to stand, an empty block takes its place.</summary>
    private static void Remove(ExpressionStatementSyntax statement, DocumentEdit edit)
    {
        switch (statement.Parent)
        {
            case BlockSyntax or SwitchSectionSyntax:
                edit.Remove(statement);
                break;
            case GlobalStatementSyntax global:
                edit.Remove(global);
                break;
            default:
                edit.Replace(statement, static current => DocumentEdit.Formatted(Block()).WithTriviaFrom(current));
                break;
        }
    }

    /// <summary>The value, of the type that the task gave it, in parentheses where the place asks for them.</summary>
    private static ExpressionSyntax Value(AwaitExpressionSyntax current, CompletedAwait completed, ITypeSymbol type, AwaitExpressionSyntax original, DocumentEdit edit)
    {
        var typeName = (TypeSyntax)edit.Generator.TypeExpression(type);
        if (completed.Value is not { Syntax: ExpressionSyntax written } || ValueIn(current) is not { } value)
        {
            return DefaultExpression(typeName);
        }

        value = value.WithoutTrivia();
        if (!SymbolEqualityComparer.Default.Equals(edit.Model.GetTypeInfo(written, edit.CancellationToken).Type, type))
        {
            value = CastExpression(typeName, AwaitSyntax.Receiver(value)).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
        }

        return original.Parent is InterpolationSyntax or ExpressionSyntax and not (ParenthesizedExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax or InitializerExpressionSyntax)
            ? AwaitSyntax.Receiver(value)
            : value;
    }

    /// <summary>The value, or exception, in the task as it is written now; null if it has none.</summary>
    private static ExpressionSyntax? ValueIn(AwaitExpressionSyntax current)
    {
        var task = CompletedTask.Bare(current.Expression);
        while (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "Preserve", Expression: var inner } })
        {
            task = CompletedTask.Bare(inner);
        }

        return CompletedTask.ArgumentOf(task) switch
        {
            AnonymousFunctionExpressionSyntax { ExpressionBody: { } returned } when IsRun(task) => returned,
            AnonymousFunctionExpressionSyntax { Block.Statements: [ReturnStatementSyntax { Expression: { } returned }] } when IsRun(task) => returned,
            var argument => argument,
        };
    }

    private static bool IsRun(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" } or SimpleNameSyntax { Identifier.ValueText: "Run" } };

    /// <summary>What is awaited, with the task in the place of the call.</summary>
    private static ExpressionSyntax Configured(AwaitExpressionSyntax node, ExpressionSyntax call, ExpressionSyntax task) =>
        node.Expression == call ? task.WithoutTrivia() : node.Expression.ReplaceNode(call, AwaitSyntax.Receiver(task.WithoutTrivia()));

    private static ExpressionSyntax OutsideParentheses(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax outer)
        {
            expression = outer;
        }

        return expression;
    }

    private static bool IsAwaited(ExpressionSyntax task) => task.Parent switch
    {
        AwaitExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } => OutsideParentheses(configured).Parent is AwaitExpressionSyntax,
        _ => false,
    };
}
