using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SharedAcrossTasks>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>Objects that run one operation at a time: contexts, connections, streams, sessions.</summary>
public sealed class SharedAcrossTasksLibraryTests
{
    private static readonly Setup Production = Setup.Default with { Packages = Core.Libraries.ForProduction };

    private static string InMethod(string statements) => $$"""
        using System.Data;
        using System.Data.Common;
        using Dapper;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Data.SqlClient;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;
        using SqlCommand = Microsoft.Data.SqlClient.SqlCommand;

        class User { public int Id { get; set; } public string? Name { get; set; } }
        class Order { public int Id { get; set; } }
        class App : DbContext { public DbSet<User> Users => Set<User>(); public DbSet<Order> Orders { get; set; } = null!; }

        class C
        {
            readonly App _db = new();
            App Db { get; } = new();
            readonly SemaphoreSlim _one = new(1);
            readonly SemaphoreSlim _eight = new(8, 8);
            static async Task LoadAsync(App db, int id) { await db.Users.FindAsync(id); }
            static async Task CopyAsync(SqlConnection c, int id) { await c.ExecuteAsync("x", new { id }); }
            Task<User?> OneAsync(int id) => _db.Users.FirstOrDefaultAsync(u => u.Id == id);
            Task<int> CountAsync() => _db.Orders.CountAsync();
            async Task LockedAsync(App db, int id) { await _one.WaitAsync(); try { await db.Users.FindAsync(id); } finally { _one.Release(); } }

            Task OuterAsync(App db, int id) => LockedAsync(db, id);
            static async Task NameAsync(App db, int id) { await Task.FromResult(db.Orders.EntityType.Name + id); }
            static List<int> seen = new(); static async Task GuardedAsync(App db, int id, SemaphoreSlim one) { seen.Add(id); await one.WaitAsync(); try { await db.Users.FindAsync(id); } finally { one.Release(); } }
            static async Task DeepAsync(App db, int id) { await LoadAsync(db, id); }

            async Task<int> M(int[] ids, App db, SqlConnection connection, IDbConnection old, UserManager<User> users, IDbContextFactory<App> factory, IServiceScopeFactory scopes,
                IDatabase redis, Stream stream, StreamReader reader, StreamWriter writer, HttpContext http, System.Net.Http.HttpClient client, IQueryable<User> query)
            {
                {{statements}}
                await Task.Yield();
                return 0;
            }
        }
        """;

    private static Task Reports(string statements) => Verify.Reports(InMethod(statements), Production);

    private static Task Silent(string statements) => Verify.Silent(InMethod(statements), Production);

    [Theory]
    [InlineData("var a = [|db|].Users.ToListAsync(); var b = db.Orders.ToListAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var a = [|db|].Users.Where(u => u.Id > 1).Include(u => u.Name).AsNoTracking().ToListAsync(); var b = db.Set<Order>().OrderBy(o => o.Id).CountAsync(); var c = db.SaveChangesAsync(); await Task.WhenAll(a, b, c);")]
    [InlineData("await Task.WhenAll(db.Users.ToListAsync(), [|db|].Orders.ToListAsync());")]
    [InlineData("await Task.WhenAll(ids.Select(id => DeepAsync([|db|], id)));")]
    [InlineData("await Task.WhenAll(db.Users.ToListAsync(), client.GetStringAsync(\"\"), [|db|].Orders.ToListAsync());")]
    [InlineData("await Task.WhenAll(new Task[] { db.Users.FindAsync(1).AsTask(), [|db|].Users.FindAsync(2).AsTask() });")]
    [InlineData("var a = [|_db|].Users.CountAsync(); var n = await _db.Orders.CountAsync(); n += await a;")]
    [InlineData("var a = [|this.Db|].Users.CountAsync(); Db.Users.Add(new()); await a;")]
    [InlineData("var a = [|db|].SaveChangesAsync(); db.SaveChanges(); await a;")]
    [InlineData("var a = [|db|].Users.CountAsync(); foreach (var o in db.Orders) { } await a;")]
    [InlineData("var a = [|db|].Users.CountAsync(); await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(default)) { } await a;")]
    [InlineData("var a = [|db|].Users.CountAsync(); var list = db.Orders.Where(o => o.Id > 1).ToList(); await a;")]
    [InlineData("var a = [|query|].CountAsync(); var b = query.Skip(10).ToListAsync(); await a; await b;")]
    [InlineData("var found = db.Users.Where(u => u.Id > 1); var a = [|found|].CountAsync(); var b = found.ToListAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var set = db.Users; var a = [|set|].CountAsync(); var b = db.Orders.CountAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var a = [|OneAsync(1)|]; var b = CountAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var a = [|OneAsync(1)|]; var b = _db.Orders.CountAsync(); await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(OneAsync(1), [|OneAsync(2)|]);")]
    [InlineData("var a = ids.Length > 1 ? [|db|].Users.CountAsync() : Task.FromResult(0); var b = db.Orders.CountAsync(); await Task.WhenAll(a, b);")]
    [InlineData("Task<int> a; a = [|db|].Users.CountAsync(); var b = db.Orders.CountAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var tasks = new List<Task>(); tasks.Add([|db|].Users.CountAsync()); tasks.Add(db.Orders.CountAsync()); await Task.WhenAll(tasks);")]
    [InlineData("var a = LoadAsync([|db|], 1); var b = LoadAsync(db, 2); await Task.WhenAll(a, b);")]
    [InlineData("var a = [|users|].FindByIdAsync(\"1\"); var b = users.FindByIdAsync(\"2\"); await Task.WhenAll(a, b);")]
    public Task Two_operations_on_one_context(string statements) => Reports(statements);

    [Theory]
    [InlineData("await Task.WhenAll(ids.Select(id => [|db|].Users.FindAsync(id).AsTask()));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await [|db|].Users.FindAsync(id); await db.SaveChangesAsync(); }));")]
    [InlineData("await Task.WhenAll(ids.Select(id => LoadAsync([|db|], id)));")]
    [InlineData("await Task.WhenAll(ids.Select([|OneAsync|]));")]
    [InlineData("var tasks = ids.Select(id => [|OneAsync(id)|]).ToList(); await Task.WhenAll(tasks);")]
    [InlineData("await Parallel.ForEachAsync(ids, async (id, token) => await [|_db|].Users.FindAsync([id], token));")]
    [InlineData("Parallel.ForEach(ids, id => [|db|].Users.Add(new User { Id = id }));")]
    [InlineData("Parallel.ForEach(ids, id => { var u = [|db|].Users.First(u => u.Id == id); });")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) tasks.Add([|connection|].ExecuteAsync(\"x\")); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) { var task = [|old|].QueryAsync<User>(\"x\"); tasks.Add(task); } await Task.WhenAll(tasks);")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { using var command = new SqlCommand(\"x\", connection); await [|command|].ExecuteNonQueryAsync(); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await using var command = connection.CreateCommand(); using var r = await [|command|].ExecuteReaderAsync(); }));")]
    [InlineData("await Task.WhenAll(ids.Select(id => CopyAsync([|connection|], id)));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await _eight.WaitAsync(); try { await [|db|].Users.FindAsync(id); } finally { _eight.Release(); } }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await [|stream|].WriteAsync(new byte[id]); }));")]
    [InlineData("var a = [|reader|].ReadLineAsync(); var b = reader.ReadLineAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var file = new FileStream(\"x\", FileMode.Open); var a = [|file|].ReadAsync(new byte[1]); var b = file.ReadAsync(new byte[1]); await a; await b;")]
    [InlineData("await Task.WhenAll(writer.WriteAsync('a'), [|writer|].WriteAsync('b'));")]
    [InlineData("var a = SendAsync([|stream|]); var b = SendAsync(stream); await a; await b; static async Task SendAsync(Stream output) { await output.WriteAsync(new byte[1]); }")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await Task.Run(() => { [|db|].Users.Find(id); }); }));")]
    public Task Runs_on_one_context_connection_or_stream(string statements) => Reports(statements);

    [Theory]
    [InlineData("var a = await db.Users.ToListAsync(); var b = await db.Orders.ToListAsync();")]
    [InlineData("var a = db.Users.ToListAsync(); await a; var b = db.Orders.ToListAsync(); await b;")]
    [InlineData("Task<int> t; if (ids.Length > 1) t = db.Users.CountAsync(); else t = db.Orders.CountAsync(); await t;")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await using var own = await factory.CreateDbContextAsync(); await own.Users.FindAsync(id); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await using var own = factory.CreateDbContext(); var set = own.Users; await set.FindAsync(id); await LoadAsync(own, id); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { using var scope = scopes.CreateScope(); var own = scope.ServiceProvider.GetRequiredService<App>(); await own.Users.FindAsync(id); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { using var own = new SqlConnection(\"\"); await own.OpenAsync(); using var command = new SqlCommand(\"x\", own); await command.ExecuteNonQueryAsync(); }));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await _one.WaitAsync(); try { await db.Users.FindAsync(id); } finally { _one.Release(); } }));")]
    [InlineData("await Task.WhenAll(ids.Select(id => LockedAsync(db, id)));")]
    [InlineData("await Task.WhenAll(ids.Select(id => OuterAsync(db, id)));")]
    [InlineData("await Task.WhenAll(ids.Select(id => GuardedAsync(db, id, _one)));")]
    [InlineData("await Task.WhenAll(ids.Select(id => NameAsync(db, id)));")]
    [InlineData("var a = db.Users.ToListAsync(); var other = new App(); var b = other.Orders.ToListAsync(); await Task.WhenAll(a, b);")]
    [InlineData("var a = db.Users.ToListAsync(); var later = db.Orders.Where(o => o.Id > 1); await a; await later.ToListAsync();")]
    [InlineData("await Task.WhenAll(ids.Select(id => redis.StringGetAsync(id.ToString())));")]
    [InlineData("var batch = redis.CreateBatch(); var a = batch.StringGetAsync(\"a\"); var b = batch.StringGetAsync(\"b\"); batch.Execute(); await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(ids.Select(id => client.GetStringAsync(id.ToString(), http.RequestAborted)));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { var user = http.User; await client.GetStringAsync(http.Request.Path + id); http.Request.Headers.ToString(); }));")]
    [InlineData("var a = stream.ReadAsync(new byte[1]).AsTask(); await stream.WriteAsync(new byte[1]); await a;")]
    [InlineData("Stream other = null!; var up = PumpAsync(stream, other); var down = PumpAsync(other, stream); await Task.WhenAny(up, down); await up; await down; static async Task PumpAsync(Stream input, Stream output) { var n = await input.ReadAsync(new byte[1]); await output.WriteAsync(new byte[n]); }")]
    [InlineData("Stream other = null!; var up = stream.CopyToAsync(other); var down = other.CopyToAsync(stream); await Task.WhenAny(up, down); await up; await down;")]
    [InlineData("await Task.WhenAll(PumpAsync(stream), DrainAsync(stream)); static Task PumpAsync(Stream s) => Task.CompletedTask; static Task DrainAsync(Stream s) => Task.CompletedTask;")]
    [InlineData("await Task.WhenAll(Console.Out.WriteAsync('a'), Console.Out.WriteAsync('b'));")]
    [InlineData("var a = db.Users.CountAsync(); Console.WriteLine(db.ContextId); await a; await db.DisposeAsync();")]
    [InlineData("var a = connection.ExecuteAsync(\"x\"); connection.Close(); await a;")]
    [InlineData("var tasks = new List<Task>(); foreach (var id in ids) { tasks.Add(db.Users.FindAsync(id).AsTask()); await Task.WhenAll(tasks); }")]
    [InlineData("foreach (var id in ids) { var task = db.Users.FindAsync(id); await task; }")]
    [InlineData("Func<Task> save = () => db.SaveChangesAsync(); await save(); await save();")]
    public Task One_after_another_or_each_its_own(string statements) => Silent(statements);

    [Fact]
    public Task The_message_says_why() => Verify.Reports(
        InMethod("var a = {|#0:db|}.Users.ToListAsync(); var b = db.Orders.ToListAsync(); await Task.WhenAll({|#1:query|}.CountAsync(), {|#2:query|}.CountAsync(), a, b); await Task.WhenAll(ids.Select(id => {|#3:OneAsync(id)|}));"),
        Production with
        {
            Expected =
            [
                Verify.At(0, "db", "'ToListAsync' and the code that does not wait for it", "App is a DbContext, which is not safe for concurrent use: a context runs one operation at a time", "await one operation before the next begins, or give each its own").WithSpan(36, 49, 36, 51),
                Verify.At(2, "query", "several calls of 'CountAsync'", "EntityFrameworkQueryableExtensions is not safe for concurrent use: the context behind the query runs one operation at a time", "await one operation before the next begins, or give each its own").WithLocation(1),
                Verify.At(3, "_db", "the runs of this lambda", "App is a DbContext, which is not safe for concurrent use: a context runs one operation at a time", "await one operation before the next begins, or give each its own").WithSpan(24, 37, 24, 40),
            ],
        });

    [Fact]
    public Task Objects_that_hold_a_context() => Verify.Reports(
        """
        using Microsoft.EntityFrameworkCore;

        class User { public int Id { get; set; } }
        class App : DbContext { public DbSet<User> Users => Set<User>(); }

        interface IUsers { Task<User?> FindAsync(int id); Task<string> DownloadAsync(int id); Task<User?> OwnAsync(int id); Task<User?> OneAtATimeAsync(int id); }
        class Users(App db, IDbContextFactory<App> factory) : IUsers
        {
            readonly SemaphoreSlim gate = new(1);
            public async Task<User?> FindAsync(int id) => await db.Users.FirstOrDefaultAsync(u => u.Id == id);
            public Task<string> DownloadAsync(int id) => Task.FromResult("");
            public async Task<User?> OwnAsync(int id) { await using var own = await factory.CreateDbContextAsync(); return await own.Users.FirstOrDefaultAsync(u => u.Id == id); }
            public async Task<User?> OneAtATimeAsync(int id) { await gate.WaitAsync(); try { return await db.Users.FirstOrDefaultAsync(u => u.Id == id); } finally { gate.Release(); } }
        }

        class Service(IUsers users)
        {
            public Task<User?> GetAsync(int id) => users.FindAsync(id);
        }

        class C
        {
            readonly IUsers _users;
            readonly Service _service;
            C(IUsers users, Service service) { _users = users; _service = service; }

            async Task M(int[] ids, Func<IUsers> create)
            {
                await Task.WhenAll(ids.Select(id => [|_users|].FindAsync(id)));
                await Task.WhenAll(ids.Select([|_users|].FindAsync));
                await Task.WhenAll(ids.Select(id => [|_service|].GetAsync(id)));
                var a = [|_users|].FindAsync(1);
                var b = _users.FindAsync(2);
                await Task.WhenAll(a, b);

                await Task.WhenAll(ids.Select(id => create().FindAsync(id)));
                await Task.WhenAll(ids.Select(id => _users.DownloadAsync(id)));
                await Task.WhenAll(ids.Select(id => _users.OwnAsync(id)));
                await Task.WhenAll(ids.Select(id => _users.OneAtATimeAsync(id)));
                var c = _users.FindAsync(1);
                var d = _users.DownloadAsync(2);
                await Task.WhenAll(c, d);
            }
        }

        interface IMixed { Task SaveAsync(); }
        class Stored(App db) : IMixed { public Task SaveAsync() => db.SaveChangesAsync(); }
        class InMemory : IMixed { public Task SaveAsync() => Task.CompletedTask; }
        class D { async Task M(IMixed mixed) => await Task.WhenAll(mixed.SaveAsync(), mixed.SaveAsync()); }
        """,
        Production);

    [Fact]
    public Task Objects_that_hold_a_context_in_another_file() => Verify.Reports(
        """
        class C
        {
            async Task M(Users users, int[] ids) => await Task.WhenAll(ids.Select(id => [|users|].FindAsync(id)));
        }
        """,
        Production with
        {
            Files = [("Users.cs", "using Microsoft.EntityFrameworkCore; class Users { readonly DbContext _db = null!; public async Task FindAsync(int id) => await _db.FindAsync<C>(id); }")],
        });
}
