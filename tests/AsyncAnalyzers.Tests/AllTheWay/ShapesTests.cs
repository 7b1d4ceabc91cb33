using AsyncAnalyzers.CodeFixes.AllTheWay;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>Single shapes of waits, calls and declarations, each as members of a class.</summary>
public sealed class ShapesTests
{
    private const string Helpers = """
        static async Task<int> MakeAsync(int n = 1, CancellationToken token = default) { await Task.Yield(); return n; }
            static async Task DoAsync() => await Task.Yield();
        """;

    public static TheoryData<string, string> Waits => new()
    {
        { "int Load() => [|MakeAsync().Result|];", "async Task<int> LoadAsync() => await MakeAsync();" },
        { "void Load() => [|DoAsync().Wait()|];", "async Task LoadAsync() => await DoAsync();" },
        { "void Load() { [|DoAsync().GetAwaiter().GetResult()|]; }", "async Task LoadAsync() { await DoAsync(); }" },
        { "int Load() => [|MakeAsync().ConfigureAwait(false).GetAwaiter().GetResult()|] + 1;", "async Task<int> LoadAsync() => await MakeAsync().ConfigureAwait(false) + 1;" },
        { "string Load() => [|MakeAsync().Result|].ToString();", "async Task<string> LoadAsync() => (await MakeAsync()).ToString();" },
        { "void Load(CancellationToken t) => [|DoAsync().Wait(t)|];", "async Task LoadAsync(CancellationToken t) => await DoAsync().WaitAsync(t);" },
        { "void Load() => [|Task.WaitAll(DoAsync(), MakeAsync())|];", "async Task LoadAsync() => await Task.WhenAll(DoAsync(), MakeAsync());" },
        { "void Load() { [|Task.WaitAny(DoAsync(), MakeAsync())|]; }", "async Task LoadAsync() { await Task.WhenAny(DoAsync(), MakeAsync()); }" },
        { "int Load() { var t = MakeAsync(); return [|t.Result|]; }", "async Task<int> LoadAsync() { var t = MakeAsync(); return await t; }" },
        { "int Load()\n    {\n        return [|MakeAsync(1)\n            .Result|];\n    }", "async Task<int> LoadAsync()\n    {\n        return await MakeAsync(1);\n    }" },
        { "int Load(ValueTask<int> t) => [|t.Result|];", "async Task<int> LoadAsync(ValueTask<int> t) => await t;" },
        // The token in scope.
        { "int Load(CancellationToken t) => [|MakeAsync().Result|] + MakeAsync(MakeAsync(2).Result).GetAwaiter().GetResult();", "async Task<int> LoadAsync(CancellationToken t) => await MakeAsync(token: t) + await MakeAsync(await MakeAsync(2, t), t);" },
        { "void Load(CancellationToken t) { try { Task.Delay(1).Wait(); } finally { [|Task.Delay(2).Wait()|]; } }", "async Task LoadAsync(CancellationToken t) { try { await Task.Delay(1, t); } finally { await Task.Delay(2); } }" },
        // The other waits of the same function.
        { "int Load() { DoAsync().Wait(); return [|MakeAsync().Result|] + MakeAsync(MakeAsync(2).Result).GetAwaiter().GetResult(); }", "async Task<int> LoadAsync() { await DoAsync(); return await MakeAsync() + await MakeAsync(await MakeAsync(2)); }" },
        // Those of its callers.
        { "int Load() => [|MakeAsync().Result|]; int More() => Load() + MakeAsync(2).Result;", "async Task<int> LoadAsync() => await MakeAsync(); async Task<int> MoreAsync() => await LoadAsync() + await MakeAsync(2);" },
    };

    public static TheoryData<string, string> Calls => new()
    {
        { "C? other; void M() { other?.Load(); }", "C? other; async Task MAsync() { if (other is { } other2)\n    {\n        await other2.LoadAsync();\n    } }" },
        { "void M(C? c)\n    {\n        c?.Load(); // done\n    }", "async Task MAsync(C? c)\n    {\n        if (c is not null)\n        {\n            await c.LoadAsync();\n        } // done\n    }" },
        { "int? M(C? c) => c?.Load();", "async Task<int?> MAsync(C? c) => c is not null ? await c.LoadAsync() : (int?)null;" },
        { "string? M(C? c) => c?.Load().ToString() ?? \"\";", "async Task<string?> MAsync(C? c) => (c is not null ? (await c.LoadAsync()).ToString() : null) ?? \"\";" },
        { "C Self() => this; bool M() => Self()?.Load() == 1;", "C Self() => this; async Task<bool> MAsync() => (Self() is { } self ? await self.LoadAsync() : (int?)null) == 1;" },
        { "void M() { if (Load() > 0) Load(); else M(); }", "async Task MAsync() { if (await LoadAsync() > 0) await LoadAsync(); else await MAsync(); }" },
        { "int M() { int Local() => Load(); return Local(); }", "async Task<int> MAsync() { async Task<int> LocalAsync() => await LoadAsync(); return await LocalAsync(); }" },
        { "T M<T>(Func<int, T> f) where T : class => f(Load()); void N() => M(n => \"\" + n);", "async Task<T> MAsync<T>(Func<int, T> f) where T : class => f(await LoadAsync()); async Task NAsync() => await MAsync(n => \"\" + n);" },
        { "class L { int M() { lock (this) { return new C().Load(); } } } async Task N() { Load(); await DoAsync(); }", "class L { int M() { lock (this) { return new C().LoadAsync().GetAwaiter().GetResult(); } } } async Task N() { await LoadAsync(); await DoAsync(); }" },
        // Delegates that return no task.
        { "int M(List<int> all) => all.Sum(Twice); int Twice(int n) => Load() * n; async Task N() { await Task.Yield(); Twice(1); }", "int M(List<int> all) => all.Sum(arg => TwiceAsync(arg).GetAwaiter().GetResult()); async Task<int> TwiceAsync(int n) => await LoadAsync() * n; async Task N() { await Task.Yield(); await TwiceAsync(1); }" },
        { "Action<int, int> M() { Action<int, int> a = Two; a = C.Two; return Two; } static void Two(int a, int b) => new C().Load(); void N() => Two(1, 2);", "Action<int, int> M() { Action<int, int> a = (arg1, arg2) => TwoAsync(arg1, arg2).GetAwaiter().GetResult(); a = (arg1, arg2) => C.TwoAsync(arg1, arg2).GetAwaiter().GetResult(); return (arg1, arg2) => TwoAsync(arg1, arg2).GetAwaiter().GetResult(); } static async Task TwoAsync(int a, int b) => await new C().LoadAsync(); async Task NAsync() => await TwoAsync(1, 2);" },
        { "Task M() => Task.Run(Load);", "Task M() => Task.Run(LoadAsync);" },
        { "Task M() => Task.Run(() => { Load(); });", "Task M() => Task.Run(async () => { await LoadAsync(); });" },
        { "Task M() => Task.Run(delegate { Load(); });", "Task M() => Task.Run(async delegate { await LoadAsync(); });" },
        // Delegates whose type is ours.
        { "int M(Func<int> f, int n) => f() + f.Invoke() + n; int N() => M(() => Load(), Load()) + M(() => 1, 2) + M(delegate { return 3; }, 4);", "async Task<int> MAsync(Func<Task<int>> f, int n) => await f() + await f.Invoke() + n; async Task<int> NAsync() => await MAsync(async () => await LoadAsync(), await LoadAsync()) + await MAsync(async () => 1, 2) + await MAsync(async delegate { return 3; }, 4);" },
        { "static void Each<T>(List<T> all, System.Action<T, int> a) { foreach (var one in all) { a(one, 1); } } void N() => Each([1], (x, y) => { Load(); });", "static async Task EachAsync<T>(List<T> all, System.Func<T, int, Task> a) { foreach (var one in all) { await a(one, 1); } } async Task NAsync() => await EachAsync([1], async (x, y) => { await LoadAsync(); });" },
        { "int M() { Action a = () => Load(); var f = (int n) => Load() + n; a(); return f(1); }", "async Task<int> MAsync() { Func<Task> a = async () => await LoadAsync(); var f = async (int n) => await LoadAsync() + n; await a(); return await f(1); }" },
        { "Action? kept; void M(Action a) { kept = a; a(); } void N() => M(() => Load()); void O() => Load();", "Action? kept; void M(Action a) { kept = a; a(); } void N() => M(() => LoadAsync().GetAwaiter().GetResult()); async Task OAsync() => await LoadAsync();" },
        { "Action M() => () => Load(); void N() => Load();", "Action M() => () => LoadAsync().GetAwaiter().GetResult(); async Task NAsync() => await LoadAsync();" },
        { "(int A, string? B) M() => (Load(), null);", "async Task<(int A, string? B)> MAsync() => (await LoadAsync(), null);" },
        { "dynamic M() => Load();", "async Task<dynamic> MAsync() => await LoadAsync();" },
        { "protected internal virtual int M() => Load(); class D : C { protected internal sealed override int M() => -1; }", "protected internal virtual async Task<int> MAsync() => await LoadAsync(); class D : C { protected internal sealed override Task<int> MAsync() => Task.FromResult(-1); }" },
        { "public void M() => Load(); class D : C, I { } interface I { void M(); }", "public async Task MAsync() => await LoadAsync(); class D : C, I { } interface I { Task MAsync(); }" },
        { "interface I { void M() { C.Do(); } static void Do(I i) => i.M(); } static void Do() => new C().Load();", "interface I { async Task MAsync() { await C.Do(); } static async Task DoAsync(I i) => await i.MAsync(); } static async Task Do() => await new C().LoadAsync();" },
        { "abstract class A { public abstract void M(int n); public void N() => M(1); } class B : A { public override void M(int n) => new C().Load(); } class E : A { public override void M(int n) { if (n > 1) return; n++; } } class F : A { public override void M(int n) { } } class G : A { public override void M(int n) => throw new Exception(); } class H : A { public override void M(int n) => n++; }",
          "abstract class A { public abstract Task MAsync(int n); public async Task NAsync() => await MAsync(1); } class B : A { public override async Task MAsync(int n) => await new C().LoadAsync(); } class E : A { public override Task MAsync(int n) { if (n > 1) return Task.CompletedTask; n++; return Task.CompletedTask; } } class F : A { public override Task MAsync(int n) { return Task.CompletedTask; } } class G : A { public override Task MAsync(int n) => throw new Exception(); } class H : A { public override Task MAsync(int n) { n++; return Task.CompletedTask; } }" },
        { "partial class P { public partial int M(); } partial class P { public partial int M() => new C().Load(); }", "partial class P { public partial Task<int> MAsync(); } partial class P { public async partial Task<int> MAsync() => await new C().LoadAsync(); }" },
        { "async void Old() { Load(); await DoAsync(); }", "async void Old() { await LoadAsync(); await DoAsync(); }" },
        { "readonly struct S { public int M() => new C().Load(); }", "readonly struct S { public async Task<int> MAsync() => await new C().LoadAsync(); }" },
        { "async IAsyncEnumerable<int> M() { await DoAsync(); yield return Load(); }", "async IAsyncEnumerable<int> M() { await DoAsync(); yield return await LoadAsync(); }" },
        { "int M() => this.Load() is var n and > 1 ? n : checked((int)(long)Load());", "async Task<int> MAsync() => await this.LoadAsync() is var n and > 1 ? n : checked((int)(long)await LoadAsync());" },
        { "public int Count; void M(List<C> all) { all[Load()].Count += Load(); all.Add(new() { Count = Load() }); }", "public int Count; async Task MAsync(List<C> all) { all[await LoadAsync()].Count += await LoadAsync(); all.Add(new() { Count = await LoadAsync() }); }" },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public Task A_wait(string member, string expected) => Code.Of(InClass(member)).Becomes(InClass(expected));

    [Theory]
    [MemberData(nameof(Calls))]
    public Task A_call(string member, string expected) =>
        Code.Of(InClass("int Load() => [|MakeAsync().Result|];\n    " + member)).Becomes(InClass("async Task<int> LoadAsync() => await MakeAsync();\n    " + expected));

    private static string InClass(string member) => $"class C\n{{\n    {Helpers}\n    {member}\n}}\n";
}
