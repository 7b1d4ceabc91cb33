using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Style.AsyncSuffix, AsyncAnalyzers.CodeFixes.Style.AsyncSuffixFix>;

namespace AsyncAnalyzers.Tests.Style;

public sealed class AsyncSuffixTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT901.severity = warning" };

    [Fact]
    public Task Top_level_statements_are_silent() => Verify.Reports(
        "await Load(); static Task [|Load|]() => Task.CompletedTask;",
        Setup.TopLevel with { Config = On.Config });

    [Theory]
    [InlineData("class C { Task [|Load|]() => Task.CompletedTask; async Task<int> [|Count|]() { await Task.Yield(); return 1; } }")]
    [InlineData("class C { ValueTask [|Load|]() => default; static ValueTask<int> [|Count|]<T>(T x) => new(1); }")]
    [InlineData("interface I { Task [|Load|](); } abstract class B { public abstract Task [|Count|](); protected virtual Task [|OnLoad|]() => Task.CompletedTask; }")]
    [InlineData("class C { void M() { async Task [|Load|]() => await Task.Yield(); int [|CountAsync|]() => 1; Load(); CountAsync(); } }")]
    [InlineData("class C { int [|CountAsync|]() => 1; void [|LoadAsync|]() { } List<int> [|ListAsync|]() => []; }")]
    [InlineData("record R { public Task [|Load|]() => Task.CompletedTask; } static class E { public static Task [|Load|](this R r) => r.Load(); }")]
    public Task Names_that_say_the_wrong_thing_are_reported(string code) => Verify.Reports(code, On);

    [Theory]
    [InlineData("class C { Task LoadAsync() => Task.CompletedTask; int Count() => 1; void Load() { } Task GetLoadTask() => Task.CompletedTask; Task ExecuteAsyncCore() => Task.CompletedTask; Task Async() => Task.CompletedTask; Task LoadAsynchronously() => Task.CompletedTask; }")]
    [InlineData("class C { static Task Main() => Task.CompletedTask; async void Load() { await Task.Yield(); } async void LoadAsync() { await Task.Yield(); } Task P => Task.CompletedTask; Func<Task> f = () => Task.CompletedTask; }")]
    [InlineData("abstract class B { public abstract Task LoadAsync(); } interface I { Task StopAsync(); } class D : B, I { public override Task LoadAsync() => Task.CompletedTask; Task I.StopAsync() => Task.CompletedTask; }")]
    [InlineData("class C : IAsyncDisposable { public ValueTask DisposeAsync() => default; protected virtual ValueTask DisposeAsyncCore() => default; }")]
    [InlineData("class C { Task Clicked(object s, EventArgs e) => Task.CompletedTask; Task Handle() => Task.CompletedTask; void M() { Func<Task> f = Handle; Map(\"/\", Get); } static void Map(string s, Delegate d) { } static Task<int> Get(int x) => Task.FromResult(x); }")]
    [InlineData("class BenchmarkAttribute : Attribute { } class C { [Benchmark] public Task Load() => Task.CompletedTask; }")]
    [InlineData("class HomeController { public Task Index() => Task.CompletedTask; } class Hub { } class Chat : Hub { public Task Send() => Task.CompletedTask; } class HttpContext { } class Mid { public Task Invoke(HttpContext c) => Task.CompletedTask; }")]
    [InlineData("class C { IAsyncEnumerable<int> Get() => null!; IAsyncEnumerable<int> GetAsync() => null!; IAsyncResult BeginAsync() => null!; Func<Task> MakeAsync() => null!; Lazy<Task<int>> LazyAsync() => null!; Task[] AllAsync() => []; }")]
    [InlineData("class C { event EventHandler? LoadCompleted; void LoadAsync() { LoadCompleted?.Invoke(this, EventArgs.Empty); } T AnyAsync<T>() => default!; dynamic DynAsync() => 1; object M() => System.Runtime.CompilerServices.Unsafe.SizeOf<int>(); }")]
    [InlineData("class C { Task Flush(bool async) => Task.CompletedTask; ValueTask<int> Read(int n, bool isAsync, CancellationToken ct) => default; Task Load(bool sync) { return Go(true); Task Go(bool useAsync) => Task.CompletedTask; } }")]
    [InlineData("class C { System.Runtime.CompilerServices.YieldAwaitable PauseAsync() => Task.Yield(); }")]
    public Task Names_that_are_right_or_given_are_silent(string code) => Verify<AsyncAnalyzers.Style.AsyncSuffix>.Silent(code, On);

    [Theory]
    [InlineData("Use( // the one\n Handle // comes here\n );")]
    [InlineData("Use(\n // the one\n Handle\n#if true\n );\n#else\n)\n#endif\n")]
    [InlineData("Func<Task> f = DateTime.Now.Year > 1 ? Handle : Other; f = f ?? Handle; Use(Other);")]
    [InlineData("Use(Other); Use((Func<Task>)@Handle);")]
    [InlineData("Use(Other); Func<Task>[] all = [Handle]; Use(all[0]);")]
    [InlineData("Use(Other); Func<Task> Get() { return Handle; }")]
    [InlineData("Use(Other); Func<Task> f = this.Handle!;")]
    [InlineData("Use(Other); Use(1 switch { 1 => Handle, _ => Other });")]
    public Task Methods_that_become_delegates_are_silent_wherever_they_stand(string use) => Verify<AsyncAnalyzers.Style.AsyncSuffix>.Silent(
        $"class C {{ Task Handle() => Task.CompletedTask; Task Other() => Task.CompletedTask; void Use(Func<Task> f) {{ }} void M() {{ {use} Use(Other); }} }}", On);

    [Theory]
    [InlineData("static class E { public static Task Send(this string s) => Task.CompletedTask; } class C { void Use(Func<Task> f) { } void M() { Use(\"a\".Send); } }")]
    [InlineData("using static E; static class E { public static readonly G Group = new(); } class G { public Task Send() => Task.CompletedTask; } class C { void Use(Func<Task> f) { } void M() { Use(Group.Send); } }")]
    [InlineData("class G { public Task Send() => Task.CompletedTask; public Task Send(int x) => Task.CompletedTask; } class C { void Use(Func<Task> f) { } void Use(Func<int, Task> f) { } void M(G g) { Use(new Func<Task>(g.Send)); Use(new Func<int, Task>(g.Send)); } }")]
    [InlineData("class G { public static Task Send() => Task.CompletedTask; } class C { void Use(Func<Task> f) { } void M() { Use(G.Send); } }")]
    [InlineData("class C { Task Send() => Task.CompletedTask; Task Send(int x) => Task.CompletedTask; void Use(Func<Task> f) { } void M() { Use(Send); Use(this.Send); } }")]
    [InlineData("class G<T> { protected Task Send(T x) => Task.CompletedTask; protected Task Send() => Task.CompletedTask; } class C : G<int> { void Use(Func<Task> f) { } void M() { Use(Send); } }")]
    [InlineData("class C { void Use(Func<Task> f) { } void M() { Use(Send); Task Send() => Task.CompletedTask; } }")]
    [InlineData("class C { void M() { Func<Func<Task>> f = () => { Task Send<T>() => Task.CompletedTask; return Send<int>; }; } }")]
    public Task Methods_of_others_that_become_delegates_are_silent(string code) => Verify<AsyncAnalyzers.Style.AsyncSuffix>.Silent(code, On);

    [Theory]
    [InlineData("enum S { Send } class G { public Task [|Send|]() => Task.CompletedTask; public static Task [|Send|](int x) => Task.CompletedTask; } class C { void Use(object o) { } void M() { Use(S.Send); } }")]
    [InlineData("class G { public Task [|Send|]() => Task.CompletedTask; } class C { int Send { get; set; } void Use(object o) { } void M(C c) { Use(Send); Use(c.Send); } }")]
    [InlineData("class C { Task [|Send|]() => Task.CompletedTask; Task [|Send|](int x) => Task.CompletedTask; void Use(object o) { } class D { int Send; void M(C c) { c.Use(Send); c.Use(nameof(C.Send)); } } void M(int Send) => Use(Send); string N => nameof(Send); }")]
    [InlineData("class C { async Task MAsync() { int n = 1; await Send(); await Send(n); Task [|Send|](int x = 0) => Task.FromResult(nameof(Send)); } }")]
    public Task Values_of_the_same_name_are_no_delegates(string code) => Verify.Reports(code, On);

    [Fact]
    public Task A_call_is_no_delegate() => Verify.Reports("class C { Task [|Handle|]() => Task.CompletedTask; void Use(Task t) { } void M() { Use(Handle()); } void N(int Handle) => Console.WriteLine(Handle); }", On);

    [Fact]
    public Task What_could_not_be_found_is_silent() => Verify<AsyncAnalyzers.Style.AsyncSuffix>.Silent("class C { Tsk LoadAsync() => null; }", On with { HasErrors = true });

    [Fact]
    public Task Streams_count_if_the_option_says_so() => Verify.Reports(
        "class C { IAsyncEnumerable<int> [|Get|]() => null!; IAsyncEnumerable<int> GetAsync(int x) => null!; }",
        On with { Config = On.Config + "\nasync_analyzers.async_suffix_streams = true" });

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Style.AsyncSuffix>.Silent("class C { Task Load() => Task.CompletedTask; }", On with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_the_right_one() => Verify.Reports(
        "class C { Task {|#0:Load|}() => Task.CompletedTask; int {|#1:CountAsync|}() => 1; }",
        On with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Style.AsyncSuffix>.At(0, "Load", "returns a task", "LoadAsync"),
                Verify<AsyncAnalyzers.Style.AsyncSuffix>.At(1, "CountAsync", "returns nothing that could be awaited", "Count"),
            ],
        });

    [Fact]
    public Task The_method_is_renamed_everywhere() => Verify.Fixes(
        """
        interface I { Task [|Load|](int x); }
        class C : I
        {
            // Load
            public Task Load(int x) => Task.CompletedTask;
            Task [|Load|]() => Load(1);
            int [|CountAsync|]() => nameof(Load).Length;

            async Task M2Async()
            {
                await Local();
                async Task [|Local|]() => await Load();
            }
        }
        """,
        """
        interface I { Task LoadAsync(int x); }
        class C : I
        {
            // Load
            public Task LoadAsync(int x) => Task.CompletedTask;
            Task LoadAsync() => LoadAsync(1);
            int Count() => nameof(LoadAsync).Length;

            async Task M2Async()
            {
                await LocalAsync();
                async Task LocalAsync() => await LoadAsync();
            }
        }
        """,
        setup: On with
        {
            Files = [("Other.cs", "class D { Task MAsync(I i) => i.Load(2); }")],
            FixedFiles = [("Other.cs", "class D { Task MAsync(I i) => i.LoadAsync(2); }")],
        });

    [Fact]
    public Task A_name_that_is_taken_is_not_given() => Verify.OffersNoFix("class C { int Load(int x) => 1; int [|LoadAsync|](int y) => 1; }", setup: On);
}
