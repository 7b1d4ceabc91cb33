using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor UnreadableConfiguration = Create(
        "AWAIT001", "Configuration cannot be read",
        "{0} and is ignored; {1}",
        Category.Configuration, Warning);
}
