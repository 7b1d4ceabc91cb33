using AsyncAnalyzers.Tests.Core;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingPrimitiveInAsync>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class BlockingPrimitiveInAsyncTests
{
    [Fact]
    public Task Events_barriers_threads_and_monitors_block() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(ManualResetEventSlim slim, CountdownEvent count, Barrier barrier, WaitHandle handle, AutoResetEvent auto, Thread thread, CancellationToken token)
            {
                [|slim.Wait()|];
                [|slim.Wait(token)|];
                if (![|slim.Wait(TimeSpan.FromSeconds(1), token)|]) { }
                [|count.Wait(100)|];
                [|barrier.SignalAndWait()|];
                [|barrier.SignalAndWait(millisecondsTimeout: 5, token)|];
                [|handle.WaitOne()|];
                [|auto.WaitOne(TimeSpan.FromSeconds(1), exitContext: false)|];
                [|WaitHandle.WaitAll(new[] { handle, auto })|];
                var index = [|WaitHandle.WaitAny([handle, auto], 100)|];
                [|WaitHandle.SignalAndWait(auto, handle)|];
                [|thread.Join()|];
                if ([|thread.Join(TimeSpan.FromSeconds(3))|]) { }
                lock (this) { [|Monitor.Wait(this)|]; }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_conditional_access_blocks_too() => VerifyRule.Reports(
        """
        class C
        {
            Thread? thread;
            async Task M(ManualResetEventSlim? slim)
            {
                slim?[|.Wait()|];
                this.thread?[|.Join()|];
                (slim!)[|.Wait()|];
            }
        }
        """.Replace("(slim!)[|.Wait()|]", "[|(slim!).Wait()|]", StringComparison.Ordinal));

    [Fact]
    public Task No_time_no_wait() => VerifyRule.Silent(
        """
        class C
        {
            const int None = 0;
            async Task M(ManualResetEventSlim slim, CountdownEvent count, Barrier barrier, WaitHandle handle, Thread thread, CancellationToken token)
            {
                slim.Wait(0);
                slim.Wait(None, token);
                slim.Wait(TimeSpan.Zero, token);
                count.Wait(millisecondsTimeout: 0);
                barrier.SignalAndWait(default(TimeSpan));
                handle.WaitOne(0);
                handle.WaitOne(TimeSpan.Zero);
                WaitHandle.WaitAny(new[] { handle }, 0);
                WaitHandle.WaitAll(new[] { handle }, TimeSpan.Zero);
                thread.Join(0);
                lock (this) { Monitor.Wait(this, 0); }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Every_kind_of_async_function() => VerifyRule.Reports(
        """
        class C
        {
            static readonly ManualResetEventSlim ready = new();
            readonly Func<Task> field = async () => { [|ready.Wait()|]; };
            readonly Func<Task> expression = async () => [|ready.Wait()|];
            readonly Func<Task> sync = () => { [|ready.Wait()|]; return Task.CompletedTask; };
            Task Property { get { [|ready.Wait()|]; return Task.CompletedTask; } }
            async Task Expression() => [|ready.Wait()|];
            Task NotAsync() { [|ready.Wait()|]; return Task.CompletedTask; }
            ValueTask<int> Value() { [|ready.Wait()|]; return new(1); }
            async void Void() => [|ready.Wait()|];
            async IAsyncEnumerable<int> Stream() { [|ready.Wait()|]; yield return 1; }
            C() { Func<Task> inner = async delegate { [|ready.Wait()|]; }; }

            async Task Outer()
            {
                async Task Local() { [|ready.Wait()|]; await Task.Yield(); }
                await Local();
                await Task.Run(async () => { [|ready.Wait()|]; await Task.Yield(); });
                new List<Thread>().ForEach(thread => [|thread.Join()|]);
                Array.ForEach(new Thread[1], thread => { [|thread.Join()|]; });
            }
        }
        """);

    [Fact]
    public Task Synchronous_code_is_silent() => VerifyRule.Silent(
        """
        class C
        {
            readonly ManualResetEventSlim ready = new();
            int Property { get { ready.Wait(); return 1; } }
            C() => ready.Wait();
            void M() => ready.Wait();
            public void Dispose() { new Thread(() => ready.Wait()).Join(); }

            async Task Offloaded(Thread thread, IEnumerable<int> items, CancellationToken token)
            {
                void Sync() => ready.Wait();
                Sync();
                await Task.Run(() => ready.Wait());
                await Task.Run(() => Parallel.ForEach(items, item => Console.WriteLine(item)));
                await Task.Factory.StartNew(() => { thread.Join(); }, token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                new Thread(() => ready.Wait()).Start();
                using var registration = token.Register(() => thread.Join());
                await Task.Run(ready.Wait);
            }

            async Task Both(bool sync) { if (sync) ready.Wait(); else await Task.Yield(); }
            string Name() => nameof(ready.Wait);
        }
        """);

    [Fact]
    public Task Queues() => VerifyRule.Reports(
        """
        using System.Collections.Concurrent;
        class C
        {
            readonly BlockingCollection<int> unbounded = new();
            readonly BlockingCollection<int> over = new BlockingCollection<int>(new ConcurrentStack<int>());
            readonly BlockingCollection<int> bounded = new(boundedCapacity: 10);
            readonly BlockingCollection<int> both = new(new ConcurrentQueue<int>(), 10);
            readonly BlockingCollection<int> made;
            const int Size = 5;
            C(int size) => this.made = new BlockingCollection<int>(size);

            async Task M(BlockingCollection<int> unknown, CancellationToken token)
            {
                var local = new BlockingCollection<int>(Size);
                unbounded.Add(1);
                over.Add(1, token);
                unknown.Add(1);
                [|bounded.Add(1)|];
                [|both.Add(1, token)|];
                [|made.Add(1)|];
                [|local.Add(1)|];
                local.TryAdd(1);
                [|local.TryAdd(1, 100)|];
                local.TryAdd(1, 0);
                unbounded.TryAdd(1, 100);
                var item = [|unbounded.Take()|];
                item = [|unknown.Take(token)|];
                unknown.TryTake(out item);
                unknown.TryTake(out item, TimeSpan.Zero);
                while ([|unknown.TryTake(out item, Timeout.Infinite, token)|]) { }
                [|BlockingCollection<int>.TakeFromAny([unbounded, unknown], out item)|];
                foreach (var each in [|unknown.GetConsumingEnumerable(token)|]) { }
                var later = unknown.GetConsumingEnumerable();
                await Task.Run(() => { foreach (var each in later) { } });
            }
        }
        """);

    [Fact]
    public Task Handles_that_other_processes_may_hold_are_silent() => VerifyRule.Reports(
        """
        class C
        {
            readonly Mutex own = new Mutex();
            readonly Mutex named = new Mutex(false, "Global\\app");
            async Task M(Mutex unknown)
            {
                using var opened = Mutex.OpenExisting("x");
                using var semaphore = new Semaphore(1, 1, "x");
                using var mine = new Semaphore(1, 1);
                using EventWaitHandle signal = new EventWaitHandle(false, EventResetMode.AutoReset, "x");
                using EventWaitHandle silent = new EventWaitHandle(false, EventResetMode.AutoReset);
                named.WaitOne();
                unknown.WaitOne();
                opened.WaitOne();
                semaphore.WaitOne();
                signal.WaitOne();
                [|own.WaitOne()|];
                [|mine.WaitOne()|];
                [|silent.WaitOne()|];
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Parallel_loops_block_their_caller() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(IEnumerable<int> items, CancellationToken token)
            {
                [|Parallel.For(0, 10, i => Console.WriteLine(i))|];
                [|Parallel.ForEach(items, Work)|];
                [|Parallel.ForEach(items, new ParallelOptions { CancellationToken = token }, (item, state) => state.Stop())|];
                [|Parallel.Invoke(() => Work(1), () => Work(2))|];
                var result = [|Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(items), Work)|];
                await Parallel.ForEachAsync(items, (item, _) => ValueTask.CompletedTask);
            }

            static void Work(int item) { }
        }
        """);

    [Fact]
    public Task Async_lambdas_in_parallel_loops_are_another_rule() => VerifyRule.Silent(
        """
        class C
        {
            async Task M(IEnumerable<int> items)
            {
                Parallel.ForEach(items, async item => await Task.Delay(item));
                Parallel.Invoke(async () => await Task.Yield(), () => { });
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Reading_the_console_matters_only_outside_the_program() => VerifyRule.Reports(
        """
        class Program
        {
            static async Task Main() { await MenuAsync(); Console.ReadLine(); }
            static async Task MenuAsync() { var choice = Console.ReadLine(); await Task.Yield(); }
        }
        class Service
        {
            protected async Task ExecuteAsync(CancellationToken token) { while (!token.IsCancellationRequested) { var command = [|Console.ReadLine()|]; await Task.Yield(); } }
        }
        """,
        Setup.TopLevel);

    [Fact]
    public Task Top_level_code() => VerifyRule.Reports(
        """
        var ready = new ManualResetEventSlim();
        await Task.Yield();
        [|ready.Wait()|];
        Console.ReadLine();
        await Local();
        async Task Local() { Console.ReadLine(); [|ready.Wait()|]; await Task.Yield(); }
        """,
        Setup.TopLevel);

    [Fact]
    public Task What_has_a_twin_belongs_to_other_rules() => VerifyRule.Silent(
        """
        class C
        {
            async Task M(SemaphoreSlim semaphore, System.Diagnostics.Process process, Stream stream, Task task)
            {
                semaphore.Wait();
                process.WaitForExit();
                stream.ReadByte();
                task.Wait();
                Task.WaitAll(task);
                Thread.Sleep(1);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Members_can_be_added() => VerifyRule.Reports(
        """
        namespace Acme
        {
            class Device
            {
                public void Flush() { }
                public void Flush(int millisecondsTimeout) { }
                public int Level => 1;
                public void Fast() { }
            }
            interface ILink { void Open(); }
            class Link : ILink { public void Open() { } }
            class C
            {
                async Task M(Device device, ILink contract, Link link)
                {
                    [|device.Flush()|];
                    [|device.Flush(5)|];
                    device.Flush(0);
                    var level = [|device.Level|];
                    device.Fast();
                    [|contract.Open()|];
                    [|link.Open()|];
                    await Task.Run(() => device.Flush());
                }
                void Sync(Device device) => device.Flush();
                async Task Both(Device device, bool isAsync) { if (!isAsync) device.Flush(); }
            }
        }
        """,
        Setup.Default with { Config = "async_analyzers.blocking_members = M:Acme.Device.Flush | P:Acme.Device.Level|M:Acme.ILink.Open" });

    [Fact]
    public Task Types_of_the_same_names_are_silent() => VerifyRule.Silent(
        """
        class Barrier { public void SignalAndWait() { } }
        class Parallel { public static void ForEach(int[] items, Action<int> body) { } }
        class C { async Task M() { new Barrier().SignalAndWait(); Parallel.ForEach([], _ => { }); } }
        """);

    [Fact]
    public Task Messages() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(CancellationToken token, IAsyncResult begun, ManualResetEvent done)
            {
                {|#0:token.WaitHandle.WaitOne(100)|};
                {|#1:begun.AsyncWaitHandle.WaitOne()|};
                {|#2:done.WaitOne()|};
                {|#3:Parallel.ForEach(new[] { 1 }, _ => { })|};
                {|#4:Environment.GetEnvironmentVariable("x")|};
            }
        }
        """,
        Setup.Default with
        {
            Config = "async_analyzers.blocking_members = M:System.Environment.GetEnvironmentVariable(System.String)",
            Expected =
            [
                VerifyRule.At(0, "WaitHandle.WaitOne", "await Task.Delay with the token"),
                VerifyRule.At(1, "WaitHandle.WaitOne", "await Task.Factory.FromAsync"),
                VerifyRule.At(2, "WaitHandle.WaitOne", "await a TaskCompletionSource or SemaphoreSlim.WaitAsync"),
                VerifyRule.At(3, "Parallel.ForEach", "await Parallel.ForEachAsync, or Task.Run around work that only computes"),
                VerifyRule.At(4, "Environment.GetEnvironmentVariable", "use what is asynchronous, or move the call into Task.Run"),
            ],
        });

    [Fact]
    public Task Malformed_code() => VerifyRule.Reports(
        "class C { async Task M( { Parallel.ForEach(; handle.WaitOne(; x?.Join(; Console.ReadLine ",
        Setup.Default with { HasErrors = true });

    /// <summary>A misspelt id would silently never match.</summary>
    [Fact]
    public void Every_shipped_id_names_a_member()
    {
        var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("x", references: Frameworks.Net100);
        Assert.All(AsyncAnalyzers.Core.DataFile.Lines("blocking-members.txt"), line =>
        {
            var id = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            var end = id.IndexOf('(', StringComparison.Ordinal);
            var path = end < 0 ? id : id[..end];
            var type = Microsoft.CodeAnalysis.DocumentationCommentId.GetFirstSymbolForDeclarationId($"T:{path[2..path.LastIndexOf('.')]}", compilation) as Microsoft.CodeAnalysis.INamedTypeSymbol;
            Assert.NotNull(type);
            Assert.Contains(type.GetMembers(path[(path.LastIndexOf('.') + 1)..]), member => end < 0 || member.GetDocumentationCommentId() == id);
        });
    }
}
