using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>A conversion that is possible, or why it is not.</summary>
/// <param name="Obstacle">Why there is none; null if there is one.</param>
/// <param name="Title">What the lightbulb shows.</param>
/// <param name="Plan">What it changes.</param>
/// <param name="Changed">The solution after it.</param>
/// <param name="Error">What the compiler said, for <see cref="Obstacle.DoesNotCompile"/>.</param>
internal sealed record AsyncConversion(Obstacle? Obstacle, string Title, Plan? Plan, Solution? Changed, string? Error = null)
{
    /// <summary>The equivalence key of all conversions.</summary>
    public const string Key = "all the way";

    /// <summary>How often a plan is made anew without the functions in which it did not compile.</summary>
    private const int MostAttempts = 4;

    /// <summary>More functions than anybody would review.</summary>
    private const int MostFunctions = 400;

    /// <summary>Each keeps a whole solution.</summary>
    private const int MostKept = 8;

    /// <summary>How long a lightbulb may take for one conversion. Tests, which shall give the same whatever else a machine does, and tools have more of it.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The conversion that begins at a place; asked for twice, it is made once.</summary>
    public static async Task<AsyncConversion> OfAsync(Start start, SolutionView view, CancellationToken cancellationToken)
    {
        var key = (start.File.PlaceOf(start.Node), start.Node.Span.Length);
        if (!view.Conversions.TryGetValue(key, out var known))
        {
            known = await OfAsync([start], view, cancellationToken).ConfigureAwait(false);
            if (view.Conversions.Count >= MostKept)
            {
                view.Conversions.Clear();
            }

            view.Conversions.TryAdd(key, known);
        }

        return known;
    }

    /// <summary>The change to offer for a diagnostic; null if there is none.</summary>
    public static async Task<CodeAction?> OfferAsync(StartKind kind, FixTarget target, SyntaxNode? node)
    {
        var view = SolutionView.Of(target.Document.Project.Solution);
        return node is not null &&
            await Start.OfAsync(kind, target.Document, node, view, target.CancellationToken).ConfigureAwait(false) is { } start &&
            await OfAsync(start, view, target.CancellationToken).ConfigureAwait(false) is { Changed: { } changed, Title: var title }
            ? CodeAction.Create(title, _ => Task.FromResult(changed), Key)
            : null;
    }

    private static AsyncConversion Impossible(Obstacle obstacle, string? error = null) => new(obstacle, "", null, null, error);

    /// <summary>One conversion that does what each of those that begin at these places would do.</summary>
    public static async Task<AsyncConversion> OfAsync(IReadOnlyList<Start> starts, SolutionView view, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromTicks(Patience.Ticks * starts.Count));
        try
        {
            return await MakeAsync(starts, view, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Impossible(AllTheWay.Obstacle.TooLarge);
        }
    }

    private static async Task<AsyncConversion> MakeAsync(IReadOnlyList<Start> starts, SolutionView view, CancellationToken cancellationToken)
    {
        var blocked = new HashSet<Place>();
        var keepNames = new HashSet<Family>();
        for (var attempt = 0; ; attempt++)
        {
            var (plan, obstacle) = await PlanAsync(starts, blocked, view, cancellationToken).ConfigureAwait(false);
            if (plan is null)
            {
                return Impossible(obstacle);
            }

            var writer = new PlanWriter(view, plan, keepNames, cancellationToken);
            var changed = await writer.WriteAsync().ConfigureAwait(false);
            var proof = new PlanProof(view, changed, cancellationToken);
            await proof.CheckAsync(writer.Files).ConfigureAwait(false);
            if (proof.IsSound)
            {
                return new(null, TitleFor(starts[0], plan, cancellationToken), plan, changed);
            }

            if (proof.IsHopeless || attempt == MostAttempts ||
                proof.Broken.Count == 0 && keepNames.IsSupersetOf(proof.Mistaken) || blocked.IsSupersetOf(proof.Broken) && proof.Broken.Count > 0)
            {
                return Impossible(AllTheWay.Obstacle.DoesNotCompile, proof.FirstError);
            }

            blocked.UnionWith(proof.Broken);
            keepNames.UnionWith(proof.Mistaken);
        }
    }

    /// <summary>The plan for all starts that are possible each on its own.</summary>
    private static async Task<(Plan? Plan, Obstacle Obstacle)> PlanAsync(IReadOnlyList<Start> starts, HashSet<Place> blocked, SolutionView view, CancellationToken cancellationToken)
    {
        var planner = new Planner(view, blocked, MostFunctions * starts.Count, cancellationToken);
        Obstacle? obstacle = null;
        var any = false;
        foreach (var start in starts)
        {
            // A start that is given up leaves its marks on the plan.
            if (starts.Count > 1 && await new Planner(view, blocked, MostFunctions, cancellationToken).TryAddAsync(start).ConfigureAwait(false) is { } own)
            {
                obstacle = own;
                continue;
            }

            any = true;
            if (await planner.TryAddAsync(start).ConfigureAwait(false) is { } together)
            {
                return (null, together);
            }
        }

        return any ? (planner.Plan, default) : (null, obstacle ?? AllTheWay.Obstacle.OtherTarget);
    }

    private static string TitleFor(Start start, Plan plan, CancellationToken cancellationToken)
    {
        var name = start.Function is null or AnonymousFunctionExpressionSyntax ? null : AsyncFunction.SymbolOf(start.Function, start.File.Model, cancellationToken)?.Name;
        var what = name is null ? "the lambda" : $"'{name.Substring(name.LastIndexOf('.') + 1)}'";
        return $"{(start.Kind == StartKind.AsyncVoid ? $"Return the task of {what}, awaited" : $"Make {what} async")} all the way up ({Count(plan.Methods, "method")}, {Count(plan.Calls, "call")})";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
