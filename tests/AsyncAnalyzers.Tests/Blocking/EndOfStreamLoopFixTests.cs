using System.Collections.Immutable;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Tests.Blocking.EndOfStreamLoopFixTests.EndOfStreamInAsync, AsyncAnalyzers.CodeFixes.Blocking.EndOfStreamLoopFix>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class EndOfStreamLoopFixTests
{
    [Fact]
    public Task The_first_read_becomes_the_condition() => Verify.Fixes(
        """
        class C
        {
            readonly StreamReader own = new("x");

            async Task M(StreamReader r, CancellationToken ct)
            {
                // All lines.
                while (![|r.EndOfStream|]) // to the end
                {
                    var line = await r.ReadLineAsync(ct).ConfigureAwait(false);
                    Console.WriteLine(line);
                }

                while (([|r.EndOfStream|] == false))
                {
                    // The next one.
                    string? next = await r.ReadLineAsync(); // may be empty

                    if (next == null)
                        break;
                    next = next.Trim();
                }

                while ([|this.own.EndOfStream|] is false)
                {

                    string text = (await this.own.ReadLineAsync())!;

                    Console.WriteLine(text.Length);
                }

                while (![|r.EndOfStream|]) { var line = await r.ReadLineAsync(); Console.WriteLine(line); }
            }
        }
        """,
        """
        class C
        {
            readonly StreamReader own = new("x");

            async Task M(StreamReader r, CancellationToken ct)
            {
                // All lines.
                while (await r.ReadLineAsync(ct).ConfigureAwait(false) is { } line) // to the end
                {
                    Console.WriteLine(line);
                }

                while (await r.ReadLineAsync() is { } next)
                {
                    // The next one.
                    // may be empty

                    if (next == null)
                        break;
                    next = next.Trim();
                }

                while (await this.own.ReadLineAsync() is { } text)
                {
                    Console.WriteLine(text.Length);
                }

                while (await r.ReadLineAsync() is { } line) { Console.WriteLine(line); }
            }
        }
        """);

    [Fact]
    public Task A_read_that_is_used_at_once_gets_a_name() => Verify.Fixes(
        """
        class C
        {
            async Task M(StreamReader r, List<string> lines)
            {
                while (![|r.EndOfStream|]) lines.Add((await r.ReadLineAsync())!);
                while (![|r.EndOfStream|])
                {
                    var parts = (await r.ReadLineAsync())!.Split(',');
                    lines.AddRange(parts);
                }
                while (![|r.EndOfStream|])
                {
                    if ((await r.ReadLineAsync())!.StartsWith('#'))
                        continue;
                    lines.Clear();
                }
                string? last;
                while (![|r.EndOfStream|])
                {
                    last = await r.ReadLineAsync();
                }
            }

            async IAsyncEnumerable<string> Lines(StreamReader r, int line)
            {
                while (![|r.EndOfStream|])
                    yield return (await r.ReadLineAsync())!;
            }
        }
        """,
        """
        class C
        {
            async Task M(StreamReader r, List<string> lines)
            {
                while (await r.ReadLineAsync() is { } line) lines.Add(line);
                while (await r.ReadLineAsync() is { } line)
                {
                    var parts = line.Split(',');
                    lines.AddRange(parts);
                }
                while (await r.ReadLineAsync() is { } line)
                {
                    if (line.StartsWith('#'))
                        continue;
                    lines.Clear();
                }
                string? last;
                while (await r.ReadLineAsync() is { } line)
                {
                    last = line;
                }
            }

            async IAsyncEnumerable<string> Lines(StreamReader r, int line)
            {
                while (await r.ReadLineAsync() is { } line2)
                    yield return line2;
            }
        }
        """);

    [Fact]
    public Task A_synchronous_read_becomes_asynchronous() => Verify.Fixes(
        """
        class C
        {
            async Task M(StreamReader r, CancellationToken token)
            {
                while (![|r.EndOfStream|])
                {
                    var line = r.ReadLine();
                    await Task.Yield();
                }
            }

            async Task Lambda(StreamReader r) => await Task.Run(async () =>
            {
                while (![|r.EndOfStream|]) { var line = r.ReadLine(); await Task.Yield(); }
            });
        }
        """,
        """
        class C
        {
            async Task M(StreamReader r, CancellationToken token)
            {
                while (await r.ReadLineAsync(token) is { } line)
                {
                    await Task.Yield();
                }
            }

            async Task Lambda(StreamReader r) => await Task.Run(async () =>
            {
                while (await r.ReadLineAsync() is { } line) { await Task.Yield(); }
            });
        }
        """);

    [Fact]
    public Task Readers_of_older_frameworks_take_no_token() => Verify.Fixes(
        "class C { async Task M(StreamReader r, CancellationToken token) { while (![|r.EndOfStream|]) { var line = r.ReadLine(); } } }",
        "class C { async Task M(StreamReader r, CancellationToken token) { while (await r.ReadLineAsync() is { } line) { } } }",
        setup: Setup.Default with { Framework = Frameworks.Net48 });

    [Fact]
    public Task No_fix_is_offered_for_anything_else() => Verify.OffersNoFix(
        """
        class C
        {
            static StreamReader Open() => new("x");

            async Task M(StreamReader r, StreamReader other, CancellationToken token, char[] buffer, bool flag)
            {
                if (![|r.EndOfStream|]) { var line = await r.ReadLineAsync(); }
                while ([|r.EndOfStream|]) { var line = await r.ReadLineAsync(); }
                while (![|r.EndOfStream|] && !token.IsCancellationRequested) { var line = await r.ReadLineAsync(); }
                while (![|r.EndOfStream|]) { var line = await other.ReadLineAsync(); }
                while (![|r.EndOfStream|]) { await r.ReadAsync(buffer); }
                while (![|r.EndOfStream|]) { Console.WriteLine(); var line = await r.ReadLineAsync(); }
                while (![|r.EndOfStream|]) { Console.WriteLine(Open().Peek() + await r.ReadLineAsync()); }
                while (![|r.EndOfStream|]) { Console.WriteLine(flag ? await r.ReadLineAsync() : ""); }
                while (![|r.EndOfStream|]) { object? line = await r.ReadLineAsync(); }
                while (![|r.EndOfStream|]) { var pending = r.ReadLineAsync(); await pending; }
                while (![|Open().EndOfStream|]) { var line = await Open().ReadLineAsync(); }
                while (![|r.EndOfStream|]) { }
                while (![|r.EndOfStream|]) { string? a = await r.ReadLineAsync(), b = a; }
                do { var line = await r.ReadLineAsync(); } while (![|r.EndOfStream|]);
                for (; ![|r.EndOfStream|];) { var line = await r.ReadLineAsync(); }
                lock (r) { while (![|r.EndOfStream|]) { var line = r.ReadLine(); } }
                Action sync = () => { while (![|r.EndOfStream|]) { var line = r.ReadLine(); } };
            }
        }
        """);

    [Fact]
    public Task Malformed_code() => Verify.OffersNoFix(
        "class C { async Task M(StreamReader r) { while (![|r.EndOfStream|]) { var line = await r.ReadLineAsync(; } ",
        setup: Setup.Default with { HasErrors = true });

    /// <summary>No rule of ours reports what the page of this fix shows, so the tests of the pages do not see it.</summary>
    [Fact]
    public async Task The_page_shows_what_the_fix_makes()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var blocks = RulePage.Read("CA2024").Blocks;
        Assert.Equal(["", "fixed"], blocks.Select(block => block.Kind));
        var snippet = Snippet.Of(Snippet.InClass(blocks[0].Code));
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        var compilation = (await snippet.Document.Project.GetCompilationAsync(cancellationToken))!;
        var diagnostics = await compilation.WithAnalyzers([new EndOfStreamInAsync()]).GetAnalyzerDiagnosticsAsync(cancellationToken);
        var changed = await snippet.FixAllAsync(RuleCatalog.FixFor("CA2024")!, diagnostics, cancellationToken);
        Assert.Equal(Snippet.InClass(blocks[1].Code), await changed.TextAsync(cancellationToken));
    }

#pragma warning disable RS1029, RS1036, RS1038, RS1041, RS2008 // It never leaves the tests.
    /// <summary>Reports what the SDK's analyzer does, which needs a newer Roslyn than the oldest these tests run on.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    internal sealed class EndOfStreamInAsync : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("CA2024", "EndOfStream in async code", "'{0}'", "Reliability", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterOperationAction(
                operation =>
                {
                    if (operation is { ContainingSymbol: IMethodSymbol { IsAsync: true }, Operation: IPropertyReferenceOperation { Property.Name: "EndOfStream" } })
                    {
                        operation.ReportDiagnostic(Diagnostic.Create(Rule, operation.Operation.Syntax.GetLocation(), operation.Operation.Syntax.ToString()));
                    }
                },
                OperationKind.PropertyReference);
        }
    }
#pragma warning restore RS1029, RS1036, RS1038, RS1041, RS2008
}
