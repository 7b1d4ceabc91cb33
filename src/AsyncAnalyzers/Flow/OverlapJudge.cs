using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What is known about several runs of one call that overlap.</summary>
/// <param name="Safety">The verdict on the receiver and all arguments; the reason is that of the receiver when all is safe, of the doubt otherwise.</param>
/// <param name="Verb">What the call does by its name, or by the catalogue.</param>
/// <param name="IsFast">True if overlapping costs more than it gains.</param>
/// <param name="IsCatalogued">True if the receiver or member is explicitly listed or marked as safe, so that <see cref="Verb.Ordered"/> and <see cref="Verb.Never"/> need not stop a loop (301).</param>
internal readonly record struct Overlap(Judgement Safety, Verb Verb, bool IsFast, bool IsCatalogued);

/// <summary>Judges whether runs of a call may overlap: its receiver, its arguments, its verb, and where its body can be seen, what it does.</summary>
internal sealed class OverlapJudge(Concurrency concurrency)
{
    /// <param name="call">The awaited call, without <c>ConfigureAwait</c> around it.</param>
    /// <param name="run">What is run several times, such as a loop: variables declared in it belong to one run. Null if everything is shared.</param>
    public Overlap Judge(IInvocationOperation call, IOperation? run = null)
    {
        var method = call.TargetMethod;
        var values = new SharedValues(concurrency, run);
        var receiver = call.Receiver();
        var receiverType = receiver?.Unwrap().Type;
        var isOrdered = concurrency.IsOrdered(method, receiverType);
        var verb = Verbs.Of(method.Name);
        if (isOrdered && verb < Verb.Ordered)
        {
            verb = Verb.Ordered;
        }

        var (target, effect) = JudgeTarget(call, receiver, values);
        if (effect is { Verb: > Verb.Other and var inner } && inner > verb)
        {
            verb = inner;
        }

        var safety = target;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value != receiver)
            {
                safety = safety.Or(values.Judge(argument));
            }
        }

        if (safety.Verdict == Verdict.Safe && verb != Verb.Read && IsFileStatic(method) && !DependsOn(call, run))
        {
            safety = new(Verdict.Unknown, "they may use the same file");
        }

        return new(safety, verb, concurrency.IsFast(method, receiverType) || effect is { Waits: false }, target.Verdict == Verdict.Safe && !isOrdered && IsCatalogued(method, receiverType));
    }

    private bool IsCatalogued(IMethodSymbol method, ITypeSymbol? receiver) =>
        receiver is not null && concurrency.IsListedSafe(receiver) || concurrency.OfMember(method) is { Verdict: Verdict.Safe };

    private (Judgement Safety, Effect? Effect) JudgeTarget(IInvocationOperation call, IOperation? receiver, SharedValues values)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return (new(Verdict.Unknown, $"nothing is known about what {call.DisplayName()} does"), null);
        }

        var member = concurrency.OfMember(method);
        if (receiver is null)
        {
            return member is { } listed ? (listed, null) : JudgeBody(method, null, new(Verdict.Unknown, $"nothing is known about {call.DisplayName()}"));
        }

        // A safe method of an otherwise unsafe type; the static class of an extension method says nothing good about its receiver.
        if (member is { Verdict: Verdict.Unsafe } || member is { Verdict: Verdict.Safe } && !method.IsExtensionMethod)
        {
            return (member.Value.Or(new Evaluation(concurrency).Judge(receiver)), null);
        }

        var safety = values.JudgeReceiver(receiver);
        if (safety.Verdict == Verdict.Unsafe || safety.Verdict == Verdict.Safe && IsCovered(method))
        {
            return (safety, null);
        }

        var location = new Evaluation(concurrency).Judge(receiver);
        return safety.Verdict == Verdict.Unknown && location.Verdict != Verdict.Safe || receiver.Unwrap().Type is not { } type
            ? (safety, null)
            : JudgeBody(method, type, safety.Verdict == Verdict.Safe ? new(Verdict.Unknown, $"nothing is known about what {method.Name} does") : safety);
    }

    /// <summary>By what the method's body does if it can be seen, else by what the receiver leads to.</summary>
    private (Judgement Safety, Effect? Effect) JudgeBody(IMethodSymbol method, ITypeSymbol? receiver, Judgement otherwise)
    {
        var reach = receiver is null ? default : concurrency.ReachOf(receiver);
        if (reach.Judgement.Verdict == Verdict.Unsafe)
        {
            return (reach.Judgement, null);
        }

        if (method.DeclaringSyntaxReferences.IsEmpty)
        {
            return receiver is { TypeKind: TypeKind.Class } && reach.Judgement.Verdict == Verdict.Safe ? (reach.Judgement, null) : (otherwise, null);
        }

        var effect = concurrency.EffectOf(method);
        return (effect.Safety.Verdict == Verdict.Safe ? new(Verdict.Safe, Explain(method, effect.Safety.Reason)) : effect.Safety, effect);
    }

    private static string Explain(IMethodSymbol method, string service) =>
        service.Length == 0 ? $"{method.Name} changes nothing that is shared" : $"{method.Name} changes nothing that is shared and {service}";

    /// <summary>True if the verdict on a type tells about this method: not if its body stands in source, unless its own type is listed or the body is generated.</summary>
    private bool IsCovered(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty ||
        concurrency.IsListed(method.ContainingType) ||
        concurrency.OfMember(method) is { Verdict: Verdict.Safe } ||
        Generated.IsMarked(method) || Generated.IsMarked(method.ContainingType);

    /// <summary>True for methods that work on a file named by their first argument.</summary>
    public static bool IsFileStatic(IMethodSymbol method) =>
        method is { IsStatic: true, ContainingType: { Name: "File" or "Directory", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } };

    /// <summary>True if the path, the first argument, is made from a variable of the run.</summary>
    private static bool DependsOn(IInvocationOperation call, IOperation? run)
    {
        if (run is null || call.ArgumentAt(0) is not { } path)
        {
            return false;
        }

        foreach (var part in path.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation { Local: var local } && SharedValues.IsDeclaredIn(local, run))
            {
                return true;
            }
        }

        return false;
    }
}
