using System.Collections.Immutable;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;

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
    public async Task Good_code_is_silent(string code) => Assert.Empty(await Report(code, Core.Libraries.ForProduction));

    [Theory]
    [InlineData("""
        using Moq;
        using Xunit;
        public interface IStore { Task<int> LoadAsync(int id); Task SaveAsync(); int Count(); Task<int> CountAsync(); }
        public class Tests
        {
            [Fact]
            public async Task Loads()
            {
                var store = new Mock<IStore>();
                store.Setup(s => s.LoadAsync(1)).ReturnsAsync(2);
                store.Setup(s => s.SaveAsync()).Returns(Task.CompletedTask);
                Assert.Equal(2, await store.Object.LoadAsync(1));
                store.Verify(s => s.LoadAsync(1), Times.Once);
                store.VerifyNoOtherCalls();
                await Assert.ThrowsAsync<InvalidOperationException>(() => store.Object.LoadAsync(3));
                Assert.Equal(0, store.Object.Count());
            }
        }
        """)]
    [InlineData("""
        using NSubstitute;
        using Xunit;
        public interface IStore { Task<int> LoadAsync(int id); Task SaveAsync(); ValueTask<int> CountAsync(); }
        public class Tests
        {
            [Fact]
            public async Task Loads()
            {
                var store = Substitute.For<IStore>();
                store.LoadAsync(1).Returns(2);
                store.LoadAsync(2).Returns(Task.FromResult(3));
                store.CountAsync().Returns(new ValueTask<int>(3));
                Assert.Equal(2, await store.LoadAsync(1));
                await store.Received().LoadAsync(1);
                await store.DidNotReceive().SaveAsync();
                Received.InOrder(() => { store.LoadAsync(1); store.SaveAsync(); });
            }
        }
        """)]
    [InlineData("""
        using NUnit.Framework;
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [Test]
            public async Task Loads()
            {
                Assert.That(await LoadAsync(1), Is.EqualTo(1));
                Assert.ThrowsAsync<InvalidOperationException>(async () => await LoadAsync(2));
                Assert.That(async () => await LoadAsync(2), Throws.Nothing);
                Assert.Multiple(() => Assert.That(1, Is.EqualTo(1)));
                Assert.Throws<InvalidOperationException>(() => throw new InvalidOperationException());
            }
        }
        """)]
    [InlineData("""
        using Microsoft.VisualStudio.TestTools.UnitTesting;
        [TestClass]
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [TestMethod]
            public async Task Loads()
            {
                Assert.AreEqual(1, await LoadAsync(1));
                await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => LoadAsync(2));
                Assert.ThrowsExactly<InvalidOperationException>(() => throw new InvalidOperationException());
            }
        }
        """)]
    [InlineData("""
        using TUnit.Core;
        using TUnit.Assertions;
        using TUnit.Assertions.Extensions;
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [Test]
            public async Task Loads()
            {
                await Assert.That(await LoadAsync(1)).IsEqualTo(1);
                await Assert.That(async () => await LoadAsync(2)).Throws<InvalidOperationException>();
            }
        }
        """)]
    [InlineData("""
        using FluentAssertions;
        using Xunit;
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [Fact]
            public async Task Loads()
            {
                Func<Task> act = () => LoadAsync(1);
                await act.Should().NotThrowAsync();
                await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("x");
                (await LoadAsync(1)).Should().Be(1);
                Action sync = () => throw new InvalidOperationException();
                sync.Should().Throw<InvalidOperationException>();
            }
        }
        """)]
    public async Task Good_tests_are_silent(string code) => Assert.Empty(await Report(code, Core.Libraries.ForTests));

    [Theory]
    [InlineData("using NUnit.Framework;", "[Test]")]
    [InlineData("using NUnit.Framework;", "[TestCase(1)]", "int id")]
    [InlineData("using Xunit;", "[Fact]")]
    [InlineData("using Xunit;", "[Theory, InlineData(1)]", "int id")]
    [InlineData("using Microsoft.VisualStudio.TestTools.UnitTesting;", "[TestMethod]")]
    [InlineData("using TUnit.Core;", "[Test]")]
    public async Task A_test_that_blocks_becomes_async(string import, string attribute, string parameters = "")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var before = Code("void", "Task.Delay(1).Wait();");
        var snippet = Snippet.Of(before, [.. Frameworks.Net100, .. Core.Libraries.ForTests]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        var diagnostics = await snippet.AnalyzeAsync(cancellationToken);
        Assert.Equal("AWAIT202", Assert.Single(diagnostics).Id);
        var after = await snippet.FixAllAsync(RuleCatalog.FixFor("AWAIT202")!, diagnostics, cancellationToken);
        Assert.Equal(Code("async Task", "await Task.Delay(1);"), await after.TextAsync(cancellationToken));

        string Code(string returns, string statement) => $$"""
            {{import}}
            public class Tests
            {
                {{attribute}}
                public {{returns}} Works({{parameters}})
                {
                    {{statement}}
                }
            }
            """;
    }

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
        var reported = Assert.Single(await Report(code, Core.Libraries.ForProduction));
        Assert.Contains($" {id}: ", reported);
    }

    [Theory]
    [InlineData("using Microsoft.EntityFrameworkCore; class C(DbContext store) { async Task<int> M(CancellationToken token) { await Task.Yield(); return store.SaveChanges(); } }", "store.SaveChanges()", "await store.SaveChangesAsync(token)")]
    [InlineData("using Microsoft.EntityFrameworkCore; class C(DbSet<string> names) { async Task<List<string>> M(CancellationToken token) { await Task.Yield(); return names.Where(x => x != \"\").ToList(); } }", "names.Where(x => x != \"\").ToList()", "await names.Where(x => x != \"\").ToListAsync(token)")]
    [InlineData("using System.Data.Common; class C(DbCommand command) { async Task<int> M(CancellationToken token) { await Task.Yield(); return command.ExecuteNonQuery(); } }", "command.ExecuteNonQuery()", "await command.ExecuteNonQueryAsync(token)")]
    [InlineData("using Microsoft.Data.SqlClient; class C(SqlConnection connection) { async Task M(CancellationToken token) { await Task.Yield(); connection.Open(); } }", "connection.Open()", "await connection.OpenAsync(token)")]
    [InlineData("using Dapper; class C(System.Data.IDbConnection connection) { async Task<int> M() { await Task.Yield(); return connection.Execute(\"delete from x\"); } }", "connection.Execute(", "await connection.ExecuteAsync(")]
    [InlineData("using MongoDB.Driver; class C(IMongoCollection<string> names) { async Task M(CancellationToken token) { await Task.Yield(); names.InsertOne(\"x\"); } }", "names.InsertOne(\"x\")", "await names.InsertOneAsync(\"x\", cancellationToken: token)")]
    [InlineData("using StackExchange.Redis; class C(IDatabase database) { async Task<bool> M(string key) { await Task.Yield(); return database.KeyDelete(key); } }", "database.KeyDelete(key)", "await database.KeyDeleteAsync(key)")]
    [InlineData("using Azure.Storage.Blobs; class C(BlobClient blob) { async Task M(Stream content, CancellationToken token) { await Task.Yield(); blob.Upload(content, true, token); } }", "blob.Upload(", "await blob.UploadAsync(")]
    public async Task Calls_with_an_asynchronous_twin_are_rewritten(string code, string call, string awaited)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(code, [.. Frameworks.Net100, .. Core.Libraries.ForProduction]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        var diagnostics = await snippet.AnalyzeAsync(cancellationToken);
        Assert.Equal("AWAIT205", Assert.Single(diagnostics).Id);
        var after = await snippet.FixAllAsync(RuleCatalog.FixFor("AWAIT205")!, diagnostics, cancellationToken);
        Assert.Equal(code.Replace(call, awaited), await after.TextAsync(cancellationToken));
    }

    [Theory]
    [InlineData("""
        using Microsoft.EntityFrameworkCore;
        class Orders(DbContext store, IDbContextFactory<DbContext> factory)
        {
            public async Task AddAsync(object order)
            {
                store.Add(order);
                store.AddRange(order, order);
                store.Set<string>().Add("x");
                store.Set<string>().AddRange("x", "y");
                await using var other = factory.CreateDbContext();
                await store.SaveChangesAsync();
            }
        }
        """)]
    [InlineData("""
        using Moq;
        public interface IStore { Task<int> LoadAsync(int id); int Load(int id); }
        class Doubles
        {
            public async Task<IStore> MakeAsync()
            {
                var store = new Mock<IStore>();
                store.Setup(s => s.Load(1)).Returns(2);
                store.Verify(s => s.Load(1));
                await Task.Yield();
                return store.Object;
            }
        }
        """)]
    [InlineData("""
        using NSubstitute;
        public interface IStore { Task<int> LoadAsync(int id); }
        class Doubles
        {
            public async Task<IStore> MakeAsync()
            {
                var store = Substitute.For<IStore>();
                store.LoadAsync(1).Returns(2);
                await Task.Yield();
                return store;
            }
        }
        """)]
    [InlineData("""
        using Microsoft.Data.Sqlite;
        class Local(SqliteConnection connection)
        {
            public async Task<object?> ReadAsync()
            {
                await Task.Yield();
                connection.Open();
                using var transaction = connection.BeginTransaction();
                using var command = connection.CreateCommand();
                var value = command.ExecuteScalar();
                transaction.Commit();
                connection.Close();
                return value;
            }
        }
        """)]
    public async Task Calls_whose_twin_is_no_better_are_silent(string code) =>
        Assert.Empty(await Report(code, [.. Core.Libraries.ForProduction, .. Core.Libraries.Moq, .. Core.Libraries.NSubstitute.Take(1)]));

    private static async Task<IEnumerable<string>> Report(string code, ImmutableArray<MetadataReference> libraries)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var snippet = Snippet.Of(code, [.. Frameworks.Net100, .. libraries]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        return (await snippet.AnalyzeAsync(cancellationToken)).Select(static diagnostic => diagnostic.ToString());
    }
}
