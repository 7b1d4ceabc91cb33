namespace AsyncAnalyzers.Flow;

/// <summary>
/// The facts that hold at one point on every path to it. An implication whose conclusion holds is itself held to be known,
/// so that the intersection of two states keeps it where only one of them needed it.
/// </summary>
internal sealed class CompletionState(CompletionFacts facts)
{
    private ulong[] words = new ulong[(facts.Count + 63) >> 6];

    public bool Has(int fact) => fact >> 6 < words.Length && (words[fact >> 6] & (1UL << (fact & 63))) != 0;

    public bool Has(TaskPath path, FactKind kind, TaskPath? other = null) => facts.Find(path, kind, other) is { } fact && Has(fact);

    public CompletionState Clone() => new(facts) { words = (ulong[])words.Clone() };

    /// <summary>Adds a fact and all that follows from it.</summary>
    public void Add(int first)
    {
        var pending = new Stack<int>();
        pending.Push(first);
        while (pending.Count > 0)
        {
            var number = pending.Pop();
            if (Has(number))
            {
                continue;
            }

            Set(number);
            var fact = facts[number];
            if (fact.Kind == FactKind.Implication)
            {
                if (Has(fact.Source))
                {
                    pending.Push(fact.Target);
                }

                continue;
            }

            foreach (var implication in fact.Incoming)
            {
                Set(implication);
            }

            foreach (var implication in fact.Outgoing)
            {
                if (Has(implication))
                {
                    pending.Push(facts[implication].Target);
                }
            }

            if (fact.Kind is FactKind.True or FactKind.False && facts.Find(fact.Path, fact.Kind == FactKind.True ? FactKind.False : FactKind.True) is { } opposite)
            {
                // What follows from a falsehood holds.
                foreach (var implication in facts[opposite].Outgoing)
                {
                    Set(implication);
                }
            }
        }
    }

    /// <summary>Forgets everything about a path and what is reached through it.</summary>
    public void Forget(TaskPath path)
    {
        foreach (var fact in path.Facts)
        {
            Forget(fact, andConsequences: true);
        }

        foreach (var dependent in path.Dependents)
        {
            Forget(dependent);
        }
    }

    /// <summary>Forgets a fact; <paramref name="andConsequences"/>: also what it would imply.</summary>
    public void Forget(int fact, bool andConsequences)
    {
        Clear(fact);
        foreach (var implication in facts[fact].Incoming)
        {
            Clear(implication);
        }

        if (andConsequences)
        {
            foreach (var implication in facts[fact].Outgoing)
            {
                if (!Has(facts[implication].Target))
                {
                    Clear(implication);
                }
            }
        }
    }

    /// <summary>Keeps only what the other state knows too; true if that changed this one.</summary>
    public bool Intersect(CompletionState other)
    {
        var changed = false;
        for (var index = 0; index < words.Length; index++)
        {
            var common = words[index] & (index < other.words.Length ? other.words[index] : 0);
            changed |= common != words[index];
            words[index] = common;
        }

        return changed;
    }

    public void Unite(CompletionState other)
    {
        for (var index = 0; index < Math.Min(words.Length, other.words.Length); index++)
        {
            words[index] |= other.words[index];
        }
    }

    /// <summary>All facts about paths that <paramref name="accepts"/> takes, as a mask.</summary>
    public static CompletionState Of(CompletionFacts facts, Func<TaskPath, bool> accepts)
    {
        var mask = new CompletionState(facts);
        for (var number = 0; number < facts.Count; number++)
        {
            var fact = facts[number];
            if (accepts(fact.Path) && (fact.Kind != FactKind.Implication || accepts(facts[fact.Source].Path)))
            {
                mask.Set(number);
            }
        }

        return mask;
    }

    private void Set(int fact)
    {
        if (fact >> 6 >= words.Length)
        {
            Array.Resize(ref words, Math.Max(words.Length * 2, (fact >> 6) + 1));
        }

        words[fact >> 6] |= 1UL << (fact & 63);
    }

    private void Clear(int fact)
    {
        if (fact >> 6 < words.Length)
        {
            words[fact >> 6] &= ~(1UL << (fact & 63));
        }
    }
}
