using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Every piece of code that occurs in the tests, without the marks for expected diagnostics.</summary>
internal static partial class Snippets
{
    private static readonly Lazy<IReadOnlyList<(string Origin, string Code)>> Collected = new(() => [.. Collect()]);

    public static IReadOnlyList<(string Origin, string Code)> All => Collected.Value;

    private static IEnumerable<(string Origin, string Code)> Collect()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Frameworks.RepositoryRoot, "tests", "AsyncAnalyzers.Tests"), "*Tests.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();
            foreach (var token in root.DescendantTokens())
            {
                if (token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken &&
                    LooksLikeCode().IsMatch(token.ValueText))
                {
                    var code = Marks().Replace(token.ValueText, "");
                    if (seen.Add(code))
                    {
                        yield return ($"{Path.GetFileName(path)}:{token.GetLocation().GetLineSpan().StartLinePosition.Line + 1}", code);
                    }
                }
            }
        }
    }

    [GeneratedRegex(@"\b(class|struct|record|interface)\s+\w+|\bawait\b.*;|\bThread\.")]
    private static partial Regex LooksLikeCode();

    [GeneratedRegex(@"\[\||\|\]|\{\|#?\w+:|\|\}")]
    private static partial Regex Marks();
}
