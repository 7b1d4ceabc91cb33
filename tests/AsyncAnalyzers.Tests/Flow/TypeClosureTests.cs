using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Flow;

/// <summary>What the type named <c>Target</c> leads to, with the libraries that users have.</summary>
public sealed class TypeClosureTests
{
    private const string Context = "public class AppContext : DbContext { public DbSet<Item> Items => Set<Item>(); } public class Item { public int Id { get; set; } public string Name { get; set; } = \"\"; }";

    [Theory]
    [InlineData("class Target(AppContext db) { public int X => db.Items.Count(); }", "Target leads to AppContext through 'db', and AppContext is a DbContext, which is not safe for concurrent use: a context runs one operation at a time")]
    [InlineData("class Target { private readonly AppContext _db; public Target(AppContext db) => _db = db; }", "through '_db'")]
    [InlineData("class Target { public AppContext Db { get; set; } = null!; }", "through 'Db'")]
    [InlineData("abstract class Base(AppContext db) { protected AppContext Db => db; } class Target(AppContext db) : Base(db);", "through 'db'")]
    [InlineData("class Target(IStore store) { object X => store; } interface IStore; class Store(AppContext db) : IStore { object X => db; }", "through 'store.db'")]
    [InlineData("interface Target; class A(HttpClient http) : Target { object X => http; } class B(AppContext db) : Target { object X => db; }", "Target leads to AppContext through 'B.db'")]
    [InlineData("class Target(IEnumerable<IStore> stores) { object X => stores; } interface IStore; class Store(DbConnection c) : IStore { object X => c; }", "DbConnection is not safe for concurrent use: a connection runs one command at a time")]
    [InlineData("class Target(IStore<int> s) { object X => s; } interface IStore<T>; class Store<T>(DbSet<Item> set) : IStore<T> { object X => set; }", "DbSet is not safe for concurrent use")]
    [InlineData("class Target(UserManager<IdentityUser> users) { object X => users; }", "its store works on one database context")]
    [InlineData("class Target(A a) { object X => a; } class A(B b) { object X => b; } class B(D d) { object X => d; } class D(Stream s) { object X => s; }", "through 'a.b.d.s'")]
    [InlineData("class Target<T>(T store) where T : AppContext { object X => store; }", "DbContext")]
    [InlineData("[NotConcurrencySafe] class Target; class NotConcurrencySafeAttribute : Attribute;", "Target is marked [NotConcurrencySafe]")]
    public void What_leads_to_something_unsafe_is_unsafe(string types, string reason)
    {
        var reach = Of(types);
        Assert.Equal(Verdict.Unsafe, reach.Judgement.Verdict);
        Assert.Contains(reason, reach.Judgement.Reason);
        Assert.NotNull(reach.Root);
    }

    [Theory]
    [InlineData("class Target(HttpClient http) { object X => http; }", "Target holds only HttpClient")]
    [InlineData("class Target(HttpClient http, ILogger<Target> logger, IDbContextFactory<AppContext> factory, IServiceScopeFactory scopes, Func<AppContext> make) { object X => (http, logger, factory, scopes, make); }", "Target holds only HttpClient")]
    [InlineData("class Target(BlobServiceClient blobs, IConnectionMultiplexer redis) { object X => (blobs, redis); }", "Target holds only BlobServiceClient and IConnectionMultiplexer")]
    [InlineData("class Target { readonly object gate = new(); int count; string? last; Item? item; List<Item> items = new(); Item[] more = []; (int, string) pair; int? maybe; }", "Target holds nothing that changes")]
    [InlineData("class Target(IStore store) { object X => store; } interface IStore; class Store(HttpClient http) : IStore { object X => http; }", "Target holds only HttpClient")]
    [InlineData("class Target : ControllerBase { readonly HttpClient http = new(); }", "Target holds only HttpClient")]
    [InlineData("class Target : BackgroundService { readonly HttpClient http = new(); protected override Task ExecuteAsync(CancellationToken t) => Task.CompletedTask; }", "Target holds only HttpClient")]
    [InlineData("class Target { Names names = new(); int? maybe; } class Names : Dictionary<string, HttpClient>;", "Target holds only HttpClient")]
    [InlineData("class Target { event Action? Changed; Target? next; static AppContext? db; }", "Target holds nothing that changes")]
    public void What_leads_only_to_what_is_safe_is_safe(string types, string reason)
    {
        var reach = Of(types);
        Assert.Equal((Verdict.Safe, reason), (reach.Judgement.Verdict, reach.Judgement.Reason));
        Assert.Null(reach.Root);
    }

    [Theory]
    [InlineData("class Target(IStore store) { object X => store; } interface IStore;", "nothing here implements IStore")]
    [InlineData("public class Target(IStore store) { object X => store; } public interface IStore; class Store : IStore;", "IStore may be implemented elsewhere")]
    [InlineData("class Target(Action act) { object X => act; }", "nothing is known about Action")]
    [InlineData("class Target<T>(T value) { object? X => value; }", "nothing is known about T")]
    [InlineData("class Target { object? anything; }", "nothing is known about Object")]
    [InlineData("class Target(Ping ping) { object X => ping; }", "nothing is known about Ping")]
    [InlineData("class Target(IAsyncEnumerable<int> s) { object X => s; }", "nothing here implements IAsyncEnumerable")]
    [InlineData("class Target(A a) { object X => a; } class A(B b) { object X => b; } class B(D d) { object X => d; } class D(E e) { object X => e; } class E(F f) { object X => f; } class F(HttpClient h) { object X => h; }", "Target leads to too much to follow")]
    public void What_cannot_be_told_is_unknown(string types, string reason)
    {
        var judgement = Of(types).Judgement;
        Assert.Equal((Verdict.Unknown, reason), (judgement.Verdict, judgement.Reason));
    }

    [Theory]
    [InlineData("class Target(IStore store) { object X => store; } interface IStore; class Store : IStore;")]
    [InlineData("public class Outer { private interface IStore; class Store : IStore; class Target(IStore s) { object X => s; } }")]
    public void A_contract_that_only_this_project_can_implement_is_known_whole(string types) => Assert.Equal(Verdict.Safe, Of(types).Judgement.Verdict);

    private static Reach Of(string types)
    {
        var (compilation, concurrency) = Judge.Of(
            $$"""
            using System; using System.Collections.Generic; using System.Data.Common; using System.IO; using System.Linq; using System.Net.Http; using System.Net.NetworkInformation;
            using System.Threading; using System.Threading.Tasks; using Azure.Storage.Blobs; using Microsoft.AspNetCore.Identity; using Microsoft.AspNetCore.Mvc;
            using Microsoft.EntityFrameworkCore; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; using Microsoft.Extensions.Logging; using StackExchange.Redis;
            {{Context}}
            {{types}}
            """,
            Core.Libraries.ForProduction);
        var type = compilation.GetSymbolsWithName("Target").OfType<ITypeSymbol>().Single();
        return concurrency.ReachOf(type);
    }
}
