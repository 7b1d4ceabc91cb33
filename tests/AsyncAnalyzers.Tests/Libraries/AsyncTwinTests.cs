using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Libraries;

/// <summary>AWAIT205 knows which members of the libraries are better called with await, and which are not.</summary>
public sealed class AsyncTwinTests
{
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
        var diagnostics = (await snippet.AnalyzeAsync(cancellationToken)).RemoveAll(static diagnostic => diagnostic.Id != "AWAIT205");
        Assert.Single(diagnostics);
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
        Assert.Empty(await LibraryCode.ReportAsync(code, [.. Core.Libraries.ForProduction, .. Core.Libraries.Moq, .. Core.Libraries.NSubstitute.Take(1)]));
}
