using System.Collections.Concurrent;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>What a function of the compilation does besides yielding a value.</summary>
/// <param name="Safety">Safe if all that it shares with other runs of it may be used by several of them; the reason names the first such service, and is empty if there is none.</param>
/// <param name="Waits">True if it awaits, or returns the task of, something that is not complete at once.</param>
/// <param name="Verb">The most far-reaching of what it calls does by name.</param>
internal readonly record struct Effect(Judgement Safety, bool Waits, Verb Verb)
{
    public static Effect Unknown(string reason) => new(new(Verdict.Unknown, reason), true, Verb.Other);

    /// <summary>What both do, one after the other.</summary>
    public Effect And(Effect other) => new(Safety.Or(other.Safety), Waits || other.Waits, other.Verb > Verb ? other.Verb : Verb);
}

/// <summary>
/// Looks through functions of the compilation and what they call, two calls deep (six where only synchronous code follows) and fifty functions at most for each question: do they write to what they
/// share, block, take locks, pace themselves, or use what is not safe for concurrent use? What cannot be followed is unknown.
/// </summary>
internal sealed class Effects(Concurrency concurrency)
{
    private const int MaxDepth = 2;

    // What makes an object of an answer is often split into small functions.
    private const int MaxSynchronousDepth = 6;
    private const int MaxFunctions = 50;
    private const int MaxImplementations = 3;
    private const int MaxLength = 12_000;

    private readonly ConcurrentDictionary<IMethodSymbol, Effect> known = new(SymbolEqualityComparer.Default);

    /// <summary>The effect of calling the function: of what overrides or implements it too.</summary>
    public Effect Of(IMethodSymbol function)
    {
        function = Definition(function);
        return known.TryGetValue(function, out var effect) ? effect : known.GetOrAdd(function, new Search(this, concurrency).Of(function, 0, 0));
    }

    private static IMethodSymbol Definition(IMethodSymbol function) => (function.ReducedFrom ?? function).OriginalDefinition;

    /// <summary>One question, with what is left of its bounds.</summary>
    internal sealed class Search(Effects effects, Concurrency concurrency)
    {
        private readonly HashSet<IMethodSymbol> entered = new(SymbolEqualityComparer.Default);
        private int functions;

        /// <param name="function">The function that is called.</param>
        /// <param name="depth">How many calls lead to it.</param>
        /// <param name="ownParameters">A bit for each parameter whose argument is the caller's own.</param>
        public Effect Of(IMethodSymbol function, int depth, ulong ownParameters)
        {
            function = Definition(function);
            if (depth == 0 || ownParameters != 0 || !effects.known.TryGetValue(function, out var effect))
            {
                if (depth > (IsAsynchronous(function) ? MaxDepth : MaxSynchronousDepth) || ++functions > MaxFunctions || !entered.Add(function))
                {
                    return Effect.Unknown($"'{function.Name}' is too much to follow");
                }

                effect = OfAll(function, depth, ownParameters);
                entered.Remove(function);
            }

            return effect;
        }

        private bool IsAsynchronous(IMethodSymbol function) => concurrency.Types.Awaitables.IsTaskOrValueTask(function.ReturnType);

        private Effect OfAll(IMethodSymbol function, int depth, ulong ownParameters)
        {
            if (Generated.ByRefit(function))
            {
                return new(new(Verdict.Safe, $"Refit makes {function.ContainingType.Name} over HttpClient"), true, Verbs.Of(function.Name));
            }

            var bodies = Implementations(function);
            if (bodies is null or [])
            {
                return Effect.Unknown(bodies is [] ? $"nothing here implements {function.ContainingType.Name}" : $"nothing is known about what {function.Name} does");
            }

            Effect? all = null;
            foreach (var body in bodies)
            {
                var one = OfBody(body, depth, ownParameters);
                all = all?.And(one) ?? one;
            }

            return all!.Value;
        }

        private Effect OfBody(IMethodSymbol function, int depth, ulong ownParameters) =>
            SourceModels.BodyOf(function, concurrency.Compilation, MaxLength, CancellationToken.None) is { } body
                ? new EffectWalk(concurrency, this, function, body, depth, ownParameters).Run()
                : Effect.Unknown($"nothing is known about what {function.Name} does");

        /// <summary>The functions that a call may run; null if there may be others, or too many.</summary>
        private List<IMethodSymbol>? Implementations(IMethodSymbol function)
        {
            var type = function.ContainingType;
            if (type.TypeKind != TypeKind.Interface && (function.IsStatic || !function.IsVirtual && !function.IsAbstract && !function.IsOverride || function.IsSealed || type.IsSealed))
            {
                return [function];
            }

            var found = new List<IMethodSymbol>();
            if (!function.IsAbstract)
            {
                found.Add(function);
            }

            foreach (var implementor in Implementors.Of(concurrency.Compilation).Of(type))
            {
                var implementation = type.TypeKind == TypeKind.Interface ? Implementing(implementor, function) : Overriding(implementor, function);
                if (implementation is not null && !found.Contains(implementation, SymbolEqualityComparer.Default))
                {
                    found.Add(implementation);
                }
            }

            return found.Count <= MaxImplementations ? found : null;
        }

        private static IMethodSymbol? Implementing(INamedTypeSymbol type, IMethodSymbol function)
        {
            foreach (var contract in type.AllInterfaces)
            {
                if (SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, function.ContainingType.OriginalDefinition))
                {
                    foreach (var member in contract.GetMembers(function.Name))
                    {
                        if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, function) && type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation)
                        {
                            return implementation.OriginalDefinition;
                        }
                    }
                }
            }

            return null;
        }

        private static IMethodSymbol? Overriding(INamedTypeSymbol type, IMethodSymbol function)
        {
            foreach (var member in type.GetMembers(function.Name))
            {
                for (var current = (member as IMethodSymbol)?.OverriddenMethod; current is not null; current = current.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, function))
                    {
                        return (IMethodSymbol)member;
                    }
                }
            }

            return null;
        }
    }
}
