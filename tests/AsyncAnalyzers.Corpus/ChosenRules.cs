using System.Collections.Immutable;
using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Corpus;

/// <summary>The rules to run and their fixes, found in the product's two assemblies.</summary>
internal sealed class ChosenRules
{
    private readonly ILookup<string, CodeFixProvider> fixes;

    /// <param name="analyzers">The analyzers to run.</param>
    /// <param name="fixes">The fixes to try.</param>
    public ChosenRules(IEnumerable<DiagnosticAnalyzer> analyzers, IEnumerable<CodeFixProvider> fixes)
    {
        Analyzers = [.. analyzers.OrderBy(static analyzer => analyzer.SupportedDiagnostics[0].Id, StringComparer.Ordinal)];
        Descriptors = [.. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).DistinctBy(static rule => rule.Id)];
        this.fixes = fixes
            .SelectMany(static fix => fix.FixableDiagnosticIds.Select(id => (Id: id, Fix: fix)))
            .ToLookup(static pair => pair.Id, static pair => pair.Fix, StringComparer.Ordinal);
    }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    public ImmutableArray<DiagnosticDescriptor> Descriptors { get; }

    public IEnumerable<CodeFixProvider> FixesOf(string id) => fixes[id];

    /// <summary>The rules that <paramref name="options"/> asks for.</summary>
    public static ChosenRules Load(CorpusOptions options)
    {
        var all = Instances<DiagnosticAnalyzer>(typeof(Rules));
        var known = all.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (options.Rules.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
        {
            throw new BadInputException($"There is no rule '{unknown}'; the rules are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }

        var chosen = all.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule =>
            (options.Rules.Count == 0 || options.Rules.Contains(rule.Id, StringComparer.OrdinalIgnoreCase)) &&
            (!options.WarningsOnly || rule.DefaultSeverity == DiagnosticSeverity.Warning)));
        return new ChosenRules(chosen, Instances<CodeFixProvider>(typeof(AsyncFix)));
    }

    private static List<T> Instances<T>(Type neighbour) =>
        [.. neighbour.Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsAssignableTo(typeof(T)))
            .Select(static type => (T)Activator.CreateInstance(type)!)];
}
