using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialIndependentAwaits, AsyncAnalyzers.CodeFixes.Sequential.SequentialIndependentAwaitsFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class SequentialIndependentAwaitsSafetyTests
{
    private static readonly Setup Likely = Setup.Default with { Config = "async_analyzers.concurrency_confidence = likely" };

    [Theory]
    [InlineData("var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(a);", "uses the other")]
    [InlineData("var a = await client.GetStringAsync(u); var b = await client.GetStringAsync($\"{a}/x\");", "uses the other")]
    [InlineData("await client.GetStringAsync(u); var b = await client.GetStringAsync(u);", "bare")]
    [InlineData("var a = await client.GetStringAsync(u); await client.GetStringAsync(u);", "bare")]
    [InlineData("await client.GetStringAsync(u); await client.GetStringAsync(v);", "bare")]
    [InlineData("_ = await client.GetStringAsync(u); _ = await client.GetStringAsync(v);", "bare")]
    [InlineData("var a = await client.GetStringAsync(u); if (a == null) return; var b = await client.GetStringAsync(v);", "guard")]
    [InlineData("var a = await client.GetStringAsync(u); ArgumentNullException.ThrowIfNull(a); var b = await client.GetStringAsync(v);", "guard")]
    [InlineData("var a = await client.GetStringAsync(u);\n#if !X\n var b = await client.GetStringAsync(v);\n#endif\n", "directive")]
    [InlineData("var a = await client.PostAsync(u, null); var b = await client.PostAsync(v, null);", "writes")]
    [InlineData("var a = await client.GetStringAsync(u); var b = await client.DeleteAsync(v);", "writes")]
    [InlineData("var a = await client.SendAsync(new(HttpMethod.Get, u)); var b = await client.SendAsync(new(HttpMethod.Get, v));", "ordered")]
    [InlineData("var a = await client.GetStringAsync(u + i++); var b = await client.GetStringAsync(v + i);", "side effect")]
    [InlineData("var a = await client.GetStringAsync(v); var b = await client.GetStringAsync(u = v);", "side effect")]
    [InlineData("var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(Next());", "side effect")]
    [InlineData("var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(Url);", "getter with a body")]
    [InlineData("var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(await File.ReadAllTextAsync(v));", "await in an argument")]
    [InlineData("var a = await Task.FromResult(1); var b = await Task.FromResult(2);", "fast")]
    [InlineData("var a = await stream.ReadAsync(bytes); var b = await stream.ReadAsync(bytes);", "unsafe")]
    [InlineData("var a = await JsonSerializer.DeserializeAsync<int>(stream); var b = await JsonSerializer.DeserializeAsync<int>(stream);", "unsafe argument")]
    [InlineData("var a = await reader.ReadLineAsync(); var b = await reader.ReadLineAsync();", "unsafe")]
    [InlineData("var a = await File.ReadAllTextAsync(u); var b = await reader.ReadLineAsync();", "unsafe")]
    [InlineData("var a = await GetAsync(); var b = await GetAsync();", "unknown")]
    [InlineData("var a = await get(); var b = await get();", "unknown")]
    [InlineData("var a = await started; var b = await started;", "AWAIT105")]
    [InlineData("string a = await client.GetStringAsync(u), b = await client.GetStringAsync(v);", "one statement")]
    [InlineData("using var a = await client.GetStreamAsync(u); using var b = await client.GetStreamAsync(v);", "using")]
    [InlineData("using var s = stream; var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(v);", "using around")]
    [InlineData("using (stream) { var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(v); }", "using around")]
    [InlineData("using var t = new TransactionScope(); var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(v);", "transaction")]
    [InlineData("Begin(); var t = connection.BeginTransaction(); var a = await client.GetStringAsync(u); { var b = await client.GetStringAsync(v); var c = await client.GetStringAsync(u); }", "transaction")]
    [InlineData("await gate.WaitAsync(); try { var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(v); } finally { gate.Release(); }", "semaphore")]
    [InlineData("try { var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(v); } catch (HttpRequestException) { }", "selective catch")]
    [InlineData("try { var a = await client.GetStringAsync(u); var b = await client.GetStringAsync(v); } catch (Exception e) when (e.Message == u) { }", "selective catch")]
    public Task What_is_not_surely_safe_and_worthwhile_is_silent(string statements, string reason)
    {
        Assert.NotEmpty(reason);
        return Verify.Reports(In(statements));
    }

    [Theory]
    [InlineData("try { var a = [|await client.GetStringAsync(u)|]; var b = await client.GetStringAsync(v); } finally { gate.Release(); }")]
    [InlineData("try { var a = [|await client.GetStringAsync(u)|]; var b = await client.GetStringAsync(v); } catch (Exception) { throw; }")]
    [InlineData("using var c = new HttpClient(); var a = [|await c.GetStringAsync(u)|]; var b = await c.GetStringAsync(v);")]
    [InlineData("using (stream) { } var a = [|await client.GetStringAsync(u)|]; var b = await client.GetStringAsync(v);")]
    [InlineData("var a = [|await client.GetStringAsync(u)|]; var b = await client.GetStringAsync(v + \"/x\" + bytes.Length);")]
    [InlineData("var a = [|await client.GetStringAsync(Path.Combine(u, v))|]; var b = await client.GetStringAsync(Uri.EscapeDataString(v));")]
    [InlineData("var a = [|await client.GetStringAsync(new Uri(u))|]; var b = await client.GetStringAsync(new Uri(v));")]
    [InlineData("var a = [|await client.GetStringAsync(u)|]; var b = await (client.GetStringAsync(v));")]
    [InlineData("var a = [|await client.GetFromJsonAsync<int>(u)|]; var b = await HttpClientJsonExtensions.GetFromJsonAsync<int>(client, v);")]
    [InlineData("var a = await client.GetStringAsync(u); var b = [|await client.GetStringAsync(a)|]; var c = await client.GetStringAsync(v);")]
    [InlineData("await GetAsync(); var a = [|await client.GetStringAsync(u)|]; var b = await client.GetStringAsync(v); await GetAsync();")]
    public Task What_is_safe_is_reported(string statements) => Verify.Reports(In(statements));

    [Theory]
    [InlineData("var a = [|await GetAsync()|]; var b = await GetAsync();")]
    [InlineData("var a = (await GetAsync()).Length; var b = await client.GetStringAsync(v);", false)]
    [InlineData("var a = await get(); var b = await get();", false)]
    [InlineData("var a = await GetAsync(); var b = await client.GetStringAsync(u = v);", false)]
    [InlineData("var a = await GetAsync(); var b = await reader.ReadLineAsync();", false)]
    public Task Likely_also_takes_what_nothing_is_known_about(string statements, bool isReported = true) =>
        Verify.Reports(isReported ? In(statements) : In(statements).Replace("[|", "").Replace("|]", ""), Likely);

    [Fact]
    public Task Answers_may_be_made_into_objects_by_many_small_functions() => Verify.Reports(
        """
        using System.Net.Http;
        using System.Net.Http.Json;

        class Prices(IPlans plans)
        {
            async Task<decimal> CompareAsync()
            {
                var old = [|await plans.GetPlanOrThrow("a")|];
                var now = await plans.GetPlanOrThrow("b");
                return now.Price - old.Price;
            }
        }

        interface IPlans { Task<Plan> GetPlanOrThrow(string type); }

        class Plans(Settings settings, HttpClient client) : IPlans
        {
            public async Task<Plan> GetPlanOrThrow(string type)
            {
                var plan = await GetPlan(type);
                return plan ?? throw new InvalidOperationException(type);
            }

            private async Task<Plan?> GetPlan(string type)
            {
                if (settings.IsOffline || KeyOf(type) is not { } key) return null;
                var response = await client.GetAsync($"plans/{key}");
                if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{response.StatusCode}");
                var answer = await response.Content.ReadFromJsonAsync<Answer>();
                return answer == null ? throw new InvalidOperationException() : new Adapter(answer);
            }

            private string? KeyOf(string type) => type switch { "a" => "one", "b" => "two", _ => null };
        }

        class Settings { public bool IsOffline { get; set; } }
        record Features { public decimal Price { get; init; } public int Seats { get; init; } }
        record Plan { public string Name { get; protected init; } = ""; public decimal Price { get; protected init; } public bool HasPolicies { get; protected init; } public Features? Features { get; protected init; } }
        class Answer { public string Name { get; set; } = ""; public List<string> Keys { get; set; } = []; public Seats Seats { get; set; } = new(); }
        class Seats
        {
            public decimal? Single { get; set; }
            public T? Of<T>(Func<decimal, T> select, Func<Seats, T>? otherwise = null) => Single is { } price ? select(price) : otherwise != null ? otherwise(this) : default;
        }

        record Adapter : Plan
        {
            public Adapter(Answer answer)
            {
                Name = answer.Name;
                HasPolicies = Has("policies");
                Features = ToFeatures(answer);
                Price = Features.Price;
                return;

                bool Has(string wanted) => answer.Keys.Any(key => key == wanted);
            }

            private static Features ToFeatures(Answer answer) => new() { Price = PriceOf(answer.Seats), Seats = SeatsOf(answer.Seats) };
            private static decimal PriceOf(Seats seats) => seats.Of(price => price * 2);
            private static int SeatsOf(Seats seats) => seats.Of(_ => 1, _ => 0);
        }
        """);

    [Fact]
    public Task Clients_of_other_libraries_are_known_by_their_ids() => Verify.Reports(
        """
        namespace StackExchange.Redis
        {
            public readonly struct RedisKey { public static implicit operator RedisKey(string key) => default; }
            public interface IDatabaseAsync { Task<string> StringGetAsync(RedisKey key); Task<bool> KeyExistsAsync(RedisKey key); Task<string> ListLeftPopAsync(RedisKey key); }
            public interface IDatabase : IDatabaseAsync { }
            public interface IBatch : IDatabaseAsync { }
            public interface IConnectionMultiplexer { IDatabase GetDatabase(int db = -1); }
        }

        namespace Azure.Storage.Blobs
        {
            public class BlobClient { public virtual Task<string> DownloadContentAsync(CancellationToken token = default) => null!; }
            public class BlobModel { public Task<string> LoadAsync() => null!; }
        }

        namespace Microsoft.AspNetCore.Http
        {
            public abstract class HttpContext { public abstract CancellationToken RequestAborted { get; set; } public abstract string TraceIdentifier { get; set; } }
        }

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext { public Task<T> FindAsync<T>(int id) => null!; }
            public static class EntityFrameworkQueryableExtensions { public static Task<List<T>> GetListAsync<T>(this IQueryable<T> source) => null!; }
        }

        namespace Acme
        {
            using Azure.Storage.Blobs;
            using Microsoft.EntityFrameworkCore;
            using StackExchange.Redis;

            public abstract class ControllerBase { public Microsoft.AspNetCore.Http.HttpContext HttpContext => null!; }

            class Controller(BlobClient first, IDatabase redis) : ControllerBase
            {
                async Task M()
                {
                    var a = [|await first.DownloadContentAsync(HttpContext.RequestAborted)|];
                    var b = await first.DownloadContentAsync(HttpContext.RequestAborted);
                    Console.WriteLine();
                    var c = await redis.StringGetAsync(HttpContext.TraceIdentifier);
                    var d = await redis.StringGetAsync(HttpContext.TraceIdentifier);
                }
            }

            class AppContext : DbContext { public IQueryable<int> Numbers => null!; }

            class C(IDatabase redis, IBatch batch, IConnectionMultiplexer connection, BlobClient first, BlobClient second, BlobModel model, AppContext context, StackExchange.Redis.RedisKey key)
            {
                async Task M(CancellationToken token)
                {
                    var a = [|await redis.StringGetAsync(key)|];
                    var b = await redis.KeyExistsAsync(key);
                    Console.WriteLine();
                    var c = [|await connection.GetDatabase().StringGetAsync(key)|];
                    var d = await connection.GetDatabase(1).StringGetAsync(key);
                    Console.WriteLine();
                    var e = [|await first.DownloadContentAsync(token)|];
                    var f = await second.DownloadContentAsync();
                    Console.WriteLine();
                    var g = await redis.ListLeftPopAsync(key);
                    var h = await redis.ListLeftPopAsync(key);
                    Console.WriteLine();
                    var i = await batch.StringGetAsync(key);
                    var j = await batch.StringGetAsync(key);
                    Console.WriteLine();
                    var k = await model.LoadAsync();
                    var l = await model.LoadAsync();
                    Console.WriteLine();
                    var m = await context.FindAsync<int>(1);
                    var n = await context.FindAsync<int>(2);
                    Console.WriteLine();
                    var o = await context.Numbers.GetListAsync();
                    var p = await context.Numbers.GetListAsync();
                }
            }
        }
        """);

    [Fact]
    public Task An_additional_file_wins_over_attribute_and_catalogue() => Verify.Reports(
        """
        using System.Net.Http;

        class NotConcurrencySafeAttribute : Attribute { }

        namespace Acme
        {
            public interface IRepository { Task<int> GetAsync(int id); }
            public class Repository : IRepository { public Task<int> GetAsync(int id) => null!; }
            [NotConcurrencySafe] public class Marked { public Task<int> GetAsync(int id) => null!; }
        }

        class C(Acme.IRepository one, Acme.Repository two, Acme.Marked three, HttpClient client)
        {
            async Task M()
            {
                var a = [|await one.GetAsync(1)|];
                var b = await two.GetAsync(2);
                var c = await three.GetAsync(3);
                Console.WriteLine();
                var d = await client.GetStringAsync("d");
                var e = await client.GetStringAsync("e");
            }
        }
        """,
        Setup.Default with
        {
            AdditionalFiles = [("AsyncAnalyzers.Concurrency.txt", "# ours\nsafe T:Acme.IRepository # stateless\nsafe T:Acme.Marked\nunsafe T:System.Net.Http.HttpClient\n")],
        });

    [Fact]
    public Task Attributes_say_what_is_safe() => Verify.Reports(
        """
        using System.Net.Http;

        class ConcurrencySafeAttribute : Attribute { }
        class NotConcurrencySafeAttribute : Attribute { }

        [NotConcurrencySafe]
        class LimitedClient : HttpClient { }

        [ConcurrencySafe]
        interface IStore { Task<int> GetAsync(); }

        class Store : IStore
        {
            public Task<int> GetAsync() => null!;
            [NotConcurrencySafe] public Task<int> GetSlowlyAsync() => null!;
        }

        class C(IStore store, Store own, LimitedClient limited)
        {
            [ConcurrencySafe] Task<int> LoadAsync(int id) => null!;

            async Task M()
            {
                var a = [|await store.GetAsync()|];
                var b = await own.GetAsync();
                var c = await this.LoadAsync(1);
                var d = await LoadAsync(2);
                Console.WriteLine();
                var e = await own.GetSlowlyAsync();
                var f = await own.GetSlowlyAsync();
                Console.WriteLine();
                var g = await limited.GetStringAsync("g");
                var h = await limited.GetStringAsync("h");
            }
        }
        """);

    [Fact]
    public Task Transactions_and_units_of_work_are_left_alone() => Verify.Reports(
        """
        class TransactionAttribute : Attribute { }

        class C
        {
            [Transaction]
            async Task Marked()
            {
                var a = await File.ReadAllTextAsync("a");
                var b = await File.ReadAllTextAsync("b");
            }

            async Task Passed(System.Data.Common.DbTransaction transaction)
            {
                var a = await File.ReadAllTextAsync("a");
                var b = await File.ReadAllTextAsync("b");
            }
        }
        """);

    [Fact]
    public Task Tests_are_silent() => Verify.Reports(
        """
        namespace Xunit { class FactAttribute : Attribute { } }

        class C
        {
            async Task M()
            {
                var a = await File.ReadAllTextAsync("a");
                var b = await File.ReadAllTextAsync("b");
            }
        }
        """);

    private static string In(string statements) =>
        $$"""
        using System.Data.Common;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Text.Json;
        using System.Transactions;

        class C(HttpClient client, Stream stream, StreamReader reader, DbConnection connection, SemaphoreSlim gate)
        {
            private string Url { get { Begin(); return ""; } }
            void Begin() => count++;
            string Next() { count++; return ""; }
            private int count;
            static extern Task<string> GetAsync();

            async Task M(string u, string v, int i, byte[] bytes, Task<int> started, Func<Task<string>> get)
            {
                {{statements}}
            }
        }
        """;
}
