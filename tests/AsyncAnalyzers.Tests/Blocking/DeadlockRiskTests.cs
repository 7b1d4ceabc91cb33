using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.DeadlockRisk, AsyncAnalyzers.CodeFixes.Blocking.BlockingWaitInSyncFix>;
using VerifyOther = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInSync>;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.DeadlockRisk>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class DeadlockRiskTests
{
    private const string WinForms = "namespace System.Windows.Forms { public class Control { public string Text { get; set; } = \"\"; public object Invoke(Action a) => a; public event EventHandler? Click; } }";
    private const string Wpf = "namespace System.Windows { public class DependencyObject { } }";

    private static readonly Setup InForm = new() { Files = [("Forms.cs", WinForms)] };

    private static string InClass(string members) => $$"""
        class Work
        {
            static HttpClient client = new();
            static Task<int> PlainAsync() => CountAsync();
            static async Task<int> CountAsync() { await Task.Delay(1); return 1; }
            static async Task<int> FreeAsync() { await Task.Delay(1).ConfigureAwait(false); return 1; }
            {{members}}
        }
        """.Replace("HttpClient", "System.Net.Http.HttpClient");

    [Theory]
    [InlineData(Wpf)]
    [InlineData(WinForms)]
    [InlineData("namespace Avalonia { public class AvaloniaObject { } }")]
    [InlineData("namespace Microsoft.Maui.Controls { public class BindableObject { } }")]
    [InlineData("namespace Microsoft.UI.Xaml { public class DependencyObject { } }")]
    [InlineData("namespace Windows.UI.Xaml { public class DependencyObject { } }")]
    [InlineData("namespace System.Web { public class HttpContextBase { } }")]
    [InlineData("namespace Microsoft.AspNetCore.Components { public class ComponentBase { protected virtual void BuildRenderTree() { } } }")]
    public async Task Projects_with_a_context_are_reported_and_no_other_rule_speaks(string stubs)
    {
        var setup = new Setup { Files = [("App.cs", stubs)] };
        await VerifyRule.Reports(InClass("int M() => [|CountAsync().Result|];"), setup);
        await VerifyOther.Silent(InClass("int M() => CountAsync().Result;"), setup);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("async_analyzers.app_model = none", Wpf)]
    [InlineData("", "namespace Microsoft.AspNetCore.Components { public class ComponentBase { } }")]
    public async Task Projects_without_a_context_are_left_to_the_other_rule(string option, string stubs)
    {
        var setup = new Setup { Config = option, Files = [("App.cs", stubs)] };
        await VerifyRule.Silent(InClass("int M() => CountAsync().Result;"), setup);
        await VerifyOther.Reports(InClass("int M() => [|CountAsync().Result|];"), setup);
    }

    [Theory]
    [InlineData("ui")]
    [InlineData("classic")]
    public Task The_option_says_so_for_libraries(string model) =>
        VerifyRule.Reports(InClass("int M() => [|CountAsync().Result|];"), new Setup { Config = $"async_analyzers.app_model = {model}" });

    [Fact]
    public Task Where_the_rule_is_off_the_other_one_speaks() =>
        VerifyOther.Reports(InClass("int M() => [|CountAsync().Result|];"), InForm with { Config = "dotnet_diagnostic.AWAIT203.severity = none" });

    [Theory]
    [InlineData("void M() => [|CountAsync().Wait()|];")]
    [InlineData("void M() => [|CountAsync().Wait(1000)|];")]
    [InlineData("int M() => [|CountAsync().GetAwaiter().GetResult()|];")]
    [InlineData("int M() => [|CountAsync().ConfigureAwait(false).GetAwaiter().GetResult()|];")]
    [InlineData("int M() { var task = CountAsync(); return [|task.Result|]; }")]
    [InlineData("void M() => [|Task.WaitAll(FreeAsync(), CountAsync())|];")]
    [InlineData("void M() => [|Task.WaitAny(CountAsync(), PlainAsync())|];")]
    [InlineData("void M() => [|Task.WhenAll(CountAsync()).Wait()|];")]
    [InlineData("void M(int[] xs) => [|Task.WhenAll(xs.Select(x => CountAsync())).Wait()|];")]
    [InlineData("void M(int[] xs) { var tasks = xs.Select(async x => { await Task.Delay(x); }).ToArray(); [|Task.WaitAll(tasks)|]; }")]
    [InlineData("void M(int[] xs) => [|Task.WaitAll(xs.Select(Each).ToArray())|]; static async Task Each(int x) => await Task.Delay(x);")]
    [InlineData("int M() => [|CountAsync().WaitAsync(TimeSpan.FromSeconds(1)).Result|];")]
    [InlineData("int M() => [|PlainAsync().Result|];")]
    [InlineData("int M(bool b) => [|(b ? FreeAsync() : CountAsync()).Result|];")]
    [InlineData("int M() => [|ValueAsync().Result|]; async ValueTask<int> ValueAsync() { await Task.Yield(); return 1; }")]
    [InlineData("int M() => [|ValueAsync().AsTask().Result|]; async ValueTask<int> ValueAsync() => await CountAsync();")]
    public Task Every_wait_is_reported(string member) => VerifyRule.Reports(InClass(member), InForm);

    [Theory]
    [InlineData("Work() => [|CountAsync().Wait()|];")]
    [InlineData("int P => [|CountAsync().Result|];")]
    [InlineData("int field = [|CountAsync().Result|];")]
    [InlineData("Action a = () => [|CountAsync().Wait()|];")]
    [InlineData("void M() { int Local() => [|CountAsync().Result|]; Local(); }")]
    [InlineData("void M(System.Windows.Forms.Control c) => c.Click += (s, e) => [|CountAsync().Wait()|];")]
    [InlineData("void OnClick(object sender, EventArgs e) { [|CountAsync().Wait()|]; }")]
    [InlineData("void M(int[] xs) => xs.Select(x => [|CountAsync().Result|]).ToArray();")]
    [InlineData("Lazy<int> lazy = new(() => [|CountAsync().Result|]);")]
    [InlineData("RelayCommand c = new(() => [|CountAsync().Wait()|]); class RelayCommand { public RelayCommand(Action a) { } }")]
    [InlineData("void M(System.Windows.Forms.Control c) => c.Invoke(() => [|CountAsync().Wait()|]);")]
    [InlineData("void M(SynchronizationContext context) => context.Post(_ => [|CountAsync().Wait()|], null);")]
    [InlineData("void M() => Dispatcher.BeginInvoke(() => [|CountAsync().Wait()|]); static class Dispatcher { public static void BeginInvoke(Action a) { } }")]
    [InlineData("public void Dispose() => [|CountAsync().Wait()|];")]
    [InlineData("IEnumerable<int> M() { yield return [|CountAsync().Result|]; }")]
    [InlineData("void Caller() => M(); void M() => [|CountAsync().Wait()|];")]
    [InlineData("void Caller(System.Windows.Forms.Control c) { c.Click += OnClick; Task.Run(Other); } void OnClick(object? s, EventArgs e) => M(); void Other() => M(); void M() => [|CountAsync().Wait()|];")]
    [InlineData("void Caller() { Task.Run(() => M()); M(); } void M() => [|CountAsync().Wait()|];")]
    public Task Every_synchronous_function_is_covered(string member) => VerifyRule.Reports(InClass(member), InForm);

    [Theory]
    [InlineData("async Task<int> F() { var r = await client.GetAsync(\"x\"); return 1; }")]
    [InlineData("async Task<int> F() { await foreach (var x in stream) { } return 1; } IAsyncEnumerable<int> stream = null!;")]
    [InlineData("async Task<int> F() { await foreach (var x in Stream().ConfigureAwait(false)) { } return 1; } async IAsyncEnumerable<int> Stream() { await Task.Yield(); yield return 1; }")]
    [InlineData("async Task<int> F() => await CountAsync().ConfigureAwait(false);")]
    [InlineData("async Task<int> F() => await G().ConfigureAwait(false); async Task<int> G() => await CountAsync().ConfigureAwait(false);")]
    [InlineData("async Task<int> F() => await FreeAsync();")]
    [InlineData("async Task<int> F() { var t = CountAsync(); return await t.ConfigureAwait(false); }")]
    [InlineData("async Task<int> F() { await Task.WhenAll(CountAsync(), FreeAsync()).ConfigureAwait(false); return 1; }")]
    [InlineData("async Task<int> F() { await Task.Delay(1).ConfigureAwait(true); return 1; }")]
    [InlineData("async Task<int> F() { await Task.CompletedTask.ConfigureAwait(false); await Task.Delay(1); return 1; }")]
    [InlineData("async Task<int> F() { if (client is null) { await Task.Delay(1).ConfigureAwait(false); } await Task.Delay(1); return 1; }")]
    [InlineData("async Task<int> F() { try { await Task.Delay(1); } finally { } return 1; }")]
    [InlineData("async Task<int> F() { async Task<int> Local() { await Task.Delay(1); return 1; } return await Local().ConfigureAwait(false); }")]
    [InlineData("Task<int> F() { try { return CountAsync(); } catch { return Task.FromResult(1); } }")]
    [InlineData("async Task<int> F() => await service.LoadAsync().ConfigureAwait(false); IService service = new Service(); interface IService { Task<int> LoadAsync(); } class Service : IService { public async Task<int> LoadAsync() { await Task.Yield(); return 1; } }")]
    [InlineData("async Task<int> F() => await service.LoadAsync().ConfigureAwait(false); Base service = new Service(); abstract class Base { public abstract Task<int> LoadAsync(); } class Service : Base { public override async Task<int> LoadAsync() { await Task.Yield(); return 1; } }")]
    [InlineData("async Task<int> F() => await (client?.ToString() is null ? FreeAsync() : CountAsync()).ConfigureAwait(false);")]
    public Task Methods_that_need_the_context_are_found(string method) => VerifyRule.Reports(InClass($"{method} void M() => [|F().Wait()|];"), InForm);

    [Theory]
    [InlineData("Task<int> F() => FreeAsync();")]
    [InlineData("async Task<int> F() => await FreeAsync().ConfigureAwait(false);")]
    [InlineData("async Task<int> F() { await Task.Delay(1).ConfigureAwait(false); await Task.Delay(1); return await CountAsync(); }")]
    [InlineData("async Task<int> F() { if (client is null) { await Task.Delay(1).ConfigureAwait(false); await Task.Delay(1); } return 1; }")]
    [InlineData("async Task<int> F() { await G(await Task.Run(() => 1).ConfigureAwait(false)); return 1; } Task G(int x) => Task.Delay(x);")]
    [InlineData("async Task<int> F() { await Task.CompletedTask; await Done(); return await Task.FromResult(1); } Task<int> Done() => Task.FromResult(1);")]
    [InlineData("async Task<int> F() { await Done(); return 1; } async Task Done() { Console.WriteLine(); }")]
    [InlineData("Task<int> F() => Task.Run(async () => { await Task.Delay(1); return 1; });")]
    [InlineData("async Task<int> F() => await Task.Run(() => CountAsync()).ConfigureAwait(false);")]
    [InlineData("async Task<int> F() { var t = Task.Delay(1).ConfigureAwait(false); await t; return 1; }")]
    [InlineData("async Task<int> F() { await Task.Delay(1).ConfigureAwait(client is null); return 1; }")]
    [InlineData("async Task<int> F() { await Task.Delay(1).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); return 1; }")]
    [InlineData("async Task<int> F() { SynchronizationContext.SetSynchronizationContext(null); await Task.Delay(1); return 1; }")]
    [InlineData("async Task<int> F() { await new Switch(); await Task.Delay(1); return 1; } class Switch { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }")]
    [InlineData("async Task<int> F() => await A().ConfigureAwait(false); async Task<int> A() => await B().ConfigureAwait(false); async Task<int> B() => await C().ConfigureAwait(false); async Task<int> C() => await CountAsync().ConfigureAwait(false);")]
    [InlineData("async Task<int> F() => await service.LoadAsync().ConfigureAwait(false); IService service = null!; interface IService { Task<int> LoadAsync(); } class One : IService { public async Task<int> LoadAsync() { await Task.Yield(); return 1; } } class Two : IService { public Task<int> LoadAsync() => FreeAsync(); }")]
    [InlineData("async Task<int> F() { await foreach (var x in stream.ConfigureAwait(false)) { } return 1; } IAsyncEnumerable<int> stream = null!;")]
    [InlineData("async Task<int> F() { await Task.Delay(1).ConfigureAwait(false); await foreach (var x in stream) { } return 1; } IAsyncEnumerable<int> stream = null!;")]
    [InlineData("async Task<int> F() { await new MemoryStream().FlushAsync(); return 1; }")]
    public async Task Methods_that_go_on_without_it_are_left_to_the_other_rule(string method)
    {
        await VerifyRule.Silent(InClass($"{method} void M() => F().Wait();"), InForm);
        await VerifyOther.Reports(InClass($"{method} void M() => [|F().Wait()|];"), InForm);
    }

    [Theory]
    [InlineData("void M() => Task.Run(() => CountAsync().Result);")]
    [InlineData("void M() => Task.Run(() => { int Local() => CountAsync().Result; return Local(); });")]
    [InlineData("void M() => Task.Factory.StartNew(() => CountAsync().Result);")]
    [InlineData("void M() => new Thread(() => CountAsync().Wait()).Start();")]
    [InlineData("void M() => ThreadPool.QueueUserWorkItem(_ => CountAsync().Wait());")]
    [InlineData("void M(int[] xs) => Parallel.ForEach(xs, x => CountAsync().Wait());")]
    [InlineData("void M(int[] xs) => xs.AsParallel().Select(x => CountAsync().Result).ToArray();")]
    [InlineData("void M() => Task.Run(Inner); void Inner() => CountAsync().Wait();")]
    [InlineData("void M() => Task.Run(() => { Inner(); }); void Inner() => CountAsync().Wait();")]
    [InlineData("void M() => new Thread(Inner).Start(); void Inner() => CountAsync().Wait();")]
    [InlineData("void M() => new Timer(Tick); void Tick(object? state) => CountAsync().Wait();")]
    [InlineData("void M() => Task.Run(() => Outer()); void Outer() { Middle(); Middle(); } void Middle() => Inner(); void Inner() { if (client is null) { Inner(); } CountAsync().Wait(); }")]
    [InlineData("static void Main(string[] args) { Load(); } static void Load() => CountAsync().Wait();")]
    [InlineData("void M(Worker w) { w.DoWork += Inner; } void Inner() => Deep(); void Deep() => CountAsync().Wait(); class Worker { public event Action? DoWork; }")]
    [InlineData("void M(ThreadRunner w) { w.Started += () => CountAsync().Wait(); } class ThreadRunner { public event Action? Started; }")]
    [InlineData("void M() { Local(); void Local() => Task.Run(Inner); } void Inner() => CountAsync().Wait();")]
    [InlineData("void M() => Task.Run(() => CountAsync()).Wait();")]
    [InlineData("static void Main() => CountAsync().Wait();")]
    [InlineData("~Work() => CountAsync().Wait();")]
    [InlineData("void Elapsed(object sender, System.Timers.ElapsedEventArgs e) => CountAsync().Wait();")]
    [InlineData("void M(System.ComponentModel.BackgroundWorker w) => w.DoWork += (s, e) => CountAsync().Wait();")]
    [InlineData("void M() { SynchronizationContext.SetSynchronizationContext(null); CountAsync().Wait(); }")]
    [InlineData("void M(System.Windows.Forms.Control c) { CountAsync().Wait(); Dispatcher.Post(() => c.Text = \"\"); } static class Dispatcher { public static void Post(Action a) { } }")]
    [InlineData("class Host { public bool InvokeRequired => true; void M() { if (InvokeRequired) { CountAsync().Wait(); } } }")]
    [InlineData("class OwinStartup { void Configuration() => CountAsync().Wait(); }")]
    [InlineData("class OrdersController : ControllerBase { void M() => CountAsync().Wait(); } class ControllerBase { }")]
    [InlineData("class Loop : IHostedService { void M() => CountAsync().Wait(); } interface IHostedService { }")]
    public Task Code_that_runs_elsewhere_is_silent(string member) => VerifyRule.Silent(InClass(member), InForm);

    [Theory]
    [InlineData("int M(Task<int> task) => task.Result;")]
    [InlineData("int M() => client.GetStringAsync(\"x\").Result.Length;")]
    [InlineData("int M(Func<Task<int>> load) => load().Result;")]
    [InlineData("int M(bool b) { var task = CountAsync(); if (b) { task = FreeAsync(); } return task.Result; }")]
    [InlineData("int M() { var task = CountAsync(); return task.IsCompleted ? task.Result : 0; }")]
    [InlineData("void M() { var task = CountAsync(); task.Wait(0); }")]
    [InlineData("void M() => new Task<int>(() => 1).RunSynchronously();")]
    [InlineData("void M() => Task.WaitAny(CountAsync(), FreeAsync());")]
    [InlineData("async Task M() { CountAsync().Wait(); await Task.Yield(); }")]
    [InlineData("Task M() { CountAsync().Wait(); return Task.CompletedTask; }")]
    [InlineData("string M() => nameof(Task<int>.Result);")]
    public Task Other_waits_are_silent(string member) => VerifyRule.Silent(InClass(member), InForm);

    [Fact]
    public Task Awaits_that_a_weaver_configures_are_silent() =>
        VerifyRule.Silent(
            InClass("int M() => CountAsync().Result;"),
            new Setup { Files = [("Forms.cs", "[assembly: Fody.ConfigureAwait(false)]\n" + WinForms), ("Fody.cs", "namespace Fody { [AttributeUsage(AttributeTargets.All)] public class ConfigureAwaitAttribute(bool value) : Attribute { public bool Value => value; } }")] });

    [Fact]
    public Task Tests_are_left_to_the_other_rule() =>
        VerifyRule.Silent(InClass("int M() => CountAsync().Result;"), InForm with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_and_the_locations_show_the_path() => VerifyRule.Reports(
        """
        class Work
        {
            int Show() => {|#0:{|#1:LoadAsync()|}.Result|};
            async Task<int> LoadAsync() => await {|#2:ReadAsync()|}.ConfigureAwait(false);
            Task<int> ReadAsync() => {|#3:CountAsync()|};
            async Task<int> CountAsync()
            {
                {|#4:await Task.Delay(1)|};
                return 1;
            }
        }
        """,
        InForm with
        {
            Expected = [VerifyRule.At(0, "Task.Result", "'CountAsync' (LoadAsync → ReadAsync → CountAsync)", "make 'Show' async and await the task")
                .WithLocation(0).WithLocation(1).WithLocation(2).WithLocation(3).WithLocation(4)],
        });

    [Fact]
    public Task The_message_of_a_short_path_names_the_method() => VerifyRule.Reports(
        InClass("int P => {|#0:CountAsync().Result|};"),
        InForm with
        {
            Expected = [VerifyRule.At(0, "Task.Result", "'CountAsync'", "a property cannot await, so offer a method that returns the task instead of 'P'").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)],
        });

    [Fact]
    public Task The_path_leads_into_other_files() => VerifyRule.Reports(
        "class View { int Show() => [|new Store().LoadAsync().Result|]; }",
        InForm with { Files = [("Forms.cs", WinForms), ("Store.cs", "partial class Store { public async Task<int> LoadAsync() => await ReadAsync().ConfigureAwait(false); async Task<int> ReadAsync() { await Task.Yield(); return 1; } }")] });

    [Fact]
    public Task A_handler_becomes_async() => Verify.Fixes(
        InClass("""
            void OnClick(object sender, EventArgs e)
                {
                    var count = [|CountAsync().Result|]; // wait
                    Console.WriteLine(count);
                }
            """),
        InClass("""
            async void OnClick(object sender, EventArgs e)
                {
                    var count = await CountAsync(); // wait
                    Console.WriteLine(count);
                }
            """),
        setup: InForm);

    [Fact]
    public Task A_method_becomes_async_all_the_way_up() => Verify.Fixes(
        InClass("int Load() => [|CountAsync().Result|]; void OnClick(object sender, EventArgs e) { Console.WriteLine(Load()); }"),
        InClass("async Task<int> LoadAsync() => await CountAsync(); async void OnClick(object sender, EventArgs e) { Console.WriteLine(await LoadAsync()); }"),
        setup: InForm);

    [Fact]
    public Task Unfinished_code_is_no_trouble() => VerifyRule.Silent(
        """
        class Work
        {
            void M() { F().Wait(); G(.Result; Missing().Wait(); x.Result; var y = y.Result; Loop().Wait(); }
            void Circle() { Task a = a ?? F(); a.Wait(); Task b = c, c = b; b.Wait(); var d = e; var e = d; e.Wait(); }
            async Task F() { await ; await Missing(); await foreach (var x in ) }
            Task Loop() => Loop();
            Task Loop2();
        }
        """,
        InForm with { HasErrors = true });
}
