using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

internal enum UseKind
{
    /// <summary>The method is called.</summary>
    Call,

    /// <summary>The method is only named: in <c>nameof</c>, or in documentation.</summary>
    Mention,

    /// <summary>The method becomes a handler of an event, or ceases to be one.</summary>
    Subscription,

    /// <summary>The method becomes a delegate that may return a task as well.</summary>
    Delegate,

    /// <summary>The method becomes a delegate that returns no task.</summary>
    BlockingDelegate,

    /// <summary>A test says what a double shall do when the method is called.</summary>
    SetUp,
}

/// <summary>A place that names a method.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">The token that names the method.</param>
/// <param name="Kind">What happens there.</param>
/// <param name="Call">The call, for <see cref="UseKind.Call"/> and <see cref="UseKind.SetUp"/>.</param>
internal sealed record Use(FileView File, SyntaxToken Name, UseKind Kind, InvocationExpressionSyntax? Call)
{
    public Place Place => new(File.Path, Name.SpanStart);

    /// <summary>The use at a token, or what keeps the method from returning a task because of it.</summary>
    public static (Use? Use, Obstacle? Obstacle) At(FileView file, SyntaxToken token, CancellationToken cancellationToken)
    {
        if (token.Parent is not SimpleNameSyntax name)
        {
            return (null, Obstacle.OtherUse);
        }

        if (SolutionView.IsGenerated(file))
        {
            return (null, Obstacle.Generated);
        }

        if (name.FirstAncestorOrSelf<DocumentationCommentTriviaSyntax>() is not null)
        {
            return (new(file, token, UseKind.Mention, null), null);
        }

        var whole = WholeOf(name);

        if (name.FirstAncestorOrSelf<AttributeSyntax>() is not null)
        {
            return (null, Obstacle.Attribute);
        }

        if (IsInNameof(name))
        {
            return (new(file, token, UseKind.Mention, null), null);
        }

        var call = whole.Parent as InvocationExpressionSyntax;
        call = call?.Expression == whole ? call : null;
        if (IsInExpressionTree(name, file.Model, cancellationToken))
        {
            return call is not null && TestDouble.IsSetUp(call, file.Model, cancellationToken) ? (new(file, token, UseKind.SetUp, call), null) : (null, Obstacle.ExpressionTree);
        }

        if (call is not null)
        {
            return TestDouble.IsConfigured(call, file.Model, cancellationToken) ? (new(file, token, UseKind.SetUp, call), null)
                : whole is ParenthesizedExpressionSyntax ? (null, Obstacle.OtherUse) : (new(file, token, UseKind.Call, call), null);
        }

        if (whole.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } subscription &&
            subscription.Right == whole &&
            file.Model.GetSymbolInfo(subscription.Left, cancellationToken).Symbol is IEventSymbol)
        {
            return (new(file, token, UseKind.Subscription, null), null);
        }

        return whole is not ExpressionSyntax group ? (null, Obstacle.OtherUse)
            : TaskDelegate.Takes(group, file, cancellationToken) ? (new(file, token, UseKind.Delegate, null), null)
            : WrappedGroup.For(group, file, cancellationToken) is not null ? (new(file, token, UseKind.BlockingDelegate, null), null)
            : (null, Obstacle.MethodGroup);
    }

    /// <summary>The name with its receiver.</summary>
    private static SyntaxNode WholeOf(SyntaxNode name)
    {
        var whole = name;
        while (whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole || whole.Parent is MemberBindingExpressionSyntax or AliasQualifiedNameSyntax or ParenthesizedExpressionSyntax)
        {
            whole = whole.Parent;
        }

        return whole;
    }

    /// <summary>The whole method group, for <see cref="UseKind.BlockingDelegate"/>.</summary>
    public ExpressionSyntax Group => (ExpressionSyntax)WholeOf(Name.Parent!);

    private static bool IsInNameof(SyntaxNode name) =>
        name.FirstAncestorOrSelf<InvocationExpressionSyntax>(static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }) is { } mention && mention.ArgumentList.Span.Contains(name.Span);

    private static bool IsInExpressionTree(SyntaxNode name, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var around = name.Parent; around is not null and not MemberDeclarationSyntax; around = around.Parent)
        {
            if (around is AnonymousFunctionExpressionSyntax lambda && model.GetTypeInfo(lambda, cancellationToken).ConvertedType is { Name: "Expression" or "LambdaExpression", ContainingNamespace.Name: "Expressions" } ||
                around is QueryExpressionSyntax query && model.GetTypeInfo(query, cancellationToken).Type is { } type && (type.Name == "IQueryable" || type.AllInterfaces.Any(static contract => contract.Name == "IQueryable")))
            {
                return true;
            }
        }

        return false;
    }
}
