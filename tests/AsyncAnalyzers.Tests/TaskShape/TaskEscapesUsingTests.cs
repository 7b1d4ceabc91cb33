using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.TaskEscapesUsing, AsyncAnalyzers.CodeFixes.TaskShape.TaskEscapesUsingFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class TaskEscapesUsingTests
{
    private static string InClass(string members) => $$"""
        using System.Diagnostics;
        using System.Net.Http;
        #pragma warning disable CS4014
        class Client : IDisposable
        {
            public Client Inner => this;
            public string Name = "";
            public Client(object? o = null) { }
            public Task SendAsync(int x = 0, CancellationToken ct = default) => Task.Delay(x, ct);
            public Task<int> GetAsync(string s = "") => Task.Run(() => s.Length);
            public ValueTask<int> ValueAsync() => new(GetAsync());
            public Client Create() => this;
            public List<int> ToList() => [];
            public void Dispose() { }
        }
        interface IScope : IDisposable { IServiceProvider Services { get; } }
        class C
        {
            static Task UseAsync(object? o = null, CancellationToken ct = default) => Task.Delay(1, ct);
            static Task<int> CountAsync(object o) => Task.Run(() => o.GetHashCode());
            static Task<T> RunAsync<T>(Func<Task<T>> f) => Task.Run(f);
            static Client Open() => new();
            IDisposable BeginScope(string s) => Stream.Null;
            IScope CreateScope() => null!;
            ActivitySource source = new("x");
            Client shared = new();
            Task? pending;
            bool flag;
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData("Task M() { using (var c = new Client()) { return [|c.SendAsync()|]; } }")]
    [InlineData("Task M() { using var c = new Client(); return [|c.SendAsync()|]; }")]
    [InlineData("Task M() { using (var c = new Client()) return [|c.SendAsync()|]; }")]
    [InlineData("Task<int> M() { using var c = Open(); return [|c.GetAsync(\"a\")|]; }")]
    [InlineData("ValueTask<int> M() { using var c = Open(); return [|c.ValueAsync()|]; }")]
    [InlineData("ValueTask<int> M() { using var c = Open(); return [|new ValueTask<int>(c.GetAsync())|]; }")]
    [InlineData("Task<int> M() { using var c = Open(); return [|c.ValueAsync().AsTask()|]; }")]
    [InlineData("Task M() { using (shared) { return [|shared.SendAsync()|]; } }")]
    [InlineData("Task M(Client p) { using (p) return [|(Task)p.GetAsync()|]; }")]
    [InlineData("Task M() { Client c; using (c = Open()) return [|c.SendAsync()|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|c.Inner.Create().SendAsync()|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|UseAsync(c)|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|UseAsync(o: c.Inner)|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|UseAsync(new Client(c))|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|new Client(c).SendAsync()|]; }")]
    [InlineData("Task M() { using var c = new Client(); var d = new Client(c); return [|d.SendAsync()|]; }")]
    [InlineData("Task M() { using var c = new Client(); using var d = c.Create(); return [|d.SendAsync()|]; }")]
    [InlineData("Task M() { using var c = new Client(); var t = c.SendAsync(); return [|t|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|Task.Run(() => c.Create())|]; }")]
    [InlineData("Task<int> M() { using var c = new Client(); return [|RunAsync(() => c.GetAsync())|]; }")]
    [InlineData("Task<int> M() { using var c = new Client(); return [|Task.Run(c.ToList().First)|]; }", false)]
    [InlineData("Task M() { using var c = new Client(); return [|Task.Run(c.Dispose)|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|L()|]; async Task L() { await c.SendAsync(); } }")]
    [InlineData("Task M() { using var c = new Client(); Func<Task> f = () => c.SendAsync(); return [|f()|]; }")]
    [InlineData("Task<int> M() { using var c = new Client(); Func<Task<int>> f = () => c.GetAsync(); return [|RunAsync(f)|]; }")]
    [InlineData("Task M(int[] xs) { using var c = new Client(); return [|Task.WhenAll(xs.Select(x => c.SendAsync(x)))|]; }")]
    [InlineData("Task M(int[] xs) { using var c = new Client(); var ts = xs.Select(x => c.SendAsync(x)).ToList(); return [|Task.WhenAll(ts)|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|Task.WhenAll(c.SendAsync(), UseAsync())|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|c.SendAsync().ContinueWith(t => { })|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|flag ? c.SendAsync() : Task.CompletedTask|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|flag switch { true => Task.CompletedTask, _ => c.SendAsync() }|]; }")]
    [InlineData("Task M() { using var c = new Client(); return [|c?.SendAsync() ?? Task.CompletedTask|]; }")]
    [InlineData("Task M(CancellationToken ct) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); return [|UseAsync(null, cts.Token)|]; }")]
    [InlineData("Task M() { using var cts = new CancellationTokenSource(100); var token = cts.Token; return [|UseAsync(null, token)|]; }")]
    [InlineData("Task M() { using var cts = new CancellationTokenSource(); cts.CancelAfter(5); return [|UseAsync(null, cts.Token)|]; }")]
    [InlineData("Task<string> M() { using var h = new HttpClient(); return [|h.GetStringAsync(\"a\")|]; }")]
    [InlineData("Task M() { if (flag) { switch (1) { case 1: using (var c = new Client()) return [|c.SendAsync()|]; } } return Task.CompletedTask; }")]
    [InlineData("Task P { get { using var c = new Client(); return [|c.SendAsync()|]; } }")]
    [InlineData("void M() { Func<Task> f = () => { using var c = new Client(); return [|c.SendAsync()|]; }; Task L() { using var c = new Client(); return [|c.SendAsync()|]; } }")]
    [InlineData("Func<Task> f = delegate { using var c = new Client(); return [|c.SendAsync()|]; };")]
    public Task A_task_that_is_returned_out_of_the_using_of_what_it_uses_is_reported(string member, bool isReported = true) =>
        Verify.Reports(InClass(isReported ? member : member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Task M() { using (BeginScope(\"a\")) { return [|UseAsync()|]; } }")]
    [InlineData("Task M() { using var a = source.StartActivity(\"a\"); return [|UseAsync()|]; }")]
    [InlineData("Task M() { using var a = source.StartActivity(\"a\")?.AddTag(\"b\", 1); return [|UseAsync()|]; }")]
    [InlineData("Task M() { using Activity a = new(\"a\"); return [|UseAsync()|]; }")]
    [InlineData("Task M() { using var s = CreateScope(); var o = s.Services.GetService(typeof(C)); return [|UseAsync(o)|]; }")]
    [InlineData("Task M(CancellationToken ct) { using var r = ct.Register(() => { }); return [|UseAsync()|]; }")]
    public Task An_ambient_scope_need_not_be_mentioned(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M() { using var c = new Client(); _ = [|c.SendAsync()|]; }")]
    [InlineData("async Task M() { Task t; await UseAsync(); using (var c = new Client()) { t = [|c.SendAsync()|]; } await t; }")]
    [InlineData("void M() { using (var c = new Client()) { pending = [|c.SendAsync()|]; } }")]
    [InlineData("async Task M(int[] xs) { var ts = new List<Task>(); foreach (var x in xs) { using var c = new Client(); ts.Add([|c.SendAsync(x)|]); } await Task.WhenAll(ts); }")]
    [InlineData("async Task M(int[] xs) { var ts = new List<Task>(); foreach (var x in xs) { using var c = new Client(); ts.Add([|Task.Run(() => c.ToList())|]); } await Task.WhenAll(ts); }")]
    public Task A_task_that_is_kept_or_discarded_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M() { using var c = new Client(); await c.SendAsync(); }")]
    [InlineData("Task M() { using var c = new Client(); return Task.CompletedTask; }")]
    [InlineData("Task<Client> M() { using var c = new Client(); return Task.FromResult(c); }")]
    [InlineData("Task M() { if (flag) return UseAsync(shared); using var c = new Client(); return Task.CompletedTask; }")]
    [InlineData("Task M() { using (var c = new Client()) { } return UseAsync(); }")]
    [InlineData("Task M() { using var c = new Client(); return UseAsync(); }")]
    [InlineData("Task M() { using var c = new Client(); return UseAsync(c.Name); }")]
    [InlineData("Task M() { using var c = new Client(); return UseAsync(c.ToList()); }")]
    [InlineData("Task M() { using var c = new Client(); var list = c.ToList(); return UseAsync(list); }")]
    [InlineData("Task M() { using var c = new Client(); return shared.GetAsync(c.Name); }")]
    [InlineData("Task M() { using var c = new Client(); return UseAsync(nameof(c)); }")]
    [InlineData("Task M() { using var c = new Client(); var t = c.SendAsync(); t.Wait(); return t; }")]
    [InlineData("async Task M() { using (var c = new Client()) { await RunAsync(() => c.GetAsync()); } }")]
    [InlineData("void M() { using (var c = new Client()) { RunAsync(() => { return c.GetAsync(); }).Wait(); } }")]
    [InlineData("Task M() { using var cts = new CancellationTokenSource(); return UseAsync(null, cts.Token); }")]
    [InlineData("Task M() { using Stream s = new MemoryStream(); return s.FlushAsync(); }")]
    [InlineData("Task<string> M() { using var r = new StringReader(\"a\"); return r.ReadToEndAsync(); }")]
    [InlineData("Task M() { using var c = new Client(); return shared.SendAsync(); }")]
    [InlineData("Task M() { using var c = new Client(); return L(); async Task L() { await shared.SendAsync(); } }")]
    [InlineData("async Task M() { using var c = new Client(); _ = c.SendAsync(); await UseAsync(); }")]
    [InlineData("async Task M() { Task t; using (var c = new Client()) { t = c.SendAsync(); await t; } }")]
    [InlineData("void M() { using (var c = new Client()) { var t = c.SendAsync(); t.Wait(); pending = c.SendAsync(); pending.Wait(); } }")]
    [InlineData("async Task M() { using var c = new Client(); var ts = new List<Task>(); ts.Add(c.SendAsync()); await Task.WhenAll(ts); }")]
    [InlineData("async Task M() { await using var s = Stream.Null; await s.FlushAsync(); }")]
    [InlineData("IEnumerable<Task> M() { using var c = new Client(); yield return c.SendAsync(); }")]
    public Task What_ends_in_time_is_silent(string member) => Verify<AsyncAnalyzers.TaskShape.TaskEscapesUsing>.Silent(InClass(member));

    [Fact]
    public Task A_reported_discard_is_not_reported_again() => Verify<AsyncAnalyzers.TaskShape.TaskEscapesUsing>.Silent(
        InClass("void M() { using var c = new Client(); _ = c.SendAsync(); }"),
        Setup.Default with { Config = "async_analyzers.report_discards = true" });

    [Fact]
    public Task The_message_names_the_call_and_the_resource() => Verify.Reports(
        InClass("Task M() { using var c = new Client(); using (BeginScope(\"a\")) if (flag) return {|#0:UseAsync()|}; else return {|#1:c.SendAsync()|}; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.TaskEscapesUsing>.At(0, "C.UseAsync", "is returned out of", "BeginScope", "ends before the task does", "make this function async and await the task").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
                Verify<AsyncAnalyzers.TaskShape.TaskEscapesUsing>.At(1, "SendAsync", "is returned out of", "BeginScope", "ends before the task does", "make this function async and await the task").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
            ],
        });

    [Theory]
    [InlineData("Task M() { using (var c = new Client()) { return [|c.SendAsync()|]; } }", "async Task M() { using (var c = new Client()) { await c.SendAsync(); } }")]
    [InlineData("Task<int> M()\n{\n    // Open.\n    using var c = Open();\n    return [|c.GetAsync(\"a\")|]; // done\n}", "async Task<int> M()\n{\n    // Open.\n    using var c = Open();\n    return await c.GetAsync(\"a\"); // done\n}")]
    [InlineData("ValueTask<int> M() { using var c = Open(); return [|c.ValueAsync()|]; }", "async ValueTask<int> M() { using var c = Open(); return await c.ValueAsync(); }")]
    [InlineData("Task<int> M() { if (flag) return Task.FromResult(1); using var c = Open(); return [|flag ? c.GetAsync() : c.GetAsync(\"b\")|]; }", "async Task<int> M() { if (flag) return 1; using var c = Open(); return await (flag ? c.GetAsync() : c.GetAsync(\"b\")); }")]
    [InlineData("Func<Task> f = () => { using var c = new Client(); return [|c.SendAsync()|]; };", "Func<Task> f = async () => { using var c = new Client(); await c.SendAsync(); };")]
    [InlineData("void M() { Task L() { using var c = new Client(); return [|c.SendAsync()|]; } L(); }", "void M() { async Task L() { using var c = new Client(); await c.SendAsync(); } L(); }")]
    [InlineData("Task M(bool b)\n{\n    using (var c = new Client())\n    {\n        if (b)\n        {\n            return [|c.SendAsync(1)|];\n        }\n\n        return [|c.SendAsync(2)|];\n    }\n}", "async Task M(bool b)\n{\n    using (var c = new Client())\n    {\n        if (b)\n        {\n            await c.SendAsync(1);\n            return;\n        }\n\n        await c.SendAsync(2);\n    }\n}")]
    [InlineData("async Task M(Task t) { await t; using var c = new Client(); _ = [|c.SendAsync()|]; }", "async Task M(Task t) { await t; using var c = new Client(); await c.SendAsync(); }")]
    public Task The_task_is_awaited(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("Task P { get { using var c = new Client(); return [|c.SendAsync()|]; } }")]
    [InlineData("Task M(ref int x) { using var c = new Client(); return [|c.SendAsync(x)|]; }")]
    [InlineData("void M() { using var c = new Client(); _ = [|c.SendAsync()|]; }")]
    [InlineData("void M() { using (var c = new Client()) { pending = [|c.SendAsync()|]; } }")]
    public Task No_fix_where_nothing_can_be_awaited(string member) => Verify.OffersNoFix(InClass(member));
}
