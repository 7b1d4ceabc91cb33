using AsyncAnalyzers.CodeFixes.AllTheWay;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>Where there is no conversion, and why.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> Starts => new()
    {
        { nameof(Obstacle.Constructor), "class C { C(Task task) { [|task.Wait()|]; } }" },
        { nameof(Obstacle.Constructor), "class C { C(int n) { } C(Task<int> task) : this([|task.Result|]) { } }" },
        { nameof(Obstacle.Accessor), "class C { int P => [|Task.Run(() => 1).Result|]; }" },
        { nameof(Obstacle.Accessor), "class C { int P { get { return [|Task.Run(() => 1).Result|]; } } }" },
        { nameof(Obstacle.Operator), "class C { public static C operator +(C c, Task task) { [|task.Wait()|]; return c; } }" },
        { nameof(Obstacle.Operator), "class C { public static implicit operator int(C c) => [|Task.Run(() => 1).Result|]; }" },
        { nameof(Obstacle.Finalizer), "class C { ~C() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Dispose), "class C : IDisposable { public void Dispose() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Dispose), "class C { protected virtual void Dispose(bool disposing) => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Initializer), "class C { int f = [|Task.Run(() => 1).Result|]; }" },
        { nameof(Obstacle.Iterator), "class C { IEnumerable<int> M() { yield return [|Task.Run(() => 1).Result|]; } }" },
        { nameof(Obstacle.Iterator), "class C { IAsyncEnumerable<int> M(Task<IAsyncEnumerable<int>> task) => [|task.Result|]; }" },
        { nameof(Obstacle.Reference), "class C { void M(out int n) => n = [|Task.Run(() => 1).Result|]; }" },
        { nameof(Obstacle.Reference), "class C { void M(in int n) => [|Task.Delay(n).Wait()|]; }" },
        { nameof(Obstacle.Reference), "class C { void M(Span<int> span) => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Reference), "class C { int f; ref int M() { [|Task.Delay(1).Wait()|]; return ref f; } }" },
        { nameof(Obstacle.Reference), "ref struct C { void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.MutableStruct), "struct C { void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Lock), "class C { void M() { lock (this) { [|Task.Delay(1).Wait()|]; } } }" },
        { nameof(Obstacle.Lock), "class C { void M() { lock (this) { N(); } } void N() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Lock), "class C { void M() { Monitor.Enter(this); [|Task.Delay(1).Wait()|]; Monitor.Exit(this); } }" },
        { nameof(Obstacle.NoAwaitHere), "class C { unsafe void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.NoAwaitHere), "class C { int M(int[] all) => (from n in all select n + [|Task.Run(() => 1).Result|]).Sum(); }" },
        { nameof(Obstacle.NoAwaitHere), "class C { void M() { Span<int> s = [1]; [|Task.Delay(1).Wait()|]; s[0] = 1; } }" },
        { nameof(Obstacle.Lambda), "class C { Action a = () => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Lambda), "class C { Lazy<int> a = new(() => [|Task.Run(() => 1).Result|]); }" },
        { nameof(Obstacle.Lambda), "class C { int M(int[] all) => all.Sum(n => [|Task.Run(() => n).Result|]); }" },
        { nameof(Obstacle.Lambda), "class C { void N<T>(Func<T> f) { } void M() => N(() => [|Task.Run(() => 1).Result|]); }" },
        { nameof(Obstacle.ForeignContract), "class C { public override string ToString() => [|Task.Run(() => \"\").Result|]; }" },
        { nameof(Obstacle.ForeignContract), "class C : IComparable<C> { public int CompareTo(C? other) => [|Task.Run(() => 1).Result|]; }" },
        { nameof(Obstacle.ForeignContract), "class C : IComparable { int IComparable.CompareTo(object? other) => [|Task.Run(() => 1).Result|]; }" },
        { nameof(Obstacle.ForeignContract), "class B { public int CompareTo(B? other) => [|Task.Run(() => 1).Result|]; } class C : B, IComparable<B> { }" },
        { nameof(Obstacle.Convention), "class Startup { public void Configure(object app) => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Convention), "class C { [System.Diagnostics.Conditional(\"X\")] void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Convention), "class C { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.Convention), "partial class C { partial void M(); partial void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.ExpressionTree), "class C { static int M() => [|Task.Run(() => 1).Result|]; System.Linq.Expressions.Expression<Func<int>> e = () => M(); }" },
        { nameof(Obstacle.ExpressionTree), "class C { static int M(int n) => [|Task.Run(() => 1).Result|]; object N(IQueryable<int> q) => from n in q where M(n) > 1 select n; }" },
        { nameof(Obstacle.Attribute), "class DataAttribute(string s) : Attribute { public string S = s; } class C { static int M() => [|Task.Run(() => 1).Result|]; [Data(nameof(M))] void N() { } }" },
        { nameof(Obstacle.Attribute), "class SourceAttribute(string s) : Attribute { public string S = s; } class C { static int M() => [|Task.Run(() => 1).Result|]; [Source(\"M\")] void N() { } }" },
        { nameof(Obstacle.MethodGroup), "class C { int M() => [|Task.Run(() => 1).Result|]; Func<int> N(C c) => c.M; }" },
        { nameof(Obstacle.Attribute), "class SourceAttribute(string s) : Attribute { public string S = s; } class C { static int M() => [|Task.Run(() => 1).Result|]; [Source(\"M\")] void N() { } }" },
        { nameof(Obstacle.MethodGroup), "class C { int M() => [|Task.Run(() => 1).Result|]; object N() => (Func<int>)M; }" },
        { nameof(Obstacle.EndsBlocked), "class C { static int M() => [|Task.Run(() => 1).Result|]; Func<int> f = M; }" },
        { nameof(Obstacle.AnsweringHandler), "class CancelEventArgs : EventArgs { public bool Cancel; } class C { event EventHandler<CancelEventArgs>? E; void N() => E += (s, e) => { [|Task.Delay(1).Wait()|]; e.Cancel = true; }; }" },
        { nameof(Obstacle.AnsweringHandler), "class Context { public bool Handled { get; set; } } class ErrorEventArgs : EventArgs { public Context Context { get; } = new(); } class C { event EventHandler<ErrorEventArgs>? E; void M(object? s, ErrorEventArgs e) { [|Task.Delay(1).Wait()|]; e.Context.Handled = true; } void N() { E += M; } }" },
        { nameof(Obstacle.CalledHandler), "class C { event EventHandler? E; void M(object? s, EventArgs e) => [|Task.Delay(1).Wait()|]; void N() { E += M; M(null, EventArgs.Empty); } }" },
        { nameof(Obstacle.AggregateHandler), "class C { static int M() => [|Task.Run(() => 1).Result|]; async Task N() { try { M(); } catch (AggregateException) { } await Task.Yield(); } }" },
        { nameof(Obstacle.OtherUse), "class C { int N(D d) { var sum = 0; foreach (var n in d) { sum++; } return sum; } } class D { public IEnumerator<int> GetEnumerator() => [|Task.Run(() => new List<int>()).Result|].GetEnumerator(); }" },
        { nameof(Obstacle.Wait), "class C { bool M(Task task) => [|task.Wait(5)|]; }" },
        { nameof(Obstacle.Wait), "class C { int M(Task[] all) => [|Task.WaitAny(all)|]; }" },
        { nameof(Obstacle.Wait), "class C { void M(Task t) => [|t.RunSynchronously()|]; }" },
        { nameof(Obstacle.Wait), "class C { int M() { try { return [|Task.Run(() => 1).Result|]; } catch (AggregateException) { return 1; } } }" },
        { nameof(Obstacle.EndsBlocked), "class C { C() => M(); void M() => [|Task.Delay(1).Wait()|]; }" },
        { nameof(Obstacle.EndsBlocked), "class C { int P => M(); int M() => N() + 1; int N() => [|Task.Run(() => 1).Result|]; }" },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public Task There_is_none(string obstacle, string source) => Code.Of(source).Refuses(Enum.Parse<Obstacle>(obstacle));

    [Theory]
    [InlineData("ui", ".ConfigureAwait(true)", true)]
    [InlineData("ui", ".ConfigureAwait(false)", false)]
    [InlineData("none", "", false)]
    public async Task A_caller_that_blocks_does_not_wait_for_its_own_thread(string model, string configured, bool isRefused)
    {
        var code = Code.Of(
            $"class C {{ static int M() => [|Task.Run(() => 1).Result|]; C() {{ M(); }} async Task N() {{ M(); await Task.Delay(1){configured}; }} }}",
            $"async_analyzers.app_model = {model}\n");
        Assert.Equal(isRefused ? Obstacle.WouldDeadlock : null, (await code.ConvertAsync()).Obstacle);
    }

    [Fact]
    public Task A_method_of_generated_code_stays_as_it_is() => Code.Of(
        ("Lib", "Lib.cs", "public static class Lib { public static int Get() => [|Task.Run(() => 1).Result|]; }"),
        ("App", "App.g.cs", "class App { int M() => Lib.Get(); }")).Refuses(Obstacle.Generated);
}
