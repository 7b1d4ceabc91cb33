using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

internal enum VerdictKind
{
    /// <summary>The function stays synchronous.</summary>
    Blocked,

    /// <summary>The function is async already, or top-level code.</summary>
    Async,

    /// <summary>The function returns a task and needs the modifier, and <c>await</c> at its returns.</summary>
    ReturnsTask,

    /// <summary>A lambda, or a handler of an event: it needs the modifier, and nobody else notices.</summary>
    Free,

    /// <summary>A lambda that is put into a parameter or local whose type changes.</summary>
    Slot,

    /// <summary>The function changes its result, and all its callers.</summary>
    Convert,
}

/// <summary>What becomes of a function that calls one that becomes async.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="File">Where it is.</param>
/// <param name="Function">The function; null for an initializer.</param>
/// <param name="Family">The methods that change with it, for <see cref="VerdictKind.Convert"/>.</param>
/// <param name="Obstacle">Why it stays as it is.</param>
/// <param name="Slot">What the lambda is put into, for <see cref="VerdictKind.Slot"/>.</param>
internal sealed record Verdict(VerdictKind Kind, FileView File, SyntaxNode? Function, Family? Family = null, Obstacle? Obstacle = null, DelegateSlot? Slot = null)
{
    /// <summary>The places of all functions that change with this one.</summary>
    public IEnumerable<Place> Places =>
        (Function is null ? [] : new[] { File.PlaceOf(Function) })
            .Concat(Family?.Declarations.Select(static declaration => declaration.Place) ?? [])
            .Concat(Slot?.Lambdas.Select(static given => given.File.PlaceOf(given.Lambda)).Concat(Slot.Owner.Places) ?? []);

    public static async Task<Verdict> OfAsync(SyntaxNode? function, FileView file, SolutionView view, CancellationToken cancellationToken)
    {
        if (SolutionView.IsGenerated(file))
        {
            return Blocked(AllTheWay.Obstacle.Generated);
        }

        switch (function)
        {
            case null:
                return Blocked(AllTheWay.Obstacle.Initializer);
            case ConstructorDeclarationSyntax:
                return Blocked(AllTheWay.Obstacle.Constructor);
            case DestructorDeclarationSyntax:
                return Blocked(AllTheWay.Obstacle.Finalizer);
            case OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax:
                return Blocked(AllTheWay.Obstacle.Operator);
            case AccessorDeclarationSyntax or BasePropertyDeclarationSyntax:
                return Blocked(AllTheWay.Obstacle.Accessor);
        }

        // async void, too, is async: whoever calls it does not wait.
        if (AsyncFunction.IsAsync(function))
        {
            return new(VerdictKind.Async, file, function);
        }

        if (AsyncFunction.SymbolOf(function, file.Model, cancellationToken) is not { } method || Member.IsBroken(function))
        {
            return Blocked(AllTheWay.Obstacle.Broken);
        }

        if (file.Types.Awaitables.IsAsyncReturn(method.ReturnType))
        {
            return AsyncFunction.CanMakeAsync(function, file.Model, file.Types, cancellationToken) ? new(VerdictKind.ReturnsTask, file, function)
                : Blocked(CalledUnderLock.Is(function, cancellationToken) ? AllTheWay.Obstacle.Lock : method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None) ? AllTheWay.Obstacle.Reference : AllTheWay.Obstacle.Iterator);
        }

        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            return method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None) ? Blocked(AllTheWay.Obstacle.Reference)
                : TaskDelegate.Takes(lambda, file, cancellationToken) ? new(VerdictKind.Free, file, function)
                : IsHandler(lambda, method, file, cancellationToken) ? Answers(lambda, method) ? Blocked(AllTheWay.Obstacle.AnsweringHandler) : new(VerdictKind.Free, file, function)
                : await DelegateSlot.OfAsync(lambda, file, view, cancellationToken).ConfigureAwait(false) is { } slot ? new(VerdictKind.Slot, file, function, Slot: slot)
                : Blocked(AllTheWay.Obstacle.Lambda);
        }

        if (Signature.ObstacleOf(method, file.Types) is { } obstacle)
        {
            return Blocked(obstacle);
        }

        var family = await Family.OfAsync(method, file.PlaceOf(function), view, cancellationToken).ConfigureAwait(false);
        return family.Obstacle is { } reason ? Blocked(reason)
            : family.IsHandler ? Answers(function, method) ? Blocked(AllTheWay.Obstacle.AnsweringHandler) : new(VerdictKind.Free, file, function)
            : new(VerdictKind.Convert, file, function, family);

        Verdict Blocked(Obstacle obstacle) => new(VerdictKind.Blocked, file, function, null, obstacle);
    }

    /// <summary>A lambda that is added to an event.</summary>
    private static bool IsHandler(AnonymousFunctionExpressionSyntax lambda, IMethodSymbol method, FileView file, CancellationToken cancellationToken) =>
        method.ReturnsVoid && EventHandlers.HasShape(method) &&
        lambda.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription &&
        file.Model.GetSymbolInfo(subscription.Left, cancellationToken).Symbol is IEventSymbol;

    /// <summary>True if a handler writes to the arguments of its event, or to what they hold.</summary>
    private static bool Answers(SyntaxNode handler, IMethodSymbol method) =>
        method.Parameters is [.., { Name: var arguments }] &&
        handler.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => IsHeldBy(arguments, assignment.Left));

    private static bool IsHeldBy(string arguments, ExpressionSyntax target) => target switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var owner } } => owner == arguments,
        MemberAccessExpressionSyntax { Expression: var owner } => IsHeldBy(arguments, owner),
        ElementAccessExpressionSyntax { Expression: var owner } => IsHeldBy(arguments, owner),
        _ => false,
    };
}
