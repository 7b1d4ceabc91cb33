using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SharedAcrossTasks>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>Objects in memory that are reported, and where work runs at the same time.</summary>
public sealed class SharedAcrossTasksTests
{
    private static string InMethod(string statements) => $$"""
        class C
        {
            int _count;
            long _total;
            static int s_count;
            int Number { get; set; }
            readonly List<int> _list = new();
            static readonly Random Rng = new Random(1);
            static Task<int> LoadAsync(int x) => Task.FromResult(x);
            static int Load(int x) => x;

            async Task<int> M(int[] xs, List<int> list, Dictionary<int, int> dict, System.Text.StringBuilder sb)
            {
                {{statements}}
                await Task.Yield();
                return 0;
            }
        }
        """;

    private static Task Reports(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); [|list|].Add(y); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => [|list|].Add(await LoadAsync(x))));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { await LoadAsync(x).ConfigureAwait(false); if (x > 1) [|dict|][x] = x; }).ToList());")]
    [InlineData("await Task.WhenAll(tasks: xs.Where(x => x > 1).Select(async x => { [|dict|][x] = await LoadAsync(x); }).ToArray());")]
    [InlineData("var tasks = xs.Select(async x => { await LoadAsync(x); [|sb|].Append(x); }); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = xs.Select(async x => { await LoadAsync(x); [|_list|].Clear(); }).ToList(); foreach (var task in tasks) await task;")]
    [InlineData("Task[] tasks = [.. xs.Select(async x => { await LoadAsync(x); [|_list|].Remove(x); })]; await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); tasks.AddRange(xs.Select(async x => { await LoadAsync(x); [|_count|]++; })); await Task.WhenAll(tasks);")]
    [InlineData("await Task.WhenAll(from x in xs select Task.Run(() => [|list|].Add(x)));")]
    [InlineData("await Task.WhenAll(xs.Select(delegate(int x) { return Task.Run(() => { [|list|].Add(x); }); }));")]
    [InlineData("Task.WaitAll(xs.Select(x => Task.Run(() => { [|list|].Add(x); })).ToArray());")]
    [InlineData("await foreach (var t in Task.WhenEach(xs.Select(async x => { await LoadAsync(x); [|list|].Add(x); }))) await t;")]
    [InlineData("Func<int, Task> work = async x => { await LoadAsync(x); [|list|].Add(x); }; await Task.WhenAll(xs.Select(work));")]
    public Task Lambdas_that_are_started_together(string statements) => Reports(statements);

    [Theory]
    [InlineData("Parallel.ForEach(xs, x => [|list|].Add(x));")]
    [InlineData("Parallel.ForEach(source: xs, body: x => { [|dict|][x] = x; dict.Remove(x); });")]
    [InlineData("Parallel.For(0, 10, i => { [|list|].Add(i); [|_count|]++; });")]
    [InlineData("Parallel.For(0, 10, (i, state) => { [|sb|].Append(i); });")]
    [InlineData("await Parallel.ForEachAsync(xs, async (x, token) => { [|list|].Add(x); await LoadAsync(x); });")]
    [InlineData("await Parallel.ForAsync(0, 10, async (i, token) => { await LoadAsync(i); [|list|].Add(i); });")]
    [InlineData("Parallel.ForEach(xs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, x => [|list|].Add(x));")]
    [InlineData("Parallel.Invoke(() => list.Add(1), () => [|list|].Add(2));")]
    [InlineData("xs.AsParallel().ForAll(x => [|list|].Add(x));")]
    [InlineData("var ys = xs.AsParallel().Select(x => { [|list|].Add(x); return x; }).ToList();")]
    [InlineData("var ys = xs.AsParallel().Where(x => [|_list|].Remove(x)).ToArray();")]
    [InlineData("Parallel.For(0, 10, i => { foreach (var x in xs.Where(x => [|list|].Remove(x))) Load(x); });")]
    [InlineData("var rng = new Random(); Parallel.For(0, 10, i => Load([|rng|].Next(10)));")]
    [InlineData("Parallel.For(0, 10, i => Load([|Rng|].Next(10)));")]
    [InlineData("IList<int> own = new List<int>(); Parallel.ForEach(xs, x => [|own|].Add(x));")]
    [InlineData("var same = list; Parallel.ForEach(xs, x => { var again = same; [|again|].Add(x); });")]
    [InlineData("var queue = new Queue<int>(xs); Parallel.For(0, 4, _ => { while (queue.Count > 0) [|queue|].Dequeue(); });")]
    [InlineData("var set = new HashSet<int>(); Parallel.ForEach(xs, x => [|set|].Add(x));")]
    [InlineData("var map = new Dictionary<int, int>(); Parallel.ForEach(xs, x => [|map|][x]++);")]
    public Task Parallel_loops_and_queries(string statements) => Reports(statements);

    [Theory]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => [|n|]++);")]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => { ++[|n|]; });")]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => { [|n|] += x; });")]
    [InlineData("var n = 0; Parallel.ForEach(xs, x => { [|n|] = n + x; });")]
    [InlineData("var max = 0; Parallel.ForEach(xs, x => { [|max|] = Math.Max(max, x); });")]
    [InlineData("Parallel.ForEach(xs, x => { [|s_count|]++; });")]
    [InlineData("Parallel.ForEach(xs, x => { [|Number|]--; });")]
    [InlineData("Parallel.ForEach(xs, x => { [|_total|] += x; });")]
    [InlineData("var text = \"\"; Parallel.ForEach(xs, x => { [|text|] += x; });")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var y = await LoadAsync(x); [|_total|] += y; }));")]
    [InlineData("foreach (var x in xs) { _ = Task.Run(() => [|_count|]++); }")]
    public Task Variables_that_are_read_and_written(string statements) => Reports(statements);

    [Theory]
    [InlineData("var tasks = new List<Task>(); foreach (var x in xs) tasks.Add(Task.Run(() => [|list|].Add(x))); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var x in xs) { var task = Task.Run(async () => { await LoadAsync(x); [|list|].Add(x); }); tasks.Add(task); } await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new Task[10]; for (var i = 0; i < 10; i++) { tasks[i] = Task.Run(() => [|list|].Add(1)); } Task.WaitAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var x in xs) { tasks.Add(Task.Run(() => [|list|].Add(x))); if (tasks.Count > 10) { await Task.WhenAll(tasks); tasks.Clear(); } } await Task.WhenAll(tasks);")]
    [InlineData("foreach (var x in xs) Task.Run(() => [|list|].Add(x));")]
    public Task Loops_that_start_tasks(string statements) => Reports(statements);

    [Theory]
    [InlineData("var task = Task.Run(() => [|list|].Add(1)); list.Add(2); await task;")]
    [InlineData("var task = Task.Run(() => { [|list|].Add(1); }); Load(list.Count); await task;")]
    [InlineData("var task = Task.Run(() => { [|list|].Add(1); }); foreach (var x in list) Load(x); await task;")]
    [InlineData("var task = Task.Run(() => { Load([|list|][0]); }); list.Clear(); await task;")]
    [InlineData("var a = Task.Run(() => [|list|].Add(1)); var b = Task.Run(() => list.Add(2)); await Task.WhenAll(a, b);")]
    [InlineData("Task a = Task.Run(() => [|list|].Add(1)), b = Task.Run(() => list.Add(2)); await a; await b;")]
    [InlineData("await Task.WhenAll(Task.Run(() => list.Add(1)), Task.Run(() => [|list|].Add(2)));")]
    [InlineData("var a = Task.Run(() => [|_count|]++); var b = Task.Run(() => _count++); await Task.WhenAll(a, b);")]
    [InlineData("var a = Task.Run(() => [|_count|]++); _count++; await a;")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(Task.Run(() => [|list|].Add(1))); tasks.Add(Task.Run(() => list.Add(2))); tasks.Add(Task.Run(() => list.Add(3))); await Task.WhenAll(tasks);")]
    [InlineData("switch (xs.Length) { case 1: var task = Task.Run(() => [|list|].Add(1)); list.Add(2); await task; break; }")]
    public Task Tasks_beside_other_code(string statements) => Reports(statements);

    [Fact]
    public Task Methods_of_the_same_object_are_looked_into() => Verify.Reports("""
        class C
        {
            readonly List<int> _list = new();
            int _done;

            async Task All(int[] xs)
            {
                await Task.WhenAll(xs.Select(x => [|FillAsync(x)|]));
                await Task.WhenAll(xs.Select([|FillAsync|]));
                Parallel.ForEach(xs, [|Fill|]);
                Parallel.ForEach(xs, x => [|Outer(x)|]);
                Parallel.ForEach(xs, x => Harmless(x));
                var tasks = new List<Task>();
                await Task.WhenAll(Local(1), [|Local(2)|]);
                foreach (var x in xs)
                    tasks.Add([|FillAsync(x)|]);
                await Task.WhenAll(tasks);

                async Task Local(int x) { await Task.Delay(x); tasks.Clear(); }
            }

            async Task FillAsync(int x)
            {
                await Task.Delay(x);
                _list.Add(x);
            }

            void Outer(int x) => Fill(x);
            void Fill(int x) => _done++;
            void Harmless(int x) { var list = new List<int>(); list.Add(x); lock (_list) { _list.Add(x); _done++; } }
        }
        """);

    [Fact]
    public Task Every_kind_of_function() => Verify.Reports("""
        class C(int[] xs, List<int> list)
        {
            readonly Task _field = Task.WhenAll(new[] { 1, 2 }.Select(async x => { await Task.Delay(1); [|Shared|].Add(x); }));
            static readonly List<int> Shared = new();

            public C() : this([], []) => Parallel.ForEach(new[] { 1, 2 }, x => [|Shared|].Add(x));

            Task Expression() => Task.WhenAll(xs.Select(async x => { await Task.Delay(1); [|list|].Add(x); }));

            int Property
            {
                get { Parallel.ForEach(xs, x => [|list|].Add(x)); return 0; }
                set => xs.AsParallel().ForAll(x => [|list|].Add(x));
            }

            async IAsyncEnumerable<int> Iterate()
            {
                Parallel.ForEach(xs, x => [|list|].Add(x));
                await Task.Yield();
                yield return 1;
            }

            void Nested()
            {
                Action a = () => Parallel.ForEach(xs, x => [|list|].Add(x));
                void Local() => Parallel.ForEach(xs, delegate(int x) { [|list|]?.Add(x); });
                a();
                Local();
            }
        }
        """);

    [Fact]
    public Task Top_level_code() => Verify.Reports(
        """
        var list = new List<int>();
        Parallel.For(0, 10, i => [|list|].Add(i));
        var task = Task.Run(() => [|list|].Add(1));
        list.Add(2);
        await task;
        """,
        Setup.TopLevel);

    [Fact]
    public Task The_message_names_the_object_its_type_and_the_way_out() => Verify.Reports(
        """
        class C
        {
            int _count;
            async Task M(int[] xs, List<int> list, Dictionary<int, int> dict)
            {
                await Task.WhenAll(xs.Select(async x => { await Task.Delay(x); {|#0:list|}.Add(x); }));
                Parallel.ForEach(xs, x => {|#1:dict|}[x] = x);
                var rng = new Random();
                Parallel.ForEach(xs, x => xs[0] = {|#2:rng|}.Next());
                Parallel.ForEach(xs, x => {|#3:_count|}++);
                var task = Task.Run(() => {|#5:list|}.Add(1));
                {|#6:list|}.Add(2);
                await task;
            }
        }
        """,
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "list", "the runs of this lambda", "List is not safe for concurrent use", "return the values and use the result of Task.WhenAll, or use a concurrent collection or a lock"),
                Verify.At(1, "dict", "the runs of this lambda in 'ForEach'", "Dictionary is not safe for concurrent use", "use a ConcurrentDictionary, or return the values and collect them when all are there"),
                Verify.At(2, "rng", "the runs of this lambda in 'ForEach'", "Random is not safe for concurrent use: use Random.Shared", "use Random.Shared"),
                Verify.At(3, "_count", "the runs of this lambda in 'ForEach'", "'_count++' reads and writes in two steps, between which another may write", "use Interlocked, or return the values and combine them when all are there"),
                Verify.At(5, "list", "'Task.Run' and the code that does not wait for it", "List is not safe for concurrent use", "return the values and use the result of Task.WhenAll, or use a concurrent collection or a lock").WithLocation(6),
            ],
        });
}
