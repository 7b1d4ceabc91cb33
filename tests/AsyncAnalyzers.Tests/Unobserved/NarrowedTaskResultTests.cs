using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.NarrowedTaskResult>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class NarrowedTaskResultTests
{
    private const string Helpers = """
        struct Unit { }
        interface IService
        {
            Task<string> GetAsync(int x = 0);
            Task<int> CountAsync();
            Task<bool> IsReadyAsync();
            Task<bool> ValidateAsync();
            ValueTask<string> FindAsync();
            Task<int> SaveChangesAsync();
            Task<bool> TryAddAsync(int x);
            Task<bool> RemoveAsync(int x);
            Task<string> GetOrCreateAsync();
            Task<int> SendAsync();
            Task<int> FrobAsync();
            Task<Unit> GetDoneAsync();
            Task<object> GetObjectAsync();
            Task<IService> GetReadyAsync();
            Task<Task> GetInnerAsync();
            Task<int> OnGetAsync();
            Task<string> LoadAsync();
            Task PlainAsync();
            IService? Next { get; }
        }
        static class Sink
        {
            public static void Take(Func<Task> f) { }
            public static void TakeItem(Func<int, Task> f) { }
            public static Task ThrowsAsync<T>(Func<Task> f) => Task.CompletedTask;
            public static Task NotThrowAsync(Func<Task> f) => Task.CompletedTask;
            public static Task ExceptionAsync(Func<Task> f) => Task.CompletedTask;
            public static Task MeasureAsync(Func<Task> f, string name) => Task.CompletedTask;
            public static async Task<int> OneAsync() { await Task.Delay(1); return 1; }
            public static Task<int> FooAsync() => Task.FromResult(1);
            public static Task<int> BothAsync(IService s) => s.SendAsync();
            public static int Calls;
            public static Task<int> BumpAsync() { Calls++; return Task.FromResult(1); }
            public static Task<int> NoteAsync() { Calls = 1; return Task.FromResult(1); }
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("void M(IService s) { Func<Task> f = () => [|s.GetAsync()|]; }")]
    [InlineData("void M(IService s) { Func<Task> f = () => { return [|s.GetAsync(1)|]; }; }")]
    [InlineData("void M(IService s) { Func<Task> f = delegate { return [|s.CountAsync()|]; }; }")]
    [InlineData("void M(IService s) { Func<Task> f = [|s.CountAsync|]; }")]
    [InlineData("void M(IService s) { Sink.Take(() => [|s.IsReadyAsync()|]); Sink.Take(f: [|s.IsReadyAsync|]); }")]
    [InlineData("void M(IService s) { Sink.Take((() => [|s.ValidateAsync()|])); }")]
    [InlineData("void M(IService s) { Sink.TakeItem(x => [|s.GetAsync(x)|]); Sink.TakeItem([|s.GetAsync|]); }")]
    [InlineData("void M(IService s) { Sink.Take(() => [|s.FindAsync().AsTask()|]); }")]
    [InlineData("void M(IService s, bool c) { Sink.Take(() => { if (c) { return [|s.GetAsync()|]; } return s.CountAsync(); }); }")]
    [InlineData("Func<IService, Task> field = s => [|s.GetAsync()|];")]
    [InlineData("static Func<IService, Task> P => s => [|s.GetAsync()|];")]
    [InlineData("Func<Task> M(IService s) => new Func<Task>([|s.CountAsync|]);")]
    [InlineData("Func<Task> M(IService s) { return () => [|s.CountAsync()|]; }")]
    [InlineData("void M(IService s) { Sink.Take(Local); Task Local() => s.GetAsync(); Func<Task> f = () => [|s.GetAsync()|]; }")]
    [InlineData("delegate Task D(); D d = () => [|Sink.FooAsync()|];")]
    [InlineData("void M() { Sink.Take([|Sink.OneAsync|]); Sink.Take(() => [|Sink.OneAsync()|]); }")]
    [InlineData("void M(System.Net.Http.HttpClient c) { Sink.Take(() => [|c.GetStringAsync(\"\")|]); }")]
    [InlineData("event Func<Task>? E; void M(IService s) { E += () => [|s.GetAsync()|]; E += [|s.CountAsync|]; }")]
    [InlineData("async Task M(IService s) { Sink.Take(() => [|s.GetAsync()|]); await Task.Yield(); }")]
    public Task A_result_that_a_delegate_drops_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_covered() => Verify.Reports("Func<Task> f = () => [|GetAsync()|];\nstatic Task<int> GetAsync() => Task.FromResult(1);", Setup.TopLevel);

    [Theory]
    [InlineData("void M(IService s) { Func<Task> f = async () => await s.GetAsync(); }")]
    [InlineData("void M(IService s) { Func<Task> f = async () => { _ = await s.GetAsync(); }; }")]
    [InlineData("void M(IService s) { Func<Task> f = () => (Task)s.GetAsync(); }")]
    [InlineData("void M(IService s) { Func<Task> f = Task () => s.GetAsync(); }")]
    [InlineData("void M(IService s) { Func<Task<string>> f = () => s.GetAsync(); var g = () => s.GetAsync(); Func<object> h = () => s.GetAsync(); }")]
    [InlineData("async Task M(IService s) { await Task.Run(() => s.GetAsync()); await Task.Factory.StartNew(() => s.GetAsync()); }")]
    [InlineData("void M(IService s) { Sink.Take(() => s.PlainAsync()); Sink.Take(s.PlainAsync); }")]
    [InlineData("async Task M(IService s) { await Sink.ThrowsAsync<Exception>(() => s.GetAsync()); await Sink.NotThrowAsync(s.CountAsync); await Sink.ExceptionAsync(() => s.CountAsync()); }")]
    [InlineData("async Task M(IService s) { await Sink.MeasureAsync(name: \"a\", f: () => s.GetAsync()); await Sink.MeasureAsync(s.CountAsync, \"b\"); }")]
    [InlineData("void M(IService s) { Sink.Take(() => s.TryAddAsync(1)); Sink.Take(() => s.RemoveAsync(1)); Sink.TakeItem(s.RemoveAsync); }")]
    [InlineData("void M(IService s) { Sink.Take(() => s.SaveChangesAsync()); Sink.Take(s.SaveChangesAsync); Sink.Take(() => s.SendAsync()); Sink.Take(() => s.GetOrCreateAsync()); }")]
    [InlineData("void M(IService s) { Sink.Take(() => s.FrobAsync()); Sink.Take(() => s.LoadAsync()); Sink.Take(() => s.OnGetAsync()); }")]
    [InlineData("void M(IService s) { Sink.Take(() => s.GetDoneAsync()); Sink.Take(() => s.GetObjectAsync()); }")]
    [InlineData("void M(IService s) { Sink.Take(() => s.GetReadyAsync()); Sink.Take(() => s.GetInnerAsync()); }")]
    [InlineData("void M(IService s) { Sink.Take(() => Sink.BothAsync(s)); Sink.Take(Sink.BumpAsync); Sink.Take(() => Sink.NoteAsync()); }")]
    [InlineData("void M() { Sink.Take(() => Task.FromResult(1)); Sink.Take(() => Task.Run(() => 1)); }")]
    [InlineData("void M(Task<int> a, Task<int> b) { Sink.Take(() => a); Sink.Take(() => Task.WhenAll(a, b)); Sink.Take(() => Task.WhenAny(a, b)); Sink.Take(() => a.ContinueWith(t => 1)); }")]
    [InlineData("void M(Func<Task<int>> f) { Sink.Take(() => f()); Sink.Take(f); }")]
    [InlineData("void M(IService s, bool c) { Sink.Take(() => c ? s.GetAsync() : Task.CompletedTask); }")]
    [InlineData("void M(IService s, bool c) { Sink.Take(() => { if (c) { return s.GetAsync(); } return Task.CompletedTask; }); }")]
    [InlineData("Task M(IService s) => s.GetAsync();")]
    [InlineData("System.Linq.Expressions.Expression<Func<IService, Task>> e = s => s.GetAsync(0);")]
    [InlineData("void M(dynamic s) { Sink.Take(() => s.GetAsync()); }")]
    [InlineData("void M() { Sink.Take(() => throw new Exception()); }")]
    public Task A_result_that_is_not_asked_for_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task Tests_are_silent() => Verify.Silent(
        $$"""
        namespace NUnit.Framework { class TestAttribute : Attribute { } }
        class T { void M(IService s) { Func<Task> act = () => s.GetAsync(); } }
        {{Helpers}}
        """);

    [Fact]
    public Task Messages_name_the_result_the_call_and_the_delegate() => Verify.Reports(
        InClass("void M(IService s) { Func<int, Task> f = x => {|#0:s.GetAsync(x)|}; Func<Task> g = {|#1:s.CountAsync|}; }"),
        Setup.Default with { Expected = [Verify.At(0, "string", "GetAsync", "Func<int, Task>"), Verify.At(1, "int", "CountAsync", "Func<Task>")] });
}
