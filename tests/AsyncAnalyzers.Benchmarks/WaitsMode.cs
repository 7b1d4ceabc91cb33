using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Spectre.Console;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Which of the waits in <see cref="WaitsInput"/> each contestant reports, by its rules about blocking in async code.</summary>
internal static class WaitsMode
{
    private static readonly HashSet<string> Ids =
        ["AWAIT201", "AWAIT204", "AWAIT205", "AWAIT206", "VSTHRD002", "VSTHRD103", "MA0042", "MA0045", "AsyncFixer02", "S4462", "S6966", "CA1849"];

    public static async Task RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var (compilation, options) = GeneratedInput.AsInput(GeneratedInput.Compile(WaitsInput.Source)).Single();
        var methods = compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>()).Select(method => method.Identifier.ValueText).ToList();
        var table = new Table().Title("waits in async code").AddColumns("contestant", "blocking, found", "harmless, reported", "missed", "false alarms");
        foreach (var contestant in (Contestant[])[Contestant.Us, .. Peers.All])
        {
            var diagnostics = await contestant.Enable(compilation).WithAnalyzers(contestant.Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
            var reported = diagnostics.Where(diagnostic => Ids.Contains(diagnostic.Id))
                .Select(diagnostic => diagnostic.Location.SourceTree!.GetRoot(cancellationToken).FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText)
                .ToHashSet();
            var (blocking, harmless) = (Named(methods, WaitsInput.Blocking), Named(methods, WaitsInput.Harmless));
            table.AddRow(
                contestant.Name,
                $"{blocking.Count(reported.Contains)} of {blocking.Count}",
                $"{harmless.Count(reported.Contains)} of {harmless.Count}",
                string.Join(' ', blocking.Where(name => !reported.Contains(name))),
                string.Join(' ', harmless.Where(reported.Contains)));
        }

        console.Write(table);
    }

    private static List<string> Named(IEnumerable<string> methods, string prefix) => [.. methods.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
}
