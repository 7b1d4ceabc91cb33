using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.AsyncLocalLost>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class AsyncLocalLostTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static readonly AsyncLocal<string?> user = new();
            static string? User { get => user.Value; set => user.Value = value; }
            static void Use(object? value) { }
            {{members}}
        }
        static class Ambient
        {
            private static readonly AsyncLocal<string?> current = new();
            public static string? Current { get => current.Value; set => current.Value = value; }
        }
        """;

    [Theory]
    [InlineData("async Task SetAsync() { await Task.Yield(); [|user.Value = \"a\"|]; } async Task M() { await SetAsync(); Use(user.Value); }")]
    [InlineData("async Task SetAsync() { [|user.Value = \"a\"|]; await Task.Yield(); } async Task M() { await SetAsync().ConfigureAwait(false); Use(user.Value + \"\"); }")]
    [InlineData("async ValueTask<int> SetAsync() { [|user.Value = \"a\"|]; await Task.Yield(); return 1; } async Task M() { var n = await SetAsync(); Use(user.Value); }")]
    [InlineData("static async Task SetAsync() { [|C.user.Value = \"a\"|]; await Task.Yield(); } Func<Task> M = async () => { await SetAsync(); Use(user.Value); };")]
    [InlineData("async Task SetAsync() { [|User = \"a\"|]; await Task.Yield(); } async Task M() { await SetAsync(); Use(User); }")]
    [InlineData("async Task SetAsync() { [|Ambient.Current = \"a\"|]; await Task.Yield(); } async Task M() { await SetAsync(); Use(Ambient.Current); }")]
    [InlineData("async Task SetAsync() { [|user.Value = \"a\"|]; await Task.Yield(); } async Task M() { await this.SetAsync(); async Task Local() { } Use(User); }")]
    public Task What_an_async_method_sets_for_its_caller_is_reported(string members) => Verify.Reports(InClass(members));

    [Fact]
    public Task The_caller_may_be_in_another_file() => Verify.Reports(
        "partial class C { internal static readonly AsyncLocal<int> n = new(); internal static async Task SetAsync() { await Task.Yield(); [|n.Value = 1|]; } }",
        new() { Files = [("Other.cs", "class D { async Task M() { await C.SetAsync(); Console.Write(C.n.Value); } }")] });

    [Theory]
    [InlineData("Task SetAsync() { user.Value = \"a\"; return Task.CompletedTask; } async Task M() { await SetAsync(); Use(user.Value); }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M() { await SetAsync(); }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M() { Use(user.Value); await SetAsync(); }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M() { user.Value = \"b\"; await SetAsync(); Use(user.Value); }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M() { await SetAsync(); user.Value = \"b\"; Use(user.Value); }")]
    [InlineData("async Task SetAsync() { var old = user.Value; user.Value = \"a\"; try { await Task.Yield(); } finally { user.Value = old; } } async Task M() { await SetAsync(); Use(user.Value); }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M(bool b) { if (b) { await SetAsync(); } else { Use(user.Value); } }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M() { await SetAsync(); Use(Ambient.Current); }")]
    [InlineData("async Task SetAsync() { user.Value = \"a\"; await Task.Yield(); } async Task M() { await SetAsync(); Action use = () => Use(user.Value); }")]
    [InlineData("async Task SetAsync() { Use(user.Value); await Task.Yield(); } async Task M() { await SetAsync(); Use(user.Value); }")]
    [InlineData("async Task M() { user.Value = \"a\"; await Task.Yield(); Use(user.Value); }")]
    public Task What_the_caller_does_not_miss_is_silent(string members) => Verify.Silent(InClass(members));

    [Theory]
    [InlineData("class C { readonly AsyncLocal<int> [|value|] = new(); }")]
    [InlineData("class C { AsyncLocal<int> [|Value|] { get; } = new(); }")]
    [InlineData("class Order<T> { private AsyncLocal<T> [|value|] = new(); }")]
    public Task A_field_of_an_instance_is_reported(string source) => Verify.Reports(source);

    [Theory]
    [InlineData("class C { static readonly AsyncLocal<int> value = new(); }")]
    [InlineData("class UserAccessor { readonly AsyncLocal<int> value = new(); }")]
    [InlineData("class C { public static readonly C Instance = new(); readonly AsyncLocal<int> value = new(); }")]
    [InlineData("class C : ISingletonDependency { readonly AsyncLocal<int> value = new(); } interface ISingletonDependency { }")]
    [InlineData("class C { readonly ThreadLocal<int> value = new(); }")]
    [InlineData("class C { void M() { var value = new AsyncLocal<int>(); } }")]
    [InlineData("class C { readonly AsyncLocal<int> value = new(); } class D { void M(Services s) => s.AddSingleton<C>(); } class Services { public void AddSingleton<T>() { } }")]
    public Task Fields_of_what_exists_once_are_silent(string source) => Verify.Silent(source);
}
