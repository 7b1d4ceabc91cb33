using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.ValidateArgumentsEagerly, AsyncAnalyzers.CodeFixes.TaskShape.ValidateArgumentsEagerlyFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class ValidateArgumentsEagerlyTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT710.severity = warning" };

    private static string InClass(string members) => $$"""
        using System.Runtime.CompilerServices;
        public class C
        {
            static Task F(object? o = null) => Task.Delay(1);
            static Task<bool> IsBad(object o) => Task.FromResult(o is null);
            {{members.ReplaceLineEndings("\n    ").Replace("\n    \n", "\n\n", StringComparison.Ordinal)}}
        }
        """;

    [Theory]
    [InlineData("public async Task [|M|](string s) { if (s == null) throw new ArgumentNullException(nameof(s)); await F(s); }")]
    [InlineData("public async Task [|M|](string s) { if (s is null) { throw new ArgumentNullException(nameof(s)); } await F(s); }")]
    [InlineData("public async Task<int> [|M|](string s) { ArgumentNullException.ThrowIfNull(s); await F(s); return 1; }")]
    [InlineData("public async ValueTask [|M|](string s, int x) { ArgumentException.ThrowIfNullOrEmpty(s); ArgumentOutOfRangeException.ThrowIfNegative(x); await F(s); }")]
    [InlineData("protected async Task [|M|](string s) { _ = s ?? throw new ArgumentNullException(nameof(s)); await F(s); }")]
    [InlineData("protected internal async Task [|M|](string s) { ArgumentNullException.ThrowIfNull(s); await F(s); }")]
    [InlineData("public async IAsyncEnumerable<int> [|M|](string s) { ArgumentNullException.ThrowIfNull(s); await F(s); yield return 1; }")]
    [InlineData("public static async Task [|M|]<T>(T s) where T : class { ArgumentNullException.ThrowIfNull(s); await F(s); }")]
    public Task Checks_in_a_public_async_method_are_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("public async Task M(string s) { await F(s); }")]
    [InlineData("public async Task M(string s) { if (s == null) return; await F(s); }")]
    [InlineData("public async Task M(string s) { if (s == null) throw new InvalidOperationException(); await F(s); }")]
    [InlineData("public async Task M(string s) { await F(s); if (s == null) throw new ArgumentNullException(nameof(s)); }")]
    [InlineData("public async Task M(string s) { if (await IsBad(s)) throw new ArgumentException(nameof(s)); await F(s); }")]
    [InlineData("public async void M(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); }")]
    [InlineData("internal async Task M(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); }")]
    [InlineData("private async Task M(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); }")]
    [InlineData("class Inner { public async Task M(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); } }")]
    [InlineData("public Task M(string s) { ArgumentNullException.ThrowIfNull(s); return F(s); }")]
    [InlineData("public Task M(string s) { ArgumentNullException.ThrowIfNull(s); return L(); async Task L() { ArgumentNullException.ThrowIfNull(s); await F(s); } }")]
    [InlineData("public async Task M(string s) { ArgumentNullException.ThrowIfNull(s); }")]
    public Task Other_methods_are_silent(string member) => Verify<AsyncAnalyzers.TaskShape.ValidateArgumentsEagerly>.Silent(InClass(member), On);

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.TaskShape.ValidateArgumentsEagerly>.Silent(
        InClass("[Xunit.Fact] public async Task M(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); }"), On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_says_when_it_throws() => Verify.Reports(
        InClass("public async Task {|#0:M|}(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); } public async IAsyncEnumerable<int> {|#1:N|}(string s) { ArgumentNullException.ThrowIfNull(s); await F(s); yield return 1; }"),
        On with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.ValidateArgumentsEagerly>.At(0, "M", "its task is awaited", "async"),
                Verify<AsyncAnalyzers.TaskShape.ValidateArgumentsEagerly>.At(1, "N", "somebody enumerates it", "an iterator"),
            ],
        });

    [Fact]
    public Task The_rest_becomes_a_local_function() => Verify.Fixes(
        InClass("""
            /// <summary>Says it.</summary>
            public async Task<int> [|SayAsync|](string s, CancellationToken token = default)
            {
                // No.
                ArgumentNullException.ThrowIfNull(s);
                if (s == "")
                    throw new ArgumentException("Empty", nameof(s));

                // Yes.
                await F(s).WaitAsync(token);
                return s.Length; // done
            }
            """),
        InClass("""
            /// <summary>Says it.</summary>
            public Task<int> SayAsync(string s, CancellationToken token = default)
            {
                // No.
                ArgumentNullException.ThrowIfNull(s);
                if (s == "")
                    throw new ArgumentException("Empty", nameof(s));
                return SayCoreAsync();

                async Task<int> SayCoreAsync()
                {
                    // Yes.
                    await F(s).WaitAsync(token);
                    return s.Length; // done
                }
            }
            """),
        setup: On);

    [Fact]
    public Task The_token_of_a_stream_goes_along() => Verify.Fixes(
        InClass("""
            public async IAsyncEnumerable<int> [|All|](string s, [EnumeratorCancellation] CancellationToken token = default)
            {
                ArgumentNullException.ThrowIfNull(s);
                await F(s).WaitAsync(token);
                yield return 1;
            }
            """),
        InClass("""
            public IAsyncEnumerable<int> All(string s, CancellationToken token = default)
            {
                ArgumentNullException.ThrowIfNull(s);
                return AllCore(token);

                async IAsyncEnumerable<int> AllCore([EnumeratorCancellation] CancellationToken token)
                {
                    await F(s).WaitAsync(token);
                    yield return 1;
                }
            }
            """),
        setup: On);

    [Fact]
    public Task No_fix_across_directives() => Verify.OffersNoFix(
        InClass("public async Task [|M|](string s)\n{\n    ArgumentNullException.ThrowIfNull(s);\n#if A\n    await F();\n#else\n    await F(s);\n#endif\n}"), setup: On);
}
