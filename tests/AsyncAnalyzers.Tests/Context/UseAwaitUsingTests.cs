using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Context.UseAwaitUsing, AsyncAnalyzers.CodeFixes.Context.UseAwaitUsingFix>;

namespace AsyncAnalyzers.Tests.Context;

public sealed class UseAwaitUsingTests
{
    private static string InClass(string members) => $$"""
        using System.Data.Common;
        using System.IO.Compression;
        interface IBoth : IDisposable, IAsyncDisposable { }
        class Real : IDisposable, IAsyncDisposable { public void Dispose() { } public async ValueTask DisposeAsync() { await Task.Delay(1); } }
        class Derived : Real { }
        class Core : IDisposable, IAsyncDisposable { public void Dispose() { } public ValueTask DisposeAsync() => DisposeCoreAsync(); protected virtual ValueTask DisposeCoreAsync() => default; }
        class Explicit : IDisposable, IAsyncDisposable { public void Dispose() { } async ValueTask IAsyncDisposable.DisposeAsync() { await Task.Yield(); } }
        class Fake : IDisposable, IAsyncDisposable { public void Dispose() { } public ValueTask DisposeAsync() { Dispose(); GC.SuppressFinalize(this); return default; } }
        class Pattern : IDisposable { public void Dispose() { } public async Task DisposeAsync() { await Task.Delay(1); } }
        class Only : IDisposable { public void Dispose() { } }
        class Connection : DbConnection
        {
            public override string ConnectionString { get; set; } = ""; public override string Database => ""; public override string DataSource => ""; public override string ServerVersion => "";
            public override System.Data.ConnectionState State => default; public override void ChangeDatabase(string name) { } public override void Close() { } public override void Open() { }
            protected override DbTransaction BeginDbTransaction(System.Data.IsolationLevel level) => null!; protected override DbCommand CreateDbCommand() => null!;
        }
        class Better : Connection { public override async ValueTask DisposeAsync() { await Task.Delay(1); } }
        class C
        {
            static Task F() => Task.Delay(1);
            static T New<T>() where T : new() => new();
            static Task<Real> OpenAsync() => Task.FromResult(new Real());
            static IBoth Make() => null!;
            static DbConnection Db() => new Better();
            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { [|using|] var r = new Real(); await F(); }")]
    [InlineData("async Task M() { [|using|] (var r = new Real()) { await F(); } }")]
    [InlineData("async Task M() { [|using|] (new Derived()) await F(); }")]
    [InlineData("async Task M(Real r) { [|using|] (r) await F(); }")]
    [InlineData("async Task M() { [|using|] Real a = new Real(), b = new Derived(); await F(); }")]
    [InlineData("async Task M() { [|using|] var r = await OpenAsync(); }")]
    [InlineData("async Task M() { [|using|] var r = Make(); await F(); }")]
    [InlineData("async Task M() { [|using|] var r = new Core(); await F(); }")]
    [InlineData("async Task M() { [|using|] var r = new Explicit(); await F(); }")]
    [InlineData("async Task M() { [|using|] var r = new Pattern(); await F(); }")]
    [InlineData("async Task M() { [|using|] DbConnection r = new Better(); await F(); }")]
    [InlineData("async Task M(string p) { [|using|] var w = new StreamWriter(p); await w.WriteAsync(p); }")]
    [InlineData("async Task M(string p) { [|using|] Stream s = new FileStream(p, FileMode.Create); await F(); }")]
    [InlineData("async Task M(string p) { [|using|] var s = File.Create(p); await F(); }")]
    [InlineData("async Task M(string p) { [|using|] var s = new FileStream(p, FileMode.Open, FileAccess.Write, FileShare.Read); await F(); }")]
    [InlineData("async Task M(Stream s) { [|using|] var z = new GZipStream(s, CompressionMode.Compress); await F(); }")]
    [InlineData("async ValueTask M() { if (true) { [|using|] var r = new Real(); await F(); } }")]
    [InlineData("async void M() { [|using|] var r = new Real(); await F(); }")]
    [InlineData("async IAsyncEnumerable<int> M() { [|using|] var r = new Real(); await F(); yield return 1; }")]
    [InlineData("void M() { Func<Task> f = async () => { [|using|] var r = new Real(); await F(); }; async Task L() { [|using|] var r = new Real(); await F(); } }")]
    [InlineData("Func<Task> f = async () => { [|using|] var r = new Real(); await F(); };")]
    public Task Disposal_that_is_asynchronous_is_reported(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_looked_at() => Verify.Reports("[|using|] var w = new StreamWriter(\"x\"); await w.WriteAsync(\"y\");", Setup.TopLevel);

    [Theory]
    [InlineData("async Task M() { await using var r = new Real(); await using (new Real()) await F(); }")]
    [InlineData("Task M() { using var r = new Real(); return F(); }")]
    [InlineData("void M() { using var r = new Real(); }")]
    [InlineData("async Task M() { Action a = () => { using var r = new Real(); }; await F(); void L() { using var r = new Real(); } }")]
    [InlineData("async Task M() { using var r = new Only(); await F(); }")]
    [InlineData("async Task M() { using var r = new Fake(); await F(); }")]
    [InlineData("async Task M() { using IDisposable r = new Real(); await F(); }")]
    [InlineData("async Task M() { using var r = new MemoryStream(); using var w = new StringWriter(); await F(); }")]
    [InlineData("async Task M(Stream s) { using var w = System.Xml.XmlWriter.Create(s); await F(); }")]
    [InlineData("async Task M(Stream s) { using (s) await F(); using var t = TextWriter.Null; }")]
    [InlineData("async Task M(Stream? s, System.Reflection.Assembly a) { using (s) await F(); using var t = a.GetManifestResourceStream(\"x\"); using DbConnection? c = Db(); }")]
    [InlineData("async Task M() { using var r = new Connection(); await F(); }")]
    [InlineData("async Task M() { using var r = Db(); using var c = r.CreateCommand(); using var d = await c.ExecuteReaderAsync(); }")]
    [InlineData("async Task M(string p) { using var s = File.OpenRead(p); using var t = new FileStream(p, FileMode.Open, FileAccess.Read); await F(); }")]
    [InlineData("async Task M(Stream s) { using var z = new GZipStream(s, CompressionMode.Decompress); await F(); }")]
    [InlineData("async Task M(CancellationToken ct) { using var r = ct.Register(() => { }); await F(); }")]
    [InlineData("async Task M() { lock (this) { using var r = new Real(); } await F(); }")]
    [InlineData("async Task M() { unsafe { using var r = new Real(); } await F(); }")]
    [InlineData("async Task M<T>(T t) where T : IDisposable { using (t) await F(); }")]
    public Task Other_disposal_is_silent(string member) => Verify<AsyncAnalyzers.Context.UseAwaitUsing>.Silent(InClass(member), Setup.Default with { AllowUnsafe = true });

    [Theory]
    [InlineData("async Task M() { [|using|] var r = Db(); [|using|] var c = r.CreateCommand(); [|using|] var d = await c.ExecuteReaderAsync(); }")]
    [InlineData("async Task M(Stream s) { [|using|] (s) await F(); }")]
    [InlineData("async Task M() { using var r = new Connection(); using var m = new MemoryStream(); await F(); }")]
    public Task An_option_includes_what_only_the_base_class_is_known_of(string member) =>
        Verify.Reports(InClass(member), Setup.Default with { Config = "async_analyzers.await_using_unknown = true" });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Context.UseAwaitUsing>.Silent(
        "class C { async Task M() { using var file = File.Create(\"x\"); await Task.Yield(); } }",
        Setup.Default with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task Frameworks_without_asynchronous_disposal_are_silent() => Verify<AsyncAnalyzers.Context.UseAwaitUsing>.Silent(
        "class C { async Task M(string p) { using (var w = new StreamWriter(p)) { await w.WriteAsync(p); } } }",
        Setup.Default with { Framework = Frameworks.Net48 });

    [Fact]
    public Task The_message_names_the_type() => Verify.Reports(
        InClass("async Task M(string p) { {|#0:using|} var w = new StreamWriter(p); await F(); }"),
        Setup.Default with { Expected = [Verify<AsyncAnalyzers.Context.UseAwaitUsing>.At(0, "StreamWriter")] });

    [Theory]
    [InlineData("async Task M() { [|using|] var r = new Real(); await F(); }", "async Task M() { await using var r = new Real(); await F(); }")]
    [InlineData("async Task M() { /* a */ [|using|] /* b */ (var r = new Real()) { await F(); } }", "async Task M() { /* a */ await using /* b */ (var r = new Real()) { await F(); } }")]
    [InlineData("async Task M() { [|using|] (var r = new Real()) [|using|] (new Derived()) await F(); }", "async Task M() { await using (var r = new Real()) await using (new Derived()) await F(); }")]
    [InlineData("async Task M() { [|using|] Real a = new Real(), b = new Derived(); await F(); }", "async Task M() { await using Real a = new Real(), b = new Derived(); await F(); }")]
    [InlineData("async Task M() { [|using|] var r = await OpenAsync(); }", "async Task M() { await using var r = await OpenAsync(); }")]
    [InlineData("async Task M() { [|using|] var r = new Pattern(); await F(); }", "async Task M() { await using var r = new Pattern(); await F(); }")]
    public Task Await_using_is_written(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Fact]
    public Task Comments_and_lines_stay() => Verify.Fixes(
        InClass("""
            async Task M(string path)
            {
                // the log
                [|using|] var log = new StreamWriter(path);

                #if true
                [|using|] (var data = File.Create(path)) // all of it
                {
                    await F();
                }
                #endif
            }
            """),
        InClass("""
            async Task M(string path)
            {
                // the log
                await using var log = new StreamWriter(path);

                #if true
                await using (var data = File.Create(path)) // all of it
                {
                    await F();
                }
                #endif
            }
            """));
}
