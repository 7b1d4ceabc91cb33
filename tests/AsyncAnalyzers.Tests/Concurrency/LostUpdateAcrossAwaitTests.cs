using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.LostUpdateAcrossAwait>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class LostUpdateAcrossAwaitTests
{
    private const string Work = """
        static class Work
        {
            public static Task<int> LoadAsync(int id = 0) => Task.Run(() => id);
            public static Task<string> TextAsync() => Task.Run(() => "");
            public static ValueTask<int> ReadAsync() => new(Task.Run(() => 1));
            public static async Task<int> AddAsync(int old, int id) => old + await LoadAsync(id);
        }
        """;

    private static Setup AsSuggestion => new() { Expected = [new DiagnosticResult("AWAIT402", DiagnosticSeverity.Info).WithLocation(0)] };

    private static Setup AsWarning => new() { Expected = [new DiagnosticResult("AWAIT402", DiagnosticSeverity.Warning).WithLocation(0)] };

    private static string InClass(string members) => $"class C {{ {members} }}\n{Work}";

    private static string InMethod(string statements) => InClass($"async Task M(int[] xs, List<Task> tasks) {{ {statements} }} int field; int this[int i] {{ get => 0; set {{ }} }}");

    [Theory]
    [InlineData("static int s; async Task M() { {|#0:s += await Work.LoadAsync()|}; }")]
    [InlineData("static int s; async Task M() { {|#0:s -= await Work.ReadAsync()|}; }")]
    [InlineData("static int s; async Task M() { {|#0:C.s *= 2 * await Work.LoadAsync().ConfigureAwait(false)|}; }")]
    [InlineData("static int s; static async Task M() => {|#0:s |= await Work.LoadAsync()|};")]
    [InlineData("static string s = \"\"; async Task<string> M() => {|#0:s += await Work.TextAsync()|};")]
    [InlineData("static string s = \"\"; async Task M() { {|#0:s = s + await Work.TextAsync()|}; }")]
    [InlineData("static string s = \"\"; async Task M() { {|#0:s = $\"{s}{await Work.TextAsync()}\"|}; }")]
    [InlineData("static string s = \"\"; async Task M() { {|#0:s = s.Insert(0, await Work.TextAsync())|}; }")]
    [InlineData("static int s; async Task M() { {|#0:s = Math.Max(s, await Work.LoadAsync())|}; }")]
    [InlineData("static int s; async Task M() { {|#0:s = -s + (int)await Work.LoadAsync()|}; }")]
    [InlineData("static bool s; async Task M() { {|#0:s = s || await Work.LoadAsync() > 1|}; }")]
    [InlineData("static int S { get; set; } async Task M() { {|#0:S += await Work.LoadAsync()|}; }")]
    [InlineData("static List<int> s = []; async Task M() { {|#0:s = [.. s, await Work.LoadAsync()]|}; }")]
    [InlineData("static System.Collections.Immutable.ImmutableList<int> s = []; async Task M() { {|#0:s = s.Add(await Work.LoadAsync())|}; }")]
    [InlineData("static int s; Func<Task> M = async () => {|#0:s += await Work.LoadAsync()|};")]
    [InlineData("static int s; void M() { async Task Local() { {|#0:s += await Work.LoadAsync()|}; } }")]
    [InlineData("static int[] s = [0]; async Task M() { {|#0:s[0] += await Work.LoadAsync()|}; }")]
    [InlineData("static readonly Dictionary<string, int> s = []; async Task M() { {|#0:s[\"a\"] += await Work.LoadAsync()|}; }")]
    [InlineData("static int s; async IAsyncEnumerable<int> M() { yield return {|#0:s += await Work.LoadAsync()|}; }")]
    public Task An_update_of_a_static_variable_is_a_warning(string members) => Verify.Reports(InClass(members), AsWarning);

    [Theory]
    [InlineData("int f; public async Task M() { {|#0:f += await Work.LoadAsync()|}; }")]
    [InlineData("int f; async Task M() { {|#0:this.f += await Work.LoadAsync()|}; }")]
    [InlineData("int F { get; set; } async Task M() { {|#0:F += await Work.LoadAsync()|}; }")]
    [InlineData("int f; async Task M() { {|#0:f = f + await Work.LoadAsync()|}; }")]
    [InlineData("string? f; async Task<string> M() => {|#0:f ??= await Work.TextAsync()|};")]
    [InlineData("string? f; async Task<string> M() { if (f == null) { {|#0:f = await Work.TextAsync()|}; } return f; }")]
    [InlineData("string? f; async Task<string> M() { if (f is null) {|#0:f = await Work.TextAsync()|}; return f; }")]
    [InlineData("string? f; async Task<string> M() { if (f != null) return f; {|#0:f = await Work.TextAsync()|}; return f; }")]
    [InlineData("string? f; async Task<string> M() { if (f is { } found) { return found; } var text = await Work.TextAsync(); {|#0:f = text|}; return text; }")]
    [InlineData("string? f; async Task<string> M() { if (string.IsNullOrEmpty(f)) { var text = await Work.TextAsync(); {|#0:f = text|}; } return f; }")]
    [InlineData("string? f; async Task M() { {|#0:f = f ?? await Work.TextAsync()|}; }")]
    [InlineData("string? f; async Task M() { {|#0:f = f == null ? await Work.TextAsync() : f|}; }")]
    [InlineData("string? f; DateTime d; async Task M() { if (f == null || d < DateTime.Now) { {|#0:f = await Work.TextAsync()|}; } }")]
    [InlineData("int? f; async Task M() { if (!f.HasValue) { {|#0:f = await Work.LoadAsync()|}; } }")]
    [InlineData("static string? s; async Task<string> M() => {|#0:s ??= await Work.TextAsync()|};")]
    [InlineData("static bool s; async Task M() { if (!s) { await Work.TextAsync(); {|#0:s = true|}; } }")]
    [InlineData("bool f; readonly object gate = new(); async Task M() { if (f) return; await Work.TextAsync(); {|#0:f = true|}; }")]
    public Task An_update_of_a_field_or_a_check_before_it_is_a_suggestion(string members) => Verify.Reports(InClass(members), AsSuggestion);

    [Fact]
    public Task A_parameter_of_a_primary_constructor_is_a_field() =>
        Verify.Reports($"class C(int count) {{ public int Count => count; async Task M() {{ {{|#0:count += await Work.LoadAsync()|}}; }} }}\n{Work}", AsSuggestion);

    [Theory]
    [InlineData("class C { static readonly C Instance = new(); int f; async Task M() { [|f += await Work.LoadAsync()|]; } }")]
    [InlineData("class C { readonly SemaphoreSlim gate = new(1); int f; async Task M() { [|f += await Work.LoadAsync()|]; } }")]
    [InlineData("class C { readonly System.Collections.Concurrent.ConcurrentQueue<int> all = new(); int f; async Task M() { [|f += await Work.LoadAsync()|]; } }")]
    [InlineData("class C { int f; async Task M() { [|f += await Work.LoadAsync()|]; } } class D { void M(Services s) { s.AddSingleton<C>(); } } class Services { public void AddSingleton<T>() { } }")]
    [InlineData("class Counter : IHostedService { int f; public Task StartAsync() => Task.CompletedTask; public async Task AddAsync() { [|f += await Work.LoadAsync()|]; } } interface IHostedService { }")]
    public Task An_update_of_a_field_of_what_is_known_to_be_shared_is_a_warning(string source) => Verify.Reports($"{source}\n{Work}");

    [Theory]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => { {|#0:total += await Work.LoadAsync(x)|}; }));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => {|#0:total += await Work.LoadAsync(x)|}));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Where(x => x > 0).Select(async x => { {|#0:total = total + await Work.LoadAsync(x)|}; }).ToList());")]
    [InlineData("var total = 0; var all = xs.Select(async x => { {|#0:total += await Work.LoadAsync(x)|}; }); await Task.WhenAll(all);")]
    [InlineData("var total = 0; Task[] all = [.. xs.Select(async x => { {|#0:total += await Work.LoadAsync(x)|}; })]; await Task.WhenAll(all);")]
    [InlineData("var total = 0; tasks.AddRange(xs.Select(async delegate (int x) { {|#0:total += await Work.LoadAsync(x)|}; }));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => { {|#0:total = await Work.AddAsync(total, x)|}; }));")]
    [InlineData("string? first = null; await Task.WhenAll(xs.Select(async x => { {|#0:first ??= await Work.TextAsync()|}; }));")]
    [InlineData("string? first = null; await Task.WhenAll(xs.Select(async x => { if (first == null) { {|#0:first = await Work.TextAsync()|}; } }));")]
    [InlineData("var total = 0; await Parallel.ForEachAsync(xs, async (x, token) => { {|#0:total += await Work.LoadAsync(x)|}; });")]
    [InlineData("var total = 0; xs.ToList().ForEach(async x => {|#0:total += await Work.LoadAsync(x)|});")]
    [InlineData("var total = 0; foreach (var x in xs) { tasks.Add(Task.Run(async () => { {|#0:total += await Work.LoadAsync(x)|}; })); } await Task.WhenAll(tasks);")]
    [InlineData("var total = 0; foreach (var x in xs) { _ = Task.Run(async () => {|#0:total += await Work.LoadAsync(x)|}); }")]
    [InlineData("var total = 0; async Task Add(int x) { {|#0:total += await Work.LoadAsync(x)|}; } await Task.WhenAll(xs.Select(Add));")]
    [InlineData("var total = 0; async Task Add(int x) { {|#0:total += await Work.LoadAsync(x)|}; } await Task.WhenAll(xs.Select(x => Add(x)));")]
    [InlineData("var total = 0; async Task Add(int x) => {|#0:total += await Work.LoadAsync(x)|}; await Task.WhenAll(Add(1), Add(2));")]
    [InlineData("var total = 0; async Task Add(int x) => {|#0:total += await Work.LoadAsync(x)|}; var a = Add(1); var b = Add(2); await Task.WhenAll(a, b);")]
    [InlineData("var total = 0; var add = async (int x) => { {|#0:total += await Work.LoadAsync(x)|}; }; await Task.WhenAll(xs.Select(add));")]
    [InlineData("var total = 0; var add = async (int x) => { {|#0:total += await Work.LoadAsync(x)|}; }; foreach (var x in xs) { tasks.Add(add(x)); }")]
    [InlineData("var box = new C(); await Task.WhenAll(xs.Select(async x => { {|#0:box.field += await Work.LoadAsync(x)|}; }));")]
    [InlineData("var sums = new int[1]; await Task.WhenAll(xs.Select(async x => { {|#0:sums[0] += await Work.LoadAsync(x)|}; }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { {|#0:field += await Work.LoadAsync(x)|}; }));")]
    public Task What_overlapping_runs_capture_is_a_warning(string statements) => Verify.Reports(InMethod(statements), AsWarning);

    [Theory]
    [InlineData("int f; async Task M(int[] xs) { await Task.WhenAll(xs.Select(AddAsync)); } async Task AddAsync(int x) { [|f += await Work.LoadAsync(x)|]; }")]
    [InlineData("int f; async Task M(int[] xs) { await Task.WhenAll(xs.Select(x => AddAsync(x))); } async Task AddAsync(int x) { [|f += await Work.LoadAsync(x)|]; }")]
    [InlineData("int f; async Task M(int[] xs) { await Task.WhenAll(AddAsync(1), this.AddAsync(2)); } async Task AddAsync(int x) { [|f += await Work.LoadAsync(x)|]; }")]
    [InlineData("int f; async Task M(int[] xs) { var t = new List<Task>(); foreach (var x in xs) { t.Add(OuterAsync(x)); } await Task.WhenAll(t); } async Task OuterAsync(int x) { await AddAsync(x); } async Task AddAsync(int x) { [|f += await Work.LoadAsync(x)|]; }")]
    [InlineData("static int s; static async Task Main() { await Task.WhenAll(AddAsync(1), AddAsync(2)); } static async Task AddAsync(int x) { [|s += await Work.LoadAsync(x)|]; }")]
    [InlineData("int f; static async Task M(C c, int[] xs) { await Task.WhenAll(xs.Select(x => c.AddAsync(x))); } async Task AddAsync(int x) { [|f += await Work.LoadAsync(x)|]; }")]
    public Task A_method_whose_runs_overlap_in_the_file_is_a_warning(string members) => Verify.Reports(InClass(members));

    [Theory]
    [InlineData("var total = 0; total += await Work.LoadAsync();")]
    [InlineData("var total = 0; foreach (var x in xs) { total += await Work.LoadAsync(x); }")]
    [InlineData("var total = 0; Func<Task> add = async () => total += await Work.LoadAsync(); await add(); await add();")]
    [InlineData("var total = 0; await Task.Run(async () => { total += await Work.LoadAsync(); });")]
    [InlineData("var total = 0; foreach (var x in xs) { await Task.Run(async () => { total += await Work.LoadAsync(x); }); }")]
    [InlineData("var total = 0; foreach (var task in xs.Select(async x => { total += await Work.LoadAsync(x); })) { await task; }")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { var own = 0; own += await Work.LoadAsync(x); }));")]
    [InlineData("await Task.WhenAll(xs.Select(async x => { x += await Work.LoadAsync(x); }));")]
    [InlineData("var boxes = new[] { new C() }; await Task.WhenAll(boxes.Select(async box => { box.field += await Work.LoadAsync(); }));")]
    [InlineData("var sums = new int[10]; await Task.WhenAll(xs.Select(async x => { sums[x] += await Work.LoadAsync(x); }));")]
    [InlineData("foreach (var x in xs) { var total = 0; tasks.Add(Task.Run(async () => { total += await Work.LoadAsync(x); })); }")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => { var value = await Work.LoadAsync(x); total += value; }));")]
    [InlineData("var total = 0; await Task.WhenAll(xs.Select(async x => { total = await Work.LoadAsync(x) + total; }));")]
    [InlineData("var total = 0; var gate = new SemaphoreSlim(1); await Task.WhenAll(xs.Select(async x => { await gate.WaitAsync(); try { total += await Work.LoadAsync(x); } finally { gate.Release(); } }));")]
    [InlineData("var total = 0; await Parallel.ForEachAsync(xs, new ParallelOptions { MaxDegreeOfParallelism = 1 }, async (x, token) => { total += await Work.LoadAsync(x); });")]
    [InlineData("var last = 0; await Task.WhenAll(xs.Select(async x => { last = await Work.LoadAsync(x); }));")]
    public Task What_one_run_has_to_itself_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("static int s; async Task M() { var value = await Work.LoadAsync(); s += value; }")]
    [InlineData("static int s; async Task M() { s = await Work.LoadAsync() + s; }")]
    [InlineData("static int s; async Task M() { s = await Work.LoadAsync(s); }")]
    [InlineData("static int s; async Task M() { s = await Work.LoadAsync(); }")]
    [InlineData("static int s; async Task M() { await Work.LoadAsync(); s++; s += 1; s = s + 1; }")]
    [InlineData("static Func<Task<int>>? s; void M() { s += async () => await Work.LoadAsync(); }")]
    [InlineData("static int s; async Task M(C[] all) { all[await Work.LoadAsync()].f += 1; } int f;")]
    [InlineData("static int S { get => 0; set { } } async Task M() { S += await Work.LoadAsync(); }")]
    [InlineData("static string? s; async Task M() { if (s != null) { await Work.TextAsync(); s = null; } }")]
    [InlineData("static string? s; async Task M() { if (s != null) { await Work.TextAsync(); s = \"\"; } }")]
    [InlineData("static string? s; async Task M() { await Work.TextAsync(); if (s == null) { s = \"\"; } }")]
    [InlineData("static string? s; async Task M() { if (s == null) { var text = await Work.TextAsync(); if (s == null) { s = text; } } }")]
    [InlineData("static string? s; async Task M() { var text = await Work.TextAsync(); s ??= text; }")]
    [InlineData("static string? s; async Task M() { if (s == null) { s = \"\"; await Work.TextAsync(); } }")]
    [InlineData("static bool s; async Task M() { if (s) return; s = true; await Work.TextAsync(); s = false; }")]
    [InlineData("bool f; async Task M() { if (f) return; await Work.TextAsync(); f = true; }")]
    [InlineData("string? F { get; set; } async Task M() { F ??= await Work.TextAsync(); }")]
    [InlineData("static bool s; async Task M() { if (s) { s = false; return; } await Work.TextAsync(); s = true; }")]
    [InlineData("public bool F; async Task M() { var own = false; own |= await Work.LoadAsync() > 1; Func<bool> read = () => own; }")]
    [InlineData("string? f; async Task M(bool b) { if (b) { f = await Work.TextAsync(); } }")]
    [InlineData("static int s; async Task M(C other) { other.f += await Work.LoadAsync(); } int f;")]
    public Task What_does_not_rest_on_an_old_value_is_silent(string members) => Verify.Silent(InClass(members));

    [Theory]
    [InlineData("await gate.WaitAsync(); try { s += await Work.LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("if (!await gate.WaitAsync(10)) return; s += await Work.LoadAsync();")]
    [InlineData("if (await gate.WaitAsync(10)) { s += await Work.LoadAsync(); }")]
    [InlineData("using (await mutex.LockAsync()) { s += await Work.LoadAsync(); }")]
    [InlineData("using var held = await mutex.LockAsync(); s += await Work.LoadAsync();")]
    [InlineData("using var held = await mutex.LockAsync(); if (text == null) text = await Work.TextAsync();")]
    [InlineData("if (text == null) { await gate.WaitAsync(); try { text ??= await Work.TextAsync(); } finally { gate.Release(); } }")]
    [InlineData("if (text == null) { await gate.WaitAsync(); try { if (text == null) { text = await Work.TextAsync(); } } finally { gate.Release(); } }")]
    [InlineData("if (busy) return; busy = true; try { s += await Work.LoadAsync(); } finally { busy = false; }")]
    [InlineData("if (Interlocked.Exchange(ref flag, 1) == 1) return; s += await Work.LoadAsync();")]
    [InlineData("await mutex.RunAsync(async () => { s += await Work.LoadAsync(); });")]
    public Task What_a_lock_guards_is_silent(string statements) => Verify.Silent(InClass($$"""
        static int s; static int flag; static string? text; static bool busy;
        static readonly SemaphoreSlim gate = new(1);
        static readonly AsyncMutexLock mutex = new();
        async Task M() { {{statements}} }
        async Task AddLockedAsync() { s += await Work.LoadAsync(); }
        """) + "\nclass AsyncMutexLock { public Task<IDisposable> LockAsync() => null!; public Task RunAsync(Func<Task> work) => work(); }");

    [Fact]
    public Task A_private_helper_called_with_the_lock_held_is_silent() => Verify.Silent(InClass("""
        static int s;
        static readonly SemaphoreSlim gate = new(1);
        public async Task M()
        {
            await gate.WaitAsync();
            try { await HelpAsync(); }
            finally { gate.Release(); }
        }
        private async Task HelpAsync() { s += await Work.LoadAsync(); }
        """));

    [Theory]
    [InlineData("class C : ComponentBase { int f; string? t; async Task M() { f += await Work.LoadAsync(); t ??= await Work.TextAsync(); } } class ComponentBase { }")]
    [InlineData("class HomeController { int f; async Task M() { f += await Work.LoadAsync(); } }")]
    [InlineData("class SessionBase { string? f; async Task M() { f ??= await Work.TextAsync(); } }")]
    [InlineData("class OrderHandler { int f; async Task M() { f += await Work.LoadAsync(); } }")]
    [InlineData("class Progress : Stream2 { int f; async Task M() { f += await Work.LoadAsync(); } } class Stream2 : Stream { public override bool CanRead => true; public override bool CanSeek => true; public override bool CanWrite => true; public override long Length => 0; public override long Position { get; set; } public override void Flush() { } public override int Read(byte[] b, int o, int c) => 0; public override long Seek(long o, SeekOrigin s) => 0; public override void SetLength(long v) { } public override void Write(byte[] b, int o, int c) { } }")]
    [InlineData("class Frames(Stream source) { int f; async Task M(byte[] b) { f += await source.ReadAsync(b); } }")]
    [InlineData("class Frames { Stream source = Stream.Null; int f; async Task M(byte[] b) { f += await source.ReadAsync(b); } }")]
    [InlineData("record C { int f; async Task M() { f += await Work.LoadAsync(); } }")]
    [InlineData("struct C { int f; async Task M() { f += await Work.LoadAsync(); } }")]
    [InlineData("class App { static int s; static async Task Main() { s += await Work.LoadAsync(); await AddAsync(); } static async Task AddAsync() { s += await Work.LoadAsync(); } }")]
    [InlineData("class C { int f; async Task M() { f += await Work.LoadAsync(); } } class D { void M(Services s) { s.AddScoped<C>(); } } class Services { public void AddScoped<T>() { } }")]
    [InlineData("class Worker : BackgroundService { int f; protected override async Task ExecuteAsync() { while (true) { f += await Work.LoadAsync(); await NextAsync(); } } private async Task NextAsync() { f += await Work.LoadAsync(); } } abstract class BackgroundService { protected abstract Task ExecuteAsync(); }")]
    [InlineData("class C { string? f; public async Task InitializeAsync() { f ??= await Work.TextAsync(); } }")]
    public Task What_one_flow_of_control_uses_is_silent(string source) => Verify.Silent($"{source}\n{Work}");

    [Fact]
    public Task Locals_of_top_level_code_are_silent_and_what_its_lambdas_share_is_not() => Verify.Reports($$"""
        var total = 0;
        total += await Work.LoadAsync();
        await Task.WhenAll(args.Select(async arg => { [|total += await Work.LoadAsync()|]; }));
        {{Work}}
        """, Setup.TopLevel);

    [Fact]
    public Task The_message_names_the_variable_and_what_starts_the_runs() => Verify.Reports(
        InMethod("var total = 0; await Task.WhenAll(xs.Select(async x => { {|#0:total += await Work.LoadAsync(x)|}; }));"),
        new()
        {
            Expected =
            [
                Verify.At(0, "total", "what the other runs that 'Task.WhenAll' starts write to it meanwhile is lost", "return the values and combine them when all have completed, or use Interlocked with a local"),
            ],
        });
}
