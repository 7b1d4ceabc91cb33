using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Concurrency.SemaphoreProtocol>;

namespace AsyncAnalyzers.Tests.Concurrency;

/// <summary>Semaphores that some path leaves entered.</summary>
public sealed class SemaphoreProtocolTests
{
    internal static string InClass(string members) => $$"""
        class C
        {
            private readonly SemaphoreSlim gate = new(1);
            private readonly SemaphoreSlim other = new(1);
            private readonly object sync = new();
            private readonly List<int> items = new();
            private int count;

            static Task<int> LoadAsync(CancellationToken token = default) => Task.FromResult(1);

            static void Work() => File.Delete("x");

            void Count() { count++; }

            void ReleaseGate() => gate.Release();

            async Task<int> GoOnAsync() { try { return await LoadAsync(); } finally { gate.Release(); } }

            {{members}}
        }

        class Releaser(SemaphoreSlim semaphore) : IDisposable
        {
            public void Dispose() => semaphore.Release();
        }
        """;

    internal static string InMethod(string statements) => InClass($"async Task M(bool flag, int n, CancellationToken token) {{ await Task.Yield(); {statements} }}");

    [Fact]
    public Task What_a_failing_test_leaves_is_silent() => Verify.Reports(
        InMethod("await gate.WaitAsync(); await LoadAsync(); gate.Release(); await other.WaitAsync(); if (flag) { return; } [|other.Release()|];"),
        Setup.Default with { Packages = Core.Libraries.XUnit });

    [Theory]
    [InlineData("await gate.WaitAsync(); await LoadAsync(); [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(token); await LoadAsync(); [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync().ConfigureAwait(false); var x = await LoadAsync().ConfigureAwait(false); [|gate.Release()|]; count = x;")]
    [InlineData("gate.Wait(); Work(); [|gate.Release()|];")]
    [InlineData("gate.WaitAsync().Wait(); Work(); [|gate.Release()|];")]
    [InlineData("gate.WaitAsync().GetAwaiter().GetResult(); Work(); [|gate.Release()|];")]
    [InlineData("await this.gate.WaitAsync(); Work(); [|gate.Release(1)|];")]
    [InlineData("await gate.WaitAsync(); if (flag) { Work(); } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); for (var i = 0; i < n; i++) { Work(); } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); foreach (var item in items) { await LoadAsync(); } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); switch (n) { case 1: Work(); break; default: count++; break; } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); using (var stream = File.OpenRead(\"x\")) { await stream.ReadExactlyAsync(new byte[1]); } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); lock (sync) { Work(); } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); if (count > 0) { throw new InvalidOperationException(); } count++; [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); var x = flag ? await LoadAsync() : 0; [|gate.Release()|]; count = x;")]
    [InlineData("await gate.WaitAsync(); token.ThrowIfCancellationRequested(); [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); await Task.Delay(1, token); [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); await foreach (var x in Stream()) { count += x; } [|gate.Release()|]; async IAsyncEnumerable<int> Stream() { await Task.Yield(); yield return 1; }")]
    [InlineData("if (!await gate.WaitAsync(10)) { return; } await LoadAsync(); [|gate.Release()|];")]
    [InlineData("if (!gate.Wait(0)) return; Work(); [|gate.Release()|];")]
    [InlineData("if (await gate.WaitAsync(10)) { await LoadAsync(); [|gate.Release()|]; }")]
    [InlineData("if (flag && await gate.WaitAsync(10, token)) { await LoadAsync(); [|gate.Release()|]; }")]
    [InlineData("var entered = await gate.WaitAsync(10); if (!entered) { return; } await LoadAsync(); [|gate.Release()|];")]
    [InlineData("bool entered; entered = gate.Wait(10); if (entered) { Work(); [|gate.Release()|]; }")]
    [InlineData("while (!await gate.WaitAsync(10)) { count++; } await LoadAsync(); [|gate.Release()|];")]
    [InlineData("while (true) { await gate.WaitAsync(); await LoadAsync(); [|gate.Release()|]; }")]
    [InlineData("do { await gate.WaitAsync(); await LoadAsync(); [|gate.Release()|]; } while (flag);")]
    [InlineData("await gate.WaitAsync(); await LoadAsync(); [|gate.Release()|]; await gate.WaitAsync(); Work(); [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } catch (IOException) { count++; } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } catch (Exception e) when (e is IOException) { count++; } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } catch (Exception) { throw; } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } finally { count--; } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); await LoadAsync(); gate?[|.Release()|];")]
    public Task Whatever_throws_before_the_release_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("await gate.WaitAsync(); if (flag) { return; } count++; [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); if (count == 0) return; [|gate.Release()|];")]
    [InlineData("if (!gate.Wait(0)) return; if (count > 1) { return; } [|gate.Release()|];")]
    [InlineData("await gate.WaitAsync(); try { if (flag) { return; } } catch (IOException) { } [|gate.Release()|];")]
    public Task An_early_return_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("await gate.WaitAsync(); await LoadAsync(); try { count++; } finally { [|gate.Release()|]; }")]
    [InlineData("await gate.WaitAsync(); if (flag) { throw new InvalidOperationException(); } try { Work(); } finally { [|gate.Release()|]; }")]
    [InlineData("await gate.WaitAsync(); if (flag) { return; } try { Work(); } finally { [|gate.Release()|]; }")]
    public Task Code_in_front_of_the_try_is_reported(string statements) => Verify.Reports(InMethod(statements));

    [Theory]
    [InlineData("Task M() => Task.Run(async () => { await gate.WaitAsync(); await LoadAsync(); [|gate.Release()|]; });")]
    [InlineData("Task M() { return Go(); async Task Go() { await gate.WaitAsync(); await LoadAsync(); [|gate.Release()|]; } }")]
    [InlineData("int P { get { gate.Wait(); Work(); [|gate.Release()|]; return 1; } }")]
    [InlineData("public C() { gate.Wait(); Work(); [|gate.Release()|]; }")]
    [InlineData("static readonly SemaphoreSlim shared = new(1, 1); static readonly Func<Task> go = async () => { await shared.WaitAsync(); await LoadAsync(); [|shared.Release()|]; };")]
    [InlineData("async IAsyncEnumerable<int> M() { await gate.WaitAsync(); var x = await LoadAsync(); [|gate.Release()|]; yield return x; }")]
    [InlineData("async ValueTask<int> M() { await gate.WaitAsync(); var x = await LoadAsync(); [|gate.Release()|]; return x; }")]
    [InlineData("async Task M(SemaphoreSlim limit, string[] urls) { await Task.WhenAll(urls.Select(async url => { await limit.WaitAsync(); await LoadAsync(); [|limit.Release()|]; })); }")]
    [InlineData("async Task M(System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> locks) { var key = locks.GetOrAdd(\"x\", _ => new SemaphoreSlim(1)); await key.WaitAsync(); await LoadAsync(); [|key.Release()|]; }")]
    [InlineData("async Task M(Func<Task> go) { await gate.WaitAsync(); await go(); [|gate.Release()|]; }")]
    [InlineData("void M(Action go) { gate.Wait(); go.Invoke(); [|gate.Release()|]; }")]
    [InlineData("static class Lock { public static readonly SemaphoreSlim Gate = new(1); } async Task M() { await Lock.Gate.WaitAsync(); await LoadAsync(); [|Lock.Gate.Release()|]; }")]
    public Task Every_kind_of_function_and_semaphore_is_seen(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_reported() => Verify.Reports(
        "var gate = new SemaphoreSlim(1); await gate.WaitAsync(); await File.ReadAllTextAsync(\"x\"); [|gate.Release()|];",
        Setup.TopLevel);

    [Theory]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("gate.Wait(); try { Work(); } catch (IOException) { throw; } finally { count = 0; gate.Release(); }")]
    [InlineData("await gate.WaitAsync(); try { try { await LoadAsync(); } finally { count++; } } finally { gate.Release(); } Work();")]
    [InlineData("await gate.WaitAsync(); try { if (flag) { return; } await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("if (!await gate.WaitAsync(0)) { return; } try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("try { await gate.WaitAsync(token); } catch (OperationCanceledException) { return; } try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } catch (Exception) { gate.Release(); throw; } gate.Release();")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); gate.Release(); } catch { gate.Release(); throw; }")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } catch (Exception e) { Console.WriteLine(e); } gate.Release();")]
    [InlineData("await gate.WaitAsync(); var x = 0; try { x = await LoadAsync(); } finally { gate.Release(); } count = x;")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } finally { if (count >= 0) { gate.Release(); } }")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } finally { ReleaseGate(); }")]
    [InlineData("await gate.WaitAsync(); await other.WaitAsync(); try { await LoadAsync(); } finally { other.Release(); gate.Release(); }")]
    public Task A_release_on_every_path_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("await gate.WaitAsync(); gate.Release();")]
    [InlineData("await gate.WaitAsync(); count++; count += n; gate.Release();")]
    [InlineData("await gate.WaitAsync(); items.Add(n); if (items.Contains(1)) { items.Clear(); } gate.Release();")]
    [InlineData("await gate.WaitAsync(); Interlocked.Increment(ref count); Volatile.Write(ref count, 1); gate.Release();")]
    [InlineData("await gate.WaitAsync(); Console.WriteLine($\"{n}\"); gate.Release();")]
    [InlineData("await gate.WaitAsync(); Count(); gate.Release();")]
    [InlineData("await gate.WaitAsync(); try { await LoadAsync(); } finally { MaybeDispose(); gate.Release(); } void MaybeDispose() { Work(); }")]
    [InlineData("await gate.WaitAsync(); await Task.Delay(100); gate.Release();")]
    [InlineData("await gate.WaitAsync(); var copy = items.Where(i => i > n).ToList(); gate.Release(); foreach (var item in copy) { await LoadAsync(); }")]
    [InlineData("await gate.WaitAsync(); var now = DateTime.UtcNow.AddDays(1); var text = n.ToString().Trim(); gate.Release();")]
    [InlineData("await gate.WaitAsync(); Console.WriteLine(1); try { await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(); int? result = null; try { result = await LoadAsync(); } finally { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(); var name = nameof(Work); gate.Release();")]
    public Task Code_that_does_not_throw_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("await gate.WaitAsync(); await LoadAsync();")]
    [InlineData("await gate.WaitAsync(); var task = Task.Run(async () => { try { await LoadAsync(); } finally { gate.Release(); } });")]
    [InlineData("await gate.WaitAsync(); Work(); _ = LoadAsync().ContinueWith(_ => gate.Release());")]
    [InlineData("await gate.WaitAsync(); Work(); _ = Go(); async Task Go() { await LoadAsync(); gate.Release(); }")]
    [InlineData("await gate.WaitAsync(); using var releaser = new Releaser(gate); await LoadAsync();")]
    [InlineData("await gate.WaitAsync(); using (new Releaser(gate)) { await LoadAsync(); if (flag) { gate.Release(); } }")]
    [InlineData("if (flag) { await gate.WaitAsync(); } await LoadAsync(); if (flag) { gate.Release(); }")]
    [InlineData("gate.Release(); await LoadAsync(); await gate.WaitAsync();")]
    [InlineData("for (var i = 0; i < n; i++) { await gate.WaitAsync(); } await LoadAsync(); gate.Release(n);")]
    [InlineData("var entered = gate.WaitAsync(); await LoadAsync(); await entered; gate.Release();")]
    [InlineData("var entered = false; if (n > 1) { await gate.WaitAsync(); entered = true; } await LoadAsync(); if (entered) { gate.Release(); }")]
    [InlineData("await gate.WaitAsync(); await LoadAsync(); ReleaseGate();")]
    [InlineData("await gate.WaitAsync(); await LoadAsync(); other.Release();")]
    [InlineData("again: await gate.WaitAsync(); await LoadAsync(); gate.Release(); if (flag) { goto again; }")]
    [InlineData("var locks = new[] { gate }; await locks[0].WaitAsync(); await LoadAsync(); locks[0].Release();")]
    public Task Hand_over_and_what_cannot_be_followed_is_silent(string statements) => Verify.Silent(InMethod(statements));

    [Theory]
    [InlineData("async Task<bool> M() { await gate.WaitAsync(); if (await LoadAsync() == 0) { gate.Release(); return false; } return true; }")]
    [InlineData("async Task<bool> M() { await gate.WaitAsync(); if (await LoadAsync() == 0) { return true; } gate.Release(); return false; }")]
    [InlineData("async Task<IDisposable> M() { await gate.WaitAsync(); if (await LoadAsync() == 0) { gate.Release(); throw new IOException(); } return new Releaser(gate); }")]
    [InlineData("Task<int> M() { if (!gate.Wait(0)) { return LoadAsync(); } if (count > 0) { return GoOnAsync(); } try { Work(); } finally { gate.Release(); } return LoadAsync(); }")]
    [InlineData("Task M() => gate.WaitAsync(); void N() => gate.Release();")]
    [InlineData("async Task EnterAsync() { await gate.WaitAsync(); Work(); } void Exit() { Work(); gate.Release(); }")]
    [InlineData("private readonly SemaphoreSlim signal = new(0); async Task M() { await signal.WaitAsync(); await LoadAsync(); signal.Release(); }")]
    [InlineData("private readonly SemaphoreSlim signal; C() { signal = new SemaphoreSlim(0, 1); } async Task M() { await signal.WaitAsync(); await LoadAsync(); signal.Release(); }")]
    [InlineData("async Task M() { var signal = new SemaphoreSlim(0); await signal.WaitAsync(); await LoadAsync(); signal.Release(); }")]
    [InlineData("class Gate { public Task WaitAsync() => Task.CompletedTask; public void Release() { } } async Task M(Gate g) { await g.WaitAsync(); await LoadAsync(); g.Release(); }")]
    [InlineData("void M(Semaphore s) { s.WaitOne(); Work(); s.Release(); }")]
    public Task Functions_that_return_holding_it_and_signals_are_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task Messages_say_what_throws() => Verify.Reports(
        InMethod("""
            await gate.WaitAsync(); await LoadAsync(); {|#0:gate.Release()|};
            await gate.WaitAsync(); if (flag) { return; } {|#1:gate.Release()|};
            await gate.WaitAsync(); if (flag) { throw new IOException(); } try { count++; } finally { {|#2:gate.Release()|}; }
            await other.WaitAsync(); var task = LoadAsync(); await task; {|#3:other.Release()|};
            """),
        Setup.Default with
        {
            Expected =
            [
                At(0, "gate", "is not released when 'C.LoadAsync' throws", "those who wait for it next wait for ever", "release it in a 'finally'"),
                At(1, "gate", "is not released where this function returns early", "those who wait for it next wait for ever", "release it in a 'finally'"),
                At(2, "gate", "is not released when an exception is thrown here", "those who wait for it next wait for ever", "begin the 'try' right after it is entered"),
                At(3, "other", "is not released when 'C.LoadAsync' throws", "those who wait for it next wait for ever", "release it in a 'finally'"),
            ],
        });

    internal static Microsoft.CodeAnalysis.Testing.DiagnosticResult At(int mark, params object[] arguments) =>
        Verify.At(mark, arguments).WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations);
}
