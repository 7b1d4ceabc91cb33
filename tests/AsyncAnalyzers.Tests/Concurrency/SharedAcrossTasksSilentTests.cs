using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SharedAcrossTasks>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>What does no harm, or what nobody can be sure of.</summary>
public sealed class SharedAcrossTasksSilentTests
{
    private static string InMethod(string statements) => $$"""
        class Locked : List<int>
        {
            public new void Add(int x) { lock (this) base.Add(x); }
        }

        class C
        {
            int _count;
            readonly List<int> _list = new();
            readonly object _gate = new();
            readonly Lock _lock = new();
            readonly SemaphoreSlim _semaphore = new(1, 1);
            readonly SemaphoreSlim _given;
            [ThreadStatic] static Random? t_rng;
            static readonly Random Shared = Random.Shared;
            static Task<int> LoadAsync(int x) => Task.FromResult(x);
            static int Load(int x) => x;
            static void Use(object o) { }
            C(SemaphoreSlim given) => _given = given;
            async Task<IDisposable> LockAsync() { await Task.Yield(); return null!; }

            async Task<int> M(int[] xs, List<int> list, Dictionary<int, int> dict, Random random, Stream stream, TextWriter writer)
            {
                {{statements}}
                await Task.Yield();
                return 0;
            }
        }
        """;

    [Fact]
    public Task What_is_put_into_a_batch_does_not_run_yet() => Verify.Reports(
        """
        using Microsoft.EntityFrameworkCore;

        class Item { public int Id { get; set; } }
        class Db : DbContext { public DbSet<Item> Items => Set<Item>(); }
        interface IBatchedQuery { Task<T> QuerySingle<T>(IQueryable<T> query); Task ExecuteAsync(); }
        class C
        {
            async Task M(Db db, IBatchedQuery batch)
            {
                var first = batch.QuerySingle(db.Items.Where(item => item.Id == 1));
                var second = batch.QuerySingle(db.Items.Where(item => item.Id == 2));
                await batch.ExecuteAsync();
                await Task.WhenAll(first, second);
            }

            async Task N(Db db)
            {
                var first = [|db|].Items.ToListAsync();
                var second = db.Items.ToListAsync();
                await Task.WhenAll(first, second);
            }
        }
        """,
        Setup.Default with { Packages = Core.Libraries.EntityFramework });

    [Fact]
    public Task Messages_published_on_one_channel_without_waiting_for_each_are_silent() => Verify.Reports(
        """
        namespace RabbitMQ.Client
        {
            public interface IChannel { ValueTask BasicPublishAsync<T>(string key, T message); ValueTask BasicAckAsync(ulong tag); }
            public static class IChannelExtensions { public static ValueTask BasicPublishAsync(this IChannel channel, int message) => channel.BasicPublishAsync("", message); }
        }

        class C
        {
            async Task M(RabbitMQ.Client.IChannel channel, List<int> xs)
            {
                var tasks = new List<ValueTask>();
                foreach (var x in xs)
                {
                    tasks.Add(channel.BasicPublishAsync("key", x));
                    tasks.Add(RabbitMQ.Client.IChannelExtensions.BasicPublishAsync(channel, x));
                }

                foreach (var task in tasks)
                {
                    await task;
                }
            }

            async Task N(RabbitMQ.Client.IChannel channel) => await Task.WhenAll(channel.BasicAckAsync(1).AsTask(), [|channel|].BasicAckAsync(2).AsTask());
        }
        """);

    [Fact]
    public Task Nothing_runs_behind_an_arrow() => Verify.Silent(
        """
        class C
        {
            readonly List<int> list = new();
            Task? task;
            C() => task = AddAsync();
            void M() => task = AddAsync();
            Task? P { set => task = AddAsync(); }
            void N(int[] xs) { Action a = () => task = AddAsync(); foreach (var x in xs) { void L() => task = AddAsync(); L(); } }
            async Task AddAsync() { await Task.Yield(); list.Add(1); }
        }
        """);

    [Fact]
    public Task Who_is_given_the_task_knows_when_to_go_on() => Verify.Reports(
        """
        class C(Stream stream)
        {
            void M(byte[] bytes)
            {
                var first = stream.ReadAsync(bytes, 0, 1);
                _ = ReadOnAsync(first, bytes);
            }

            async Task N(byte[] bytes)
            {
                var first = [|stream|].ReadAsync(bytes, 0, 1);
                await ReadOnAsync(Task.FromResult(1), bytes);
                await first;
            }

            async Task ReadOnAsync(Task<int> first, byte[] bytes)
            {
                await first;
                await stream.ReadAsync(bytes, 0, 1);
            }
        }
        """);

    private static Task Silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("await Task.WhenAll(xs.Select(async x => { list.Add(x); await LoadAsync(x); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { _count++; await LoadAsync(list[0]); }));")]
    [InlineData("await Task.WhenAll(xs.Select(x => { list.Add(x); return LoadAsync(x); }));")]
    [InlineData("var rng = new Random(); await Task.WhenAll(xs.Select(async x => { await Task.Delay(rng.Next(10)); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { await LoadAsync(list[x]); Load(dict[x]); Load(list.Count); foreach (var y in list) Load(y); }));")]
    [InlineData("Parallel.ForEach(xs, x => { if (dict.TryGetValue(x, out var y) && list.Contains(y)) Load(y); });")]
    public Task Before_the_first_await_and_reads(string statements) => Silent(statements);

    [Theory]
    [InlineData("Parallel.ForEach(xs, x => { lock (_gate) { list.Add(x); _count++; } });")]
    [InlineData("Parallel.ForEach(xs, x => { lock (_lock) list.Add(x); });")]
    [InlineData("Parallel.ForEach(xs, x => { Monitor.Enter(_gate); try { list.Add(x); } finally { Monitor.Exit(_gate); } });")]
    [InlineData("Parallel.ForEach(xs, x => { using (_lock.EnterScope()) { list.Add(x); } });")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); await _semaphore.WaitAsync(); try { list.Add(y); } finally { _semaphore.Release(); } }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { await _given.WaitAsync(); list.Add(x); _given.Release(); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { using var held = await LockAsync(); list.Add(x); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { using (await LockAsync()) { list.Add(x); } }));")]
    [InlineData("var gate = new object(); foreach (var x in xs) { _ = Task.Run(() => { lock (gate) { list.Add(x); } }); }")]
    [InlineData("var task = Task.Run(() => { lock (_gate) list.Add(1); }); lock (_gate) list.Add(2); await task;")]
    [InlineData("Parallel.ForEach(xs, x => { if (Monitor.TryEnter(_gate)) { list.Add(x); Monitor.Exit(_gate); } });")]
    public Task Locks_and_semaphores(string statements) => Silent(statements);

    [Theory]
    [InlineData("Parallel.ForEach(xs, x => { var own = new List<int>(); own.Add(x); var n = 0; n++; });")]
    [InlineData("var results = new int[xs.Length]; Parallel.For(0, xs.Length, i => { results[i] = Load(xs[i]); results[i]++; });")]
    [InlineData("var results = new List<int>(xs); Parallel.For(0, xs.Length, i => { results[i] = Load(xs[i]); });")]
    [InlineData("var bag = new System.Collections.Concurrent.ConcurrentBag<int>(); Parallel.ForEach(xs, x => bag.Add(x));")]
    [InlineData("var map = new System.Collections.Concurrent.ConcurrentDictionary<int, int>(); Parallel.ForEach(xs, x => map[x] = x);")]
    [InlineData("Parallel.ForEach(xs, x => Interlocked.Increment(ref _count));")]
    [InlineData("var own = new Locked(); Parallel.ForEach(xs, x => own.Add(x));")]
    [InlineData("Parallel.ForEach(xs, x => { t_rng ??= new Random(); Load(t_rng.Next()); });")]
    [InlineData("using var local = new ThreadLocal<Random>(() => new Random()); Parallel.ForEach(xs, x => { Load(local.Value!.Next()); });")]
    [InlineData("Parallel.ForEach(xs, x => { Load(Random.Shared.Next()); Load(Shared.Next()); Load(random.Next()); });")]
    [InlineData("var rng = Random.Shared; Parallel.ForEach(xs, x => Load(rng.Next()));")]
    [InlineData("var lists = new List<List<int>>(); Parallel.ForEach(lists, l => l.Add(1));")]
    [InlineData("var lists = new List<List<int>>(); Parallel.ForEach(lists, l => { foreach (var y in xs) l.Add(y); });")]
    [InlineData("var lists = new List<int>[5]; Parallel.For(0, 5, i => lists[i].Add(1));")]
    [InlineData("Parallel.For(0, 5, () => new List<int>(), (i, state, own) => { own.Add(i); return own; }, own => { lock (_gate) list.AddRange(own); });")]
    [InlineData("var first = false; Parallel.ForEach(xs, x => { first = true; });")]
    [InlineData("Parallel.ForEach(xs, new ParallelOptions { MaxDegreeOfParallelism = 1 }, x => list.Add(x));")]
    [InlineData("var options = new ParallelOptions { MaxDegreeOfParallelism = 1 }; Parallel.ForEach(xs, options, x => list.Add(x));")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(async x => { await LoadAsync(x); list.Add(x); }));")]
    [InlineData("var ms = new MemoryStream(); await Task.WhenAll(xs.Select(async x => { await ms.WriteAsync(new byte[1]); }));")]
    public Task Own_objects_and_those_made_for_it(string statements) => Silent(statements);

    [Theory]
    [InlineData("foreach (var x in xs) { await Task.Run(() => list.Add(x)); }")]
    [InlineData("foreach (var x in xs) { var task = Task.Run(() => list.Add(x)); await task; }")]
    [InlineData("var tasks = new List<Task>(); foreach (var x in xs) { tasks.Add(Task.Run(() => list.Add(x))); await Task.WhenAll(tasks); }")]
    [InlineData("foreach (var x in xs) { var tasks = new List<Task>(); tasks.Add(Task.Run(() => list.Add(x))); await Task.WhenAll(tasks); }")]
    [InlineData("foreach (var t in xs.Select(async x => { await LoadAsync(x); list.Add(x); })) await t;")]
    [InlineData("var lazy = xs.Select(async x => { await LoadAsync(x); list.Add(x); }); foreach (var t in lazy) await t;")]
    [InlineData("var task = Task.Run(() => list.Add(1)); await task; list.Add(2);")]
    [InlineData("var task = Task.Run(() => list.Add(1)); task.Wait(); list.Add(2);")]
    [InlineData("var task = Task.Run(() => list.Add(1)); Load(await LoadAsync(1)); await Task.WhenAll(task); list.Add(2);")]
    [InlineData("var task = Task.Run(() => Load(list.Count)); Load(list[0]); await task;")]
    [InlineData("list.Add(1); var task = Task.Run(() => list.Add(1)); await task;")]
    [InlineData("Task task; if (xs.Length > 1) { task = Task.Run(() => list.Add(1)); } else { task = Task.Run(() => list.Add(2)); } await task;")]
    [InlineData("var task = xs.Length > 1 ? Task.Run(() => list.Add(1)) : Task.Run(() => list.Add(2)); await task;")]
    [InlineData("while (true) { _ = Task.Run(() => list.Add(1)); break; }")]
    [InlineData("while (true) { _ = Task.Run(() => list.Add(1)); await Task.Delay(1000); }")]
    [InlineData("await Task.WhenAll(xs.Select(async x => await Task.FromResult(x)));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => total += await LoadAsync(x)));")]
    public Task What_is_awaited_before_the_next(string statements) => Silent(statements);

    [Theory]
    [InlineData("Parallel.ForEach(xs, x => Use(list));")]
    [InlineData("Parallel.ForEach(xs, x => Use(new Action(() => list.Add(x))));")]
    [InlineData("Parallel.ForEach(xs, x => Use(nameof(list.Add)));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { await LoadAsync(x); await writer.WriteLineAsync(\"\"); }));")]
    [InlineData("await Task.WhenAll(stream.CopyToAsync(Stream.Null), stream.WriteAsync(new byte[1]).AsTask());")]
    [InlineData("System.Linq.Expressions.Expression<Action> e = () => Parallel.ForEach(xs, x => list.Add(x));")]
    [InlineData("var ys = xs.Select(x => { list.Add(x); return x; }).ToList();")]
    [InlineData("xs.ToList().ForEach(x => list.Add(x));")]
    public Task What_is_not_known_to_run_or_to_harm(string statements) => Silent(statements);

    [Fact]
    public Task Unreachable_code() => Verify.Silent("""
        class C
        {
            void M(int[] xs, List<int> list)
            {
                return;
            #pragma warning disable CS0162
                Parallel.ForEach(xs, x => list.Add(x));
            }
        }
        """);

    [Fact]
    public Task Tests_of_types_of_ones_own() => Verify.Silent(
        """
        class Cache
        {
            readonly Dictionary<int, int> _items = new();
            public void Add(int x) { lock (_items) _items[x] = x; }
        }

        public class CacheTests
        {
            [Xunit.Fact]
            public void Is_thread_safe()
            {
                var sut = new Cache();
                Parallel.For(0, 1000, i => { sut.Add(i); });
            }
        }
        """,
        Setup.Default with { Packages = Core.Libraries.XUnit });

    [Theory]
    [InlineData("await Task.Delay(x); list.Add(x); _count++;", false)]
    [InlineData("await Task.Delay(x).ConfigureAwait(true); list.Add(x); await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.ForceYielding); list.Add(x);", false)]
    [InlineData("await Task.Delay(x).ConfigureAwait(continueOnCapturedContext: true); list.Add(x);", false)]
    [InlineData("const bool stay = true; await Task.Delay(x).ConfigureAwait(stay); list.Add(x);", false)]
    [InlineData("await Task.Delay(x).ConfigureAwait(false); [|list|].Add(x);", true)]
    [InlineData("await Task.Delay(x).ConfigureAwait(continueOnCapturedContext: false); [|list|].Add(x);", true)]
    [InlineData("const bool stay = false; await Task.Delay(x).ConfigureAwait(stay); [|list|].Add(x);", true)]
    [InlineData("await Task.Run(() => [|list|].Add(x));", true)]
    public Task A_context_runs_one_after_another(string body, bool isReported)
    {
        var source = $$"""
            class Panel : System.Windows.Forms.Control
            {
                int _count;
                Task M(int[] xs, List<int> list) => Task.WhenAll(xs.Select(async x => { {{body}} }));
                int Count => _count;
            }
            """;
        var setup = Setup.Default with { Files = [("Forms.cs", "namespace System.Windows.Forms { public class Control { } }")] };
        Assert.Equal(isReported, source.Contains("[|"));
        return Verify.Reports(source, setup);
    }

    [Fact]
    public Task Code_that_is_not_finished() => Verify.Reports(
        """
        class C
        {
            async Task M(int[] xs)
            {
                await Task.WhenAll(xs.Select(async x => { await ; missing.Add(x); }));
                Parallel.ForEach(xs, x => );
                var t = Task.Run(
                await Task.WhenAll(
            }
        }
        """,
        Setup.Default with { HasErrors = true });

    [Theory]
    [InlineData("safe T:System.Collections.Generic.List`1")]
    public Task The_project_may_say_otherwise(string line) => Verify.Silent(
        "class C { void M(int[] xs, List<int> list) => Parallel.ForEach(xs, x => list.Add(x)); }",
        Setup.Default with { AdditionalFiles = [("AsyncAnalyzers.Concurrency.txt", line)] });
}
