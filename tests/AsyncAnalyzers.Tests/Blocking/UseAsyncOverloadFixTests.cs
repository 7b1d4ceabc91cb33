using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.CSharp;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.UseAsyncOverload, AsyncAnalyzers.CodeFixes.Blocking.UseAsyncOverloadFix>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class UseAsyncOverloadFixTests
{
    [Fact]
    public Task Calls_become_awaited_and_take_the_token_in_scope() => Verify.Fixes(
        """
        class C
        {
            async Task<int> M(Stream stream, StreamReader reader, byte[] bytes, CancellationToken cancellationToken)
            {
                // Before.
                var read = [|stream.Read(bytes, 0, 1)|]; // after
                var length = [|reader.ReadToEnd()|].Length + [|reader.ReadLine()|]!.Length;
                [|stream /* one */ .Flush( /* two */ )|];
                if ([|File.ReadAllText([|reader.ReadLine()|]!)|] is "x" or "y") { }
                using (var file = File.OpenText("x").Also()) { }
                return [|stream.Read(bytes, 0, 1)|];
            }
        }
        static class Extensions { public static T Also<T>(this T item) => item; }
        """,
        """
        class C
        {
            async Task<int> M(Stream stream, StreamReader reader, byte[] bytes, CancellationToken cancellationToken)
            {
                // Before.
                var read = await stream.ReadAsync(bytes, 0, 1, cancellationToken); // after
                var length = (await reader.ReadToEndAsync(cancellationToken)).Length + (await reader.ReadLineAsync(cancellationToken))!.Length;
                await stream /* one */ .FlushAsync( /* two */ cancellationToken);
                if (await File.ReadAllTextAsync((await reader.ReadLineAsync(cancellationToken))!, cancellationToken) is "x" or "y") { }
                using (var file = File.OpenText("x").Also()) { }
                return await stream.ReadAsync(bytes, 0, 1, cancellationToken);
            }
        }
        static class Extensions { public static T Also<T>(this T item) => item; }
        """);

    [Fact]
    public Task Named_skipped_and_laid_out_arguments() => Verify.Fixes(
        """
        class Api
        {
            public int Get(int id, string name = "", bool fast = false) => id;
            public ValueTask<int> GetAsync(int id, string name = "", bool fast = false, CancellationToken stop = default) => new(id);
            public T Find<T>(params object[] keys) => default!;
            public Task<T> FindAsync<T>(params object[] keys) => default!;
            public Task<T> FindAsync<T>(object[] keys, CancellationToken token) => default!;
            public void Must(int id) { }
            public Task MustAsync(int id, CancellationToken token) => Task.CompletedTask;
        }

        class C
        {
            async Task M(Api api, object[] keys, CancellationToken token)
            {
                var x = [|api.Get(1)|] + [|api.Get(name: "x", id: 1)|] + [|api.Get(1, fast: true)|] + [|api.Get(1, "", true)|];
                x = [|api
                    .Get(
                        1, // one
                        "x",
                        true)|];
                [|api.Find<string>(1, 2)|];
                [|api.Find<string>(keys)|];
                [|api.Must(1)|];
                await Local();
                static async Task Local() { [|new Api().Must(1)|]; await Task.Yield(); }
            }
        }
        """,
        """
        class Api
        {
            public int Get(int id, string name = "", bool fast = false) => id;
            public ValueTask<int> GetAsync(int id, string name = "", bool fast = false, CancellationToken stop = default) => new(id);
            public T Find<T>(params object[] keys) => default!;
            public Task<T> FindAsync<T>(params object[] keys) => default!;
            public Task<T> FindAsync<T>(object[] keys, CancellationToken token) => default!;
            public void Must(int id) { }
            public Task MustAsync(int id, CancellationToken token) => Task.CompletedTask;
        }

        class C
        {
            async Task M(Api api, object[] keys, CancellationToken token)
            {
                var x = await api.GetAsync(1, stop: token) + await api.GetAsync(name: "x", id: 1, stop: token) + await api.GetAsync(1, fast: true, stop: token) + await api.GetAsync(1, "", true, token);
                x = await api
                    .GetAsync(
                        1, // one
                        "x",
                        true,
                        token);
                await api.FindAsync<string>(1, 2);
                await api.FindAsync<string>(keys, token);
                await api.MustAsync(1, token);
                await Local();
                static async Task Local() { await new Api().MustAsync(1, default); await Task.Yield(); }
            }
        }
        """);

    [Fact]
    public Task Every_kind_of_async_function() => Verify.Fixes(
        """
        class C
        {
            static readonly Stream stream = File.OpenRead("x");
            readonly Func<Task> field = async () => [|stream.Flush()|];
            async Task Expression() => [|stream.Flush()|];
            async Task Lambda() => await Task.Run(async () => { [|stream.Flush()|]; });
            async IAsyncEnumerable<int> Iterator(CancellationToken token = default) { [|stream.Flush()|]; yield return 1; }
            async ValueTask Catch(CancellationToken token) { try { await Task.Yield(); } finally { [|stream.Flush()|]; } }
            async Task Unbraced(bool now) { if (now) [|stream.Flush()|]; else while (now) [|stream.Flush()|]; await Task.Yield(); }
        }
        """,
        """
        class C
        {
            static readonly Stream stream = File.OpenRead("x");
            readonly Func<Task> field = async () => await stream.FlushAsync();
            async Task Expression() => await stream.FlushAsync();
            async Task Lambda() => await Task.Run(async () => { await stream.FlushAsync(); });
            async IAsyncEnumerable<int> Iterator(CancellationToken token = default) { await stream.FlushAsync(token); yield return 1; }
            async ValueTask Catch(CancellationToken token) { try { await Task.Yield(); } finally { await stream.FlushAsync(); } }
            async Task Unbraced(bool now) { if (now) await stream.FlushAsync(); else while (now) await stream.FlushAsync(); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Top_level_code() => Verify.Fixes(
        """
        [|File.WriteAllText("x", "")|];
        await Task.Yield();
        """,
        """
        await File.WriteAllTextAsync("x", "");
        await Task.Yield();
        """,
        setup: Setup.TopLevel);

    [Fact]
    public Task A_conditional_call_becomes_an_if() => Verify.Fixes(
        """
        class C
        {
            Stream? stream;
            StreamReader? Reader => null;
            async Task M(Stream? given, CancellationToken token)
            {
                given?[|.Flush()|]; // now
                if (token.CanBeCanceled)
                    this.stream?[|.Write([1], 0, 1)|];
                else
                    Reader?[|.ReadLine()|];
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            Stream? stream;
            StreamReader? Reader => null;
            async Task M(Stream? given, CancellationToken token)
            {
                if (given is not null)
                {
                    await given.FlushAsync(token);
                } // now
                if (token.CanBeCanceled)
                {
                    if (this.stream is { } stream2)
                    {
                        await stream2.WriteAsync([1], 0, 1, token);
                    }
                }
                else
                {
                    if (Reader is { } reader)
                    {
                        await reader.ReadLineAsync(token);
                    }
                }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task The_value_of_a_conditional_call_has_no_fix() => Verify.OffersNoFix(
        """
        class C
        {
            async Task M(StreamReader? reader)
            {
                var line = reader?[|.ReadLine()|];
                var length = reader?[|.ReadLine()|]?.Length;
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task The_namespace_of_an_extension_is_imported() => Verify.Fixes(
        """
        using System.Text;

        class C { async Task M(IQueryable<int> query) { foreach (var item in [|query.ToList()|]) { } var all = [|query.Where(x => x > 1).ToList()|]; } }
        """,
        """
        using System.Text;
        using Acme.Orm;

        class C { async Task M(IQueryable<int> query) { foreach (var item in await query.ToListAsync()) { } var all = await query.Where(x => x > 1).ToListAsync(); } }
        """,
        setup: Setup.Default with
        {
            Packages = [UseAsyncOverloadTests.Library],
            Files = [("Other.cs", "using Acme.Orm; class Other { Task<List<int>> M(IQueryable<int> query) => query.ToListAsync(); }")],
        });

    [Fact]
    public Task Awaits_are_configured_where_all_others_of_the_file_are() => Verify.Fixes(
        """
        class C
        {
            async Task M(Stream stream, Stream? other)
            {
                [|stream.Flush()|];
                var read = [|stream.Read([1], 0, 1)|].ToString();
                other?[|.Flush()|];
                await Task.Delay(1).ConfigureAwait(false);
                await Task.Yield();
            }
        }
        """,
        """
        class C
        {
            async Task M(Stream stream, Stream? other)
            {
                await stream.FlushAsync().ConfigureAwait(false);
                var read = (await stream.ReadAsync([1], 0, 1).ConfigureAwait(false)).ToString();
                if (other is not null)
                {
                    await other.FlushAsync().ConfigureAwait(false);
                }
                await Task.Delay(1).ConfigureAwait(false);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Same_named_overloads_and_other_awaitables() => Verify.Fixes(
        """
        using System.Runtime.CompilerServices;
        class Call<T> { public TaskAwaiter<T> GetAwaiter() => default; }
        class Api
        {
            public int Get(int id) => id;
            public Task<int> Get(int id, CancellationToken token) => Task.FromResult(id);
            public int Ask(int id) => id;
            public Call<int> AskAsync(int id) => new();
        }

        class C
        {
            CancellationToken stop;
            async Task M(Api api) { var x = [|api.Get(1)|]; x += [|api.Ask(x)|]; await Task.Delay(1).ConfigureAwait(false); }
        }
        """,
        """
        using System.Runtime.CompilerServices;
        class Call<T> { public TaskAwaiter<T> GetAwaiter() => default; }
        class Api
        {
            public int Get(int id) => id;
            public Task<int> Get(int id, CancellationToken token) => Task.FromResult(id);
            public int Ask(int id) => id;
            public Call<int> AskAsync(int id) => new();
        }

        class C
        {
            CancellationToken stop;
            async Task M(Api api) { var x = await api.Get(1, stop).ConfigureAwait(false); x += await api.AskAsync(x); await Task.Delay(1).ConfigureAwait(false); }
        }
        """);

    /// <summary>Older compilers cannot read extension blocks.</summary>
    [Fact]
    public Task Extension_members_of_new_compilers() => (int)LanguageVersion.Latest.MapSpecifiedToEffectiveVersion() < 1400 ? Task.CompletedTask : Verify.Fixes(
        """
        static class Extensions
        {
            extension(Stream stream)
            {
                public void Mark() { }
                public Task MarkAsync(CancellationToken token = default) => Task.CompletedTask;
            }

            public static void Close(this string text) { }
            extension(string text) { public Task CloseAsync() => Task.CompletedTask; }
        }

        class C
        {
            async Task M(Stream stream, CancellationToken token) { [|stream.Mark()|]; [|"".Close()|]; await Task.Yield(); }
        }
        """,
        """
        static class Extensions
        {
            extension(Stream stream)
            {
                public void Mark() { }
                public Task MarkAsync(CancellationToken token = default) => Task.CompletedTask;
            }

            public static void Close(this string text) { }
            extension(string text) { public Task CloseAsync() => Task.CompletedTask; }
        }

        class C
        {
            async Task M(Stream stream, CancellationToken token) { await stream.MarkAsync(token); await "".CloseAsync(); await Task.Yield(); }
        }
        """);
}
