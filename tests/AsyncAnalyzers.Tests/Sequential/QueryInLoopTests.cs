using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.QueryInLoop, AsyncAnalyzers.CodeFixes.Sequential.QueryInLoopFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class QueryInLoopTests
{
    private static readonly Setup Databases = Setup.Default with { Packages = [.. Core.Libraries.EntityFramework, .. Core.Libraries.Dapper] };

    private static string InClass(string members) => $$"""
        using System.Data;
        using System.Data.Common;
        using Dapper;
        using Microsoft.EntityFrameworkCore;

        public class Order { public int Id { get; set; } public bool Done { get; set; } public string Name { get; set; } = ""; }

        public class Store : DbContext { public DbSet<Order> Orders => Set<Order>(); }

        public class Repository(Store db, IDbContextFactory<Store> factory, IDbConnection connection, DbConnection link)
        {
            static Task SendAsync(Order order) => Task.CompletedTask;

            Store Create() => factory.CreateDbContext();

        {{members}}
        }
        """;

    private static string InMethod(string statements) => InClass($$"""
            async Task M(List<int> ids, List<Order> orders, string[] tables, bool flag, CancellationToken token)
            {
                await Task.Yield();
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        """);

    [Theory]
    [InlineData("foreach (var id in ids) { var order = [|await db.Orders.FirstOrDefaultAsync(o => o.Id == id)|]; }")]
    [InlineData("foreach (var id in ids) { var order = [|await db.Orders.Where(o => o.Id == id).AsNoTracking().ToListAsync(token).ConfigureAwait(false)|]; }")]
    [InlineData("foreach (var id in ids) { var order = [|await db.Orders.FindAsync(id)|]; }")]
    [InlineData("foreach (var id in ids) { var order = [|await db.Orders.FindAsync(id)|]; var count = await db.Orders.CountAsync(o => o.Id == id); await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(); }")]
    [InlineData("foreach (var id in ids) { var order = [|await db.FindAsync<Order>(id)|]; }")]
    [InlineData("foreach (var order in orders) { if (![|await db.Orders.AnyAsync(o => o.Name == order.Name)|]) { db.Add(order); } }")]
    [InlineData("foreach (var order in orders) { var name = order.Name; var count = [|await db.Orders.CountAsync(o => o.Name == name)|]; }")]
    [InlineData("foreach (var order in orders) { var query = db.Orders.Where(o => o.Id == order.Id); var all = [|await query.ToListAsync()|]; }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { var order = [|await db.Orders.SingleAsync(o => o.Id == ids[i])|]; }")]
    [InlineData("foreach (var id in ids) { [|await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Done, true))|]; }")]
    [InlineData("foreach (var id in ids) { [|await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(token)|]; }")]
    [InlineData("foreach (var id in ids) { [|await db.Database.ExecuteSqlRawAsync(\"delete from orders where id = {0}\", id)|]; }")]
    [InlineData("foreach (var id in ids) { var x = [|await connection.QuerySingleAsync<Order>(\"select * from orders where id = @id\", new { id })|]; }")]
    [InlineData("foreach (var order in orders) { [|await connection.ExecuteAsync(\"insert into orders values (@Id)\", order)|]; }")]
    [InlineData("foreach (var id in ids) { await using var command = link.CreateCommand(); command.CommandText = \"x\"; [|await command.ExecuteNonQueryAsync(token)|]; }")]
    [InlineData("await using var command = link.CreateCommand(); foreach (var id in ids) { command.Parameters[0].Value = id; [|await command.ExecuteNonQueryAsync()|]; }")]
    [InlineData("foreach (var order in db.Orders) { var x = [|await db.Orders.FirstAsync(o => o.Id > order.Id)|]; await SendAsync(x); }")]
    [InlineData("foreach (var order in orders) { order.Done = true; [|await db.SaveChangesAsync(token)|]; }")]
    [InlineData("foreach (var order in orders) { await db.AddAsync(order); [|await db.SaveChangesAsync().ConfigureAwait(false)|]; }")]
    public Task A_round_trip_for_each_item_is_reported(string statements) => Verify.Reports(InMethod(statements), Databases);

    [Theory]
    [InlineData("void M(List<Order> orders) { foreach (var order in orders) { db.Add(order); [|db.SaveChanges()|]; } }")]
    [InlineData("Task M(List<int> ids) => Task.Run(async () => { foreach (var id in ids) { [|await db.Orders.FindAsync(id)|]; } });")]
    [InlineData("async Task M(List<int> ids) { await Go(); async Task Go() { foreach (var id in ids) { [|await db.Orders.FindAsync(id)|]; } } }")]
    [InlineData("async IAsyncEnumerable<int> M(List<int> ids) { foreach (var id in ids) { [|await db.Orders.FindAsync(id)|]; } yield return 1; }")]
    [InlineData("async Task M(Store store, List<int> ids) { foreach (var id in ids) { [|await store.Orders.FindAsync(id)|]; } }")]
    [InlineData("async Task M(List<int> ids) { await using var own = Create(); foreach (var id in ids) { [|await own.Orders.FindAsync(id)|]; } }")]
    [InlineData("class Own : DbContext { public DbSet<Order> Orders => Set<Order>(); async Task M(List<int> ids) { foreach (var id in ids) { [|await Orders.FindAsync(id)|]; await SaveChangesAsync(); } } }")]
    public Task Every_kind_of_function_is_seen(string member) => Verify.Reports(InClass(member), Databases);

    [Theory]
    [InlineData("while (flag) { var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == ids[0]); }")]
    [InlineData("do { orders = await db.Orders.Skip(orders.Count).Take(10).ToListAsync(); } while (orders.Count > 0);")]
    [InlineData("for (var i = 0; i < 100; i++) { orders = await db.Orders.Skip(i * 10).Take(10).ToListAsync(); }")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++) { await db.SaveChangesAsync(); }")]
    [InlineData("foreach (var part in ids.Chunk(100)) { orders = await db.Orders.Where(o => part.Contains(o.Id)).ToListAsync(); }")]
    [InlineData("foreach (var batch in orders.Select(o => o.Name)) { var x = await db.Orders.CountAsync(o => o.Name == batch); }")]
    [InlineData("foreach (var name in new[] { \"a\", \"b\" }) { var x = await db.Orders.CountAsync(o => o.Name == name); }")]
    [InlineData("foreach (var id in ids) { var x = await db.Orders.FindAsync(id); if (x != null) { return; } }")]
    [InlineData("foreach (var id in ids) { var x = await db.Orders.FindAsync(id); if (x != null) { break; } }")]
    [InlineData("foreach (var id in ids) { var x = await db.Orders.FindAsync(id); await Task.Delay(10); }")]
    [InlineData("foreach (var id in ids) { try { var x = await db.Orders.FindAsync(id); } catch (DbException) { } }")]
    [InlineData("foreach (var id in ids) { await using var own = await factory.CreateDbContextAsync(); var x = await own.Orders.FindAsync(id); }")]
    [InlineData("foreach (var id in ids) { var x = await Create().Orders.FindAsync(id); }")]
    [InlineData("foreach (var store in new List<Store>()) { await store.SaveChangesAsync(); }")]
    [InlineData("foreach (var tenant in orders) { var x = await db.Orders.FindAsync(tenant.Id); }")]
    [InlineData("foreach (var id in ids) { var x = await db.Orders.CountAsync(); }")]
    [InlineData("foreach (var table in tables) { await db.Database.ExecuteSqlRawAsync(\"truncate \" + table); }")]
    [InlineData("foreach (var table in tables) { await connection.ExecuteAsync($\"truncate {table}\"); }")]
    [InlineData("foreach (var table in tables) { await using var command = link.CreateCommand(); command.CommandText = table; await command.ExecuteNonQueryAsync(); }")]
    [InlineData("await using var reader = await link.CreateCommand().ExecuteReaderAsync(); while (await reader.ReadAsync()) { orders.Add(new()); }")]
    [InlineData("foreach (var order in orders) { order.Done = true; if (order.Id % 100 == 0) { await db.SaveChangesAsync(); } }")]
    [InlineData("foreach (var order in orders) { await SendAsync(order); order.Done = true; await db.SaveChangesAsync(); }")]
    [InlineData("foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); await SendAsync(order); }")]
    [InlineData("foreach (var order in orders) { await using var transaction = await db.Database.BeginTransactionAsync(); db.Add(order); await db.SaveChangesAsync(); }")]
    [InlineData("await foreach (var order in db.Orders.AsAsyncEnumerable()) { order.Done = true; await db.SaveChangesAsync(); }")]
    [InlineData("foreach (var id in ids) { var task = db.Orders.FindAsync(id).AsTask(); }")]
    [InlineData("await Task.WhenAll(ids.Select(async id => await factory.CreateDbContext().Orders.FindAsync(id)));")]
    [InlineData("foreach (var order in orders) { db.Add(order); } await db.SaveChangesAsync();")]
    public Task Loops_with_a_reason_are_silent(string statements) => Verify.Reports(InMethod(statements), Databases);

    [Theory]
    [InlineData("async Task SeedAsync(List<Order> orders) { foreach (var order in orders) { db.Add(order); await db.SaveChangesAsync(); } }")]
    [InlineData("interface IMigrationRoutine; class Routine : IMigrationRoutine { async Task PerformAsync(Store db, List<int> ids) { foreach (var id in ids) { await db.Orders.FindAsync(id); } } }")]
    [InlineData("class Migration { async Task UpAsync(Store db, List<int> ids) { foreach (var id in ids) { await db.Orders.FindAsync(id); } } }")]
    [InlineData("async Task M(List<Order> orders) { foreach (var order in orders) { db.SaveChanges(); await Task.Yield(); } }")]
    public Task Seeding_and_migrations_are_silent(string member) => Verify.Reports(InClass(member), Databases);

    [Fact]
    public Task Test_projects_are_silent() => Verify.Reports(
        InMethod("foreach (var id in ids) { var order = await db.Orders.FindAsync(id); }"),
        Databases with { Packages = [.. Databases.Packages, .. Core.Libraries.XUnit] });

    [Fact]
    public Task Messages_say_what_to_do() => Verify.Reports(
        InMethod("""
            foreach (var id in ids) { var x = {|#0:await db.Orders.FindAsync(id)|}; }
            foreach (var id in ids) { {|#1:await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync()|}; }
            foreach (var order in orders) { order.Done = true; {|#2:await db.SaveChangesAsync()|}; }
            await using var command = link.CreateCommand();
            foreach (var id in ids) { command.Parameters[0].Value = id; {|#3:await command.ExecuteScalarAsync()|}; }
            """),
        Databases with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Sequential.QueryInLoop>.At(0, "FindAsync", "load what all items need before the loop, with Contains or a join"),
                Verify<AsyncAnalyzers.Sequential.QueryInLoop>.At(1, "ExecuteDeleteAsync", "send one statement for all items, such as ExecuteUpdateAsync or one with a table-valued parameter"),
                Verify<AsyncAnalyzers.Sequential.QueryInLoop>.At(2, "SaveChangesAsync", "save once after the loop"),
                Verify<AsyncAnalyzers.Sequential.QueryInLoop>.At(3, "ExecuteScalarAsync", "send one statement for all items, such as ExecuteUpdateAsync or one with a table-valued parameter"),
            ],
        });

    [Fact]
    public Task Saving_moves_behind_the_loop() => Verify.Fixes(
        InMethod("""
            foreach (var order in orders)
            {
                order.Done = true; // now

                // Keep it.
                [|await db.SaveChangesAsync(token).ConfigureAwait(false)|];
            }
            for (var i = 0; i < orders.Count; i++)
            {
                db.Add(orders[i]);
                [|await db.SaveChangesAsync()|];
            }
            """),
        InMethod("""
            foreach (var order in orders)
            {
                order.Done = true; // now
            }

            // Keep it.
            await db.SaveChangesAsync(token).ConfigureAwait(false);
            for (var i = 0; i < orders.Count; i++)
            {
                db.Add(orders[i]);
            }

            await db.SaveChangesAsync();
            """),
        setup: Databases);

    [Theory]
    [InlineData("foreach (var id in ids) { var order = [|await db.Orders.FindAsync(id)|]; }")]
    [InlineData("foreach (var order in orders) { if (flag) { continue; } order.Done = true; [|await db.SaveChangesAsync()|]; }")]
    [InlineData("foreach (var order in orders) [|await db.SaveChangesAsync()|];")]
    public Task No_fix_for_queries_and_where_saving_may_be_skipped(string statements) => Verify.OffersNoFix(InMethod(statements), setup: Databases);
}
