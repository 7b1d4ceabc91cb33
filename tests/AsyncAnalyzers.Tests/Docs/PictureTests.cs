using System.Text.RegularExpressions;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Docs;

/// <summary>The pictures of the readme show what rules, fixes and lessons really give; <c>UPDATE_DOCS=1</c> draws them anew.</summary>
public sealed partial class PictureTests(SamplesTests.Program program) : IClassFixture<SamplesTests.Program>
{
    private const string Default = "#d4d4d4";
    private const string Good = "#89d185";
    private const string Bad = "#f48771";
    private const string Bar = "#75beff";

    private const string Code = """
        async Task<string[]> LoadAsync(HttpClient client, string[] addresses)
        {
            var pages = new List<string>();
            foreach (var address in addresses)
            {
                pages.Add(await client.GetStringAsync(address));
            }

            return pages.ToArray();
        }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finding_and_its_fix()
    {
        Assert.SkipWhen(typeof(Compilation).Assembly.GetName().Version!.Major < 5, "Formatters differ; the picture is that of the newest one.");
        var before = Snippet.Of(Snippet.InClass(Code));
        var finding = Assert.Single(await before.AnalyzeAsync(Cancellation), diagnostic => diagnostic.Descriptor.IsEnabledByDefault);
        var fix = RuleCatalog.FixFor(finding.Id)!;
        var offer = (await before.OffersAsync(fix, [finding], Cancellation))[0];
        var after = await before.AfterAsync(offer, Cancellation);

        var picture = new Picture();
        var span = finding.Location.GetLineSpan();
        foreach (var (index, line) in (await LinesAsync(before)).Index().ToArray()[2..^2])
        {
            picture.Line(line);
            if (index == span.StartLinePosition.Line)
            {
                var end = span.EndLinePosition.Line == index ? span.EndLinePosition.Character : line.Sum(part => part.Text.Length) + 4;
                picture.Squiggle(span.StartLinePosition.Character - 4, end - 4, Bar);
                picture.Box(8, [.. Wrap($"{finding.Id}: {finding.GetMessage()}", 76).Select(text => (text, Default)), ($"Fix: {offer.Title}", "#e2c08d")], "#2d2d30");
            }
        }

        picture.Space();
        picture.Line(("The fix, here or everywhere: dotnet format analyzers --diagnostics " + finding.Id + " --severity info", Good));
        picture.Space();
        foreach (var line in (await LinesAsync(after)).ToArray()[2..^2])
        {
            picture.Line(line);
        }

        GeneratedText.Assert("docs/images/finding.svg", _ => picture.Draw($"{finding.Id} under a loop that awaits one download after another, and the code after its fix"));
    }

    /// <summary>How long it takes differs from run to run: the picture is drawn anew only if something else does.</summary>
    [Fact]
    public async Task The_timeline_of_a_lesson()
    {
        var (_, output, _) = await program.RunAsync("2");
        // A console without Unicode has other bars.
        output = output.Replace('#', '█');
        var comparison = output.ReplaceLineEndings("\n").Split("\n\n").First(part => part.StartsWith("AWAIT301 The same without results", StringComparison.Ordinal));
        var picture = new Picture();
        foreach (var line in comparison.Split('\n'))
        {
            picture.Line(Row().Match(line) is { Success: true } row
                ? [(row.Groups["name"].Value, Default), (row.Groups["bar"].Value, Bar), (row.Groups["time"].Value, Default)]
                : [(line, line.Contains("Mistakes/", StringComparison.Ordinal) ? Bad : line.Contains("Fixed/", StringComparison.Ordinal) || line.EndsWith("fast.", StringComparison.Ordinal) ? Good : Default)]);
        }

        var drawn = picture.Draw("The timeline of lesson 2: four downloads one after another, and the same four at once after the fix");
        GeneratedText.Assert("docs/images/timeline.svg", old => WithoutTimes(old) == WithoutTimes(drawn) ? old : drawn);
    }

    /// <summary>The lines of the code without the class around them, each in coloured parts.</summary>
    private static async Task<IEnumerable<List<(string Text, string Colour)>>> LinesAsync(Snippet snippet)
    {
        var root = (await snippet.Document.GetSyntaxRootAsync(Cancellation))!;
        var model = (await snippet.Document.GetSemanticModelAsync(Cancellation))!;
        var lines = new List<List<(string, string)>> { new() };
        foreach (var token in root.DescendantTokens())
        {
            foreach (var (text, colour) in token.LeadingTrivia.Select(trivia => (trivia.ToString(), "#6a9955")).Append((token.Text, ColourOf(token, model))).Concat(token.TrailingTrivia.Select(trivia => (trivia.ToString(), "#6a9955"))))
            {
                var parts = text.Split('\n');
                foreach (var (index, part) in parts.Index())
                {
                    if (index > 0)
                    {
                        lines.Add([]);
                    }

                    if (part.Length > 0)
                    {
                        lines[^1].Add((part, colour));
                    }
                }
            }
        }

        return lines.Select(line => line is [var (indent, colour), ..] && indent.StartsWith("    ", StringComparison.Ordinal) ? [(indent[4..], colour), .. line[1..]] : line);
    }

    private static string ColourOf(SyntaxToken token, SemanticModel model) => token switch
    {
        _ when token.IsKind(SyntaxKind.StringLiteralToken) => "#ce9178",
        _ when token.IsKind(SyntaxKind.NumericLiteralToken) => "#b5cea8",
        _ when token.IsKind(SyntaxKind.AwaitKeyword) || token.IsKind(SyntaxKind.ReturnKeyword) || token.IsKind(SyntaxKind.ForEachKeyword) || token.IsKind(SyntaxKind.InKeyword) => "#c586c0",
        _ when token.IsKeyword() || token.IsContextualKeyword() || token.ValueText == "var" => "#569cd6",
        _ when token.Parent is MethodDeclarationSyntax => "#dcdcaa",
        _ when token.Parent is SimpleNameSyntax name => model.GetSymbolInfo(name).Symbol switch
        {
            IMethodSymbol => "#dcdcaa",
            INamedTypeSymbol => "#4ec9b0",
            ILocalSymbol or IParameterSymbol => "#9cdcfe",
            _ => Default,
        },
        _ when token.Parent is ParameterSyntax or VariableDeclaratorSyntax or ForEachStatementSyntax && token.IsKind(SyntaxKind.IdentifierToken) => "#9cdcfe",
        _ => Default,
    };

    private static string WithoutTimes(string picture) =>
        string.Join('\n', Text().Matches(picture).Select(static text => Regex.Replace(text.Value, "[0-9.]+|█+", "0")).Order(StringComparer.Ordinal));

    [GeneratedRegex("(?<=>)[^<>\\n]+(?=</text>)")]
    private static partial Regex Text();

    [GeneratedRegex("^(?<name>    [^█]+? +)(?<bar>(?<= ) *█+ *)(?<time>[0-9].*)$")]
    private static partial Regex Row();

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        yield return line;
    }
}
