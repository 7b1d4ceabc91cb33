using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.LockHeldAcrossAwait>;

namespace AsyncAnalyzers.Tests.Concurrency;

public sealed class LockHeldAcrossAwaitTests
{
    private const string Helpers = """
        namespace Acme
        {
            public sealed class Padlock { public IDisposable Acquire() => null!; public void Lock() { } public bool TryLock() => true; public void Unlock() { } public int Count => 0; public void Look() { } }
            public sealed class Door { public void Shut() { } public void Release() { } }
        }
        """;

    private static string InClass(string members) => $$"""
        class C
        {
            readonly object gate = new();
            readonly object other = new();
            static readonly Mutex mutex = new();
            readonly ReaderWriterLockSlim slim = new();
            readonly ReaderWriterLock old = new();
            readonly Lock modern = new();
            SpinLock spin = new();
            C next = null!;
            Task FAsync() => Task.CompletedTask;
            void ReleaseGate() => Monitor.Exit(gate);
            {{members}}
        }
        {{Helpers}}
        """;

    private static string InMethod(string statements) => InClass($"async Task M(bool b, object parameter, Acme.Padlock padlock, Acme.Door door, IAsyncEnumerable<int> stream, IAsyncDisposable disposable) {{ {statements} }}");

    [Theory]
    [InlineData("Monitor.Enter(gate); [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); try { [|await FAsync()|]; await FAsync(); } finally { Monitor.Exit(gate); }")]
    [InlineData("var taken = false; try { Monitor.Enter(gate, ref taken); [|await FAsync()|]; } finally { if (taken) { Monitor.Exit(gate); } }")]
    [InlineData("Monitor.Enter(parameter); [|await FAsync().ConfigureAwait(false)|]; Monitor.Exit(parameter);")]
    [InlineData("var local = new object(); Monitor.Enter(local); [|await FAsync()|]; Monitor.Exit(local);")]
    [InlineData("Monitor.Enter(this.next.gate); [|await FAsync()|]; Monitor.Exit(next.gate);")]
    [InlineData("Monitor.Enter(typeof(C)); [|await FAsync()|]; Monitor.Exit(typeof(C));")]
    [InlineData("Monitor.Enter(obj: gate); [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(this); [|await FAsync()|]; Monitor.Exit(this);")]
    [InlineData("if (Monitor.TryEnter(gate, 100)) { [|await FAsync()|]; Monitor.Exit(gate); }")]
    [InlineData("if (!Monitor.TryEnter(gate)) { await FAsync(); return; } [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("if (b && Monitor.TryEnter(gate)) { [|await FAsync()|]; Monitor.Exit(gate); }")]
    [InlineData("var taken = Monitor.TryEnter(gate); if (!taken) { await FAsync(); return; } [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("var taken = false; Monitor.TryEnter(gate, ref taken); if (taken) { [|await FAsync()|]; Monitor.Exit(gate); }")]
    [InlineData("while (!Monitor.TryEnter(gate)) { await Task.Delay(1); } [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("mutex.WaitOne(); [|await FAsync()|]; mutex.ReleaseMutex();")]
    [InlineData("if (mutex.WaitOne(100)) { try { [|await FAsync()|]; } finally { mutex.ReleaseMutex(); } }")]
    [InlineData("using var own = new Mutex(false, \"x\"); own.WaitOne(); [|await FAsync()|]; own.ReleaseMutex();")]
    [InlineData("slim.EnterReadLock(); [|await FAsync()|]; slim.ExitReadLock();")]
    [InlineData("slim.EnterWriteLock(); try { [|await FAsync()|]; } finally { slim.ExitWriteLock(); }")]
    [InlineData("slim.EnterUpgradeableReadLock(); slim.EnterWriteLock(); slim.ExitWriteLock(); [|await FAsync()|]; slim.ExitUpgradeableReadLock();")]
    [InlineData("if (slim.TryEnterWriteLock(TimeSpan.Zero)) { [|await FAsync()|]; slim.ExitWriteLock(); }")]
    [InlineData("old.AcquireReaderLock(10); [|await FAsync()|]; old.ReleaseReaderLock();")]
    [InlineData("old.AcquireWriterLock(10); [|await FAsync()|]; old.ReleaseLock();")]
    [InlineData("var taken = false; spin.Enter(ref taken); [|await FAsync()|]; if (taken) { spin.Exit(); }")]
    [InlineData("modern.Enter(); [|await FAsync()|]; modern.Exit();")]
    [InlineData("if (modern.TryEnter()) { [|await FAsync()|]; modern.Exit(); }")]
    [InlineData("modern.EnterScope(); [|await FAsync()|];")]
    [InlineData("Monitor.Enter(gate); if (b) { Monitor.Exit(gate); return; } [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); if (b) { Monitor.Exit(gate); } [|await FAsync()|];")]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(other); [|await FAsync()|]; Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); Monitor.Enter(other); [|await FAsync()|]; Monitor.Exit(other); Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); [|await|] foreach (var item in stream) { } Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); [|await|] using (disposable) { } Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); try { Console.WriteLine(); } finally { [|await FAsync()|]; Monitor.Exit(gate); }")]
    [InlineData("Monitor.Enter(gate); for (var i = 0; i < 3; i++) { if (b) { [|await FAsync()|]; } } Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); Console.WriteLine([|await Task.FromResult(1)|]); Monitor.Exit(gate);")]
    [InlineData("foreach (var i in new[] { 1 }) { Monitor.Enter(gate); [|await FAsync()|]; Monitor.Exit(gate); }")]
    public Task A_lock_that_is_held_over_an_await_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("Monitor.Enter(gate); Monitor.Exit(gate); await FAsync();")]
    [InlineData("Monitor.Enter(gate); try { Console.WriteLine(); } finally { Monitor.Exit(gate); } await FAsync();")]
    [InlineData("var taken = false; try { Monitor.Enter(gate, ref taken); } finally { if (taken) { Monitor.Exit(gate); } } await FAsync();")]
    [InlineData("Monitor.Enter(this.gate); Monitor.Exit(gate); await FAsync();")]
    [InlineData("Monitor.Enter(gate); if (b) { Monitor.Exit(gate); return; } Monitor.Exit(gate); await FAsync();")]
    [InlineData("Monitor.Enter(gate); if (b) { Monitor.Exit(gate); await FAsync(); } else { Monitor.Exit(gate); } await FAsync();")]
    [InlineData("if (b) { Monitor.Enter(gate); } Console.WriteLine(); if (b) { Monitor.Exit(gate); } await FAsync();")]
    [InlineData("if (!Monitor.TryEnter(gate)) { await FAsync(); return; } Monitor.Exit(gate);")]
    [InlineData("var taken = Monitor.TryEnter(gate); if (taken) { Monitor.Exit(gate); } else { await FAsync(); }")]
    [InlineData("if (Monitor.TryEnter(gate) == false) { await FAsync(); } else { Monitor.Exit(gate); }")]
    [InlineData("while (!Monitor.TryEnter(gate)) { await Task.Delay(1); } Monitor.Exit(gate);")]
    [InlineData("await FAsync(); Monitor.Enter(gate); Monitor.Exit(gate);")]
    [InlineData("Monitor.Enter(gate); ReleaseGate(); await FAsync();")]
    [InlineData("Monitor.Enter(gate); Exit(); await FAsync(); void Exit() => Monitor.Exit(gate);")]
    [InlineData("lock (gate) { Console.WriteLine(); } await FAsync();")]
    [InlineData("using (modern.EnterScope()) { Console.WriteLine(); } await FAsync();")]
    [InlineData("mutex.WaitOne(); await FAsync();")]
    [InlineData("mutex.WaitOne(); mutex.ReleaseMutex(); await FAsync();")]
    [InlineData("new ManualResetEvent(false).WaitOne(); await FAsync();")]
    [InlineData("slim.EnterReadLock(); slim.ExitReadLock(); await FAsync();")]
    [InlineData("Monitor.Enter(gate); Func<Task> f = async () => await FAsync(); Monitor.Exit(gate); await f();")]
    [InlineData("var locks = new object[3]; Monitor.Enter(locks[0]); Monitor.Exit(locks[0]); await FAsync();")]
    [InlineData("Monitor.Enter(next?.gate ?? gate); Monitor.Exit(next?.gate ?? gate); await FAsync();")]
    [InlineData("Monitor.Enter(gate); if (b) { Monitor.Exit(gate); throw new Exception(); } Monitor.Exit(gate); await FAsync();")]
    [InlineData("var semaphore = new SemaphoreSlim(1); await semaphore.WaitAsync(); await FAsync(); semaphore.Release();")]
    [InlineData("padlock.Lock(); await FAsync(); padlock.Unlock();")]
    [InlineData("using (padlock.Acquire()) { await FAsync(); }")]
    public Task A_lock_that_is_released_before_is_silent(string statements) => Verify.Silent(InMethod(statements), Setup.CSharp13);

    [Theory]
    [InlineData("padlock.Lock(); [|await FAsync()|]; padlock.Unlock();")]
    [InlineData("using (padlock.Acquire()) { [|await FAsync()|]; await FAsync(); }")]
    [InlineData("using (var scope = padlock.Acquire()) { [|await FAsync()|]; }")]
    [InlineData("using var scope = padlock.Acquire(); Console.WriteLine(); [|await FAsync()|];")]
    [InlineData("var scope = padlock.Acquire(); [|await FAsync()|]; scope.Dispose();")]
    [InlineData("var scope = padlock.Acquire(); scope.Dispose(); await FAsync();")]
    [InlineData("using (padlock.Acquire()) { } await FAsync();")]
    [InlineData("if (padlock.TryLock()) { [|await FAsync()|]; padlock.Unlock(); }")]
    [InlineData("padlock.Lock(); padlock.Unlock(); await FAsync();")]
    [InlineData("padlock.Look(); await FAsync();")]
    [InlineData("door.Shut(); [|await FAsync()|]; door.Release();")]
    [InlineData("door.Shut(); door.Release(); await FAsync();")]
    public Task Configured_locks_are_reported(string statements) =>
        Verify.Reports(InMethod(statements), Setup.Default with { Config = "async_analyzers.thread_affine_locks = T:Acme.Padlock|M:Acme.Door.Shut" });

    [Theory]
    [InlineData("async ValueTask<int> M() { Monitor.Enter(gate); try { [|await FAsync()|]; return 1; } finally { Monitor.Exit(gate); } }")]
    [InlineData("async void M() { Monitor.Enter(gate); [|await FAsync()|]; Monitor.Exit(gate); }")]
    [InlineData("async IAsyncEnumerable<int> M() { Monitor.Enter(gate); [|await FAsync()|]; yield return 1; Monitor.Exit(gate); }")]
    [InlineData("void M() { Func<Task> f = async () => { Monitor.Enter(gate); [|await FAsync()|]; Monitor.Exit(gate); }; }")]
    [InlineData("Task M() { return F(); async Task F() { Monitor.Enter(gate); [|await FAsync()|]; Monitor.Exit(gate); } }")]
    [InlineData("static readonly Func<C, Task> f = async c => { Monitor.Enter(c.gate); [|await c.FAsync()|]; Monitor.Exit(c.gate); };")]
    [InlineData("Func<Task> P => async () => { mutex.WaitOne(); [|await FAsync()|]; mutex.ReleaseMutex(); };")]
    [InlineData("async Task M() { Monitor.Enter(gate); Func<Task> f = async () => { mutex.WaitOne(); [|await FAsync()|]; mutex.ReleaseMutex(); }; Monitor.Exit(gate); await f(); }")]
    [InlineData("Task M() { Monitor.Enter(gate); try { return FAsync(); } finally { Monitor.Exit(gate); } }")]
    public Task Every_kind_of_function_is_seen(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_reported() => Verify.Reports(
        "var gate = new object(); Monitor.Enter(gate); [|await Task.Yield()|]; Monitor.Exit(gate);",
        Setup.TopLevel);

    [Fact]
    public Task The_message_names_the_lock() => Verify.Reports(
        InMethod("{|#1:Monitor.Enter(this.gate)|}; {|#0:await FAsync()|}; Monitor.Exit(gate);"),
        Setup.Default with { Expected = [Verify.At(0, "this.gate").WithLocation(1)] });
}
