using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Libraries;

/// <summary>All rules over code as users of the libraries write it: what is right is silent, what is wrong is reported once.</summary>
public sealed class LibraryTests
{
    [Theory]
    [InlineData("""
        using Microsoft.EntityFrameworkCore;
        class Order { public int Id { get; set; } }
        class Store(DbContextOptions<Store> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        class Orders(Store store, IDbContextFactory<Store> factory)
        {
            public async Task<int> AddAsync(Order order, CancellationToken cancellationToken)
            {
                store.Add(order);
                store.Orders.AddRange(order, order);
                await store.SaveChangesAsync(cancellationToken);
                var all = await store.Orders.Where(o => o.Id > 1).ToListAsync(cancellationToken);
                var first = await store.Orders.FindAsync([order.Id], cancellationToken);
                return all.Count + (first?.Id ?? 0);
            }
        }
        """)]
    [InlineData("""
        using System.Data.Common;
        class Reader(DbConnection connection)
        {
            public async Task<List<string>> ReadAsync(CancellationToken cancellationToken)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "select name from people";
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var names = new List<string>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    names.Add(reader.IsDBNull(0) ? "" : reader.GetFieldValue<string>(0));
                }

                return names;
            }
        }
        """)]
    [InlineData("""
        using Microsoft.Data.Sqlite;
        class Local(SqliteConnection connection)
        {
            public async Task<int> CountAsync(CancellationToken cancellationToken)
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.ExecuteNonQuery();
                using var reader = command.ExecuteReader();
                var count = 0;
                while (reader.Read())
                {
                    count++;
                }

                await Task.Delay(1, cancellationToken);
                return count;
            }
        }
        """)]
    [InlineData("""
        using System.Data;
        using Dapper;
        class People(IDbConnection connection)
        {
            public async Task<string?> FindAsync(int id)
            {
                await connection.ExecuteAsync("update people set seen = 1 where id = @id", new { id });
                return await connection.QuerySingleOrDefaultAsync<string>("select name from people where id = @id", new { id });
            }
        }
        """)]
    [InlineData("""
        using StackExchange.Redis;
        class Cache(IDatabase database)
        {
            public async Task<string?> SwapAsync(string key, string value)
            {
                var batch = database.CreateBatch();
                var old = batch.StringGetAsync(key);
                var set = batch.StringSetAsync(key, value);
                batch.Execute();
                await Task.WhenAll(old, set);
                await database.StringSetAsync(key, value, flags: CommandFlags.FireAndForget);
                return await old;
            }

            public async Task<bool> MoveAsync(string key)
            {
                var transaction = database.CreateTransaction();
                transaction.AddCondition(Condition.KeyExists(key));
                _ = transaction.KeyDeleteAsync(key);
                return await transaction.ExecuteAsync();
            }
        }
        """)]
    [InlineData("""
        using MongoDB.Driver;
        record Person(string Name);
        class People(IMongoCollection<Person> people)
        {
            public async Task<Person?> RenameAsync(string name, CancellationToken cancellationToken)
            {
                await people.UpdateOneAsync(p => p.Name == name, Builders<Person>.Update.Set(p => p.Name, "x"), cancellationToken: cancellationToken);
                return await people.Find(p => p.Name == name).FirstOrDefaultAsync(cancellationToken);
            }
        }
        """)]
    [InlineData("""
        using Azure.Storage.Blobs;
        class Files(BlobContainerClient container)
        {
            public async Task<long> StoreAsync(string name, Stream content, CancellationToken cancellationToken)
            {
                var blob = container.GetBlobClient(name);
                await blob.UploadAsync(content, overwrite: true, cancellationToken);
                long size = 0;
                await foreach (var item in container.GetBlobsAsync(cancellationToken: cancellationToken))
                {
                    size += item.Properties.ContentLength ?? 0;
                }

                return size;
            }
        }
        """)]
    [InlineData("""
        using FluentValidation;
        record Person(string Name);
        class PersonValidator : AbstractValidator<Person>
        {
            public PersonValidator() => RuleFor(p => p.Name).MustAsync(async (name, cancellationToken) => { await Task.Delay(1, cancellationToken); return name != ""; });
        }
        class People(PersonValidator validator, IValidator<string> names)
        {
            public async Task<bool> IsValidAsync(Person person, CancellationToken cancellationToken)
            {
                var name = names.Validate(person.Name);
                var result = await validator.ValidateAsync(person, cancellationToken);
                return name.IsValid && result.IsValid;
            }
        }
        """)]
    public async Task Good_code_is_silent(string code) => Assert.Empty(await LibraryCode.ReportAsync(code, Core.Libraries.ForProduction));

    [Theory]
    [InlineData("using Microsoft.EntityFrameworkCore; class C(DbContext store) { async Task M() { await Task.Yield(); store.SaveChangesAsync().Wait(); } }", "AWAIT201")]
    [InlineData("using Microsoft.EntityFrameworkCore; class C(DbContext store) { void M() { store.SaveChangesAsync(); } }", "AWAIT101")]
    [InlineData("using StackExchange.Redis; class C(IDatabase database) { async Task<bool> M(string key) { await Task.Yield(); return database.KeyDeleteAsync(key).Result; } }", "AWAIT201")]
    [InlineData("using StackExchange.Redis; class C(IDatabase database) { void M(string key) { var deletion = database.KeyDeleteAsync(key); } }", "AWAIT102")]
    [InlineData("using MongoDB.Driver; class C(IMongoCollection<string> names) { void M() { names.InsertOneAsync(\"x\"); } }", "AWAIT101")]
    [InlineData("using Dapper; class C(System.Data.IDbConnection connection) { string M() => $\"{connection.ExecuteAsync(\"delete from x\")}\"; }", "AWAIT107")]
    [InlineData("using Azure.Storage.Blobs; class C(BlobContainerClient container) { void M() { container.GetBlobsAsync(); } }", "AWAIT104")]
    [InlineData("using FluentValidation; class C(IValidator<string> validator) { bool M(string x) => validator.ValidateAsync(x).Result.IsValid; }", "AWAIT202")]
    public async Task Mistakes_with_them_are_reported_once(string code, string id)
    {
        var reported = Assert.Single(await LibraryCode.ReportAsync(code, Core.Libraries.ForProduction));
        Assert.Contains($" {id}: ", reported);
    }
}
