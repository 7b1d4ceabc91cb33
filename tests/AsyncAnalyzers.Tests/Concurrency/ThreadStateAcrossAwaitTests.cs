using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.ThreadStateAcrossAwait>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class ThreadStateAcrossAwaitTests
{
    private const string Helpers = """
        static class State { [ThreadStatic] public static string? User; }
        """;

    private static string InClass(string members) => $$"""
        class C
        {
            [ThreadStatic] static int depth;
            [ThreadStatic] static List<int>? buffer;
            static int shared;
            static readonly ThreadLocal<int> local = new();
            static readonly ThreadLocal<int> other = new();
            static readonly AsyncLocal<int> flowing = new();
            Task FAsync() => Task.CompletedTask;
            Task<int> GetAsync() => Task.FromResult(1);
            void Use(object? value) { }
            {{members}}
        }
        {{Helpers}}
        """;

    private static string InMethod(string statements) => InClass($"async Task M(bool b, IAsyncEnumerable<int> stream, ThreadLocal<string> parameter) {{ {statements} }}");

    [Theory]
    [InlineData("depth = 1; await FAsync(); Use([|depth|]);")]
    [InlineData("depth++; await FAsync(); [|depth|]--;")]
    [InlineData("depth += 1; try { await FAsync(); } finally { [|depth|] -= 1; }")]
    [InlineData("++depth; await FAsync(); Use([|C.depth|]);")]
    [InlineData("State.User = \"x\"; await FAsync().ConfigureAwait(false); Use([|State.User|] + \"y\");")]
    [InlineData("buffer = new(); await FAsync(); [|buffer|].Add(1);")]
    [InlineData("buffer ??= new(); await FAsync(); [|buffer|].Add(1);")]
    [InlineData("local.Value = 1; await FAsync(); Use([|local.Value|]);")]
    [InlineData("local.Value++; await FAsync(); [|local.Value|]--;")]
    [InlineData("C.local.Value = 1; await FAsync(); Use([|local.Value|]);")]
    [InlineData("parameter.Value = \"\"; await FAsync(); Use([|parameter.Value|].Length);")]
    [InlineData("var own = new ThreadLocal<int>(); own.Value = 1; await FAsync(); Use([|own.Value|]);")]
    [InlineData("Thread.CurrentThread.Name = \"worker\"; await FAsync(); Use([|Thread.CurrentThread.Name|]);")]
    [InlineData("depth = 1; Use(depth); await FAsync(); await FAsync(); Use([|depth|]); Use(depth);")]
    [InlineData("depth = 1; if (b) { await FAsync(); } Use([|depth|]);")]
    [InlineData("depth = 1; if (b) { await FAsync(); depth = 2; } else { await FAsync(); Use([|depth|]); }")]
    [InlineData("if (b) { depth = 1; } else { depth = 2; } await FAsync(); Use([|depth|]);")]
    [InlineData("depth = 1; while (b) { Use([|depth|]); await FAsync(); }")]
    [InlineData("depth = 1; await foreach (var item in stream) { Use([|depth|]); }")]
    [InlineData("depth = 1; Use(await GetAsync() + [|depth|]);")]
    [InlineData("depth = 1; await FAsync(); depth = [|depth|] + 1;")]
    public Task What_is_set_before_an_await_and_read_after_it_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("depth = 1; Use(depth); await FAsync();")]
    [InlineData("depth = 1; await FAsync(); depth = 2; Use(depth);")]
    [InlineData("await FAsync(); depth = 1; Use(depth);")]
    [InlineData("await FAsync(); Use(depth); Use(local.Value);")]
    [InlineData("depth = await GetAsync(); Use(depth);")]
    [InlineData("(depth) = await GetAsync(); Use(depth);")]
    [InlineData("(depth, shared) = (await GetAsync(), 1); Use(depth);")]
    [InlineData("local.Value = await GetAsync(); Use(local.Value);")]
    [InlineData("depth = 1; await Task.FromResult(depth); ")]
    [InlineData("depth = 1; if (b) { await FAsync(); return; } Use(depth);")]
    [InlineData("depth = 1; if (b) { await FAsync(); depth = 1; } Use(depth);")]
    [InlineData("buffer ??= new(); await FAsync(); buffer ??= new(); buffer.Add(1);")]
    [InlineData("buffer ??= new(); await FAsync(); if (buffer == null) { buffer = new(); } buffer.Add(1);")]
    [InlineData("buffer = new(); await FAsync(); (buffer ?? new()).Add(1); buffer?.Clear();")]
    [InlineData("buffer = new List<int>(await GetAsync()); buffer.Add(1);")]
    [InlineData("var old = depth; depth = 1; await FAsync(); depth = old;")]
    [InlineData("depth = 1; await FAsync(); Interlocked.Exchange(ref depth, 3); Use(depth);")]
    [InlineData("depth = 1; await FAsync(); Use(nameof(depth));")]
    [InlineData("depth = 1; await FAsync(); Action a = () => Use(depth);")]
    [InlineData("Action a = () => { depth = 1; }; await FAsync(); Use(depth);")]
    [InlineData("shared = 1; await FAsync(); Use(shared);")]
    [InlineData("flowing.Value = 1; await FAsync(); Use(flowing.Value);")]
    [InlineData("local.Value = 1; await FAsync(); Use(other.Value);")]
    [InlineData("Thread.CurrentThread.Name = \"worker\"; await FAsync();")]
    [InlineData("Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture; await FAsync(); Use(Thread.CurrentThread.CurrentCulture);")]
    [InlineData("Thread.CurrentPrincipal = null; await FAsync(); Use(Thread.CurrentPrincipal);")]
    [InlineData("var thread = new Thread(() => { }); thread.Name = \"x\"; await FAsync(); Use(thread.Name);")]
    public Task What_is_set_again_or_flows_with_the_code_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("async ValueTask<int> M() { depth = 1; await FAsync(); return [|depth|]; }")]
    [InlineData("async void M() { depth = 1; await FAsync(); Use([|depth|]); }")]
    [InlineData("async IAsyncEnumerable<int> M() { depth = 1; await FAsync(); yield return [|depth|]; }")]
    [InlineData("void M() { Func<Task> f = async () => { depth = 1; await FAsync(); Use([|depth|]); }; }")]
    [InlineData("Task M() { return F(); async Task F() { depth = 1; await FAsync(); Use([|depth|]); } }")]
    [InlineData("static readonly Func<Task> f = async () => { depth = 1; await Task.Yield(); Console.WriteLine([|depth|]); };")]
    [InlineData("Task M() { depth = 1; var t = FAsync(); Use(depth); return t; }")]
    public Task Every_kind_of_function_is_seen(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_reported() => Verify.Reports(
        "var local = new ThreadLocal<int>(); local.Value = 1; await Task.Yield(); Console.WriteLine([|local.Value|]);",
        Setup.TopLevel);

    [Fact]
    public Task Awaits_that_may_come_back_to_the_thread_of_a_user_interface_are_silent() => Verify.Reports(
        InMethod("depth = 1; await FAsync(); Use(depth); depth = 2; await FAsync().ConfigureAwait(false); Use([|depth|]);"),
        Setup.Default with { Files = [("Control.cs", "namespace System.Windows.Forms { public class Control { } }")] });

    [Fact]
    public Task The_message_names_what_belongs_to_the_thread() => Verify.Reports(
        InMethod("{|#1:local.Value = 1|}; await FAsync(); Use({|#0:C.local.Value|});"),
        Setup.Default with { Expected = [Verify.At(0, "C.local.Value").WithLocation(1)] });
}
