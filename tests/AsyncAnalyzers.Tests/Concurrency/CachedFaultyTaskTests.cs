using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.CachedFaultyTask>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class CachedFaultyTaskTests
{
    private static string InClass(string members, string name = "C") => $$"""
        using System.Collections.Concurrent;
        class {{name}}
        {
            static async Task<string> LoadAsync(int id = 0) { await Task.Yield(); return ""; }
            static ValueTask<string> ReadAsync(int id = 0) => new("");
            static async Task InitializeAsync() => await Task.Yield();
            static async Task RunAsync() => await Task.Yield();
            static async Task<string> SafeAsync() { try { return await LoadAsync(); } catch { return ""; } }
            static Task<string> Make(int id) => Task.FromResult("");
            {{members}}
        }
        """;

    [Theory]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, x => LoadAsync(x))|];")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); async Task<string> M(int k) => await [|d.GetOrAdd(k, LoadAsync)|];")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, async x => { return await LoadAsync(x); })|];")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, static (x, a) => LoadAsync(x + a), 1)|];")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, LoadAsync(k))|];")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, x => Task.Run(() => LoadAsync(x)))|];")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, x => ReadAsync(x).AsTask())|];")]
    [InlineData("readonly ConcurrentDictionary<int, ValueTask<string>> d = new(); ValueTask<string> M(int k) => [|d.GetOrAdd(k, x => ReadAsync(x))|];")]
    [InlineData("static readonly ConcurrentDictionary<int, Lazy<Task<string>>> d = new(); Task<string> M(int k) => [|d.GetOrAdd(k, x => new Lazy<Task<string>>(() => LoadAsync(x)))|].Value;")]
    [InlineData("Task<string>? t; Task<string> M() => [|t ??= LoadAsync()|];")]
    [InlineData("Task<string>? t; async Task<string> M() => await ([|t ??= LoadAsync()|]).ConfigureAwait(false);")]
    [InlineData("static Task? t; Task M() { return [|t ??= InitializeAsync()|]; }")]
    [InlineData("Task<string>? T { get; set; } Task<string> M() => [|T ??= LoadAsync()|];")]
    [InlineData("Task<string>? t; Task<string> T => [|t ??= LoadAsync()|];")]
    [InlineData("Task<string>? t; Task<string> M() { if (t == null) { [|t = LoadAsync()|]; } return t; }")]
    [InlineData("Task<string>? t; Task<string> M() { if (t is null) [|t = LoadAsync()|]; return t; }")]
    [InlineData("Task<string>? t; Task<string> M() { if (t != null) return t; [|t = LoadAsync()|]; return t; }")]
    [InlineData("Task<string>? t; Task<string> M() { lock (this) { return [|t ??= LoadAsync()|]; } }")]
    [InlineData("Task<string>? t; Func<int, Task<string>> load = LoadAsync; Task<string> M() => [|t ??= load(1)|];")]
    [InlineData("static readonly Lazy<Task<string>> t = [|new(() => LoadAsync())|]; ")]
    [InlineData("static readonly Lazy<Task<string>> t = [|new Lazy<Task<string>>(async () => await LoadAsync())|];")]
    [InlineData("static readonly C Instance = new(); readonly Lazy<Task<string>> t; C() { t = [|new Lazy<Task<string>>(() => LoadAsync(), true)|]; }")]
    public Task A_task_that_may_fail_and_is_kept_is_reported(string members) => Verify.Reports(InClass(members));

    [Theory]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); async Task<string> M(int k) { try { return await d.GetOrAdd(k, x => LoadAsync(x)); } catch { d.TryRemove(k, out _); throw; } }")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => d.GetOrAdd(k, x => LoadAsync(x)); void Reset() => d.Clear();")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) { var t = d.GetOrAdd(k, x => LoadAsync(x)); if (t.IsFaulted) { d[k] = LoadAsync(k); } return t; }")]
    [InlineData("Task<string>? t; Task<string> M() => t ??= LoadAsync(); void Reset() => t = null;")]
    [InlineData("Task<string>? t; async Task<string> M() { try { return await (t ??= LoadAsync()); } catch { t = null; throw; } }")]
    [InlineData("Task<string>? t; Task<string> M() { if (t == null || t.IsFaulted) { t = LoadAsync(); } return t; }")]
    [InlineData("Task<string>? t; Task<string> M() { if (t is { IsCompletedSuccessfully: false }) t = null; return t ??= LoadAsync(); }")]
    [InlineData("Lazy<Task<string>> t = null!; void Reset() => t = new(() => LoadAsync()); Task<string> M() => t.Value;")]
    public Task What_is_taken_out_or_set_anew_is_silent(string members) => Verify.Silent(InClass(members));

    [Theory]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => d.GetOrAdd(k, x => Task.FromResult(\"\"));")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => d.GetOrAdd(k, Make);")]
    [InlineData("readonly ConcurrentDictionary<int, Task<string>> d = new(); Task<string> M(int k) => d.GetOrAdd(k, _ => SafeAsync());")]
    [InlineData("readonly ConcurrentDictionary<int, Task<int>> d = new(); Task<int> M(int k) => d.GetOrAdd(k, x => Task.Run(() => x + 1));")]
    [InlineData("readonly ConcurrentDictionary<int, Task<int>> d = new(); Task<int> M(int k) => d.GetOrAdd(k, async x => { await Task.Delay(1).ConfigureAwait(false); return x; });")]
    [InlineData("readonly ConcurrentDictionary<int, string> d = new(); string M(int k) => d.GetOrAdd(k, x => \"\");")]
    [InlineData("Task? t; Task M() => t ??= RunAsync();")]
    [InlineData("Task? t; Task M() => t ??= Task.CompletedTask;")]
    [InlineData("Task? t; Task M() => t ??= Task.Delay(1);")]
    [InlineData("string? s; async Task<string> M() => s ??= await LoadAsync();")]
    [InlineData("async Task M(int k) { Task<string>? t = null; t ??= LoadAsync(); var d = new ConcurrentDictionary<int, Task<string>>(); d.GetOrAdd(k, x => LoadAsync(x)); await t; }")]
    [InlineData("readonly Lazy<Task<string>> t = new(() => LoadAsync());")]
    [InlineData("void M() { var t = new Lazy<Task<string>>(() => LoadAsync()); }")]
    public Task Tasks_that_cannot_fail_activities_and_short_lives_are_silent(string members) => Verify.Silent(InClass(members));

    [Theory]
    [InlineData("HomeController")]
    [InlineData("RequestContext")]
    public Task Objects_of_one_operation_are_silent(string name) => Verify.Silent(InClass("Task<string>? t; Task<string> M() => t ??= LoadAsync();", name));

    [Fact]
    public Task A_memory_cache_keeps_it_too() => Verify.Reports("""
        using Microsoft.Extensions.Caching.Memory;
        class C(IMemoryCache cache)
        {
            readonly IMemoryCache field = cache;
            async Task<string> LoadAsync() { await Task.Yield(); return ""; }
            Task<string> M(int k) => [|field.GetOrCreate(k, entry => LoadAsync())|]!;
            Task<string?> N(int k) => field.GetOrCreateAsync(k, async entry => (string?)await LoadAsync());
        }
        namespace Microsoft.Extensions.Caching.Memory
        {
            interface IMemoryCache { }
            static class CacheExtensions
            {
                public static T? GetOrCreate<T>(this IMemoryCache cache, object key, Func<object, T> factory) => default;
                public static Task<T?> GetOrCreateAsync<T>(this IMemoryCache cache, object key, Func<object, Task<T>> factory) => Task.FromResult(default(T));
            }
        }
        """);

    [Fact]
    public Task The_message_names_what_starts_the_task_and_what_keeps_it() => Verify.Reports(
        InClass("Task<string>? t; Task<string> M() => {|#0:t ??= LoadAsync()|};"),
        new() { Expected = [Verify.At(0, "C.LoadAsync", "t")] });
}
