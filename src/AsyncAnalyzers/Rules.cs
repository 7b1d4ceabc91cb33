using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

/// <summary>The table of all rules: one field per rule, a file per category, in the order of the ids; the analyzer class of a rule bears its field's name.</summary>
internal static partial class Rules
{
    /// <summary>Where the pages of the rules are found.</summary>
    public const string Repository = "https://github.com/async-analyzers/async-analyzers";

    // Release tracking recognises a factory only if its parameters bear these names.
    private static DiagnosticDescriptor Create(
        string id,
        string title,
        string messageFormat,
        string category,
        DiagnosticSeverity defaultSeverity,
        bool isEnabledByDefault = true,
        params string[] customTags) =>
        new(id, title, messageFormat, category, defaultSeverity, isEnabledByDefault, helpLinkUri: $"{Repository}/blob/main/docs/rules/{id}.md", customTags: customTags);

    private static class Category
    {
        public const string Configuration = "Configuration";
        public const string Unobserved = "Unobserved";
        public const string Blocking = "Blocking";
        public const string Sequential = "Sequential";
        public const string Concurrency = "Concurrency";
        public const string AsyncVoid = "AsyncVoid";
        public const string Cancellation = "Cancellation";
        public const string TaskShape = "TaskShape";
        public const string Context = "Context";
        public const string Style = "Style";
    }
}
