using AsyncAnalyzers.CodeFixes.Blocking;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// Walks from functions that become async to their callers, and on to the callers of those that become async with them: the nearest first, each once.
/// What a function can become depends on itself and on its uses, never on those who call it, so that nothing is taken back.
/// </summary>
/// <param name="view">What is known of the solution.</param>
/// <param name="blocked">Functions that must stay as they are although nothing speaks against it: the result of an earlier plan did not compile there.</param>
/// <param name="mostFunctions">How many functions may change or be looked at: a limit of time would give another answer each time.</param>
/// <param name="cancellationToken">Stops the walk.</param>
internal sealed class Planner(SolutionView view, IReadOnlyCollection<Place> blocked, int mostFunctions, CancellationToken cancellationToken)
{
    private readonly Dictionary<Place, Verdict> verdicts = [];
    private readonly Dictionary<(Place Place, int Length), Site> sites = [];
    private readonly Dictionary<Place, Verdict> functions = [];
    private readonly HashSet<Family> families = [];
    private readonly Queue<Family> pending = new();

    public Plan Plan => new([.. functions.Values], [.. sites.Values]);

    /// <summary>Plans a conversion beside those that are planned already; tells why there is none, and must not be used again then.</summary>
    public async Task<Obstacle?> TryAddAsync(Start start)
    {
        var verdict = await VerdictAsync(start).ConfigureAwait(false);
        if (verdict.Obstacle is { } obstacle)
        {
            return obstacle;
        }

        if (start.Node is ExpressionSyntax expression)
        {
            if (ObstacleAt(start, expression, verdict) is { } here)
            {
                return here;
            }

            var form = start.Kind == StartKind.Wait ? SiteForm.Unblock : SiteForm.Await;
            sites[KeyOf(expression, start.File)] = new(start.File, expression, form, verdict.Function);
        }

        Change(verdict);
        while (pending.Count > 0)
        {
            var family = pending.Dequeue();
            if (start.Kind != StartKind.Wait && family.Uses.Any(static use => use.Kind == UseKind.BlockingDelegate))
            {
                return Obstacle.WouldBlock;
            }

            foreach (var use in family.Calls)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (verdicts.Count > mostFunctions)
                {
                    return Obstacle.TooLarge;
                }

                if (await CallAsync(use, start).ConfigureAwait(false) is { } obstacleAbove)
                {
                    return obstacleAbove;
                }
            }
        }

        return !IsWorthwhile() ? Obstacle.EndsBlocked
            : MayDeadlock() ? Obstacle.WouldDeadlock
            : null;
    }

    private static (Place Place, int Length) KeyOf(SyntaxNode node, FileView file) => (file.PlaceOf(node), node.Span.Length);

    private async Task<Verdict> VerdictAsync(Start start)
    {
        if (start.Kind != StartKind.AsyncVoid)
        {
            return await VerdictAsync(start.Function, start.File).ConfigureAwait(false);
        }

        if (start.File.Model.GetDeclaredSymbol(start.Node, cancellationToken) is not IMethodSymbol method)
        {
            return new(VerdictKind.Blocked, start.File, start.Node, null, Obstacle.Broken);
        }

        if (Signature.ObstacleOf(method, start.File.Types) is { } obstacle)
        {
            return new(VerdictKind.Blocked, start.File, start.Node, null, obstacle);
        }

        var family = await Family.OfAsync(method, start.File.PlaceOf(start.Node), view, cancellationToken).ConfigureAwait(false);
        obstacle = family.Obstacle ?? (family.IsHandler ? Obstacle.CalledHandler : default);
        return family.Obstacle is null && !family.IsHandler ? new(VerdictKind.Convert, start.File, start.Node, family) : new(VerdictKind.Blocked, start.File, start.Node, null, obstacle);
    }

    private async Task<Verdict> VerdictAsync(SyntaxNode? function, FileView file)
    {
        if (function is null)
        {
            return await Verdict.OfAsync(function, file, view, cancellationToken).ConfigureAwait(false);
        }

        var place = file.PlaceOf(function);
        if (!verdicts.TryGetValue(place, out var verdict))
        {
            verdict = await Verdict.OfAsync(function, file, view, cancellationToken).ConfigureAwait(false);
            if (blocked.Count > 0 && verdict.Places.Any(blocked.Contains))
            {
                verdict = new(VerdictKind.Blocked, file, function, null, Obstacle.DoesNotCompile);
            }

            verdicts.Add(place, verdict);
        }

        return verdict;
    }

    /// <summary>What keeps the wait or call that the conversion is about from being awaited.</summary>
    private Obstacle? ObstacleAt(Start start, ExpressionSyntax expression, Verdict verdict)
    {
        if (LegalityObstacle(expression, verdict.Function!, start.File) is { } obstacle)
        {
            return obstacle;
        }

        return start.Kind == StartKind.Wait
            ? AwaitedWaitText.Of(expression, start.File, cancellationToken) is null ? Obstacle.Wait : null
            : expression is InvocationExpressionSyntax && Unconditional.BindingOf(expression) is null ? null : Obstacle.Wait;
    }

    private Obstacle? LegalityObstacle(ExpressionSyntax node, SyntaxNode function, FileView file)
    {
        if (!AwaitLegality.IsLegal(node, function, file.Model, cancellationToken) || IsInHandlerOfString(node, file))
        {
            return node.Ancestors().TakeWhile(ancestor => ancestor != function).Any(static ancestor => ancestor is LockStatementSyntax) ? Obstacle.Lock : Obstacle.NoAwaitHere;
        }

        return null;
    }

    /// <summary>True in a string that a <c>ref struct</c> puts together.</summary>
    private bool IsInHandlerOfString(ExpressionSyntax node, FileView file) =>
        node.Ancestors().TakeWhile(static ancestor => ancestor is not StatementSyntax).OfType<InterpolatedStringExpressionSyntax>().Any(text =>
            file.Model.GetTypeInfo(text, cancellationToken).ConvertedType is { IsRefLikeType: true } type && type.Name != "DefaultInterpolatedStringHandler");

    private async Task<Obstacle?> CallAsync(Use use, Start start)
    {
        var call = use.Call!;
        if (sites.ContainsKey(KeyOf(call, use.File)))
        {
            return null;
        }

        if (start.Kind == StartKind.Wait && AwaitedWaitText.CatchesAggregate(call, use.File, cancellationToken))
        {
            return Obstacle.AggregateHandler;
        }

        var function = AsyncFunction.Around(call);
        var verdict = await VerdictAsync(function, use.File).ConfigureAwait(false);
        var obstacle = verdict.Obstacle ?? LegalityObstacle(call, function!, use.File);
        var form = SiteForm.Await;
        if (obstacle is null && Unconditional.BindingOf(call) is not null)
        {
            form = SiteForm.AwaitUnlessNull;
            obstacle = ConditionalCall.Of(call, use.File, cancellationToken) is null ? Obstacle.NoAwaitHere : null;
        }

        if (obstacle is not null)
        {
            if (start.Kind != StartKind.Wait)
            {
                return Obstacle.WouldBlock;
            }

            form = SiteForm.Block;
        }
        else
        {
            Change(verdict);
        }

        sites.Add(KeyOf(call, use.File), new(use.File, call, form, function, obstacle));
        return null;
    }

    /// <summary>Has a function become async, and its callers looked at.</summary>
    private void Change(Verdict verdict)
    {
        if (verdict.Kind is VerdictKind.Async or VerdictKind.Blocked)
        {
            return;
        }

        var place = verdict.File.PlaceOf(verdict.Function!);
        if (!functions.ContainsKey(place))
        {
            functions.Add(place, verdict);
            if (verdict.Family is { } family && families.Add(family))
            {
                pending.Enqueue(family);
                foreach (var declaration in family.Declarations)
                {
                    UnblockRest(declaration.Body, declaration.Node, declaration.File);
                }
            }
            else if (verdict.Kind is VerdictKind.Free or VerdictKind.Slot)
            {
                UnblockRest(AsyncFunction.BodyOf(verdict.Function!), verdict.Function!, verdict.File);
                if (verdict.Slot is { } slot)
                {
                    ChangeAll(slot);
                }
            }
        }
    }

    /// <summary>Has all that a parameter or local is given become async, and its calls awaited.</summary>
    private void ChangeAll(DelegateSlot slot)
    {
        foreach (var (file, lambda) in slot.Lambdas)
        {
            Change(new(VerdictKind.Slot, file, lambda, Slot: slot));
        }

        foreach (var (file, call) in slot.Calls)
        {
            sites[KeyOf(call, file)] = new(file, call, SiteForm.Await, AsyncFunction.Around(call));
        }

        Change(slot.Owner);
    }

    /// <summary>The other calls in the function that are waited for as soon as they have begun.</summary>
    private void UnblockRest(SyntaxNode? body, SyntaxNode function, FileView file)
    {
        foreach (var node in body is null ? [] : body.DescendantNodesAndSelf(static child => !AsyncFunction.IsFunction(child)))
        {
            if (AwaitedWaitText.MayBe(node) && node is ExpressionSyntax wait && !sites.ContainsKey(KeyOf(wait, file)) &&
                AwaitedWaitText.Of(wait, file, cancellationToken) is { IsOfCall: true } && LegalityObstacle(wait, function, file) is null)
            {
                sites.Add(KeyOf(wait, file), new(file, wait, SiteForm.Unblock, function));
            }
        }
    }

    /// <summary>True if a call blocks a thread that an await below may want to come back to. The wait that was there before wanted nothing of the kind.</summary>
    private bool MayDeadlock() =>
        sites.Values.Any(static site => site.Form == SiteForm.Block && AppModels.Of(site.File.Model.SyntaxTree, site.File.Document.Project.AnalyzerOptions, site.File.Types) is AppModel.Ui or AppModel.Classic) &&
        sites.Values.Any(site => site.Form != SiteForm.Block && !ConfigureAwaitStyle.IsUsed(site.File.Model.SyntaxTree, site.File.Model.Compilation, cancellationToken));

    /// <summary>True if some path ends in code that does not block: it is asynchronous, or nobody calls it.</summary>
    private bool IsWorthwhile() =>
        functions.Values.Any(static verdict => verdict.Kind is VerdictKind.Free or VerdictKind.ReturnsTask) ||
        sites.Values.Any(site => site.Form is SiteForm.Await or SiteForm.AwaitUnlessNull && verdicts.TryGetValue(site.File.PlaceOf(site.Function!), out var verdict) && verdict.Kind == VerdictKind.Async) ||
        families.Any(static family => family.Uses.All(static use => use.Kind != UseKind.BlockingDelegate) && family.Calls.All(use => family.Declarations.Any(declaration => declaration.File == use.File && declaration.Node.Span.Contains(use.Name.Span))));
}
