using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.CompletionNeverSignalled>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class CompletionNeverSignalledTests
{
    private static string InClass(string members) => $$"""
        class C
        {
            static int Work() => int.Parse(Console.ReadLine()!);
            static Task<int> WorkAsync() => Task.Run(Work);
            static void Give(object? o) => GC.KeepAlive(o);
            static void Log(string s) => Console.WriteLine(s);
            event Action? Changed;
            Task? kept;
            bool flag;
            SynchronizationContext context = new();
            {{members}}
        }
        """;

    [Theory]
    [InlineData("Task M() { var [|s|] = new TaskCompletionSource(); return s.Task; }")]
    [InlineData("async Task M() { TaskCompletionSource<int> [|s|] = new(); await s.Task; }")]
    [InlineData("Task M() { var [|s|] = new TaskCompletionSource(); if (flag) s.SetResult(); return s.Task; }")]
    [InlineData("Task M() { var [|s|] = new TaskCompletionSource(); if (flag) { s.SetResult(); } else { Log(\"\"); } return s.Task; }")]
    [InlineData("Task<int> M() { var [|s|] = new TaskCompletionSource<int>(); _ = Task.Run(() => { var x = Work(); s.SetResult(x); }); return s.Task; }")]
    [InlineData("Task<int> M() { var [|s|] = new TaskCompletionSource<int>(); _ = Task.Run(() => s.SetResult(Work())); return s.Task; }")]
    [InlineData("Task<int> M() { var [|s|] = new TaskCompletionSource<int>(); _ = Task.Run(async () => { s.SetResult(await WorkAsync()); }); return s.Task; }")]
    [InlineData("Task<int> M() { var [|s|] = new TaskCompletionSource<int>(); _ = Task.Run(() => { if (flag) s.SetResult(1); }); return s.Task; }")]
    [InlineData("Task M(Action a) { var [|s|] = new TaskCompletionSource(); context.Post(_ => { a(); s.SetResult(); }, null); return s.Task; }")]
    [InlineData("void M() { var [|s|] = new TaskCompletionSource(); kept = s.Task; Work(); s.SetResult(); }")]
    [InlineData("void M() { var [|s|] = new TaskCompletionSource(); Give(s.Task); Work(); s.TrySetResult(); }")]
    [InlineData("void M() { Func<Task> f = () => { var [|s|] = new TaskCompletionSource(); return s.Task; }; Task L() { var [|s|] = new TaskCompletionSource(); return s.Task; } }")]
    public Task A_task_that_may_never_complete_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("Task M() { var s = new TaskCompletionSource(); s.SetResult(); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); if (flag) s.SetResult(); else s.SetCanceled(); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); if (flag) s.SetResult(); s.TrySetResult(); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); if (flag) s.SetResult(); else throw new Exception(); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); if (flag) return Task.CompletedTask; s.SetResult(); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); Give(s); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); Changed += () => s.TrySetResult(); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); Changed += () => { if (flag) s.TrySetResult(); }; return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); Changed += s.SetResult; return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); s = new(); return s.Task; }")]
    [InlineData("void M() { var s = new TaskCompletionSource(); }")]
    [InlineData("async Task M(Task t) { var never = new TaskCompletionSource(); await never.Task; }")]
    [InlineData("async Task M(Task t) { var s = new TaskCompletionSource(); await Task.WhenAny(t, s.Task); }")]
    [InlineData("Task<int> M() { var s = new TaskCompletionSource<int>(); _ = Task.Run(() => { try { s.SetResult(Work()); } catch (Exception e) { s.SetException(e); } }); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); _ = Task.Run(() => { try { Work(); } finally { s.SetResult(); } }); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); _ = Task.Run(() => { try { Work(); } catch { Log(\"\"); } s.SetResult(); }); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); _ = Task.Run(() => { Console.WriteLine(); s.SetResult(); }); return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); _ = Task.Run(() => s.SetResult()); return s.Task; }")]
    [InlineData("async Task M() { var s = new TaskCompletionSource(); await Task.Run(() => { Work(); s.SetResult(); }); await s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); Work(); s.SetResult(); return s.Task; }")]
    [InlineData("Task M(int x) { var s = new TaskCompletionSource(); switch (x) { case 1: s.SetResult(); break; default: s.SetCanceled(); break; } return s.Task; }")]
    [InlineData("Task M() { var s = new TaskCompletionSource(); while (flag) { s.TrySetResult(); } return s.Task; }")]
    public Task Others_are_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task Tests_are_silent() => Verify.Silent(
        InClass("Task M() { var s = new TaskCompletionSource(); return s.Task; }"), Setup.Default with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_says_why() => Verify.Reports(
        InClass("Task M() { var {|#0:s|} = new TaskCompletionSource(); return s.Task; } Task N() { var {|#1:s|} = new TaskCompletionSource(); if (flag) s.SetResult(); return s.Task; } Task O() { var {|#2:s|} = new TaskCompletionSource(); _ = Task.Run(() => { Work(); s.SetResult(); }); return s.Task; }"),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "s", "is never completed", "call SetResult and SetException"),
                Verify.At(1, "s", "is not completed on every path", "complete it on all of them"),
                Verify.At(2, "s", "is not completed when 'C.Work' throws", "catch the exception and call SetException").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations),
            ],
        });
}
