using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>The rules and fixes as reflection finds them, beside the table that promises them.</summary>
internal static class RuleCatalog
{
    /// <summary>The fields of <see cref="Rules"/>, file by file in the order they are declared.</summary>
    public static readonly ImmutableArray<(string Name, DiagnosticDescriptor Rule)> Table =
        [.. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .OrderBy(field => field.MetadataToken)
            .Select(field => (field.Name, Rule: (DiagnosticDescriptor)field.GetValue(null)!))
            .OrderBy(field => field.Rule.Id[..6], StringComparer.Ordinal)];

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = Instances<DiagnosticAnalyzer>(typeof(Rules).Assembly);

    public static readonly ImmutableArray<CodeFixProvider> Fixes = Instances<CodeFixProvider>(typeof(CodeFixes.Core.AsyncFix).Assembly);

    /// <summary>The fix for an id, if there is one.</summary>
    public static CodeFixProvider? FixFor(string id) => Fixes.SingleOrDefault(fix => fix.FixableDiagnosticIds.Contains(id));

    private static ImmutableArray<T> Instances<T>(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal).Select(type => (T)Activator.CreateInstance(type)!)];
}
