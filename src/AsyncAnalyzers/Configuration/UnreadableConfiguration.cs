using System.Collections.Concurrent;
using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Configuration;

/// <summary>
/// AWAIT001: an <c>async_analyzers.*</c> option that does not exist or has a value that cannot be read. Reported once per key and value,
/// without a place: the compiler does not tell analyzers in which file an option stands. Also a line of <c>AsyncAnalyzers.Concurrency.txt</c>, at that line.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnreadableConfiguration() : AsyncAnalyzer(Rules.UnreadableConfiguration)
{
    private static readonly char[] Separators = ['/', '\\'];
    private static readonly string[] GeneratedEndings = [".designer.cs", ".generated.cs", ".g.cs", ".g.i.cs"];

    private static readonly ImmutableDictionary<string, Option> Known =
        Options.All.ToImmutableDictionary(static option => option.Key, StringComparer.OrdinalIgnoreCase);

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var reported = new ConcurrentDictionary<(string Key, string Value), bool>();

        var files = new Lazy<HashSet<SyntaxTree>>(() => OneOfEachFolder(context.Compilation));
        context.RegisterSyntaxTreeAction(tree =>
        {
            if (files.Value.Contains(tree.Tree))
            {
                Check(tree.Options.AnalyzerConfigOptionsProvider.GetOptions(tree.Tree), reported, tree.ReportDiagnostic);
            }
        });
        context.RegisterAdditionalFileAction(CheckCatalogue);
    }

    /// <summary>Most files share one set of options, and to list the keys of all sets takes longer than most rules: only sections for single files may be missed.</summary>
    private static HashSet<SyntaxTree> OneOfEachFolder(Compilation compilation)
    {
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. compilation.SyntaxTrees.Where(tree => !IsGenerated(tree.FilePath) && folders.Add(tree.FilePath.Substring(0, tree.FilePath.LastIndexOfAny(Separators) + 1)))];
    }

    /// <summary>True for a name that says so: such files are not analyzed.</summary>
    private static bool IsGenerated(string path) => GeneratedEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private void CheckCatalogue(AdditionalFileAnalysisContext context)
    {
        if (ConcurrencyCatalogue.Of(context.AdditionalFile, context.CancellationToken) is not { Unreadable.IsEmpty: false } catalogue ||
            context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (var span in catalogue.Unreadable)
        {
            var line = text.ToString(span);
            Report(
                context.ReportDiagnostic,
                Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span)),
                $"The line '{(line.Length > 60 ? line.Substring(0, 59) + "…" : line)}' of {ConcurrencyCatalogue.FileName} cannot be read",
                CatalogueLine.Accepted);
        }
    }

    private void Check(AnalyzerConfigOptions options, ConcurrentDictionary<(string Key, string Value), bool> reported, Action<Diagnostic> report)
    {
        foreach (var key in options.Keys)
        {
            if (!key.StartsWith(Options.Prefix, StringComparison.OrdinalIgnoreCase) || !options.TryGetValue(key, out var value))
            {
                continue;
            }

            var (problem, advice) = !Known.TryGetValue(key, out var option)
                ? ($"The option '{key}' does not exist", $"the options are {string.Join(", ", Options.All.Select(static known => known.Key))}")
                : option.CanRead(value) ? default : ($"The value '{value}' of '{key}' cannot be read", option.Accepted);
            if (problem is not null && reported.TryAdd((key, value), true))
            {
                Report(report, Location.None, problem, advice);
            }
        }
    }
}
