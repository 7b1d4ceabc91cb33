using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using VerifyRule = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.UseAsyncOverload>;

namespace AsyncAnalyzers.Tests.Blocking;

public sealed class UseAsyncOverloadTests
{
    [Fact]
    public Task Calls_with_a_twin_on_the_type_or_a_base() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(FileStream file, Stream stream, StreamReader reader, byte[] bytes, SemaphoreSlim gate, System.Diagnostics.Process process, CancellationToken token)
            {
                var read = [|stream.Read(bytes, 0, 1)|];
                [|file.Write(bytes)|];
                [|file.Flush()|];
                [|stream.ReadExactly(bytes)|];
                [|stream.CopyTo(file)|];
                var line = [|reader.ReadLine()|];
                var length = [|reader.ReadToEnd()|].Length;
                var text = [|File.ReadAllText("x")|];
                [|File.WriteAllText("x", text + [|File.ReadAllText("y")|])|];
                [|gate.Wait()|];
                [|gate.Wait(token)|];
                if ([|gate.Wait(100)|]) { }
                [|process.WaitForExit()|];
                foreach (var entry in [|File.ReadAllLines("x")|]) { }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Every_kind_of_async_function() => VerifyRule.Reports(
        """
        class C(Stream given)
        {
            static readonly Stream stream = File.OpenRead("x");
            readonly Func<Task> field = async () => { [|stream.Flush()|]; };
            readonly Func<Task> expression = async () => [|stream.Flush()|];
            async Task Expression() => [|given.Flush()|];
            async Task<int> Value() => [|given.Read(new byte[1], 0, 1)|];
            async void Void() => [|stream.Flush()|];
            async IAsyncEnumerable<int> Stream() { [|stream.Flush()|]; yield return 1; }
            C() : this(stream) { Func<Task> inner = async delegate { [|stream.Flush()|]; }; }
            Func<Task> Property { get { return async () => [|stream.Flush()|]; } }

            async Task Outer()
            {
                async ValueTask Local() { [|stream.Flush()|]; await Task.Yield(); }
                await Local();
                await Task.Run(async () => { [|stream.Flush()|]; await Task.Yield(); });
            }
        }
        """);

    [Fact]
    public Task Top_level_code_that_awaits() => VerifyRule.Reports(
        """
        [|File.WriteAllText("x", "")|];
        await Task.Yield();
        """,
        Setup.TopLevel);

    [Fact]
    public Task Conditional_access_generics_and_named_arguments() => VerifyRule.Reports(
        """
        class C
        {
            Stream? stream;
            T Load<T>(int id, string name = "") => default!;
            Task<T> LoadAsync<T>(int id, string name = "", CancellationToken token = default) => default!;
            async Task M(StreamReader? reader, byte[] bytes)
            {
                stream?[|.Flush()|];
                var line = reader?[|.ReadLine()|];
                var length = reader?[|.ReadLine()|]?.Length;
                var item = [|Load<string>(1)|];
                item = [|this.Load<string>(name: "x", id: 1)|];
                [|stream!.Write(bytes, offset: 0, count: 1)|];
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task An_overload_of_the_same_name_that_can_be_awaited() => VerifyRule.Reports(
        """
        class Api
        {
            public int Get(int id) => id;
            public Task<int> Get(int id, CancellationToken token) => Task.FromResult(id);
            public void Put(int id) { }
            public ValueTask Put(int id, CancellationToken token, bool fast = false) => default;
            public void Other(int id) { }
            public Task Other(string id) => Task.CompletedTask;
            public Task Hot(int id) => Task.CompletedTask;
            public Task Hot(int id, CancellationToken token) => Task.CompletedTask;
        }

        class C
        {
            async Task M(Api api, CancellationToken token)
            {
                var x = [|api.Get(1)|];
                [|api.Put(1)|];
                api.Other(1);
                await api.Hot(1);
            }
        }
        """);

    [Fact]
    public Task Twins_on_interfaces_and_constraints() => VerifyRule.Reports(
        """
        interface IStore { void Save(); }
        interface IAsyncStore : IStore { Task SaveAsync(); }
        class Hidden : IAsyncStore { public void Save() { } Task IAsyncStore.SaveAsync() => Task.CompletedTask; }
        class Base { public void Save() { } protected Task LoadAsync() => Task.CompletedTask; public void Load() { } }
        class Derived : Base { public Task SaveAsync() => Task.CompletedTask; async Task M() { [|Load()|]; [|base.Load()|]; } }
        class C
        {
            async Task M<T>(IStore plain, IAsyncStore store, T generic, Hidden hidden, Derived derived, Base @base) where T : IAsyncStore
            {
                plain.Save();
                [|store.Save()|];
                [|generic.Save()|];
                hidden.Save();
                [|derived.Save()|];
                @base.Save();
                @base.Load();
            }
        }
        """);

    [Fact]
    public Task Extensions_imported_here_or_elsewhere() => VerifyRule.Reports(
        """
        namespace App
        {
            class C
            {
                static IQueryable<int> Filter(IQueryable<int> query) => query;
                async Task M(IQueryable<int> query, List<int> list, Db.Device device)
                {
                    var all = [|query.ToList()|];
                    var first = [|query.Where(x => x > 1).First(x => x > 2)|];
                    var local = list.ToList();
                    var none = list.First(x => x > 2);
                    [|device.Open()|];
                    device.Close();
                    foreach (var item in [|query.ToArray()|]) { }
                    var memory = Filter(list.AsQueryable().Where(x => x > 1)).ToList();
                    var filtered = [|Filter(query).ToList()|];
                    await Task.Yield();
                }
            }
        }

        namespace Db
        {
            public class Device { public void Open() { } public void Close() { } }
            public static class DeviceExtensions
            {
                public static Task OpenAsync(this Device device, CancellationToken token) => Task.CompletedTask;
                public static Task CloseAsync(this string device) => Task.CompletedTask;
            }
        }

        namespace Orm
        {
            using System.Linq.Expressions;
            public static class QueryExtensions
            {
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken token = default) => default!;
                public static Task<T[]> ToArrayAsync<T>(this IQueryable<T> source, CancellationToken token = default) => default!;
                public static Task<T> FirstAsync<T>(this IQueryable<T> source, Expression<Func<T, bool>> predicate, CancellationToken token = default) => default!;
            }
        }
        """);

    [Fact]
    public Task A_namespace_that_no_file_imports_does_not_count() => VerifyRule.Silent(
        """
        class C { async Task M(IQueryable<int> query) { query.ToList(); await Task.Yield(); } }
        """,
        Setup.Default with { Packages = [Library] });

    [Fact]
    public Task A_namespace_that_another_file_imports_counts() => VerifyRule.Reports(
        """
        class C { async Task M(IQueryable<int> query, CancellationToken token) { var all = {|#0:query.ToList()|}; await Task.Yield(); } }
        """,
        Setup.Default with
        {
            Packages = [Library],
            Files = [("Other.cs", "using Acme.Orm; class Other { Task<List<int>> M(IQueryable<int> query) => query.ToListAsync(); }")],
            Expected = [VerifyRule.At(0, "Enumerable.ToList", "ToListAsync", "import Acme.Orm and await ToListAsync(token)")],
        });

    [Fact]
    public Task The_parameters_must_correspond() => VerifyRule.Reports(
        """
        class Api
        {
            public int Get() => 1;
            public Task<int> GetAsync(int id) => Task.FromResult(id);
            public int Count(int a, int b) => a;
            public Task<int> CountAsync(int a) => Task.FromResult(a);
            public void Run(Action action) { }
            public Task RunAsync(Func<Task> action) => action();
            public void Each(Action<int> action) { }
            public Task EachAsync(Action<int> action) => Task.CompletedTask;
            public bool TryGet(out int value) { value = 1; return true; }
            public Task<bool> TryGetAsync(out int value) { value = 1; return default!; }
            public void Swap(int a, string b) { }
            public Task SwapAsync(string b, int a) => Task.CompletedTask;
            public void Wide(int number) { }
            public Task WideAsync(long number, bool more = false) => Task.CompletedTask;
            public void In(in int number) { }
            public Task InAsync(int number) => Task.CompletedTask;
            public void Params(params object[] keys) { }
            public ValueTask ParamsAsync(params object[] keys) => default;
            public ValueTask ParamsAsync(object[] keys, CancellationToken token) => default;
            public void Must(int id) { }
            public Task MustAsync(int id, CancellationToken token) => Task.CompletedTask;
        }

        class C
        {
            async Task M(Api api)
            {
                api.Get();
                api.Count(1, 2);
                api.Run(() => { });
                api.Run(() => throw new Exception());
                [|api.Each(x => { })|];
                api.TryGet(out var value);
                api.Swap(1, "");
                [|api.Wide(1)|];
                [|api.In(1)|];
                [|api.Params(1, 2)|];
                [|api.Must(1)|];
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task The_result_must_fit() => VerifyRule.Reports(
        """
        class Animal { public string Name = ""; }
        class Cat : Animal;
        class Api
        {
            public Animal Narrow() => new();
            public Task<Cat> NarrowAsync() => default!;
            public Cat Wide() => new();
            public Task<Animal> WideAsync() => default!;
            public int Lost() => 1;
            public Task LostAsync() => default!;
            public void Gained() { }
            public Task<int> GainedAsync() => default!;
            public void Old() { }
            public void OldAsync() { }
            public IEnumerable<int> Items() => [];
            public Task<List<int>> ItemsAsync() => default!;
            public IEnumerable<int> Flow() => [];
            public IAsyncEnumerable<int> FlowAsync() => default!;
            public string? Text() => null;
            public ValueTask<string?> TextAsync() => default;
        }

        class C
        {
            async Task<Animal> M(Api api, Action<Animal> use)
            {
                Animal animal = [|api.Narrow()|];
                var narrow = api.Narrow();
                use(api.Narrow());
                Animal wide = [|api.Wide()|];
                Cat cat = api.Wide();
                var lost = api.Lost();
                [|api.Lost()|];
                [|api.Gained()|];
                api.Old();
                foreach (var item in [|api.Items()|]) { }
                foreach (var item in api.Flow()) { }
                _ = [|api.Text()|]?.Length;
                return [|api.Narrow()|];
            }
        }
        """);

    [Fact]
    public Task Databases_are_reported() => VerifyRule.Reports(
        """
        using System.Data.Common;
        class C
        {
            async Task M(DbConnection connection, DbCommand command)
            {
                [|connection.Open()|];
                using var transaction = [|connection.BeginTransaction()|];
                using (var reader = [|command.ExecuteReader()|])
                {
                    while ([|reader.Read()|]) { }
                }
                [|command.ExecuteNonQuery()|];
                [|transaction.Commit()|];
                [|connection.Close()|];
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task Messages() => VerifyRule.Reports(
        """
        class C
        {
            async Task M(Stream stream, byte[] bytes, CancellationToken cancellationToken)
            {
                {|#0:stream.Read(bytes, 0, 1)|};
                {|#1:stream.Flush()|};
                await Inner();
                static async Task Inner() { {|#2:File.ReadAllText("x")|}; {|#3:Console.OpenStandardInput().Flush()|}; }
            }
        }
        """,
        Setup.Default with
        {
            Expected =
            [
                VerifyRule.At(0, "Stream.Read", "ReadAsync", "await ReadAsync(…, cancellationToken)"),
                VerifyRule.At(1, "Stream.Flush", "FlushAsync", "await FlushAsync(cancellationToken)"),
                VerifyRule.At(2, "File.ReadAllText", "ReadAllTextAsync", "await ReadAllTextAsync(…)"),
                VerifyRule.At(3, "Stream.Flush", "FlushAsync", "await FlushAsync()"),
            ],
        });

    [Theory]
    [InlineData("net48")]
    [InlineData("netstandard2.0")]
    public Task Older_frameworks_have_fewer_twins(string framework) => VerifyRule.Reports(
        """
        class C
        {
            async Task M(Stream stream, byte[] bytes)
            {
                [|stream.Read(bytes, 0, 1)|];
                File.ReadAllText("x");
                await Task.Yield();
            }
        }
        """,
        Setup.Default with { Framework = framework == "net48" ? Frameworks.Net48 : Frameworks.NetStandard20 });

    [Fact]
    public Task Malformed_code() => VerifyRule.Reports(
        "class C { async Task M( { stream.Read(; x?.Flush(; File.ReadAllText( ",
        Setup.Default with { HasErrors = true });

    /// <summary>A library with extensions, whose namespace nobody imports yet.</summary>
    internal static MetadataReference Library { get; } = Compile(
        """
        namespace Acme.Orm
        {
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading;
            using System.Threading.Tasks;
            public static class QueryExtensions
            {
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken token = default) => null!;
            }
        }
        """);

    private static MetadataReference Compile(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Acme.Orm",
            [CSharpSyntaxTree.ParseText(source)],
            Frameworks.Net100,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        return MetadataReference.CreateFromImage([.. stream.ToArray()]);
    }
}
