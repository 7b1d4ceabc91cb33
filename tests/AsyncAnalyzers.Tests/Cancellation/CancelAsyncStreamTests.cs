using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class CancelAsyncStreamTests
{
    private static string Code(string member) => $$"""
        using System.Runtime.CompilerServices;
        class C
        {
            {{member}}
            static async IAsyncEnumerable<int> Gen([EnumeratorCancellation] CancellationToken token = default) { await Task.Delay(1, token); yield return 1; }
            static async IAsyncEnumerable<int> Deaf() { await Task.Delay(1); yield return 1; }
            static IAsyncEnumerable<int> Other() => Gen(default);
            static IAsyncEnumerable<int> Two(int n) => Two(n, default);
            static IAsyncEnumerable<int> Two(int n, CancellationToken token) => Gen(token);
        }
        static class Streams { public static IAsyncEnumerable<T> Skip<T>(this IAsyncEnumerable<T> s) => s; }
        """;

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in [|Gen()|]) { } }", "Gen(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in [|Gen(default)|]) { } }", "Gen(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in [|Two(1)|]) { } }", "Two(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in [|Gen()|].ConfigureAwait(false)) { } }", "Gen(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in [|Other()|]) { } }", "Other().WithCancellation(ct)")]
    [InlineData("async Task M(IAsyncEnumerable<int> s, CancellationToken ct) { await foreach (var x in [|s|]) { } }", "s.WithCancellation(ct)")]
    [InlineData("async Task M(IAsyncEnumerable<int> s, CancellationToken ct) { await foreach (var x in [|s|].ConfigureAwait(false)) { } }", "s.WithCancellation(ct)")]
    [InlineData("async Task M(IAsyncEnumerable<int>? s, CancellationToken ct) { await foreach (var x in [|s ?? Other()|]) { } }", "(s ?? Other()).WithCancellation(ct)")]
    [InlineData("async Task M(IAsyncEnumerable<(int, int)> s, CancellationToken ct) { await foreach (var (x, y) in [|s|]) { } }", "s.WithCancellation(ct)")]
    [InlineData("async Task M(IAsyncEnumerable<int> s, CancellationToken ct) { await foreach (var x in [|s.Skip()|]) { } }", "s.Skip().WithCancellation(ct)")]
    [InlineData("async Task M(CancellationToken ct) { var s = Other(); await foreach (var x in [|s|]) { } }", "s.WithCancellation(ct)")]
    [InlineData("async Task M(System.Threading.Channels.ChannelReader<int> r, CancellationToken ct) { await foreach (var x in [|r.ReadAllAsync()|]) { } }", "r.ReadAllAsync(ct)")]
    [InlineData("CancellationToken stop; async IAsyncEnumerable<int> M(IAsyncEnumerable<int> s) { await foreach (var x in [|s|]) { yield return x; } }", "s.WithCancellation(stop)")]
    [InlineData("Func<IAsyncEnumerable<int>, CancellationToken, Task> f = async (s, ct) => { await foreach (var x in [|s|]) { } };", "s.WithCancellation(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await Local(Other()); async Task Local(IAsyncEnumerable<int> s) { await foreach (var x in [|s|]) { } } }", "s.WithCancellation(ct)")]
    public Task The_stream_is_given_the_token(string member, string expected)
    {
        var (start, end) = (member.IndexOf("[|", StringComparison.Ordinal), member.IndexOf("|]", StringComparison.Ordinal) + 2);
        return Verify<CancelAsyncStream, CancelAsyncStreamFix>.Fixes(Code(member), Code(member[..start] + expected + member[end..]));
    }

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in Gen(ct)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in Gen(CancellationToken.None)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in Gen().WithCancellation(ct)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in Other().WithCancellation(ct).ConfigureAwait(false)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in Gen(ct).Skip()) { } }")]
    [InlineData("async Task M(CancellationToken ct) { var s = Gen(ct); await foreach (var x in s) { } }")]
    [InlineData("async Task M(CancellationToken ct) { var s = Gen(ct); await foreach (var x in s.Skip()) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var x in Deaf()) { } var s = Deaf(); await foreach (var x in s) { } }")]
    [InlineData("async Task M() { await foreach (var x in Gen()) { } }")]
    [InlineData("async Task M(CancellationToken ct) { try { } finally { await foreach (var x in Gen()) { } } }")]
    [InlineData("async Task M(CancellationToken ct) { foreach (var x in new[] { 1 }) { } }")]
    public Task A_stream_that_has_a_token_or_cannot_take_one_is_not_reported(string member) => Verify<CancelAsyncStream>.Silent(Code(member));

    [Fact]
    public Task Top_level_code_and_Fix_All() => Verify<CancelAsyncStream, CancelAsyncStreamFix>.Fixes(
        """
        using var source = new CancellationTokenSource(1000);
        await foreach (var x in [|Make()|]) // one
        {
            await foreach (var y in [|Make()|])
            {
            }
        }

        static IAsyncEnumerable<int> Make() => throw new NotSupportedException();
        """,
        """
        using var source = new CancellationTokenSource(1000);
        await foreach (var x in Make().WithCancellation(source.Token)) // one
        {
            await foreach (var y in Make().WithCancellation(source.Token))
            {
            }
        }

        static IAsyncEnumerable<int> Make() => throw new NotSupportedException();
        """,
        setup: Setup.TopLevel);
}
