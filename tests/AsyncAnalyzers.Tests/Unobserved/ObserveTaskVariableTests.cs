using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTaskVariable>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ObserveTaskVariableTests
{
    private const string Helpers = """
        static class Work
        {
            public static Task RunAsync() => Task.Run(() => { });
            public static Task<int> LoadAsync(int id = 0) => Task.Run(() => id);
            public static ValueTask<int> ReadAsync() => new(Task.Run(() => 1));
            public static async Task Compute() => await Task.Yield();
            public static void Do() { }
            public static bool Is(int x) => x > 0;
            public static void Keep(Task task) { }
            public static void FillAsync(ref Task task) { }
            public static T Checked<T>(T value) => value;
        }
        sealed class Client
        {
            public Task SendAsync() => Task.Run(() => { });
            public Task Current { get; } = Task.CompletedTask;
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    private static Setup AsSuggestion => new()
    {
        Expected = [new DiagnosticResult("AWAIT102", DiagnosticSeverity.Info).WithLocation(0)],
    };

    [Theory]
    [InlineData("void M() { var [|t|] = Work.RunAsync(); }")]
    [InlineData("async Task M() { var [|t|] = Work.RunAsync(); await Task.Yield(); }")]
    [InlineData("async Task<int> M() { Task<int> [|t|] = Work.LoadAsync(1), other = Work.LoadAsync(2); return await other; }")]
    [InlineData("void M() { var [|t|] = Work.ReadAsync(); }")]
    [InlineData("void M() { var [|t|] = Work.ReadAsync().AsTask(); }")]
    [InlineData("void M() { var [|t|] = Task.Run(() => Work.Do()); }")]
    [InlineData("void M() { var [|t|] = Task.Factory.StartNew(() => Work.Do()); }")]
    [InlineData("void M() { var [|t|] = Task.WhenAll(Work.RunAsync(), Work.RunAsync()); }")]
    [InlineData("async Task M() { var [|t|] = Task.Delay(100); await Task.Yield(); }")]
    [InlineData("void M(Client? c) { var [|t|] = c?.SendAsync(); }")]
    [InlineData("void M(Client? c) { var [|t|] = c?.SendAsync() ?? Task.CompletedTask; }")]
    [InlineData("void M(bool c) { var [|t|] = c ? Work.RunAsync() : Task.CompletedTask; }")]
    [InlineData("void M(int c) { var [|t|] = c switch { 1 => Task.CompletedTask, _ => Work.RunAsync() }; }")]
    [InlineData("void M(Func<Task> f) { var [|t|] = f(); }")]
    [InlineData("void M() { var [|t|] = Local(); static async Task Local() => await Task.Yield(); }")]
    [InlineData("void M() { Task t; [|t|] = Work.RunAsync(); }")]
    [InlineData("void M() { Task [|t|] = Work.RunAsync(); [|t|] = Work.RunAsync(); }")]
    [InlineData("Action a = () => { var [|t|] = Work.RunAsync(); };")]
    [InlineData("C() { var [|t|] = Work.RunAsync(); }")]
    [InlineData("int P { get { var [|t|] = Work.RunAsync(); return 1; } }")]
    [InlineData("void M() { Local(); void Local() { var [|t|] = Work.RunAsync(); } }")]
    [InlineData("void M() { Action a = () => { var [|t|] = Work.RunAsync(); }; Action b = () => { var [|t|] = Work.RunAsync(); }; a(); b(); }")]
    [InlineData("async IAsyncEnumerable<int> M() { var [|t|] = Work.RunAsync(); await Task.Yield(); yield return 1; }")]
    [InlineData("void M(int x) { switch (x) { case 1: var [|t|] = Work.RunAsync(); break; } }")]
    [InlineData("void M() { var [|t|] = Work.Compute(); }")]
    [InlineData("void M() { Task<int>? [|t|] = Work.LoadAsync(); }")]
    [InlineData("async Task M() { var [|t|] = Work.LoadAsync(); { var t2 = Work.LoadAsync(); await t2; } }")]
    public Task A_task_that_nothing_ever_reads_is_a_warning(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_checked() =>
        Verify.Reports("var [|t|] = Task.Run(() => { }); var u = Task.Run(() => { }); await u;", Setup.TopLevel);

    [Theory]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) { return; } await t; }")]
    [InlineData("async Task M(bool background) { var {|#0:t|} = Work.RunAsync(); if (!background) { return; } await t; }")]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) { throw new Exception(); } await t; }")]
    [InlineData("async Task<int> M(bool c) { var {|#0:t|} = Work.LoadAsync(); if (c) { return 1; } return await t; }")]
    [InlineData("async Task<int> M(string? s) { var {|#0:t|} = Work.LoadAsync(); var x = s ?? throw new ArgumentNullException(); return await t + x.Length; }")]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) { await t; } }")]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); while (c) { await t; } }")]
    [InlineData("async Task M(int x) { var {|#0:t|} = Work.RunAsync(); switch (x) { case 1: await t; break; case 2: Work.Do(); break; default: await t; break; } }")]
    [InlineData("async Task M(int[] xs) { foreach (var x in xs) { var {|#0:t|} = Work.LoadAsync(x); if (Work.Is(x)) { continue; } await t; } }")]
    [InlineData("async Task M(int[] xs) { foreach (var x in xs) { var {|#0:t|} = Work.LoadAsync(x); if (Work.Is(x)) break; await t; } }")]
    [InlineData("async Task M(int[] xs) { Task? t = null; foreach (var x in xs) { {|#0:t|} = Work.LoadAsync(x); } if (t != null) await t; }")]
    [InlineData("async Task M() { var {|#0:t|} = Work.RunAsync(); t = Work.RunAsync(); await t; }")]
    [InlineData("async Task M(bool c) { Task? t = null; if (c) { {|#0:t|} = Work.RunAsync(); } t = Work.RunAsync(); await t; }")]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.ReadAsync(); if (c) return; await t; }")]
    [InlineData("void M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) return; t.Wait(); }")]
    [InlineData("Func<bool, Task> F = async c => { var {|#0:t|} = Work.RunAsync(); if (c) return; await t; };")]
    [InlineData("async Task M(bool c) { await Local(); async Task Local() { var {|#0:t|} = Work.RunAsync(); if (c) return; await t; } }")]
    [InlineData("async Task M(bool c) { Func<Task> f = async () => { await Local(); async Task Local() { var {|#0:t|} = Work.RunAsync(); if (c) return; await t; } }; await f(); }")]
    [InlineData("async Task M(bool c) { try { var {|#0:t|} = Work.RunAsync(); if (c) return; await t; } finally { Work.Do(); } }")]
    [InlineData("async Task M(bool c) { Task t; {|#0:t|} = Task.Run(() => { }); if (c) return; await t; }")]
    [InlineData("async Task M(bool c, Client client) { var {|#0:t|} = client.SendAsync().ConfigureAwait(false) is var _ ? client.SendAsync() : client.SendAsync(); if (c) return; await t; }")]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.Compute(); if (c) return; await t; }")]
    public Task A_task_that_one_path_loses_is_a_suggestion(string member) => Verify.Reports(InClass(member), AsSuggestion);

    [Theory]
    [InlineData("async Task M() { var {|#0:t|} = Work.RunAsync(); }", "is never awaited", "await it", true)]
    [InlineData("void M() { var {|#0:t|} = Work.RunAsync(); }", "is never awaited", "await it in an async function, or discard it with '_ =' if that is meant", true)]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) return; await t; }", "is not awaited on every path", "start it later, or await it before that", false)]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) throw new Exception(); await t; }", "is not awaited where the function throws", "start it later, or await it before that", false)]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); t = Work.Compute(); await t; }", "is overwritten before anything awaits it", "await it first", false)]
    public Task The_message_tells_how_the_task_is_lost(string member, string fate, string advice, bool isWarning) => Verify.Reports(
        InClass(member),
        new() { Expected = [Verify.At(0, "Work.RunAsync", "t", fate, advice).WithSeverity(isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info)] });

    [Theory]
    [InlineData("async Task M() { var t = Work.RunAsync(); Work.Do(); await t; }")]
    [InlineData("async Task M() { var t = Work.RunAsync(); await t.ConfigureAwait(false); }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); if (c) { await t; return; } await t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); if (c) { Work.Do(); } await t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); if (c) { await t; } else { await t; } }")]
    [InlineData("async Task M(bool c) { if (c) return; var t = Work.RunAsync(); await t; }")]
    [InlineData("async Task M(bool background) { var t = Work.RunAsync(); if (background) return; await t; }")]
    [InlineData("void M() { var t = Task.Run(async () => { try { await Work.RunAsync(); } catch (Exception e) { Console.WriteLine(e); } }); }")]
    [InlineData("async Task M(bool waitForIt) { var t = Work.RunAsync(); if (waitForIt) { await t; } }")]
    [InlineData("Task M(bool runInBackground) { var t = Work.RunAsync(); return !runInBackground ? t : Task.CompletedTask; }")]
    [InlineData("Task M(bool c) { var t = Work.RunAsync(); Work.Do(); return t; }")]
    [InlineData("void M() { var t = Work.RunAsync(); Work.Keep(t); }")]
    [InlineData("Task? field; void M() { var t = Work.RunAsync(); field = t; }")]
    [InlineData("Func<Task> M() { var t = Work.RunAsync(); return () => t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); Func<Task> f = () => t; if (c) return; await f(); }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); if (c) return; await Local(); async Task Local() => await t; }")]
    [InlineData("bool M() { var t = Work.RunAsync(); return t.IsCompleted; }")]
    [InlineData("void M() { var t = Work.RunAsync(); t.ContinueWith(x => Work.Do()); }")]
    [InlineData("async Task M() { var a = Work.RunAsync(); var b = Work.RunAsync(); await Task.WhenAll(a, b); }")]
    [InlineData("async Task M() { Task[] all = [Work.RunAsync()]; var t = Work.RunAsync(); await Task.WhenAny([.. all, t]); }")]
    [InlineData("void M() { var _ = Work.RunAsync(); var __ = Work.RunAsync(); }")]
    [InlineData("void M() { _ = Work.RunAsync(); }")]
    [InlineData("void M() { var unused = Work.RunAsync(); Task ignoredTask = Work.RunAsync(); var fireAndForget = Work.RunAsync(); }")]
    [InlineData("async Task M() { using var t = Work.RunAsync(); await Task.Yield(); }")]
    [InlineData("async Task M() { using (var t = Work.RunAsync()) { await Task.Yield(); } }")]
    [InlineData("void M(Client c) { var t = c.Current; }")]
    [InlineData("void M() { var t = Task.CompletedTask; var u = Task.FromResult(1); }")]
    [InlineData("void M(Queue<Task> q) { var t = q.Dequeue(); }")]
    [InlineData("void M(Task x) { var t = Work.Checked(x); }")]
    [InlineData("void M() { var t = Work.RunAsync().ContinueWith(x => Console.WriteLine(x.Exception)); }")]
    [InlineData("async Task M() { var t = await Task.WhenAny(Work.RunAsync()); }")]
    [InlineData("async Task M() { int t = await Work.LoadAsync(); }")]
    [InlineData("void M() { var t = new Task(Work.Do); }")]
    [InlineData("void M() { Task t = Work.RunAsync(); Work.FillAsync(ref t); }")]
    [InlineData("void M() { Task? t = null; }")]
    public Task Tasks_that_are_read_or_meant_to_be_left_are_silent(string member) => Verify.Silent(InClass(member));

    [Theory]
    [InlineData("async Task M(bool c) { Task? t = null; if (c) t = Work.RunAsync(); if (!c) return; await t!; }")]
    [InlineData("async Task M(bool c) { Task? t = null; if (c) { t = Work.RunAsync(); } Work.Do(); if (t != null) await t; }")]
    [InlineData("async Task M(bool c) { Task? t = c ? Work.RunAsync() : null; if (t != null) await t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); try { if (c) throw new Exception(); } catch { Work.Do(); } await t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); try { if (c) return; Work.Do(); } finally { await t; } }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); try { if (c) throw new Exception(); Work.Do(); } finally { await t; } }")]
    [InlineData("async Task M() { var t = Work.RunAsync(); try { await t; } catch (Exception) { Work.Do(); } }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); using (new MemoryStream()) { Work.Do(); await t; } }")]
    [InlineData("async Task M(bool c) { var t = Task.Delay(100); if (c) return; await t; }")]
    [InlineData("async Task M(bool c, Task x) { var t = x.WaitAsync(TimeSpan.FromSeconds(1)); if (c) return; await t; }")]
    [InlineData("async Task M(bool c, PeriodicTimer x) { var t = x.WaitForNextTickAsync(); if (c) return; await t; }")]
    [InlineData("async Task M(bool c, Func<Task> f) { var t = f(); if (c) return; await t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); while (true) { if (await Task.WhenAny(t, Task.Delay(1)) == t) break; } }")]
    [InlineData("async Task M(int[] xs) { Task t = Task.CompletedTask; foreach (var x in xs) { await t; t = Work.LoadAsync(x); } await t; }")]
    [InlineData("async Task M(int[] xs) { Task t = Task.CompletedTask; foreach (var x in xs) { t = t.ContinueWith(_ => Work.Do()); } await t; }")]
    [InlineData("async Task M(int n) { var t = Work.RunAsync(); do { Work.Do(); } while (--n > 0); await t; }")]
    [InlineData("async Task M(int n) { var t = Work.RunAsync(); for (var i = 0; i < n; i++) { if (i == 3) continue; Work.Do(); } await t; }")]
    [InlineData("async Task<int> M(int n) { var t = Work.LoadAsync(); var x = n switch { 1 => 2, _ => 3 }; return x + await t; }")]
    [InlineData("async Task M(bool c) { var t = Work.RunAsync(); if (c && await Done(t)) return; await t; } static Task<bool> Done(Task x) => Task.Run(() => x.IsCompleted);")]
    public Task Paths_that_read_the_task_or_may_know_better_are_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task A_configured_method_may_be_left_alone() => Verify.Silent(
        InClass("void M() { var t = Work.RunAsync(); }"),
        new() { Config = "async_analyzers.fire_and_forget_methods = M:Work.RunAsync" });

    [Theory]
    [InlineData("void M() { var t = Work.; }")]
    [InlineData("void M() { Task t = ; }")]
    [InlineData("void M() { Task = Work.RunAsync(); }")]
    [InlineData("async Task M(bool c) { var [|t|] = Work.RunAsync() if (c) return; await t }")]
    [InlineData("void M() { goto end; Task t = Work.RunAsync(); end: ; }")]
    public Task Malformed_code_is_survived(string member) => Verify.Reports(InClass(member), new() { HasErrors = true });
}
