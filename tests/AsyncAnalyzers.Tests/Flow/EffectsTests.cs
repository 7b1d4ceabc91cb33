using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Flow;

/// <summary>The effect of the member named <c>Target</c>.</summary>
public sealed class EffectsTests
{
    [Theory]
    [InlineData("public int Target(int x) => x + 1;")]
    [InlineData("public int Target(List<int> list) { var sum = 0; foreach (var x in list) { sum += x; } return sum; }")]
    [InlineData("public List<int> Target(int x) { var list = new List<int>(); list.Add(x); return list; }")]
    [InlineData("public Options Target(string s) { var made = new Options(); made.Name = s; return made; }")]
    [InlineData("public Options Target(string s) => new() { Name = s };")]
    [InlineData("public string Target(string s) { var b = new StringBuilder(); b.Append(s).Append('x'); return b.ToString(); }")]
    [InlineData("public bool Target(int key) => cache.ContainsKey(key) && cache.TryGetValue(key, out var x) && x != null;")]
    [InlineData("public int[] Target(List<int> list) => list.Where(x => x > count).Select(x => x + 1).ToArray();")]
    [InlineData("public string Target(string s) => Uri.EscapeDataString(string.Join(',', s.Split(';'))) + Guid.NewGuid() + Environment.MachineName;")]
    [InlineData("public string Target(string s) { if (int.TryParse(s, out var x)) { x++; } return Inner(s) + x; } string Inner(string s) => s.Trim();")]
    [InlineData("public string Target(string s) { string Local(string t) => t + s; Func<string, string> f = Local; return f(s); }")]
    [InlineData("public string Target(Options o) => o is { Name: var name } ? name : o.Inner!.Name;")]
    [InlineData("public (int, int) Target(int x) { var (a, b) = (x, x); (a, b) = (b, a); return (a, b); }")]
    [InlineData("public string Target { get { return count + Other; } } string Other => new Options().Name;")]
    [InlineData("public Point Target(Point p) => p with { X = 2 };")]
    [InlineData("public IEnumerable<int> Target(int n) { for (var i = 0; i < n; i++) yield return i; }")]
    [InlineData("public Made Target(int x) => new Made(x);")]
    [InlineData("public string Target(int n) => n > 1 ? Target(n - 1) : \"\";")]
    [InlineData("public string Target() => A(); string A() => B(); string B() => D(); string D() => E(); string E() => F(); string F() => G(); string G() => \"\";")]
    [InlineData("public string Target(int x) => Match(_ => \"\", n => n.ToString(), null); string Match(Func<int, string> a, Func<int, string> b, Func<int, string>? c) => c != null ? c(1) : Inner(b) + a(1); string Inner(Func<int, string> f) => f(1);")]
    [InlineData("public int Target(Box b) => b.Items.Count + b.Inner.Items[0]; public class Box { public List<int> Items { get; set; } = new(); public Box Inner { get; } = Make(); static Box Make() => new(); }")]
    [InlineData("public Copy Target(string s) => new Copy(new Options { Name = s }); public class Copy { public string Name; public Copy(Options o) { Name = Clean(o); } static string Clean(Options o) { o.Name = o.Name.Trim(); return o.Name; } }")]
    public void Code_that_only_computes_is_safe_and_does_not_wait(string members)
    {
        var effect = Of(members);
        Assert.Equal((Verdict.Safe, "", false), (effect.Safety.Verdict, effect.Safety.Reason, effect.Waits));
        Assert.True(effect.Verb <= Verb.Other);
    }

    [Theory]
    [InlineData("public Task<string> Target(int id) => http.GetStringAsync($\"items/{id}\");")]
    [InlineData("public async Task<string> Target(int id) => await http.GetStringAsync($\"items/{id}\").ConfigureAwait(false);")]
    [InlineData("public async Task<Options?> Target(int id, CancellationToken ct) { using var response = await http.GetAsync(\"items\", ct); response.EnsureSuccessStatusCode(); return await response.Content.ReadFromJsonAsync<Options>(ct); }")]
    [InlineData("public async Task<string> Target(int id) { using var request = new HttpRequestMessage(HttpMethod.Get, \"items\"); request.Headers.Add(\"x\", \"y\"); using var response = await http.SendAsync(request); return response.ReasonPhrase!; }")]
    [InlineData("public async Task<List<Options>> Target(int id) { var all = (await http.GetFromJsonAsync<List<Options>>(\"x\"))!; foreach (var one in all) { one.Name = \"y\"; } all.Add(new()); return all; }")]
    [InlineData("public async Task<string> Target(int id) { try { return await Inner(id); } catch (HttpRequestException) { return \"\"; } } Task<string> Inner(int id) => Innermost(id); Task<string> Innermost(int id) => http.GetStringAsync($\"{id}\");")]
    [InlineData("public async Task<string> Target(int id) { logger.LogInformation(\"loading {Id}\", id); return await http.GetStringAsync($\"{id}\"); }")]
    [InlineData("public async Task<string[]> Target(int[] ids) => await Task.WhenAll(ids.Select(id => http.GetStringAsync($\"{id}\")));")]
    public void Code_over_a_safe_service_is_safe_and_waits(string members)
    {
        var effect = Of(members);
        Assert.Equal((Verdict.Safe, true), (effect.Safety.Verdict, effect.Waits));
        Assert.True(effect.Safety.Reason is "HttpClient is safe for concurrent use" or "ILogger is safe for concurrent use", effect.Safety.Reason);
    }

    [Theory]
    [InlineData("public int Target() => count++;", "'Target' writes to 'count'")]
    [InlineData("public void Target(int x) { total += x; }", "'Target' writes to 'total'")]
    [InlineData("public string Target() => name ??= \"x\";", "'Target' writes to 'name'")]
    [InlineData("public void Target(Options o) { o.Name = \"x\"; }", "'Target' writes to 'Name'")]
    [InlineData("public void Target(Options o) { var other = o; other.Inner!.Name = \"x\"; }", "'Target' writes to 'Name'")]
    [InlineData("public void Target(Options o) { var made = new Options { Inner = o }; made.Inner.Name = \"x\"; }", "'Target' writes to 'Name'")]
    [InlineData("public void Target(List<Options> all) { foreach (var one in all) { one.Name = \"x\"; } }", "'Target' writes to 'Name'")]
    [InlineData("public void Target(int[] all) { all[0] = 1; }", "'Target' writes to 'all[0]'")]
    [InlineData("public void Target(ref int x) { x = 1; }", "'Target' writes to 'x'")]
    [InlineData("public void Target() { Interlocked.Increment(ref count); }", "'Target' writes to 'count'")]
    [InlineData("public void Target(int x) { cache[x] = \"\"; }", "'Target' writes to 'cache[x]'")]
    [InlineData("public void Target(List<int> list) { list.Add(1); }", "List is not safe for concurrent use")]
    [InlineData("public void Target(StringBuilder b) { b.Append(1); }", "StringBuilder is not safe for concurrent use")]
    [InlineData("public Task Target(Stream s) => s.WriteAsync(new byte[1]).AsTask();", "Stream is not safe for concurrent use: it has one position")]
    [InlineData("public Task Target(Stream s) => http.PostAsync(\"x\", new StreamContent(s));", null)]
    [InlineData("public async Task Target() { token = await http.GetStringAsync(\"x\"); }", "'Target' writes to 'token'")]
    [InlineData("public async Task Target() { http.DefaultRequestHeaders.Authorization = null; await http.GetStringAsync(\"x\"); }", "'Target' writes to 'Authorization'")]
    [InlineData("public void Target() { Changed += () => { }; } event Action? Changed;", "'Target' subscribes to an event")]
    [InlineData("public string Target() => Inner(); string Inner() => Innermost(); string Innermost() { count = 1; return \"\"; }", "'Innermost' writes to 'count'")]
    [InlineData("public string Target() => Other; string Other { get { count++; return \"\"; } }", "'Other' writes to 'count'")]
    [InlineData("public void Target() { void Local() => count++; Local(); }", "'Target' writes to 'count'")]
    [InlineData("public int Target() => Inner(() => count++); int Inner(Func<int> f) => f();", "'Target' writes to 'count'")]
    [InlineData("public void Target() { Action a = () => count++; a(); }", "'Target' writes to 'count'")]
    public void Code_that_changes_what_it_shares_is_unsafe(string members, string? reason)
    {
        var safety = Of(members).Safety;
        Assert.Equal(reason is null ? Verdict.Unknown : Verdict.Unsafe, safety.Verdict == Verdict.Safe ? Verdict.Unknown : safety.Verdict);
        Assert.Equal(reason ?? safety.Reason, safety.Reason);
    }

    [Theory]
    [InlineData("public string Target() => A(); string A() => B(); string B() => D(); string D() => E(); string E() => F(); string F() => G(); string G() => H(); string H() => \"\";", "'H' is too much to follow")]
    [InlineData("public Task Target() => A(); Task A() => B(); Task B() => D(); Task D() => http.GetStringAsync(\"x\");", "'D' is too much to follow")]
    [InlineData("public Task Target() => A(); Task A() { B(); return http.GetStringAsync(\"x\"); } void B() => D(); void D() => E(); void E() => F(); void F() => G(); void G() => H(); void H() { }", "'H' is too much to follow")]
    [InlineData("public string Target(int n) => Other(n); string Other(int n) => n > 1 ? Target(n - 1) : \"\";", "'Target' is too much to follow")]
    [InlineData("public extern string Target();", "nothing is known about what Target does")]
    [InlineData("public string Target(Func<string> f) => f();", "'Target' calls f, of which nothing is known")]
    [InlineData("public string Target() => Inner(Get); string Get() => \"\"; string Inner(Func<string> f) => f();", "'Inner' calls f, of which nothing is known")]
    [InlineData("public string Target() => Inner(made); Func<string> made = () => \"\"; string Inner(Func<string> f) => f();", "'Inner' calls f, of which nothing is known")]
    [InlineData("public string Target(IUnimplemented x) => x.Get();", "nothing here implements IUnimplemented")]
    [InlineData("public string Target() { lock (cache) { return \"\"; } }", "'Target' takes a lock")]
    [InlineData("public async Task Target() { await Task.Delay(1); }", "'Target' paces itself")]
    [InlineData("public async Task Target(SemaphoreSlim gate) { await gate.WaitAsync(); }", "'Target' paces itself")]
    [InlineData("public void Target(Task t) { t.Wait(); }", "'Target' blocks")]
    [InlineData("public void Target(string s) { File.Delete(s); }", "'Target' may write to the same file")]
    [InlineData("public void Target() { Environment.SetEnvironmentVariable(\"a\", \"b\"); }", "nothing is known about Environment.SetEnvironmentVariable")]
    [InlineData("public void Target(dynamic d) { d.Go(); }", "'Target' cannot be followed")]
    public void What_cannot_be_followed_is_unknown(string members, string reason)
    {
        var safety = Of(members).Safety;
        Assert.Equal((Verdict.Unknown, reason), (safety.Verdict, safety.Reason));
    }

    [Theory]
    [InlineData("public Task<string> Target(IStore s) => s.LoadAsync(1);", "Safe", "HttpClient is safe for concurrent use")]
    [InlineData("public Task<string> Target(IMixed s) => s.LoadAsync(1);", "Unsafe", "'LoadAsync' writes to 'last'")]
    [InlineData("public Task<string> Target(Base s) => s.LoadAsync(1);", "Unsafe", "'LoadAsync' writes to 'last'")]
    [InlineData("public Task<string> Target(IGeneric<int> s) => s.LoadAsync(1);", "Safe", "HttpClient is safe for concurrent use")]
    [InlineData("public Task<string> Target(IRefit s) => s.LoadAsync(1);", "Safe", "Refit makes IRefit over HttpClient")]
    public void A_contract_does_what_all_that_implement_it_do(string members, string verdict, string reason)
    {
        var safety = Of(
            members,
            """
            interface IStore { Task<string> LoadAsync(int id); }
            class Store(HttpClient http) : IStore { Task<string> IStore.LoadAsync(int id) => http.GetStringAsync($"{id}"); }
            interface IMixed { Task<string> LoadAsync(int id); }
            class Good(HttpClient http) : IMixed { public Task<string> LoadAsync(int id) => http.GetStringAsync($"{id}"); }
            class Bad(HttpClient http) : IMixed { int last; public Task<string> LoadAsync(int id) { last = id; return http.GetStringAsync($"{id}"); } }
            class Base(HttpClient http) { protected HttpClient Http => http; public virtual Task<string> LoadAsync(int id) => Http.GetStringAsync($"{id}"); }
            class Derived(HttpClient http) : Base(http) { int last; public override Task<string> LoadAsync(int id) { last = id; return Http.GetStringAsync($"{id}"); } }
            interface IGeneric<T> { Task<string> LoadAsync(T id); }
            class Generic(HttpClient http) : IGeneric<int> { public Task<string> LoadAsync(int id) => http.GetStringAsync($"{id}"); }
            interface IRefit { [Refit.Get("/items")] Task<string> LoadAsync(int id); }
            namespace Refit { abstract class HttpMethodAttribute(string path) : Attribute; class GetAttribute(string path) : HttpMethodAttribute(path); }
            """).Safety;
        Assert.Equal((verdict, reason), (safety.Verdict.ToString(), safety.Reason));
    }

    [Theory]
    [InlineData("public async Task<List<Item>> Target(int id) { await using var db = await factory.CreateDbContextAsync(); return await db.Items.Where(x => x.Owner.Name == \"x\" && x.Id > id).OrderBy(x => x.Id).ToListAsync(); }", true)]
    [InlineData("public async Task<List<Item>> Target(int id) { using (var db = Make()) { return await db.Items.ToListAsync(); } } AppContext Make() => new AppContext();", true)]
    [InlineData("public async Task<Item?> Target(int id) { using var scope = scopes.CreateScope(); return await scope.ServiceProvider.GetRequiredService<AppContext>().Items.FirstOrDefaultAsync(); }", true)]
    [InlineData("public async Task<List<Item>> Target(bool b) { using var db = new AppContext(); var query = db.Items.Where(x => x.Id > 1); if (b) query = query.OrderBy(x => x.Id); return await query.ToListAsync(); }", true)]
    [InlineData("public async Task<List<Item>> Target() { using var db = new AppContext(); return await Inner(1, db); } Task<List<Item>> Inner(int id, AppContext context) => context.Items.Where(x => x.Id == id).ToListAsync();", true)]
    [InlineData("public async Task<List<Item>> Target() { using var db = CreateContext(); return await db.Items.ToListAsync(); } AppContext CreateContext() { made++; return new AppContext(); } int made;", true)]
    [InlineData("public async Task<List<Item>> Target(AppContext db) { return await Inner(1, db); } Task<List<Item>> Inner(int id, AppContext context) => context.Items.Where(x => x.Id == id).ToListAsync();", false)]
    [InlineData("public async Task<List<Item>> Target(AppContext db) { return await db.Items.Where(x => x.Id > 1).ToListAsync(); }", false)]
    [InlineData("public async Task<List<Item>> Target(Holder h) { var db = h.Db; return await db.Items.ToListAsync(); }", false)]
    public void A_context_of_its_own_is_safe(string members, bool isSafe) => Assert.Equal(
        isSafe ? Verdict.Safe : Verdict.Unsafe,
        Of(
            "IDbContextFactory<AppContext> factory = null!; IServiceScopeFactory scopes = null!;" + members,
            "class AppContext : DbContext { public DbSet<Item> Items => Set<Item>(); } class Item { public int Id { get; set; } public Item Owner { get; set; } = null!; public string Name { get; set; } = \"\"; } class Holder { public AppContext Db = null!; }").Safety.Verdict);

    [Theory]
    [InlineData("public Task<string> Target() => Task.FromResult(\"\");", false)]
    [InlineData("public async Task Target() { await Task.CompletedTask; }", false)]
    [InlineData("public ValueTask Target(MemoryStream s) => new();", false)]
    [InlineData("public async Task Target(Task t) { await t; }", true)]
    [InlineData("public async Task Target(IAsyncEnumerable<int> s) { await foreach (var x in s) { } }", true)]
    public void What_is_complete_at_once_does_not_wait(string members, bool waits) => Assert.Equal(waits, Of(members).Waits);

    [Theory]
    [InlineData("public Task Target() => http.PostAsync(\"x\", null);", "Write")]
    [InlineData("public Task Target(System.Threading.Channels.ChannelWriter<int> w) => w.WriteAsync(1).AsTask();", "Ordered")]
    [InlineData("public Task Target() => http.GetAsync(\"x\");", "Read")]
    [InlineData("public Task Target(System.Collections.Concurrent.ConcurrentDictionary<int, int> d) { d.TryAdd(1, 2); return http.GetAsync(\"x\"); }", "Read")]
    [InlineData("public Task Target(System.Collections.Concurrent.ConcurrentQueue<int> q) { q.Enqueue(1); return http.GetAsync(\"x\"); }", "Ordered")]
    public void The_most_far_reaching_call_gives_the_verb(string members, string verb) => Assert.Equal(verb, Of(members).Verb.ToString());

    private static Effect Of(string members, string types = "")
    {
        var (compilation, concurrency) = Judge.Of(
            $$"""
            using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Net.Http.Json; using System.Text;
            using System.Threading; using System.Threading.Tasks; using Microsoft.Extensions.Logging; using Microsoft.EntityFrameworkCore; using Microsoft.Extensions.DependencyInjection;

            class C(HttpClient http, ILogger<C> logger)
            {
                int count; int total; string? name; string? token; readonly Dictionary<int, string> cache = new();
                {{members}}
            }

            record Point(int X);
            class Options { public string Name { get; set; } = ""; public Options? Inner { get; set; } }
            class Made { int x; public Made(int x) { this.x = x; } }
            interface IUnimplemented { string Get(); }
            {{types}}
            """,
            [.. Core.Libraries.AspNetCore, .. Core.Libraries.EntityFramework]);
        var symbol = compilation.GetTypeByMetadataName("C")!.GetMembers("Target").Single();
        var function = symbol as IMethodSymbol ?? ((IPropertySymbol)symbol).GetMethod!;
        return concurrency.EffectOf(function);
    }
}
