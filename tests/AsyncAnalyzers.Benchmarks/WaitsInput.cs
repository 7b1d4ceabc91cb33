namespace AsyncAnalyzers.Benchmarks;

/// <summary>Methods that wait for a task. The name of each says whether its thread is kept.</summary>
internal static class WaitsInput
{
    public const string Blocking = "Blocks";
    public const string Harmless = "Complete";

    public const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        internal class Waits
        {
            private static Task<int> LoadAsync() => Task.Run(() => 1);

            private static async ValueTask<int> ReadAsync() => await LoadAsync();

            private async Task<int> BlocksOnResultAsync() { await Task.Yield(); return LoadAsync().Result; }
            private async Task BlocksOnWaitAsync() { await Task.Yield(); LoadAsync().Wait(); }
            private async Task BlocksOnWaitWithTimeoutAsync() { await Task.Yield(); LoadAsync().Wait(1000); }
            private async Task<int> BlocksOnAwaiterAsync() { await Task.Yield(); return LoadAsync().GetAwaiter().GetResult(); }
            private async Task<int> BlocksOnConfiguredAwaiterAsync() { await Task.Yield(); return LoadAsync().ConfigureAwait(false).GetAwaiter().GetResult(); }
            private async Task<int> BlocksOnValueTaskAsync() { await Task.Yield(); return ReadAsync().Result; }
            private async Task<int> BlocksOnValueTaskAsTaskAsync() { await Task.Yield(); return ReadAsync().AsTask().Result; }
            private async Task BlocksConditionallyAsync(Task? task) { await Task.Yield(); task?.Wait(); }
            private async Task BlocksOnAllAsync() { await Task.Yield(); Task.WaitAll(LoadAsync(), LoadAsync()); }
            private async Task BlocksOnAnyAsync() { await Task.Yield(); Task.WaitAny(LoadAsync(), LoadAsync()); }
            private async Task BlocksInSleepAsync() { await Task.Yield(); Thread.Sleep(1000); }
            private Task<int> BlocksWithoutAsync() => Task.FromResult(LoadAsync().Result);
            private void BlocksInLambda() { Func<Task<int>> load = async () => { await Task.Yield(); return LoadAsync().Result; }; load.Invoke(); }
            private void BlocksInLocalFunction() { Local(); async Task<int> Local() { await Task.Yield(); return LoadAsync().Result; } }

            private async Task<int> CompleteAfterAwaitAsync() { var task = LoadAsync(); await task; return task.Result; }
            private async Task<int> CompleteAfterWhenAllAsync() { var a = LoadAsync(); var b = LoadAsync(); await Task.WhenAll(a, b); return a.Result + b.Result; }
            private async Task<int> CompleteInArrayAsync() { var tasks = new[] { LoadAsync(), LoadAsync() }; await Task.WhenAll(tasks); return tasks[0].Result; }
            private async Task<int> CompleteInListAsync() { var tasks = new List<Task<int>> { LoadAsync() }; await Task.WhenAll(tasks); return tasks.Sum(task => task.Result); }
            private async Task<int> CompleteInLoopAsync() { var sum = 0; var tasks = new[] { LoadAsync() }; await Task.WhenAll(tasks); foreach (var task in tasks) { sum += task.Result; } return sum; }
            private async Task<int> CompleteByWhenAnyAsync() { var winner = await Task.WhenAny(LoadAsync(), LoadAsync()); return winner.Result; }
            private async Task<int> CompleteByGuardAsync(Task<int> task) { if (task.IsCompletedSuccessfully) { return task.Result; } return await task; }
            private async Task<int> CompleteByPatternAsync(Task<int> task) => task is { IsCompletedSuccessfully: true } ? task.Result : await task;
            private async Task<int> CompleteAtJoinAsync(Task<int> task) { if (!task.IsCompleted) { await task; } return task.Result; }
            private async Task<int> CompleteInContinuationAsync() => await LoadAsync().ContinueWith(done => done.Result, TaskScheduler.Default);
            private async Task<int> CompleteFromStartAsync() { await Task.Yield(); return Task.FromResult(1).Result; }
            private async Task<int> CompleteValueTaskAsync() { var task = ReadAsync(); return task.IsCompletedSuccessfully ? task.Result : await task; }
            private async Task<bool> CompleteOrNotAsync(Task task) { await Task.Yield(); return task.Wait(0); }
            private async Task<bool> CompleteSemaphoreAsync(SemaphoreSlim gate) { await Task.Yield(); return gate.Wait(0); }
        }
        """;
}
