namespace AsyncAnalyzers.Flow;

/// <summary>What can be known about a path.</summary>
internal enum FactKind
{
    /// <summary>The task is complete; of <see cref="TaskPath.Each"/>: all tasks of the sequence are.</summary>
    Complete,

    /// <summary>The task's result is a complete task, as that of <c>Task.WhenAny</c>.</summary>
    Winner,

    /// <summary>The condition is true.</summary>
    True,

    /// <summary>The condition is false (or null).</summary>
    False,

    /// <summary>The task is not the same as another one.</summary>
    IsNot,

    /// <summary>One fact implies another.</summary>
    Implication,
}

/// <summary>All facts that can be known somewhere in one member, numbered so that a state is a set of bits.</summary>
internal sealed class CompletionFacts
{
    private readonly List<Fact> facts = [];
    private readonly Dictionary<(int Source, int Target), int> implications = [];

    public int Count => facts.Count;

    public Fact this[int fact] => facts[fact];

    public int Of(TaskPath path, FactKind kind, TaskPath? other = null)
    {
        if (Find(path, kind, other) is { } known)
        {
            return known;
        }

        path.Facts.Add(facts.Count);
        facts.Add(new(kind, path, other, -1, -1));
        return facts.Count - 1;
    }

    public int? Find(TaskPath path, FactKind kind, TaskPath? other = null)
    {
        foreach (var fact in path.Facts)
        {
            if (facts[fact].Kind == kind && facts[fact].Other == other)
            {
                return fact;
            }
        }

        return null;
    }

    public int Implication(int source, int target)
    {
        if (!implications.TryGetValue((source, target), out var fact))
        {
            fact = facts.Count;
            facts.Add(new(FactKind.Implication, facts[target].Path, null, source, target));
            facts[source].Outgoing.Add(fact);
            facts[target].Incoming.Add(fact);
            implications.Add((source, target), fact);
        }

        return fact;
    }

    internal sealed record Fact(FactKind Kind, TaskPath Path, TaskPath? Other, int Source, int Target)
    {
        public List<int> Outgoing { get; } = [];

        public List<int> Incoming { get; } = [];
    }
}
