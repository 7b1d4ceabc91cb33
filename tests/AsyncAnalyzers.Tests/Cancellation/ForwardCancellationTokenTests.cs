using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class ForwardCancellationTokenTests
{
    private static string Code(string member) => $$"""
        class C
        {
            {{member}}
            static Task FooAsync(int n = 0, string? s = null, CancellationToken token = default) => Task.CompletedTask;
            static Task<int> LoadAsync(int n) => LoadAsync(n, default);
            static Task<int> LoadAsync(int n, CancellationToken token) => Task.FromResult(n);
            static ValueTask<T> EchoAsync<T>(T value) => new(value);
            static ValueTask<T> EchoAsync<T>(T value, CancellationToken token) => new(value);
            static Task FindAsync(params object[] keys) => Task.CompletedTask;
            static Task FindAsync(object[] keys, CancellationToken token) => Task.CompletedTask;
            static Task MaybeAsync(CancellationToken? token = null) => Task.CompletedTask;
            static Task FirstAsync(string s) => Task.CompletedTask;
            static Task FirstAsync(CancellationToken token, string s) => Task.CompletedTask;
            static Task AnyAsync(params CancellationToken[] tokens) => Task.CompletedTask;
            static Task NextAsync() => Task.CompletedTask;
            static Task NextAsync(CancellationToken token, bool eager = false) => Task.CompletedTask;
            static Task OtherAsync(object o) => Task.CompletedTask;
            static Task OtherAsync(string o, CancellationToken token) => Task.CompletedTask;
            static int Compute(int n, CancellationToken token = default) => n;
        }

        class Context { public CancellationToken Aborted => default; public string? Name; }
        class Controller { protected Context Context { get; } = new(); }
        class Api { public Task GoAsync() => Task.CompletedTask; public Api Self() => this; public Task PingAsync(int n = 0, CancellationToken ct = default) => Task.CompletedTask; }
        class Base { public Task Save(int n, CancellationToken token) => Task.CompletedTask; }
        class Derived : Base { public Task Save(int n) => Task.CompletedTask; }
        interface IBase { Task Save(int n, CancellationToken token); }
        interface IDerived : IBase { Task Save(int n); }
        class Gate() : SemaphoreSlim(1) { public new void Wait() { } }
        static class ApiExtensions { public static Task GoAsync(this Api api, CancellationToken token) => Task.CompletedTask; public static Task RunAsync(this Api api, int n = 0, CancellationToken token = default) => Task.CompletedTask; }
        """;

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await {|LoadAsync|}(1); }", "LoadAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(); }", "FooAsync(token: ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(1, \"\"); }", "FooAsync(1, \"\", ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(1); }", "FooAsync(1, token: ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(s: \"\", n: 1); }", "FooAsync(s: \"\", n: 1, token: ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(1, \"\", default); }", "FooAsync(1, \"\", ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(token: default, n: 1); }", "FooAsync(token: ct, n: 1)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(1, \"\", default(CancellationToken)); }", "FooAsync(1, \"\", ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FooAsync|}(1, \"\", new CancellationToken()); }", "FooAsync(1, \"\", ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|EchoAsync|}(1); }", "EchoAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|EchoAsync<object>|}(1); }", "EchoAsync<object>(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|MaybeAsync|}(); }", "MaybeAsync(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|FirstAsync|}(\"\"); }", "FirstAsync(ct, \"\")")]
    [InlineData("async Task M(CancellationToken ct) { await {|AnyAsync|}(); }", "AnyAsync(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await {|NextAsync|}(); }", "NextAsync(ct)")]
    [InlineData("async Task M(CancellationToken ct) { await Task.{|Delay|}(1).ConfigureAwait(false); }", "Task.Delay(1, ct)")]
    [InlineData("async Task M(CancellationToken ct, Api api) { await api.Self().{|PingAsync|}(1); }", "api.Self().PingAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct, Api api) { await api.{|GoAsync|}(); }", "api.GoAsync(ct)")]
    [InlineData("async Task M(CancellationToken ct, Api api) { await api.{|RunAsync|}(1); }", "api.RunAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct, Api api) { await ApiExtensions.{|RunAsync|}(api, 1); }", "ApiExtensions.RunAsync(api, 1, ct)")]
    [InlineData("async Task M(CancellationToken ct, Api? api) { var t = api?.{|PingAsync|}(1); if (t is not null) await t; }", "api?.PingAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct, Derived d) { await d.{|Save|}(1); }", "d.Save(1, ct)")]
    [InlineData("async Task M(CancellationToken ct, IDerived d) { await d.{|Save|}(1); }", "d.Save(1, ct)")]
    [InlineData("void M(CancellationToken ct, Gate gate) { gate.{|Wait|}(); }", "gate.Wait(ct)")]
    [InlineData("Task M(CancellationToken ct) => {|LoadAsync|}(1);", "LoadAsync(1, ct)")]
    [InlineData("Task M(CancellationToken ct) { return {|LoadAsync|}(1); }", "LoadAsync(1, ct)")]
    [InlineData("int M(CancellationToken ct) => {|Compute|}(1);", "Compute(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await LoadAsync({|Compute|}(1), ct); }", "Compute(1, ct)")]
    [InlineData("async Task M(CancellationToken? ct) { await {|LoadAsync|}(1); }", "LoadAsync(1, ct.GetValueOrDefault())")]
    [InlineData("async Task M(CancellationToken @event) { await {|LoadAsync|}(1); }", "LoadAsync(1, @event)")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(); var token = cts.Token; await {|LoadAsync|}(1); }", "LoadAsync(1, token)")]
    [InlineData("async Task M(CancellationToken ct) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); await {|LoadAsync|}(1); }", "LoadAsync(1, cts.Token)")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(1000); await {|LoadAsync|}(1); }", "LoadAsync(1, cts.Token)")]
    [InlineData("async Task M() { using var other = new CancellationTokenSource(); other.Cancel(); using var cts = new CancellationTokenSource(1000); await {|LoadAsync|}(1); cts.Cancel(); }", "LoadAsync(1, cts.Token)")]
    [InlineData("private CancellationToken stopping; async Task M() { await {|LoadAsync|}(1); }", "LoadAsync(1, stopping)")]
    [InlineData("CancellationToken Stopping { get; } async Task M() { await {|LoadAsync|}(1); }", "LoadAsync(1, Stopping)")]
    [InlineData("async Task M(Context context) { await {|LoadAsync|}(1); }", "LoadAsync(1, context.Aborted)")]
    [InlineData("class D : Controller { async Task M() { await {|LoadAsync|}(1); } }", "LoadAsync(1, Context.Aborted)")]
    [InlineData("class D(CancellationToken stop) { Task M() => {|LoadAsync|}(1); }", "LoadAsync(1, stop)")]
    [InlineData("void M(CancellationToken outer) { Func<CancellationToken, Task> f = async inner => await {|LoadAsync|}(1); }", "LoadAsync(1, inner)")]
    [InlineData("void M(CancellationToken outer) { Func<Context, Task> f = async inner => await {|LoadAsync|}(1); }", "LoadAsync(1, inner.Aborted)")]
    [InlineData("void M(CancellationToken outer) { Func<Task> f = async () => await {|LoadAsync|}(1); }", "LoadAsync(1, outer)")]
    [InlineData("void M(CancellationToken outer) { Func<Task> f = async delegate { await {|LoadAsync|}(1); }; }", "LoadAsync(1, outer)")]
    [InlineData("Func<CancellationToken, Task> f = ct => {|LoadAsync|}(1);", "LoadAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await Local(); async Task Local() { await {|LoadAsync|}(1); } }", "LoadAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { var tasks = new[] { 1, 2 }.Select(n => {|LoadAsync|}(n)); await Task.WhenAll(tasks); }", "LoadAsync(n, ct)")]
    [InlineData("async Task M(CancellationToken ct) { await Task.Run(async () => { await {|LoadAsync|}(1); }, ct); }", "LoadAsync(1, ct)")]
    [InlineData("async IAsyncEnumerable<int> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { yield return await {|LoadAsync|}(1); }", "LoadAsync(1, ct)")]
    [InlineData("async Task WalkAsync(int n, CancellationToken ct = default) { if (n > 0) await {|WalkAsync|}(n - 1); }", "WalkAsync(n - 1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { var t = {|LoadAsync|}(1); await t; }", "LoadAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { if (!ct.IsCancellationRequested) { await {|LoadAsync|}(1); } }", "LoadAsync(1, ct)")]
    [InlineData("async Task M(CancellationToken ct) { try { await {|LoadAsync|}(1); } catch { } }", "LoadAsync(1, ct)")]
    [InlineData("async Task M(bool b, CancellationToken ct) { await {|FlushAsync|}(b); } Task FlushAsync(bool isAsync, CancellationToken t = default) => Task.CompletedTask;", "FlushAsync(b, ct)")]
    [InlineData("void M(SemaphoreSlim s, CancellationToken ct) { s.{|Wait|}(); }", "s.Wait(ct)")]
    [InlineData("\n#nullable disable\nasync Task M(Context c) { await {|LoadAsync|}(1); }", "LoadAsync(1, c.Aborted)")]
    [InlineData("async Task M(List<CancellationToken> all) { foreach (var one in all) { await {|LoadAsync|}(1); } }", "LoadAsync(1, one)")]
    public async Task The_token_in_scope_is_passed(string member, string expected)
    {
        var marked = Code(member.Replace("{|", "[|", StringComparison.Ordinal).Replace("|}", "|]", StringComparison.Ordinal));
        var start = member.IndexOf("{|", StringComparison.Ordinal);
        var prefix = expected.LastIndexOf(member[(start + 2)..member.IndexOf("|}", StringComparison.Ordinal)], StringComparison.Ordinal);
        var end = EndOfCall(member, member.IndexOf("|}", StringComparison.Ordinal) + 2);
        await Verify<ForwardCancellationToken, ForwardCancellationTokenFix>.Fixes(marked, Code(member[..(start - prefix)] + expected + member[end..]));
    }

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await LoadAsync(1, ct); }")]
    [InlineData("async Task M(CancellationToken ct) { await LoadAsync(1, CancellationToken.None); }")]
    [InlineData("IAsyncEnumerable<int> Read(CancellationToken token = default) => null!; IAsyncEnumerator<int> M(CancellationToken ct) => Read().GetAsyncEnumerator(ct);")]
    [InlineData("async Task M(CancellationToken ct) { await ReleaseLock(1); await UnlockAsync(1); await RollbackAsync(1); await DisconnectAsync(true); Begin(1, isCancellable: false); } void Begin(int n, CancellationToken ct = default, bool isCancellable = true) { } Task DisconnectAsync(bool quit, CancellationToken ct = default) => Task.CompletedTask; Task RollbackAsync(int n, CancellationToken ct = default) => Task.CompletedTask; Task ReleaseLock(int n, CancellationToken ct = default) => Task.CompletedTask; Task UnlockAsync(int n, CancellationToken ct = default) => Task.CompletedTask;")]
    [InlineData("class Job { public CancellationToken CancellationToken { get; } } async Task M(Job job) { await HandleAsync(1, job); await HandleAsync(job: job, n: 1); } Task HandleAsync(int n, Job job, CancellationToken ct = default) => Task.CompletedTask;")]
    [InlineData("async Task M(CancellationToken ct) { await FooAsync(token: ct); }")]
    [InlineData("async Task M() { await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationToken? ct) { await MaybeAsync(ct ?? CancellationToken.None); }")]
    [InlineData("async Task M(CancellationToken ct) { await FindAsync(1, 2); await FindAsync(); }")]
    [InlineData("async Task M(CancellationToken ct) { await OtherAsync(\"\"); }")]
    [InlineData("async Task M(CancellationToken ct) { try { } catch { await LoadAsync(1); } finally { await LoadAsync(1); } }")]
    [InlineData("private CancellationToken ct; async ValueTask DisposeAsync() { await LoadAsync(1); } async Task DisposeCoreAsync(CancellationToken token) { await LoadAsync(1); }")]
    [InlineData("private CancellationToken ct; async Task StopAsync() { await LoadAsync(1); }")]
    [InlineData("class D : Controller { async Task OnDisconnectedAsync() { await LoadAsync(1); } }")]
    [InlineData("private CancellationToken a; private CancellationToken b; async Task M() { await LoadAsync(1); }")]
    [InlineData("private CancellationToken a; static async Task M() { await LoadAsync(1); }")]
    [InlineData("private CancellationTokenSource cts = new(); async Task M() { await LoadAsync(1); }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(); var t = LoadAsync(1, cts.Token); await Task.Delay(1); cts.Cancel(); await t; }")]
    [InlineData("async Task M(CancellationToken ct) { await LoadAsync(1).WaitAsync(ct); }")]
    [InlineData("async Task M(CancellationToken ct) { _ = LoadAsync(1); _ = LoadAsync(1).ConfigureAwait(false); }")]
    [InlineData("private Task? running; void M(CancellationToken ct) { running = LoadAsync(1); running = Task.Run(() => LoadAsync(1)); }")]
    [InlineData("void M(CancellationToken ct) { LoadAsync(1); }")]
    [InlineData("void M(CancellationToken ct) { _ = Task.Run(async () => { await LoadAsync(1); }); }")]
    [InlineData("event Func<Task>? E; void M(CancellationToken ct) { E += async () => await LoadAsync(1); }")]
    [InlineData("Func<Task>? f; void M(CancellationToken ct) { f = async () => await LoadAsync(1); }")]
    [InlineData("Func<Task> M(CancellationToken ct) => async () => await LoadAsync(1);")]
    [InlineData("void M(List<Func<Task>> all, CancellationToken ct) { all.Add(async () => await LoadAsync(1)); }")]
    [InlineData("void M(CancellationToken ct) { Func<Task> f = static async () => await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationToken ct) { await Local(); static async Task Local() { await LoadAsync(1); } }")]
    [InlineData("async Task M(CancellationToken ct) { if (ct.IsCancellationRequested) { await LoadAsync(1); } }")]
    [InlineData("async Task M(CancellationToken ct) { while (!ct.IsCancellationRequested) { } await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationToken ct) { await Task.WhenAny(LoadAsync(1, ct), Task.Delay(1)); }")]
    [InlineData("async Task M(CancellationToken ct, Task t) { await t.ContinueWith(_ => { }); }")]
    [InlineData("void M(CancellationToken ct, TaskCompletionSource t) { t.TrySetCanceled(); }")]
    [InlineData("void M(CancellationToken ct, Task t) { t.Wait(); }")]
    [InlineData("async Task M(CancellationToken ct, SemaphoreSlim s) { s.Wait(); }")]
    [InlineData("void M(CancellationToken ct) { var s = nameof(LoadAsync); System.Linq.Expressions.Expression<Func<int>> e = () => Compute(1, default); }")]
    [InlineData("async Task M() { var token = Link(); } static CancellationToken Link(CancellationToken t = default) => t;")]
    [InlineData("async Task M(CancellationToken ct) { await Task.Run(() => LoadAsync(1, ct)); await Task.Run(() => { }); await Task.Factory.StartNew(() => { }); }")]
    [InlineData("async Task M(CancellationToken ct) { return; await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationToken _) { await LoadAsync(1); }")]
    [InlineData("async Task M() { CancellationToken token = default; await LoadAsync(1); }")]
    [InlineData("async Task M(CancellationTokenSource source) { source.CancelAfter(1); }")]
    [InlineData("async Task M(OperationCanceledException e) { await LoadAsync(1); }")]
    [InlineData("Task GoAsync(int n, CancellationToken ct) => GoAsync(n); Task GoAsync(int n) => Task.CompletedTask;")]
    [InlineData("async Task M(CancellationToken ct) { await Gen().WithCancellation(ct).GetAsyncEnumerator().MoveNextAsync(); } IAsyncEnumerable<int> Gen(CancellationToken t = default) => throw new Exception();")]
    [InlineData("bool M(SemaphoreSlim s, CancellationToken ct) => s.Wait(0) || s.Wait(TimeSpan.Zero) || new ManualResetEventSlim().Wait(0); Task Nothing(CancellationToken ct) => Task.Delay(0); async Task None(CancellationToken ct) => await Task.Delay(TimeSpan.Zero);")]
    [InlineData("async Task M(Context c = null!) { await LoadAsync(1); } async Task N(Context? c) { await LoadAsync(1); }\n#nullable disable\nasync Task O(Api2 o) { await LoadAsync(1); } async Task P(Context c = null) { await LoadAsync(1); } class Api2 { public CancellationToken Aborted => default; }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(); var token = cts.Token; cts.Cancel(); await LoadAsync(1); }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(1000); await cts.CancelAsync(); await LoadAsync(1); }")]
    [InlineData("class Scope { public CancellationToken Aborted => default; public Task SendAsync(int n = 0, CancellationToken t = default) => Task.CompletedTask; } async Task M(Scope scope) { await scope.SendAsync(1); var other = scope; await other.SendAsync(); }")]
    [InlineData("void M(CancellationToken ct) { FlushAsync(false).GetAwaiter().GetResult(); FlushAsync(isAsync: false).Wait(); SendAsync(sync: true).Wait(); } Task FlushAsync(bool isAsync, CancellationToken t = default) => Task.CompletedTask; Task SendAsync(bool sync, CancellationToken t = default) => Task.CompletedTask;")]
    [InlineData("async Task M(CancellationToken ct) { await SaveAsync(ct); await RemoveAsync(); } Task SaveAsync(CancellationToken t = default) => Task.CompletedTask; Task RemoveAsync(CancellationToken t = default) => Task.CompletedTask;")]
    [InlineData("async Task M(CancellationToken ct) { try { var n = await CommitAsync(ct).ConfigureAwait(false); } catch (IOException) { throw; } if (ct.CanBeCanceled) { await this.InvalidateAsync(); } } Task<int> CommitAsync(CancellationToken t = default) => Task.FromResult(1); Task InvalidateAsync(CancellationToken t = default) => Task.CompletedTask;")]
    [InlineData("int field = Compute(1); private CancellationToken ct;")]
    public Task Nothing_is_reported_where_the_token_is_passed_or_should_not_be(string member) =>
        Verify<ForwardCancellationToken>.Silent(Code(member), new Setup { Config = "dotnet_diagnostic.CS4014.severity = none" });

    [Theory]
    [InlineData("warning", true)]
    [InlineData("suggestion", true)]
    [InlineData("none", false)]
    [InlineData("silent", false)]
    public async Task What_the_SDK_reports_is_left_to_it(string severity, bool isOn)
    {
        var setup = new Setup { Config = $"dotnet_diagnostic.CA2016.severity = {severity}" };
        var (open, close) = isOn ? ("", "") : ("[|", "|]");
        await Verify<ForwardCancellationToken>.Reports(Code($"async Task M(CancellationToken ct) {{ await {open}LoadAsync{close}(1); await {open}FooAsync{close}(); }}"), setup);
        await Verify<ForwardCancellationToken>.Reports(Code("async Task M(CancellationToken ct) { await [|EchoAsync|](1); await [|FooAsync|](1, null, default); }"), setup);
        await Verify<ForwardCancellationToken>.Reports(Code("async Task M() { using var cts = new CancellationTokenSource(); var token = cts.Token; await [|LoadAsync|](1); }"), setup);
        await Verify<ForwardCancellationToken>.Reports(Code("void M(CancellationToken ct) { Func<Task> f = async () => await [|LoadAsync|](1); }"), setup);
    }

    [Fact]
    public async Task Time_limits_of_a_test_are_made_for_one_call()
    {
        const string Code = "class C { Task LoadAsync(int n, CancellationToken ct = default) => Task.CompletedTask; async Task M() { using var limit = new CancellationTokenSource(100); await LoadAsync(1, limit.Token); await {|Load|}(2); } }";
        await Verify<ForwardCancellationToken>.Silent(Code.Replace("{|Load|}", "LoadAsync", StringComparison.Ordinal), Setup.Default with { Packages = Core.Libraries.XUnit });
        await Verify<ForwardCancellationToken>.Reports(Code.Replace("{|Load|}", "[|LoadAsync|]", StringComparison.Ordinal));
    }

    [Fact]
    public Task Top_level_code_passes_the_token_of_a_source() => Verify<ForwardCancellationToken, ForwardCancellationTokenFix>.Fixes(
        """
        using var source = new CancellationTokenSource(1000);
        await Task.[|Delay|](1); // waits
        await Task.[|Delay|](
            // first
            TimeSpan.FromSeconds(1)); // second
        """,
        """
        using var source = new CancellationTokenSource(1000);
        await Task.Delay(1, source.Token); // waits
        await Task.Delay(
            // first
            TimeSpan.FromSeconds(1), source.Token); // second
        """,
        setup: Setup.TopLevel);

    [Fact]
    public Task Calls_inside_one_another_are_fixed_together_and_keep_their_layout() => Verify<ForwardCancellationToken, ForwardCancellationTokenFix>.Fixes(
        Code("""
            async Task M(CancellationToken cancellationToken)
                {
                    await [|LoadAsync|](await [|LoadAsync|](await [|LoadAsync|](1 /* one */)));
                    await [|FooAsync|](
                        1,
                        "two"); // done
                }
            """),
        Code("""
            async Task M(CancellationToken cancellationToken)
                {
                    await LoadAsync(await LoadAsync(await LoadAsync(1 /* one */, cancellationToken), cancellationToken), cancellationToken);
                    await FooAsync(
                        1,
                        "two",
                        cancellationToken); // done
                }
            """));

    [Fact]
    public Task Only_tidying_up_behind_a_saved_change_is_left_alone() => Verify<ForwardCancellationToken>.Reports(Code("""
        async Task M(CancellationToken ct)
        {
            await [|RemoveAsync|]();
            await SaveAsync(ct);
            await [|SaveAsync|]();
            await RemoveAsync();
            await PublishAsync();
        }

        async Task N(CancellationToken ct)
        {
            if (ct.CanBeCanceled)
            {
                await SaveAsync(ct);
            }

            await [|RemoveAsync|]();
        }

        async Task O(CancellationToken ct)
        {
            SaveChanges();
            await PublishAsync();
        }

        void SaveChanges() { }

        Task SaveAsync(CancellationToken t = default) => Task.CompletedTask;

        Task RemoveAsync(CancellationToken t = default) => Task.CompletedTask;

        Task PublishAsync(CancellationToken t = default) => Task.CompletedTask;
        """));

    [Fact]
    public async Task A_context_that_a_test_received_is_not_that_of_its_calls()
    {
        const string Code = """
            class Context { public CancellationToken Aborted => default; }
            class Server { public Context Next() => new(); public Task<int> Load(int n, CancellationToken token = default) => Task.FromResult(n); }
            class C { async Task M(Server server) { Context context = server.Next(); await server.[|Load|](1); } }
            """;
        await Verify<ForwardCancellationToken>.Reports(Code);
        await Verify<ForwardCancellationToken>.Silent(Code.Replace("[|Load|]", "Load", StringComparison.Ordinal), Setup.Default with { Packages = Core.Libraries.XUnit });
    }

    [Fact]
    public Task What_a_substitute_is_told_is_no_call() => Verify<ForwardCancellationToken>.Reports("""
        using System.Threading;
        using System.Threading.Tasks;
        using NSubstitute;

        namespace NSubstitute
        {
            public static class SubstituteExtensions { public static void Returns<T>(this T value, T result) { } public static T Received<T>(this T s) where T : class => s; }
        }

        interface IService { Task GoAsync(int n, CancellationToken token = default); }

        class C
        {
            async Task M(IService service, CancellationToken ct)
            {
                service.GoAsync(1).Returns(Task.CompletedTask);
                SubstituteExtensions.Returns(service.GoAsync(2), Task.CompletedTask);
                await service.Received().GoAsync(1);
                await service.[|GoAsync|](1);
            }
        }
        """);

    [Fact]
    public Task An_overload_that_exists_for_another_framework_only_is_not_offered() =>
        Verify<ForwardCancellationToken>.Silent(
            "class C { async Task M(StreamReader r, CancellationToken ct) { await r.ReadLineAsync(); } }",
            new Setup { Framework = Frameworks.NetStandard20 });

    private static int EndOfCall(string text, int open)
    {
        var depth = 0;
        for (var index = open; ; index++)
        {
            depth += text[index] == '(' ? 1 : text[index] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return index + 1;
            }
        }
    }

    [Fact]
    public Task A_field_that_the_callee_sets_is_not_for_it() => Verify<ForwardCancellationToken>.Reports(
        """
        class Command
        {
            CancellationToken user;

            void Run() { RunAsync().Wait(); ThisAsync().Wait(); [|ReadAsync|]().Wait(); }

            Task RunAsync(CancellationToken token = default) { user = token; return Task.Delay(1, token); }
            Task ThisAsync(CancellationToken token = default) { this.user = token; return Task.Delay(1, token); }
            Task ReadAsync(CancellationToken token = default) => Task.Delay(user.CanBeCanceled ? 1 : 2, token);
        }
        """);

    [Fact]
    public Task A_message_that_holds_the_context_has_its_token() => Verify<ForwardCancellationToken>.Reports(
        """
        class WorkContext { public CancellationToken CancellationToken => default; }
        record Done(WorkContext Context);
        interface ISender { Task SendAsync(object message, CancellationToken token = default); }
        class C(ISender sender)
        {
            async Task M(WorkContext context) { await sender.SendAsync(new Done(context)); await sender.[|SendAsync|](new object()); }
        }
        """);
}
