namespace AsyncAnalyzers.Flow;

/// <summary>What the name of a method says that it does.</summary>
internal enum Verb
{
    /// <summary>Get, Find, List, Load, …</summary>
    Read,

    /// <summary>Nothing that is known.</summary>
    Other,

    /// <summary>Create, Update, Delete, …: one of a pair of them may depend on the other.</summary>
    Write,

    /// <summary>Publish, Send, Log, …: others see the order.</summary>
    Ordered,

    /// <summary>Pay, Authorize, …: a human must decide.</summary>
    Never,
}
