using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialAwaitInLoop>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class SequentialAwaitInLoopTests
{
    /// <summary>Members of a class whose loops await calls that nothing is known about.</summary>
    private static readonly Setup Likely = Setup.Default with { Config = "async_analyzers.concurrency_confidence = likely" };

    private static readonly Setup Http = Setup.Default with { Files = [("Http.cs", "global using System.Net.Http;")] };

    [Fact]
    public Task A_loop_over_a_safe_client_is_reported() => Verify.Reports(
        """
        class C(HttpClient http)
        {
            async Task<List<string>> M(string[] urls, CancellationToken ct)
            {
                var pages = new List<string>();
                {|#0:foreach (var url in urls)|}
                {
                    pages.Add(await http.GetStringAsync(url, ct).ConfigureAwait(false));
                }
                {|#1:for (var i = 0; i < urls.Length; i++)|}
                    await http.DeleteAsync(urls[i].Trim(), ct);
                return pages;
            }
        }
        """,
        Http with { Expected = [Verify.At(0, "GetStringAsync", "HttpClient is safe for concurrent use"), Verify.At(1, "DeleteAsync", "HttpClient is safe for concurrent use")] });

    [Theory]
    [InlineData("[|foreach (var x in xs)|] { await F(x); }")]
    [InlineData("[|foreach (int x in xs)|] await F(x);")]
    [InlineData("[|foreach (var x in xs)|] { var r = await F(x); await F(r); }")]
    [InlineData("[|foreach (var x in xs)|] { if (x > 1) { await F(x); } else { await G(x); } }")]
    [InlineData("[|foreach (var x in xs)|] { if (x > 1) continue; await F(x); }")]
    [InlineData("[|foreach (var x in xs)|] { foreach (var y in xs) { if (y == x) break; } await F(x); }")]
    [InlineData("[|foreach (var x in xs)|] { try { await F(x); } catch (IOException) { } }")]
    [InlineData("[|foreach (var x in xs)|] { try { await F(x); } finally { await G(x); } }")]
    [InlineData("[|foreach (var x in xs)|] { var p = new List<int>(); p.Add(x); await H(p); }")]
    [InlineData("[|foreach (var x in xs)|] { var p = new int[1]; p[0] = x; await F(p[0]); }")]
    [InlineData("[|foreach (var x in xs)|] { if (int.TryParse(x.ToString(), out var y)) await F(y); }")]
    [InlineData("[|foreach (var x in xs)|] { var y = 0; y += x; y++; await F(y); }")]
    [InlineData("[|foreach (var x in xs)|] { (int a, int b) = (x, x); a = b; _ = await F(a); }")]
    [InlineData("[|foreach (var x in xs)|] { Func<int, int> f = y => { return y + 1; }; await F(x); }")]
    [InlineData("[|foreach (var x in xs)|] await F(x).ConfigureAwait(false);")]
    [InlineData("[|foreach (var x in xs)|] await V(x).AsTask();")]
    [InlineData("[|foreach (var x in xs)|] switch (x) { case 1: await F(x); break; default: break; }")]
    [InlineData("[|for (int i = 0; i < 10; i++)|] await F(i);")]
    [InlineData("[|for (int i = 3; i <= n; ++i)|] await F(i);")]
    [InlineData("[|for (int i = 0; i < xs.Length; i += 1)|] { await F(xs[i]); }")]
    [InlineData("var list = new List<int>(); [|foreach (var x in xs)|] { list.Add(await F(x)); }")]
    [InlineData("var set = new HashSet<int>(); [|foreach (var x in xs)|] set.Add(await F(x));")]
    [InlineData("var sum = 0; [|foreach (var x in xs)|] { var r = await F(x); sum += r; }")]
    [InlineData("var all = true; [|foreach (var x in xs)|] all &= await F(x) > 0;")]
    [InlineData("var count = 0; [|foreach (var x in xs)|] { if (await F(x) > 0) { count++; } }")]
    [InlineData("var found = new List<int>(); [|foreach (var x in xs)|] { var r = await F(x); if (r > 2) found.Add(x); }")]
    [InlineData("foreach (var x in xs) { [|foreach (var y in xs)|] { await F(y); } }")]
    [InlineData("lock (xs) { } [|foreach (var x in xs)|] await F(x);")]
    [InlineData("try { [|foreach (var x in xs)|] await F(x); } finally { }")]
    [InlineData("try { } catch (Exception) { [|foreach (var x in xs)|] await F(x); }")]
    public Task Independent_iterations_are_reported(string statements) => Verify.Reports(InMethod(statements), Likely);

    [Theory]
    [InlineData("while (n > 0) { n--; await F(n); }")]
    [InlineData("do { await F(n); } while (n > 10);")]
    [InlineData("await foreach (var x in Items()) { await F(x); }")]
    public Task Other_loops_are_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Theory]
    [InlineData("foreach (var x in xs) { if (await F(x) > 1) break; }")]
    [InlineData("foreach (var x in xs) { if (await F(x) > 1) return; }")]
    [InlineData("foreach (var x in xs) { if (await F(x) > 1) goto done; } done: ;")]
    [InlineData("foreach (var x in xs) { again: if (await F(x) > 1) goto again; }")]
    [InlineData("foreach (var x in xs) { if (await F(x) > 1) throw new Exception(); }")]
    [InlineData("foreach (var x in xs) { var y = await F(x) is var r and > 0 ? r : throw new Exception(); }")]
    [InlineData("foreach (var x in xs) { try { await F(x); } catch (IOException) { throw; } }")]
    [InlineData("foreach (var x in xs) { switch (await F(x)) { case 1: break; default: return; } }")]
    public Task Leaving_the_loop_is_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Fact]
    public Task Yielding_is_silent() => Verify.Silent(
        "class C { async IAsyncEnumerable<int> M(int[] xs) { foreach (var x in xs) { yield return await F(x); } } static extern Task<int> F(int x); }",
        Likely);

    [Theory]
    [InlineData("var last = 0; foreach (var x in xs) { last = await F(last); }")]
    [InlineData("var last = 0; foreach (var x in xs) { last = await F(x); }")]
    [InlineData("var sum = 0; foreach (var x in xs) { sum += await F(sum); }")]
    [InlineData("var sum = 0; foreach (var x in xs) { sum += await F(x); await F(x); }")]
    [InlineData("var sum = 0; foreach (var x in xs) { if (sum < 10) sum += await F(x); }")]
    [InlineData("var sum = 0; foreach (var x in xs) { if (await F(x) > 1) sum += await F(x); }")]
    [InlineData("var ok = true; foreach (var x in xs) { ok = ok && await F(x) > 0; }")]
    [InlineData("var list = new List<int>(); foreach (var x in xs) { list.Add(await F(list.Count)); }")]
    [InlineData("var list = new List<int>(); foreach (var x in xs) { if (list.Contains(x)) continue; list.Add(await F(x)); }")]
    [InlineData("var list = new List<int>(); foreach (var x in list) { list.Add(await F(x)); }")]
    [InlineData("var list = new List<int>(); for (var i = 0; i < list.Count; i++) { list.Add(await F(i)); }")]
    [InlineData("var list = new List<int>(); foreach (var x in xs) { if (x > 1) continue; list.Add(await F(x)); }")]
    [InlineData("var list = new List<int>(); foreach (var x in xs) { list.Add(await F(x)); list.Sort(); await F(x); }")]
    [InlineData("foreach (var x in xs) { field = await F(x); }")]
    [InlineData("foreach (var x in xs) { field += await F(x); }")]
    [InlineData("foreach (var x in xs) { this.Property = await F(x); }")]
    [InlineData("foreach (var x in xs) { statics ??= (await F(x)).ToString(); }")]
    [InlineData("foreach (var x in xs) { array[0] = await F(x); }")]
    [InlineData("foreach (var x in xs) { (n, field) = (await F(x), 1); }")]
    [InlineData("foreach (var x in xs) { Interlocked.Increment(ref field); await F(x); }")]
    [InlineData("foreach (var x in xs) { Out(out n); await F(x); }")]
    [InlineData("foreach (var x in xs) { Changed += () => { }; await F(x); }")]
    [InlineData("foreach (var x in xs) { Action a = () => n++; await F(x); }")]
    [InlineData("foreach (var x in xs) { var other = Other(); other.field = 1; await F(x); }")]
    [InlineData("foreach (var x in xs) { var made = new C(); made = this; made.field = 1; await F(x); }")]
    [InlineData("foreach (var c in others) { c.field = await F(1); }")]
    [InlineData("foreach (var c in others) { c.Child.Property++; await F(1); }")]
    [InlineData("for (int i = 0; i < n; i++) { i += await F(i); }")]
    [InlineData("for (int i = 0; i < n; i++) { n = await F(i); }")]
    public Task What_one_iteration_leaves_to_the_next_is_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Theory]
    [InlineData("foreach (var t in xs.Select(F)) { await t; }")]
    [InlineData("foreach (var t in xs.Select(F).ToList()) { await t.ConfigureAwait(false); }")]
    [InlineData("foreach (var t in new[] { F(1), F(2) }) { n += await t; }")]
    [InlineData("var tasks = xs.Select(F).ToList(); for (int i = 0; i < tasks.Count; i++) await tasks[i];")]
    [InlineData("foreach (var x in xs) { var t = F(x); await t; }")]
    [InlineData("foreach (var x in xs) { await Task.WhenAll(F(x), G(x)); }")]
    [InlineData("foreach (var x in xs) { await Task.Run(() => Thread.Sleep(x)); }")]
    [InlineData("foreach (var x in xs) { await Task.Yield(); }")]
    [InlineData("foreach (var x in xs) { await Parallel.ForEachAsync(xs, async (y, _) => await F(y)); }")]
    [InlineData("foreach (var x in xs) { await foreach (var y in Items()) { } }")]
    [InlineData("foreach (var x in xs) { await using (new MemoryStream()) { await F(x); } }")]
    [InlineData("foreach (var x in xs) { Func<Task> f = async () => await F(x); f(); }")]
    [InlineData("foreach (var x in xs) { while (n > 0) { await F(x); } }")]
    public Task Tasks_that_run_already_and_deliberate_concurrency_are_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Theory]
    [InlineData("foreach (var x in new[] { n }) { await F(x); }")]
    [InlineData("foreach (var x in new List<int> { n }) { await F(x); }")]
    [InlineData("foreach (var x in (int[])[n]) { await F(x); }")]
    [InlineData("for (int i = 0; i < 1; i++) { await F(i); }")]
    public Task A_single_iteration_is_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Theory]
    [InlineData("foreach (var batch in xs.Chunk(10)) { await F(batch.Length); }")]
    [InlineData("foreach (var x in xs.OrderBy(x => x)) { await F(x); }")]
    [InlineData("foreach (var x in xs.OrderBy(x => x).ToList()) { await F(x); }")]
    [InlineData("foreach (var x in new Queue<int>(xs)) { await F(x); }")]
    [InlineData("foreach (var step in xs) { await F(step); }")]
    [InlineData("var handlers = new List<Func<int, Task>>(); foreach (var handler in handlers) { await handler(n); }")]
    [InlineData("foreach (var x in xs) { await StartAsync(x); }")]
    [InlineData("for (int attempt = 0; attempt < 3; attempt++) { await F(n); }")]
    [InlineData("for (int i = 0; i < 3; i++) { try { await F(n); } catch (IOException) { } }")]
    public Task Order_and_pace_on_purpose_are_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Theory]
    [InlineData("for (int i = n; i > 0; i--) { await F(i); }")]
    [InlineData("for (int i = 0; i < n; i += 2) { await F(i); }")]
    [InlineData("for (int i = 0; i < Property; i++) { await F(i); }")]
    [InlineData("for (long i = 0; i < n; i++) { await F((int)i); }")]
    [InlineData("for (;;) { await F(n); }")]
    [InlineData("for (int i = 0, j = 1; i < n; i++) { await F(j); }")]
    [InlineData("foreach (long x in xs) { await F((int)x); }")]
    [InlineData("foreach (var x in xs.AsQueryable()) { await F(x); }")]
    [InlineData("foreach (var x in xs.AsParallel()) { await F(x); }")]
    [InlineData("foreach (var x in new int[2, 2]) { await F(x); }")]
    [InlineData("foreach (dynamic x in xs) { await F(1); x.Foo(); }")]
    public Task What_is_no_sequence_is_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Fact]
    public Task Every_kind_of_async_function_counts() => Verify.Reports(
        """
        class C(HttpClient http)
        {
            Func<string[], Task> field = async xs => { [|foreach (var x in xs)|] await new HttpClient().GetAsync(x); };
            static readonly HttpClient Shared = new();
            event Func<string[], Task> Changed { add { value = async xs => { [|foreach (var x in xs)|] await Shared.GetAsync(x); }; } remove { } }

            C() : this(new HttpClient()) => field = async delegate (string[] xs) { [|foreach (var x in xs)|] await Shared.GetAsync(x); };

            async void Handler(string[] xs) { [|foreach (var x in xs)|] await http.GetAsync(x); }
            async ValueTask Value(string[] xs) { [|foreach (var x in xs)|] await http.GetAsync(x); }
            async IAsyncEnumerable<int> Iterator(string[] xs) { [|foreach (var x in xs)|] await http.GetAsync(x); yield return 1; }
            void Sync(string[] xs)
            {
                async Task Local() { [|foreach (var x in xs)|] await http.GetAsync(x); }
                foreach (var x in xs) { _ = http.GetAsync(x); }
            }
        }
        """,
        Http);

    [Fact]
    public Task Top_level_code_counts() => Verify.Reports(
        "[|foreach (var x in args)|] await F(x); static extern Task F(string x);",
        Setup.TopLevel with { Config = Likely.Config });

    [Fact]
    public Task Unknown_calls_are_reported_only_on_wish()
    {
        const string Statements = "foreach (var x in xs) { await unknown.GetAsync(x); }";
        return Verify.Silent(InMethod(Statements));
    }

    [Theory]
    [InlineData("foreach (var x in xs) { await stream.ReadAsync(new byte[x]); }")]
    [InlineData("foreach (var x in xs) { await Write(new StreamWriter(stream), x); }")]
    [InlineData("foreach (var x in xs) { await F(random.Next()); }")]
    [InlineData("var text = new System.Text.StringBuilder(); foreach (var x in xs) { text.Append(x); await F(x); }")]
    [InlineData("foreach (var x in xs) { Console.WriteLine(x); await F(x); }")]
    [InlineData("foreach (var x in xs) { var writer = new StreamWriter(stream); await writer.WriteAsync('x'); }")]
    [InlineData("foreach (var x in xs) { others.Remove(this); await F(x); }")]
    [InlineData("foreach (var x in xs) { await PayAsync(x); }")]
    [InlineData("foreach (var x in xs) { await PublishAsync(x); }")]
    [InlineData("foreach (var x in xs) { await stream.FlushAsync(); }")]
    public Task What_must_not_overlap_is_silent_even_then(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Theory]
    [InlineData("try { foreach (var x in xs) { await F(x); } } catch (Exception) { }")]
    [InlineData("try { if (n > 1) { foreach (var x in xs) { await F(x); } } } catch (IOException) { } finally { }")]
    [InlineData("foreach (var x in xs) { await F(x); await Task.Delay(1); }")]
    [InlineData("foreach (var x in xs) { await F(x); Thread.Sleep(1); }")]
    [InlineData("var gate = new SemaphoreSlim(1); foreach (var x in xs) { await gate.WaitAsync(); await F(x); gate.Release(); }")]
    [InlineData("var gate = new SemaphoreSlim(1); await gate.WaitAsync(); foreach (var x in xs) { await F(x); }")]
    [InlineData("foreach (var x in xs) { lock (others) { n.ToString(); } await F(x); }")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(); foreach (var x in xs) { await F(x); }")]
    [InlineData("foreach (var x in xs) { using var scope = new System.Transactions.TransactionScope(); await F(x); }")]
    [InlineData("using (System.Data.Common.DbTransaction transaction = null!) { foreach (var x in xs) { await F(x); } }")]
    [InlineData("var map = new Dictionary<string, int>(); foreach (var x in xs) { using var s = new StringReader(\"a\"); map[s.ReadToEnd()] = await F(x); }")]
    public Task Pace_locks_transactions_and_handlers_are_silent(string statements) => Verify.Silent(InMethod(statements), Likely);

    [Fact]
    public Task A_struct_cannot_lend_itself_to_a_lambda() => Verify.Silent(
        "struct S { int n; async Task M(int[] xs) { foreach (var x in xs) { await F(n); } } static extern Task F(int x); }",
        Likely);

    [Fact]
    public Task Test_projects_are_silent() => Verify.Silent(
        InMethod("foreach (var x in xs) { await F(x); }"),
        Likely with { Files = [("Xunit.cs", "namespace Xunit { class FactAttribute : Attribute; }")] });

    [Fact]
    public Task Broken_code_is_silent() => Verify.Silent(
        """
        class C
        {
            async Task M(int[] xs)
            {
                foreach (var x in ys) { await F(x); }
                foreach (var x in xs) { await Missing(x); }
                foreach (var x in xs) { await ; }
                foreach (var x in ) { }
                for (var i = 0; i < ; i++) { await F(i); }
            }
        }
        """,
        Likely with { HasErrors = true });

    private static string InMethod(string statements) => $$"""
        class C
        {
            private int field;
            private static string? statics;
            private int[] array = new int[3];
            private readonly Stream stream = Stream.Null;
            private readonly Random random = new();
            private readonly List<C> others = [];
            private readonly IUnknown unknown = null!;
            public int Property { get; set; }
            public C Child => this;
            public event Action? Changed;

            async Task M(int[] xs, int n)
            {
                {{statements}}
            }

            static extern Task<int> F(int x);
            static extern Task G(int x);
            static extern Task H(List<int> x);
            static extern ValueTask<int> V(int x);
            static extern Task Write(TextWriter writer, int x);
            static extern Task StartAsync(int x);
            static extern Task PayAsync(int x);
            static extern Task PublishAsync(int x);
            static async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return 1; }
            static void Out(out int x) => x = 1;
            C Other() => this;
        }

        interface IUnknown { Task<int> GetAsync(int x); }
        """;
}
