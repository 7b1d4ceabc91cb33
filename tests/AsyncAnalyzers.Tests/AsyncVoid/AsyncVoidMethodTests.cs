using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.AsyncVoidMethod, AsyncAnalyzers.CodeFixes.AsyncVoid.AsyncVoidMethodFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class AsyncVoidMethodTests
{
    [Theory]
    [InlineData("async void [|M|]() => await Task.Yield();")]
    [InlineData("static async void [|M|](int x) { await Task.Yield(); }")]
    [InlineData("public async void [|OnLoaded|]() { await Task.Yield(); }")]
    [InlineData("async void [|M|](object sender) { await Task.Yield(); }")]
    [InlineData("async void [|M|](object sender, string e) { await Task.Yield(); }")]
    [InlineData("void M() { async void [|L|]() { await Task.Yield(); } L(); }")]
    [InlineData("async void [|M|]<T>(T x) { await Task.Yield(); }")]
    [InlineData("static async void [|Main|]() { await Task.Yield(); }")]
    [InlineData("void Sync(int x) { } async Task T() { await Task.Yield(); } async ValueTask V() { await Task.Yield(); }")]
    [InlineData("int this[int i] { set { async void [|L|]() { await Task.Yield(); } L(); } }")]
    public Task Async_void_is_reported(string member) => Verify.Reports($"class C {{ {member} }}");

    [Theory]
    [InlineData("async void OnClick(object? sender, EventArgs e) { await Task.Yield(); }")]
    [InlineData("async void Whatever(C a, System.ComponentModel.CancelEventArgs b) { await Task.Yield(); }")]
    [InlineData("void M() { async void Local(object s, EventArgs e) { await Task.Yield(); } Changed += () => Local(this, EventArgs.Empty); } event Action? Changed;")]
    [InlineData("event Action? Changed; C() { Changed += M; } async void M() { await Task.Yield(); }")]
    [InlineData("event Action? Changed; C() { this.Changed += new Action(this.M); } async void M() { await Task.Yield(); }")]
    [InlineData("event Action<int>? Changed; C() { Changed += Local; async void Local(int x) { await Task.Yield(); } }")]
    [InlineData("[RelayCommand] async void Save() { await Task.Yield(); } class RelayCommandAttribute : Attribute { }")]
    [InlineData("Action M() => Void; async void Void() { await Task.Yield(); }")]
    [InlineData("Timer t; C() { t = new Timer(Tick); } async void Tick(object? state) { await Task.Yield(); }")]
    [InlineData("Action? a; void M(bool b) { a = b ? this.Void : null; } async void Void() { await Task.Yield(); }")]
    [InlineData("void M() { Action[] a = [Void]; Action[] b = { Void }; } async void Void() { await Task.Yield(); }")]
    public Task Handlers_commands_and_delegates_are_silent(string member) => Verify.Reports($"class C {{ {member} }}");

    [Fact]
    public Task A_subscription_in_another_file_counts() => Verify.Reports(
        "partial class C { async void M() { await Task.Yield(); } async void [|N|]() { await Task.Yield(); } }",
        Setup.Default with { Files = [("Other.cs", "partial class C { event Action? Changed; Action? field; void S() { Changed += M; } }")] });

    [Fact]
    public Task A_signature_of_another_assembly_is_silent_one_of_ours_is_not() => Verify.Reports(
        """
        class Observer : IObserver<int>
        {
            public async void OnCompleted() { await Task.Yield(); }
            public async void OnError(Exception error) { await Task.Yield(); }
            async void IObserver<int>.OnNext(int value) { await Task.Yield(); }
            public async void [|Other|]() { await Task.Yield(); }
        }
        class Text : StringWriter { public override async void Flush() { await Task.Yield(); } }
        interface IOurs { void Go(); }
        class Ours : IOurs { public async void [|Go|]() { await Task.Yield(); } }
        """);

    [Fact]
    public Task An_override_of_what_is_missing_is_silent() => Verify<AsyncAnalyzers.AsyncVoid.AsyncVoidMethod>.Silent(
        "class Page : Missing.Page { protected override async void OnAppearing() { await Task.Yield(); } }",
        Setup.Default with { HasErrors = true });

    [Fact]
    public Task The_option_reports_handlers_too() => Verify.Reports(
        "class C { async void [|OnClick|](object? sender, EventArgs e) { await Task.Yield(); } event Action? Changed; C() { Changed += M; } async void [|M|]() { await Task.Yield(); } }",
        Setup.Default with { Config = "async_analyzers.include_event_handlers = true" });

    [Fact]
    public Task Callers_await_in_every_file() => Verify.Fixes(
        """
        class C
        {
            // Keep.
            public async void [|Save|](int x) /* this */
            {
                await Task.Delay(x);
            }

            async Task Caller()
            {
                Save(1); // one
                this.Save(2);
            }

            Task Other(C c)
            {
                c.Save(nameof(Save).Length);
                return Task.CompletedTask;
            }
        }
        """,
        """
        class C
        {
            // Keep.
            public async Task SaveAsync(int x) /* this */
            {
                await Task.Delay(x);
            }

            async Task Caller()
            {
                await SaveAsync(1); // one
                await this.SaveAsync(2);
            }

            async Task Other(C c)
            {
                await c.SaveAsync(nameof(SaveAsync).Length);
            }
        }
        """,
        setup: Setup.Default with
        {
            Files = [("Other.cs", "class D { /// <see cref=\"C.Save\"/>\nasync Task M(C c) => c.Save(3); }")],
            FixedFiles = [("Other.cs", "class D { /// <see cref=\"C.SaveAsync\"/>\nasync Task M(C c) => await c.SaveAsync(3); }")],
        });

    [Fact]
    public Task Methods_that_call_each_other_are_converted_together() => Verify.Fixes(
        """
        class C
        {
            async void [|A|]() { await Task.Yield(); B(); }
            async void [|B|]() { await Task.Yield(); A(); }
            static async void [|Main|]() { async void [|Local|]() => await Task.Yield(); await Task.Yield(); Local(); }
        }
        """,
        """
        class C
        {
            async Task AAsync() { await Task.Yield(); await BAsync(); }
            async Task BAsync() { await Task.Yield(); await AAsync(); }
            static async Task Main() { async Task LocalAsync() => await Task.Yield(); await Task.Yield(); await LocalAsync(); }
        }
        """);

    [Fact]
    public Task Both_parts_of_a_partial_method_change() => Verify.Fixes(
        "partial class C { internal partial void M(); internal async partial void [|M|]() { await Task.Yield(); } }",
        "partial class C { internal partial Task MAsync(); internal async partial Task MAsync() { await Task.Yield(); } }");

    [Theory]
    [InlineData("void Caller() { M(); }", "async Task CallerAsync() { await MAsync(); }")]
    [InlineData("int Caller(C c) { c.M(); return Caller(c); }", "async Task<int> CallerAsync(C c) { await c.MAsync(); return await CallerAsync(c); }")]
    [InlineData("async Task Caller() { this?.M(); await Task.Yield(); }", "async Task Caller() { if (this is not null)\n{\n    await this.MAsync();\n} await Task.Yield(); }")]
    public Task Callers_become_async_too(string caller, string expected) => Verify.Fixes(
        $"class C {{\nasync void [|M|]() {{ await Task.Yield(); }}\n{caller} }}",
        $"class C {{\nasync Task MAsync() {{ await Task.Yield(); }}\n{expected} }}");

    [Fact]
    public Task A_contract_in_source_changes_with_the_method() => Verify.Fixes(
        "interface I { void Go(); } class C : I { public async void [|Go|]() { await Task.Yield(); } } class D : I { void I.Go() { } }",
        "interface I { Task GoAsync(); } class C : I { public async Task GoAsync() { await Task.Yield(); } } class D : I { Task I.GoAsync() { return Task.CompletedTask; } }");

    [Theory]
    [InlineData("async void [|M|]() { await Task.Yield(); } async Task Caller() { lock (this) { M(); } await Task.Yield(); }")]
    [InlineData("async void [|M|]() { await Task.Yield(); } C() => M();")]
    [InlineData("async void [|M|]() { await Task.Yield(); } async Task Caller() { Action a = () => M(); a(); await Task.Yield(); }")]
    public Task A_caller_that_cannot_await_forbids_the_fix(string members) => Verify.OffersNoFix($"class C {{ {members} }}");

    [Theory]
    [InlineData("class C : IObserver<int> { public async void [|OnNext|](int x, int y = 0) { await Task.Yield(); } void IObserver<int>.OnNext(int x) => OnNext(x); public void OnCompleted() { } public void OnError(Exception e) { } }")]
    [InlineData("class C { async void [|M|]() { await Task.Yield(); } void N(System.Linq.Expressions.Expression<Action> e) => N(() => M()); }")]
    public Task A_signature_fixed_elsewhere_forbids_the_fix(string code) => Verify.OffersNoFix(code);
}
