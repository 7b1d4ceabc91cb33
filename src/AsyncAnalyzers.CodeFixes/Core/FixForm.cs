namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>One way to fix a diagnostic.</summary>
/// <param name="Title">What the lightbulb shows, in the imperative.</param>
/// <param name="Key">The equivalence key: a constant per intent ("await", "discard"), so that Fix All treats all shapes of one intent together.</param>
/// <param name="Apply">Makes the change; several fixes may share one edit, and may overlap.</param>
/// <param name="IsLastResort">True if Fix All shall use this form only where nothing better is offered: a command line takes whatever the first finding offers for all.</param>
internal sealed record FixForm(string Title, string Key, Action<DocumentEdit> Apply, bool IsLastResort = false);
