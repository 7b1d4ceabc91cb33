using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.DisposedResultReturned>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class DisposedResultReturnedTests
{
    private static string InClass(string members) => $$"""
        using System.IO.Compression;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Text.Json;
        using System.Xml;
        class Db : IDisposable { public IQueryable<int> Users => new int[0].AsQueryable(); public int Get(int x) => x; public IAsyncEnumerable<int> StreamAsync() => null!; public void Dispose() { } }
        class FileStreamResult { public FileStreamResult(Stream s, string type) { } }
        class Image { public Image(Stream s) { } }
        class C
        {
            static Task F() => Task.Delay(1);
            FileStreamResult File(Stream s, string type) => new(s, type);
            bool flag;
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData("async Task<Stream> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|s|]; }")]
    [InlineData("async Task<Stream> M() { await F(); using (var s = System.IO.File.OpenRead(\"a\")) { return [|s|]; } }")]
    [InlineData("async Task<object> M() { await using var s = System.IO.File.OpenRead(\"a\"); await F(); return [|s|]; }")]
    [InlineData("async Task<Stream> M(Stream s) { using (s) { await F(); return [|s|]; } }")]
    [InlineData("async ValueTask<TextReader> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|new StreamReader(s)|]; }")]
    [InlineData("async Task<Stream> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); var zip = new GZipStream(s, CompressionMode.Decompress); return [|zip|]; }")]
    [InlineData("async Task<Stream> M(HttpClient c) { using var r = await c.GetAsync(\"a\"); return [|await r.Content.ReadAsStreamAsync()|]; }")]
    [InlineData("async Task<Stream> M(HttpClient c) { using var r = await c.GetAsync(\"a\").ConfigureAwait(false); var s = await r.Content.ReadAsStreamAsync().ConfigureAwait(false); return [|s|]; }")]
    [InlineData("async Task<HttpContent> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|new StreamContent(s)|]; }")]
    [InlineData("async Task<Stream?> M(Stream s) { using var zip = new ZipArchive(s); await F(); var e = zip.GetEntry(\"a\"); return [|flag ? e!.Open() : null|]; }")]
    [InlineData("async Task<Stream> M() { using var c = new TcpClient(); await c.ConnectAsync(\"a\", 1); return [|c.GetStream()|]; }")]
    [InlineData("async Task<JsonElement> M(Stream s) { using var d = await JsonDocument.ParseAsync(s); return [|d.RootElement|]; }")]
    [InlineData("async Task<JsonElement> M(Stream s) { using var d = await JsonDocument.ParseAsync(s); var root = d.RootElement; return [|root.GetProperty(\"a\")[0]|]; }")]
    [InlineData("async Task<IQueryable<int>> M() { await F(); using var db = new Db(); return [|db.Users.Where(u => u > 1)|]; }")]
    [InlineData("async Task<IQueryable<int>> M() { await F(); using var db = new Db(); var q = db.Users.Where(u => u > 1); return [|q.OrderBy(x => x)|]; }")]
    [InlineData("async Task<IAsyncEnumerable<int>> M() { await F(); using var db = new Db(); return [|db.StreamAsync()|]; }")]
    [InlineData("async Task<IEnumerable<int>> M(int[] xs) { await F(); using var db = new Db(); return [|xs.Select(x => db.Get(x))|]; }")]
    [InlineData("async Task<FileStreamResult> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|File(s, \"b\")|]; }")]
    [InlineData("async Task<FileStreamResult> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|new FileStreamResult(s, \"b\")|]; }")]
    [InlineData("void M() { Func<Task<Stream>> f = async () => { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|s|]; }; async Task<Stream> L() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return [|s|]; } }")]
    public Task What_reads_from_a_disposed_object_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task<Stream> M() { await F(); var s = System.IO.File.OpenRead(\"a\"); return s; }")]
    [InlineData("async Task<long> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return s.Length; }")]
    [InlineData("async Task<string> M(HttpClient c) { using var r = await c.GetAsync(\"a\"); return await r.Content.ReadAsStringAsync(); }")]
    [InlineData("async Task<Stream> M() { using var c = new HttpClient(); return await c.GetStreamAsync(\"a\"); }")]
    [InlineData("async Task<HttpResponseMessage> M() { using var c = new HttpClient(); return await c.GetAsync(\"a\"); }")]
    [InlineData("async Task<Image> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); return new Image(s); }")]
    [InlineData("async Task<Stream> M() { await F(); using var s = System.IO.File.OpenRead(\"a\"); var copy = new MemoryStream(); await s.CopyToAsync(copy); return copy; }")]
    [InlineData("async Task<byte[]> M() { await F(); using var s = new MemoryStream(); return s.ToArray(); }")]
    [InlineData("async Task<JsonElement> M(Stream s) { using var d = await JsonDocument.ParseAsync(s); return d.RootElement.Clone(); }")]
    [InlineData("async Task<JsonElement> M(Stream s) { using var d = await JsonDocument.ParseAsync(s); return d.RootElement.GetProperty(\"a\").Clone(); }")]
    [InlineData("async Task<string?> M(Stream s) { using var d = await JsonDocument.ParseAsync(s); return d.RootElement.GetString(); }")]
    [InlineData("async Task<List<int>> M() { await F(); using var db = new Db(); return db.Users.ToList(); }")]
    [InlineData("async Task<IEnumerable<int>> M() { await F(); using var db = new Db(); return db.Users.ToList(); }")]
    [InlineData("async Task<IEnumerable<int>> M(int[] xs) { await F(); using var db = new Db(); return xs.Select(x => db.Get(x)).ToList(); }")]
    [InlineData("async Task<IEnumerable<int>> M(int[] xs) { await F(); using var db = new Db(); return xs.Where(x => x > 1); }")]
    [InlineData("async Task<Db> M() { await F(); using (new Db()) return new Db(); }")]
    [InlineData("async Task<Db> M() { var db = new Db(); using (System.IO.File.OpenRead(\"a\")) { await F(); return db; } }")]
    [InlineData("Db M() { using var db = new Db(); return db; }")]
    [InlineData("async IAsyncEnumerable<Db> M() { using var db = new Db(); await F(); yield return db; }")]
    [InlineData("async Task<Stream> M() { if (flag) { using var s = System.IO.File.OpenRead(\"a\"); await F(); } return Stream.Null; }")]
    public Task What_has_been_read_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task The_message_says_what_reads() => Verify.Reports(
        InClass("async Task<JsonElement> M(Stream s) { using var d = await JsonDocument.ParseAsync(s); return {|#0:d.RootElement|}; } async Task<Stream> N(HttpClient c) { using var r = await c.GetAsync(\"a\"); if (flag) return {|#1:await r.Content.ReadAsStreamAsync()|}; using var x = Stream.Null; return {|#2:x|}; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "The returned JsonElement reads from 'd'", "return a Clone() of it").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
                Verify.At(1, "The returned Stream reads from 'r'", "let the caller dispose of it, or read it here").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
                Verify.At(2, "What is returned is 'x'", "let the caller dispose of it").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
            ],
        });
}
