using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SharedAcrossTasks, AsyncAnalyzers.CodeFixes.Concurrency.SharedAcrossTasksFix>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>Operations on one context, awaited one after the other.</summary>
public sealed class SharedAcrossTasksAwaitFixTests
{
    private static readonly Setup EntityFramework = Setup.Default with { Packages = Core.Libraries.EntityFramework };

    private static string InMethod(string statements) => $$"""
        using Microsoft.EntityFrameworkCore;

        class User { public int Id { get; set; } }
        class App : DbContext { public DbSet<User> Users => Set<User>(); }

        class C
        {
            static void Use(params object[] values) { }
            static Task SaveAsync(App db) => db.SaveChangesAsync();

            async Task M(App db, Task other, int[] ids)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                await Task.Yield();
            }
        }
        """;

    private static Task Fixes(string source, string fixedSource) => Verify.Fixes(InMethod(source), InMethod(fixedSource), setup: EntityFramework);

    private static Task OffersNoFix(string source) => Verify.OffersNoFix(InMethod(source), setup: EntityFramework);

    [Fact]
    public Task Locals_hold_the_values() => Fixes(
        """
        // Both.
        var users = [|db|].Users.ToListAsync();
        Task<int> count = db.Users.CountAsync(); // how many
        await Task.WhenAll(users, count);
        Use(users.Result.Count, (await count).ToString(), await users.ConfigureAwait(false));
        """,
        """
        // Both.
        var users = await db.Users.ToListAsync();
        var count = await db.Users.CountAsync(); // how many
        Use(users.Count, count.ToString(), users);
        """);

    [Fact]
    public Task Other_tasks_stay_in_the_list() => Fixes(
        """
        var a = [|db|].Users.CountAsync();
        var b = db.Users.CountAsync();
        var c = db.Users.CountAsync();
        await Task.WhenAll(a, other, b, c);
        Use(a.Result, b.Result, c.Result);
        """,
        """
        var a = await db.Users.CountAsync();
        var b = await db.Users.CountAsync();
        var c = await db.Users.CountAsync();
        await other;
        Use(a, b, c);
        """);

    [Fact]
    public Task Without_WhenAll_and_without_values() => Fixes(
        """
        var save = SaveAsync([|db|]);
        var count = await db.Users.CountAsync();
        await save;
        """,
        """
        await SaveAsync(db);
        var count = await db.Users.CountAsync();
        """);

    [Fact]
    public Task A_list_of_calls_becomes_statements() => Fixes(
        """
        // All.
        await Task.WhenAll(db.Users.CountAsync(), [|db|].SaveChangesAsync(), other).ConfigureAwait(false); // done
        """,
        """
        // All.
        await db.Users.CountAsync().ConfigureAwait(false);
        await db.SaveChangesAsync().ConfigureAwait(false);
        await other.ConfigureAwait(false); // done
        """);

    [Fact]
    public Task A_list_whose_results_are_used_becomes_an_array() => Fixes(
        """
        var counts = await Task.WhenAll(db.Users.CountAsync(), [|db|].SaveChangesAsync());
        """,
        """
        var counts = new[] { await db.Users.CountAsync(), await db.SaveChangesAsync() };
        """);

    [Theory]
    [InlineData("var a = [|db|].Users.CountAsync(); var b = db.Users.CountAsync(); var both = Task.WhenAll(a, b); await both;")]
    [InlineData("var a = [|db|].Users.CountAsync(); var b = db.Users.CountAsync(); var counts = await Task.WhenAll(a, b);")]
    [InlineData("var a = [|db|].Users.CountAsync(); var b = db.Users.CountAsync(); Use(a); await b;")]
    [InlineData("await Task.WhenAll(ids.Select(id => [|db|].Users.FirstAsync(u => u.Id == id)));")]
    [InlineData("var tasks = new List<Task>(); tasks.Add([|db|].Users.CountAsync()); tasks.Add(db.Users.CountAsync()); await Task.WhenAll(tasks);")]
    public Task Tasks_that_are_used_otherwise(string source) => OffersNoFix(source);

    [Fact]
    public Task Code_that_is_not_async() => Verify.OffersNoFix(
        """
        using Microsoft.EntityFrameworkCore;

        class C
        {
            Task M(DbContext db) => Task.WhenAll(db.SaveChangesAsync(), [|db|].SaveChangesAsync());
        }
        """,
        setup: EntityFramework);
}
