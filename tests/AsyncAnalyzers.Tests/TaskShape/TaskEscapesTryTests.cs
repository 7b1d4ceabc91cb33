using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.TaskShape.TaskEscapesTry, AsyncAnalyzers.CodeFixes.TaskShape.TaskEscapesTryFix>;

namespace AsyncAnalyzers.Tests.TaskShape;

public sealed class TaskEscapesTryTests
{
    private static string InClass(string members) => $$"""
        class C : IDisposable
        {
            static Task F(int x = 0) => Task.Delay(x);
            static Task<int> G() => Task.Run(() => 1);
            static ValueTask<int> V() => new(G());
            static void Log(object? o = null) { }
            readonly object gate = new();
            Task running = Task.CompletedTask;
            TaskCompletionSource<int> source = new();
            Dictionary<int, Task> map = new();
            [ThreadStatic] static int depth;
            bool flag;
            public void Dispose() { }
            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    [Theory]
    [InlineData("Task M() { try { return [|F()|]; } catch (Exception e) { Log(e); throw; } }")]
    [InlineData("Task M() { try { return [|F()|]; } catch { } return Task.CompletedTask; }")]
    [InlineData("Task<int> M() { try { return [|G()|]; } catch (IOException) { return Task.FromResult(0); } }")]
    [InlineData("Task<int> M() { try { return [|G()|]; } catch (IOException e) { throw new InvalidOperationException(\"a\", e); } }")]
    [InlineData("Task<int> M() { try { return [|G()|]; } catch (IOException e) { return Task.FromException<int>(new InvalidOperationException(\"a\", e)); } }")]
    [InlineData("Task<int> M() { try { return [|G()|]; } catch (Exception e) { Log(e); return Task.FromException<int>(e); } }")]
    [InlineData("Task M() { try { return [|F()|]; } finally { Log(); } }")]
    [InlineData("Task M() { try { return [|F()|]; } catch (Exception) when (flag) { throw; } finally { Log(); } }")]
    [InlineData("Task M() { try { Log(); } catch { return [|F()|]; } finally { Log(); } return F(); }")]
    [InlineData("ValueTask<int> M() { try { return [|V()|]; } finally { Log(); } }")]
    [InlineData("ValueTask<int> M() { try { return [|new ValueTask<int>(G())|]; } finally { Log(); } }")]
    [InlineData("Task M() { try { var t = F(); Log(); return [|t|]; } finally { Log(); } }")]
    [InlineData("Task M() { try { return [|flag ? F() : Task.CompletedTask|]; } finally { Log(); } }")]
    [InlineData("Task M() { try { return [|F().ContinueWith(t => { })|]; } finally { Log(); } }")]
    [InlineData("Task M() { try { foreach (var x in new[] { 1 }) { if (flag) return [|F(x)|]; } } catch { Log(); } return F(); }")]
    [InlineData("Task M() { try { try { return [|F()|]; } catch (Exception e) { return Task.FromException(e); } } finally { Log(); } }")]
    [InlineData("Task M() { try { try { Log(); } finally { } return [|F()|]; } catch { throw new Exception(); } }")]
    [InlineData("Task P { get { try { return [|F()|]; } finally { Log(); } } }")]
    [InlineData("void M() { Func<Task> f = () => { try { return [|F()|]; } finally { Log(); } }; Task L() { try { return [|F()|]; } finally { Log(); } } }")]
    [InlineData("Task M(ref int x) { try { return [|F(x)|]; } finally { Log(); } }")]
    [InlineData("Task M() { try { return [|Other()|]; } finally { Log(); } } Task Other() { if (flag) return F(); return Task.CompletedTask; }")]
    [InlineData("Task M() { try { return [|Other()|]; } finally { Log(); } } protected virtual Task Other() => Task.CompletedTask;")]
    [InlineData("Task M(Func<Task> f) { try { return [|f()|]; } finally { Log(); } }")]
    public Task A_running_task_that_leaves_the_try_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M() { try { await F(); } catch { Log(); } }")]
    [InlineData("async Task<Task> M() { await F(); try { return F(); } catch { Log(); throw; } }")]
    [InlineData("Task M() { try { Log(); } catch { Log(); } return F(); }")]
    [InlineData("Task M() { try { Log(); } catch { return F(); } return F(); }")]
    [InlineData("Task M() { try { Log(); return Task.CompletedTask; } catch { Log(); throw; } }")]
    [InlineData("Task<int> M() { try { return Task.FromResult(1); } finally { Log(); } }")]
    [InlineData("ValueTask<int> M() { try { return new(1); } finally { Log(); } }")]
    [InlineData("Task M() { try { return F(); } catch (Exception e) { return Task.FromException(e); } }")]
    [InlineData("ValueTask<int> M() { try { return V(); } catch (Exception e) { return new ValueTask<int>(Task.FromException<int>(e)); } }")]
    [InlineData("Task M(CancellationToken ct) { try { return F(); } catch (OperationCanceledException) { return Task.FromCanceled(ct); } catch (Exception) { throw; } }")]
    [InlineData("Task<int> M() { try { return G(); } catch (Exception e) { source.SetException(e); return source.Task; } }")]
    [InlineData("Task M() { try { return F().ContinueWith(t => Log(t.Exception)); } catch (Exception e) { Log(e); throw; } }")]
    [InlineData("Task M() { try { return running; } finally { Log(); } }")]
    [InlineData("Task<int> M() { try { return source.Task; } finally { Log(); } }")]
    [InlineData("Task M(Task t) { try { return t; } finally { Log(); } }")]
    [InlineData("Task M() { var t = F(); try { return t; } finally { Log(); } }")]
    [InlineData("Task M() { try { return map.GetValueOrDefault(1)!; } finally { Log(); } }")]
    [InlineData("Task M() { try { var t = F(); t.Wait(); return t; } finally { Log(); } }")]
    [InlineData("Task M() { var ok = false; try { var t = F(); ok = true; return t; } finally { if (!ok) Log(); } }")]
    [InlineData("Task M() { Monitor.Enter(gate); try { return F(); } finally { Monitor.Exit(gate); } }")]
    [InlineData("Task M() { var old = SynchronizationContext.Current; try { return F(); } finally { SynchronizationContext.SetSynchronizationContext(old); } }")]
    [InlineData("Task M() { try { return F(); } finally { depth = 0; } }")]
    [InlineData("Task M() { try { return F(); } finally { } }")]
    [InlineData("Task<int> M() { try { return Failure(); } catch { Log(); throw; } } static Task<int> Failure() => Task.FromResult(1);")]
    [InlineData("Task<int> M(int x) { try { if (x > 1) return M(x - 1); return Task.FromResult(x); } finally { Log(); } }")]
    [InlineData("ValueTask<int> M() { try { return Failure(flag); } catch { Log(); throw; } } static ValueTask<int> Failure(bool b) { if (b) return default; return ValueTask.FromException<int>(new Exception()); }")]
    [InlineData("void M() { try { Task.Run(() => { return F(); }).Wait(); } finally { Log(); } }")]
    [InlineData("Task M() { try { Log(); } finally { Task L() { return F(); } L().Wait(); } return F(); }")]
    [InlineData("Task M() { try { var t = F(); if (!t.IsCompleted) return Slow(t); } catch { Log(); } return Task.CompletedTask; } static async Task Slow(Task t) => await t;")]
    [InlineData("Task M() { using var c = new StreamReader(\"a\"); try { return c.ReadToEndAsync(); } finally { Log(); } }")]
    public Task What_loses_nothing_is_silent(string member) => Verify<AsyncAnalyzers.TaskShape.TaskEscapesTry>.Silent(InClass(member));

    [Fact]
    public Task Unsafe_code_is_silent() => Verify<AsyncAnalyzers.TaskShape.TaskEscapesTry>.Silent(
        InClass("unsafe Task M(int* p) { try { return F(*p); } finally { Log(); } }"), Setup.Default with { AllowUnsafe = true });

    [Fact]
    public Task The_message_says_what_is_missed() => Verify.Reports(
        InClass("Task M() { try { return {|#0:F()|}; } catch { throw new Exception(); } finally { Log(); } }  Task N() { try { return {|#1:F()|}; } catch { return F(1); } } Task O() { try { return {|#2:F()|}; } finally { Log(); } }"),
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.TaskShape.TaskEscapesTry>.At(0, "C.F", "its 'catch' does not see the task fail and its 'finally' runs before the task ends"),
                Verify<AsyncAnalyzers.TaskShape.TaskEscapesTry>.At(1, "C.F", "its 'catch' does not see the task fail"),
                Verify<AsyncAnalyzers.TaskShape.TaskEscapesTry>.At(2, "C.F", "its 'finally' runs before the task ends"),
            ],
        });

    [Theory]
    [InlineData("Task M() { try { return [|F()|]; } catch (Exception e) { Log(e); throw; } }", "async Task M() { try { await F(); } catch (Exception e) { Log(e); throw; } }")]
    [InlineData("Task<int> M() { try { return [|G()|]; } catch (IOException) { return Task.FromResult(0); } }", "async Task<int> M() { try { return await G(); } catch (IOException) { return 0; } }")]
    [InlineData("Task<int> M()\n{\n    try\n    {\n        // First.\n        return [|V().AsTask()|]; // x\n    }\n    finally\n    {\n        Log();\n    }\n}", "async Task<int> M()\n{\n    try\n    {\n        // First.\n        return await V().AsTask(); // x\n    }\n    finally\n    {\n        Log();\n    }\n}")]
    [InlineData("void M() { Func<Task> f = () => { try { return [|F()|]; } finally { Log(); } }; Task L() { try { return [|F(1)|]; } finally { Log(); } } }", "void M() { Func<Task> f = async () => { try { await F(); } finally { Log(); } }; async Task L() { try { await F(1); } finally { Log(); } } }")]
    [InlineData("Task M() { try { if (flag) return [|F()|]; return [|F(1)|]; } finally { Log(); } }", "async Task M() { try { if (flag) { await F(); return; } await F(1); } finally { Log(); } }")]
    public Task The_task_is_awaited(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("Task P { get { try { return [|F()|]; } finally { Log(); } } }")]
    [InlineData("Task M(ref int x) { try { return [|F(x)|]; } finally { Log(); } }")]
    [InlineData("Task M(out int x) { x = 1; try { return [|F(x)|]; } finally { Log(); } }")]
    public Task No_fix_where_the_function_cannot_be_async(string member) => Verify.OffersNoFix(InClass(member));
}
