using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.EnumerateAsyncStream>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class EnumerateAsyncStreamTests
{
    private const string Helpers = """
        interface IService { IAsyncEnumerable<int> StreamAsync(int x = 0); IAsyncEnumerator<int> WalkAsync(); IAsyncEnumerable<int> StartListening(); IService? Next { get; } }
        static class Extensions
        {
            public static IAsyncEnumerable<int> AllAsync(this IService s) => s.StreamAsync();
            public static T NotNull<T>(this T value) => value;
            public static IAsyncEnumerable<int> Guarded(IService s) { ArgumentNullException.ThrowIfNull(s); return s.StreamAsync(); }
            public static IAsyncEnumerable<int> Eager(IService s) { Console.WriteLine("started"); return s.StreamAsync(); }
        }
        abstract class Pageable : IAsyncEnumerable<int>
        {
            public abstract IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token = default);
            public abstract Pageable OrderAsync();
        }
        abstract class Client { public abstract Pageable ListAsync(); public abstract Pageable Entities(); }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("void M(IService s) { [|s.StreamAsync()|]; }")]
    [InlineData("async Task M(IService s) { [|s.StreamAsync(x: 1)|]; await Task.Yield(); }")]
    [InlineData("Task M(IService s) { [|s.StreamAsync()|]; return Task.CompletedTask; }")]
    [InlineData("async IAsyncEnumerable<int> M(IService s) { [|s.StreamAsync()|]; yield return 1; await Task.Yield(); }")]
    [InlineData("IEnumerable<int> M(IService s) { [|s.StreamAsync()|]; yield return 1; }")]
    [InlineData("void M(IService? s) { [|s?.StreamAsync()|]; [|s?.Next?.StreamAsync()|]; }")]
    [InlineData("void M(IService s) => [|s.StreamAsync()|];")]
    [InlineData("C(IService s) => [|s.StreamAsync()|];")]
    [InlineData("int P { get { [|Local()|]; return 1; IAsyncEnumerable<int> Local() => throw null!; } set => [|M()|]; } IAsyncEnumerable<int> M() => throw null!;")]
    [InlineData("Action<IService> field = s => [|s.StreamAsync()|];")]
    [InlineData("Action<IService> field = delegate (IService s) { [|s.StreamAsync()|]; };")]
    [InlineData("void M(IService s) { void Local() => [|s.StreamAsync()|]; Local(); }")]
    [InlineData("void M(List<IService> list) { list.ForEach(s => [|s.StreamAsync()|]); }")]
    [InlineData("void M(IService s) { [|s.AllAsync()|]; [|Extensions.AllAsync(s)|]; [|Extensions.Guarded(s)|]; }")]
    [InlineData("void M(Func<IAsyncEnumerable<int>> f) { [|f()|]; [|f.Invoke()|]; }")]
    [InlineData("void M(Func<IAsyncEnumerable<int>>? f) { [|f?.Invoke()|]; }")]
    [InlineData("void M(IService s) { [|s.StreamAsync().ConfigureAwait(false)|]; }")]
    [InlineData("void M(IService s, CancellationToken token) { [|s.StreamAsync().WithCancellation(token)|]; [|s.StreamAsync().WithCancellation(token).ConfigureAwait(false)|]; }")]
    [InlineData("void M(IService? s, CancellationToken token) { [|s?.StreamAsync().WithCancellation(token)|]; }")]
    [InlineData("void M(IAsyncEnumerable<int> stream, CancellationToken token) { [|stream.WithCancellation(token)|]; }")]
    [InlineData("void M(IService s) { [|s.WalkAsync()|]; [|s.StreamAsync().GetAsyncEnumerator()|]; }")]
    [InlineData("void M(IService s) { for ([|s.StreamAsync(1)|]; ; [|s.StreamAsync(2)|]) { } }")]
    [InlineData("T M<T>(T s) where T : IService { [|s.StreamAsync()|]; return s; }")]
    [InlineData("void M(Client c) { [|c.ListAsync()|]; }")]
    [InlineData("void M(IAsyncEnumerable<int> s) { [|s.Select(x => x + 1)|]; }")]
    [InlineData("async Task M() { [|A().ConfigureAwait(false)|]; [|this?.A()|]; await Task.Yield(); } async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); }")]
    public Task A_dropped_stream_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task A_stream_dropped_by_top_level_code_is_reported() => Verify.Reports(
        "[|Numbers.AllAsync()|];\nstatic class Numbers { public static IAsyncEnumerable<int> AllAsync() => throw null!; }",
        Setup.TopLevel);

    [Theory]
    [InlineData("void M(IService s) { _ = s.StreamAsync(); }")]
    [InlineData("void M(IService? s) { _ = s?.StreamAsync(); }")]
    [InlineData("IAsyncEnumerable<int> M(IService s) => s.StreamAsync();")]
    [InlineData("async Task M(IService s) { await foreach (var x in s.StreamAsync()) { } }")]
    [InlineData("IAsyncEnumerable<int>? t; void M(IService s) { t = s.StreamAsync(); t ??= s.StreamAsync(); }")]
    [InlineData("void M(IService s, List<object> list) { list.Add(s.StreamAsync()); }")]
    [InlineData("Func<IService, object> f = s => s.StreamAsync();")]
    [InlineData("void M() { A(); } async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); }")]
    [InlineData("async Task M() { A(); await Task.Yield(); } async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); }")]
    [InlineData("void M() { A(); async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); } }")]
    [InlineData("void M(Queue<IAsyncEnumerable<int>> q, IService s) { q.Dequeue(); s.StreamAsync().NotNull(); }")]
    [InlineData("IAsyncEnumerable<int>? t; void M() { Interlocked.Exchange(ref t, null); }")]
    [InlineData("void M(Client c, Pageable p) { c.Entities(); p.OrderAsync(); }")]
    [InlineData("void M(IService s) { Extensions.Eager(s); s.StartListening(); }")]
    [InlineData("void M(IService s) { System.Linq.Expressions.Expression<Action<IService>> e = x => x.StreamAsync(0); }")]
    [InlineData("void M(dynamic s) { s.StreamAsync(); }")]
    [InlineData("void M(IService s) { return; s.StreamAsync(); }")]
    [InlineData("void M(IService s) { s.Missing(); }", true)]
    public Task What_is_used_or_meant_is_silent(string member, bool hasErrors = false) => Verify.Silent(InClass(member), Setup.Default with { HasErrors = hasErrors });

    [Fact]
    public Task What_can_be_awaited_too_is_not_a_matter_of_this_rule() => Verify.Silent(
        """
        using System.Runtime.CompilerServices;
        abstract class Query : IAsyncEnumerable<int>
        {
            public abstract IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token = default);
            public TaskAwaiter GetAwaiter() => default;
        }
        class C { void M() { RunAsync(); } Query RunAsync() => throw null!; }
        """);

    [Fact]
    public Task A_type_of_the_same_name_is_no_stream() => Verify.Silent(
        """
        namespace Own { interface IAsyncEnumerable<T> { } }
        class C { void M() { StreamAsync(); } Own.IAsyncEnumerable<int> StreamAsync() => throw null!; }
        """);

    [Fact]
    public Task A_test_may_provoke_the_exception_of_an_argument_check_or_record_a_call() => Verify.Reports(
        $$"""
        namespace Xunit { class FactAttribute : Attribute { } static class Assert { public static void Throws(Action a) { } } }
        namespace NSubstitute { public static class SubstituteExtensions { public static T Received<T>(this T s) where T : class => s; } }
        namespace Tests
        {
            using NSubstitute;
            using Xunit;
            class ExpectedExceptionAttribute : Attribute { }
            class T
            {
                [Fact] void M(IService s)
                {
                    Assert.Throws(() => s.StreamAsync(-1));
                    Assert.Throws(() => { s.StreamAsync(-1); });
                    s.Received().StreamAsync();
                    try { s.StreamAsync(-1); } catch (ArgumentException) { }
                    [|s.StreamAsync()|];
                }

                [Fact, ExpectedException] void N(IService s) { s.StreamAsync(-1); }
            }
        }
        {{Helpers}}
        """);

    [Fact]
    public Task The_option_allows_methods() => Verify.Reports(
        InClass("void M(IService s) { s.StreamAsync(); [|s.WalkAsync()|]; }"),
        Setup.Default with { Config = "async_analyzers.fire_and_forget_methods = M:IService.StreamAsync" });

    [Fact]
    public Task Messages_name_the_call_and_say_what_to_do() => Verify.Reports(
        InClass("void M(IService s, Func<IAsyncEnumerable<int>> f) { {|#0:s.StreamAsync().ConfigureAwait(false)|}; {|#1:f()|}; } Task N(IService? s) { {|#2:s?.StreamAsync()|}; return Task.CompletedTask; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "StreamAsync", "enumerate it with 'await foreach' in an async function"),
                Verify.At(1, "f", "enumerate it with 'await foreach' in an async function"),
                Verify.At(2, "StreamAsync", "enumerate it with 'await foreach'"),
            ],
        });

    /// <summary>For each dropped stream exactly one of the two warns.</summary>
    [Theory]
    [InlineData("void M() { A(); } async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); }")]
    [InlineData("void M() => A(); async IAsyncEnumerator<int> A() { yield return 1; await Task.Yield(); }")]
    [InlineData("void M() { this?.A(); } async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); }")]
    [InlineData("void M() { A().ConfigureAwait(true); } async IAsyncEnumerable<int> A() { yield return 1; await Task.Yield(); }")]
    [InlineData("async Task M(IService s) { s.StreamAsync(); await Task.Yield(); }")]
    [InlineData("async Task M(IService s) { Action a = () => s.StreamAsync(); await Task.Yield(); }")]
    public async Task Exactly_one_of_compiler_and_rule_warns(string member)
    {
        var snippet = Snippet.Of(InClass(member));
        var ours = await snippet.AnalyzeAsync(TestContext.Current.CancellationToken);
        var compilers = (await snippet.Document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!
            .GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Id == "CS4014");
        Assert.Single(ours.Where(diagnostic => diagnostic.Id == "AWAIT104").Concat(compilers));
    }

    [Fact]
    public Task A_framework_without_streams_has_nothing_to_report() => Verify.Silent(
        "class C { void M() { Get(); } object Get() => 1; }",
        Setup.Default with { Framework = Frameworks.Net48 });
}
