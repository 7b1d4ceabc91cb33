namespace AsyncAnalyzers.Flow;

/// <summary>Whether something may be used by several operations that run at the same time.</summary>
internal enum Verdict
{
    Safe,
    Unknown,
    Unsafe,
}

/// <summary>A verdict with its reason, a clause for messages: <c>HttpClient is safe for concurrent use</c>.</summary>
internal readonly record struct Judgement(Verdict Verdict, string Reason)
{
    /// <summary>The more doubtful of the two; the first if both are equally so.</summary>
    public Judgement Or(Judgement other) => other.Verdict > Verdict ? other : this;
}
