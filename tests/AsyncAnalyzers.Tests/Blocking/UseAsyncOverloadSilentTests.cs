using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.UseAsyncOverload>;

namespace AsyncAnalyzers.Tests.Blocking;

/// <summary>What AWAIT205 leaves alone.</summary>
public sealed class UseAsyncOverloadSilentTests
{
    [Fact]
    public Task Functions_that_are_not_async_are_silent() => VerifyRule.Silent(
        """
        class C
        {
            static readonly Stream stream = File.OpenRead("x");
            int Property { get { stream.Flush(); return 1; } }
            C() => stream.Flush();
            void Sync() => stream.Flush();
            Task TaskReturning() { stream.Flush(); return Task.CompletedTask; }
            async Task M(List<int> items)
            {
                void Done() => stream.Flush();
                items.ForEach(item => stream.Flush());
                await Task.Run(() => stream.Flush());
                Done();
            }
        }
        """);

    [Fact]
    public Task Top_level_code_that_does_not_await_is_silent() => VerifyRule.Silent("""File.WriteAllText("x", "");""", Setup.TopLevel);

    [Fact]
    public Task Twins_that_cannot_be_called_or_should_not_be() => VerifyRule.Silent(
        """
        using System.ComponentModel;
        class Api
        {
            public void Private() { }
            private Task PrivateAsync() => Task.CompletedTask;
            public void Obsolete() { }
            [Obsolete] public Task ObsoleteAsync() => Task.CompletedTask;
            public void Never() { }
            [EditorBrowsable(EditorBrowsableState.Never)] public Task NeverAsync() => Task.CompletedTask;
            public void Static() { }
            public static Task StaticAsync() => Task.CompletedTask;
            public static void Instance() { }
            public Task InstanceAsync() => Task.CompletedTask;
        }
        [Obsolete] static class Old { public static Task CloseAsync(this Device device) => Task.CompletedTask; }
        class Device : IDisposable { public void Close() { } public void Dispose() { } public ValueTask DisposeAsync() => default; }
        class C
        {
            async Task M(Api api, Device device)
            {
                api.Private();
                api.Obsolete();
                api.Never();
                api.Static();
                Api.Instance();
                device.Close();
                device.Dispose();
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task The_twin_and_its_overloads_are_silent() => VerifyRule.Reports(
        """
        interface IRunner { void Run(); Task RunAsync(); }
        class Runner : IRunner
        {
            public void Run() { }
            public async Task RunAsync() { Run(); this.Run(); await Task.Yield(); }
            public async Task RunAsync(int times) { for (var i = 0; i < times; i++) Run(); await Task.Yield(); }
            public async Task OtherAsync() { [|Run()|]; await Task.Yield(); }
            public async Task TreeAsync(Runner child) { [|child.Run()|]; await Task.Yield(); }
            public async Task RunAsync(Runner child)
            {
                child.Run();
                await Task.Run(async () => { Run(); await Task.Yield(); });
            }
        }
        class Explicit : IRunner
        {
            public void Run() { }
            async Task IRunner.RunAsync() { Run(); await Task.Yield(); }
        }
        class Decorator(IRunner inner) : IRunner
        {
            public void Run() { }
            public async Task RunAsync() { [|inner.Run()|]; await Task.Yield(); }
        }
        static class Extensions
        {
            public static void Go(this string text) { }
            public static async Task GoAsync(this string text) { text.Go(); await Task.Yield(); }
            static void Do() { }
            static async Task DoAsync() { Do(); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Places_where_await_may_not_stand_are_silent() => VerifyRule.Silent(
        """
        class C
        {
            readonly object gate = new();
            async Task M(Stream stream, IEnumerable<Stream> streams)
            {
                lock (gate) { stream.Flush(); }
                try { await Task.Yield(); }
                catch (Exception) when (stream.Read(new byte[1], 0, 1) > 0) { }
                unsafe { stream.Flush(); }
                var query = from s in streams select s.Read(new byte[1], 0, 1);
                System.Linq.Expressions.Expression<Action> tree = () => stream.Flush();
                _ = nameof(stream.Flush);
                Action<Stream> group = s => s.Flush();
                Action flush = stream.Flush;
                return;
                stream.Flush();
            }
        }
        """,
        Setup.Default with { AllowUnsafe = true });

    [Fact]
    public Task Spans_that_would_have_to_live_across_the_await() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(Stream stream, byte[] bytes, int[] numbers)
            {
                Span<byte> needed = bytes;
                stream.Flush();
                needed[0] = 1;
                [|stream.Flush()|];
                foreach (var item in numbers.AsSpan()) stream.Flush();
                foreach (var item in numbers.AsSpan().ToArray()) [|stream.Flush()|];
                numbers.AsSpan()[0] = stream.Read(bytes, 0, 1);
                ref var first = ref numbers[0];
                while (first++ < 3) stream.Flush();
                Use(bytes.AsSpan(), stream.Read(bytes, 0, 1));
                stream.Read(bytes.AsSpan());
                await Task.Yield();
            }

            static void Use(Span<byte> span, int number) { }
        }
        """,
        Setup.CSharp13);

    [Fact]
    public Task The_synchronous_branch_of_code_for_both_worlds() => VerifyRule.Reports(
        """
        class C
        {
            static bool SupportsAsync() => true;
            async Task M(Stream stream, bool sync, bool async, bool other)
            {
                if (sync) stream.Flush(); else await stream.FlushAsync();
                if (!async) { stream.Flush(); }
                if (SupportsAsync()) { await stream.FlushAsync(); } else { stream.Flush(); }
                _ = async ? await stream.ReadAsync(new byte[1], 0, 1) : stream.Read(new byte[1], 0, 1);
                if (other) [|stream.Flush()|];
                if (async) { await stream.FlushAsync(); return; }
                stream.Flush();
            }
        }
        """);

    [Fact]
    public Task Objects_in_memory_are_silent() => VerifyRule.Reports(
        """
        class C
        {
            readonly Stream field = new MemoryStream();
            MemoryStream? compressed;
            Stream? decompressor;
            void Init() { compressed = new(); decompressor = new System.IO.Compression.DeflateStream(compressed, System.IO.Compression.CompressionMode.Decompress); }
            async Task M(MemoryStream? memory, StringReader text, byte[] bytes, FileStream file)
            {
                memory!.Flush();
                memory.Write(bytes, 0, 1);
                text.ReadLine();
                field.Flush();
                decompressor!.CopyTo(file);
                using Stream stream = new MemoryStream(bytes);
                stream.Read(bytes, 0, 1);
                stream.CopyTo(file);
                using (var writer = new StreamWriter(stream)) { writer.Write("x"); }
                using var packed = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Compress);
                packed.Flush();
                TextReader reader = new StringReader("");
                reader.ReadToEnd();
                Console.Out.WriteLine("x");
                Console.Error.Flush();
                var item = System.Text.Json.JsonSerializer.Deserialize<int>(memory);
                item = [|System.Text.Json.JsonSerializer.Deserialize<int>(file)|];
                using var fileWriter = new StreamWriter(file);
                [|fileWriter.Write("x")|];
                [|file.CopyTo(memory)|];
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Shipped_exclusions_are_silent() => VerifyRule.Silent(
        """
        using System.Data.Common;
        using Microsoft.EntityFrameworkCore;

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbSet<T>
            {
                public virtual object Add(T item) => item!;
                public virtual ValueTask<object> AddAsync(T item, CancellationToken token = default) => default;
                public virtual void AddRange(params T[] items) { }
                public virtual Task AddRangeAsync(params T[] items) => Task.CompletedTask;
            }
            public class DbContext { }
            public interface IDbContextFactory<T> { T CreateDbContext(); Task<T> CreateDbContextAsync(CancellationToken token = default); }
        }
        namespace Microsoft.Data.Sqlite
        {
            public abstract class SqliteConnection : DbConnection { public abstract void Vacuum(); public abstract Task VacuumAsync(); }
        }
        namespace FluentValidation
        {
            public interface IValidator<T> { bool Validate(T item); Task<bool> ValidateAsync(T item, CancellationToken token = default); }
        }
        class MySet : DbSet<int> { public override object Add(int item) => item; }
        class Factory : IDbContextFactory<int>
        {
            public int CreateDbContext() => 1;
            public Task<int> CreateDbContextAsync(CancellationToken token = default) => Task.FromResult(1);
        }
        class C
        {
            async Task M(DbSet<int> set, MySet mine, IDbContextFactory<int> contexts, Factory factory, CancellationTokenSource source, DbDataReader reader,
                Microsoft.Data.Sqlite.SqliteConnection sqlite, FluentValidation.IValidator<int> validator, System.Xml.XmlReader xml, System.Xml.XmlWriter writer)
            {
                set.Add(1);
                set.AddRange(1, 2);
                mine.Add(1);
                contexts.CreateDbContext();
                factory.CreateDbContext();
                source.Cancel();
                reader.IsDBNull(1);
                reader.GetFieldValue<int>(1);
                sqlite.Open();
                sqlite.Vacuum();
                DbConnection connection = sqlite;
                connection.Close();
                validator.Validate(1);
                xml.Read();
                writer.Flush();
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Configured_exclusions_are_silent() => VerifyRule.Silent(
        """
        namespace Acme
        {
            class Device { public void Flush() { } public Task FlushAsync() => default!; public void Open() { } public Task OpenAsync() => default!; public void Sync() { } public Task SyncAsync() => default!; }
            class C { async Task M(Device device, Stream stream) { device.Flush(); device.Open(); device.Sync(); stream.Flush(); await Task.Yield(); } }
        }
        """,
        Setup.Default with { Config = "async_analyzers.excluded_sync_members = M:Acme.Device.Flush|M:Acme.Device.Open | T:System.IO.Stream\nasync_analyzers.blocking_members = M:Acme.Device.Sync" });

    [Fact]
    public Task What_other_rules_report_and_waits_of_no_time_are_silent() => VerifyRule.Silent(
        """
        class C
        {
            async Task M(Task task, SemaphoreSlim gate, int[] items, CancellationToken token)
            {
                task.Wait();
                task.Wait(token);
                Task.WaitAll(task);
                Thread.Sleep(1);
                Parallel.ForEach(items, item => { });
                gate.Wait(0);
                gate.Wait(TimeSpan.Zero, token);
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Test_projects_are_silent() => VerifyRule.Silent(
        """
        namespace Xunit { class FactAttribute : Attribute; }
        class Tests { async Task M(Stream stream) { stream.Flush(); await Task.Yield(); } }
        """);

    [Fact]
    public Task Work_handed_to_another_delegate_type_is_silent() => VerifyRule.Silent(
        """
        static class Extensions
        {
            public static async Task<List<R>> SelectAsync<T, R>(this IEnumerable<T> items, Func<T, Task<R>> work) { await Task.Yield(); return []; }
            public static async Task ForEachAsync<T>(this List<T> items, Func<T, Task> work) => await Task.Yield();
        }
        class C
        {
            async Task M(List<int> items)
            {
                await Task.WhenAll(items.Select(item => Task.FromResult(item)));
                items.ForEach(item => Console.WriteLine(item));
                items.Select(item => Task.FromResult(item));
            }
        }
        """);

    /// <summary>A misspelt id would silently never match.</summary>
    [Fact]
    public void Every_shipped_id_of_the_platform_names_something()
    {
        var compilation = CSharpCompilation.Create("x", references: Frameworks.Net100);
        var ids = AsyncAnalyzers.Core.DataFile.Lines("excluded-twins.txt");
        Assert.All(ids, id => Assert.True(AsyncAnalyzers.Core.SymbolList.IsId(id), id));
        Assert.All(ids.Where(static id => id[2..].StartsWith("System.", StringComparison.Ordinal) && id[0] != 'N'), id =>
        {
            var type = id[0] == 'T' ? id[2..] : id[2..id.LastIndexOf('.')];
            var found = Assert.IsAssignableFrom<INamedTypeSymbol>(DocumentationCommentId.GetFirstSymbolForDeclarationId($"T:{type}", compilation));
            Assert.True(id[0] == 'T' || !found.GetMembers(id[(id.LastIndexOf('.') + 1)..]).IsEmpty, id);
        });
    }

    [Fact]
    public Task Lookups_in_dictionaries_are_silent() => VerifyRule.Reports(
        """
        class State
        {
            readonly Dictionary<int, string> users = [];
            public string? GetUser(int id) { if (users.TryGetValue(id, out var user)) return user; return null; }
        }
        class Server { public string GetUser(int id) => File.ReadAllText(id.ToString()); }
        class Client
        {
            readonly Server server = new();
            State State { get; } = new();
            public string? GetUser(int id) => State.GetUser(id);
            public Task<string?> GetUserAsync(int id) => Task.FromResult<string?>("");
            public string? FindUser(int id) => this.GetUser(id);
            public Task<string?> FindUserAsync(int id) => Task.FromResult<string?>("");
            public string LoadUser(int id) => server.GetUser(id);
            public Task<string> LoadUserAsync(int id) => Task.FromResult("");
        }
        class C
        {
            async Task M(Client client)
            {
                client.GetUser(1);
                client.FindUser(1);
                [|client.LoadUser(1)|];
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_twin_called_beside_is_silent() => VerifyRule.Reports(
        """
        class Module { public void Before(int x) { } public Task BeforeAsync(int x) => Task.CompletedTask; }
        class C
        {
            void On(int x) { }
            Task OnAsync(int x, CancellationToken token) => Task.CompletedTask;
            async Task M(Module module, Module other) { await module.BeforeAsync(1).ConfigureAwait(false); module.Before(1); [|other.Before(1)|]; await Task.Yield(); [|module.Before(1)|]; }
            async Task N(CancellationToken token) { On(1); await OnAsync(1, token); await Task.Yield(); [|On(2)|]; await OnAsync(1, token); }
        }
        """);

    [Fact]
    public Task Methods_that_start_their_twin_in_the_background_are_silent() => VerifyRule.Reports(
        """
        class C
        {
            readonly List<Func<Task>> queue = [];
            void Load() => _ = LoadAsync(); Task LoadAsync() => Task.CompletedTask;
            void Save() { queue.Add(() => SaveAsync()); } Task SaveAsync() => Task.CompletedTask;
            void Open() => OpenAsync().GetAwaiter().GetResult(); Task OpenAsync() => Task.CompletedTask;
            void Close() => Task.Run(() => CloseAsync()).Wait(); Task CloseAsync() => Task.CompletedTask;
            async Task M() { Load(); Save(); [|Open()|]; [|Close()|]; await Task.Yield(); }
        }
        """);
}
