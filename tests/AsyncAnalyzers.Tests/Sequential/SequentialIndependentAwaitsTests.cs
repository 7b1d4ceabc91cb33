using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Sequential.SequentialIndependentAwaits, AsyncAnalyzers.CodeFixes.Sequential.SequentialIndependentAwaitsFix>;

namespace AsyncAnalyzers.Tests.Sequential;

public sealed class SequentialIndependentAwaitsTests
{
    private const string Message = "HttpClient is safe for concurrent use";

    [Fact]
    public Task Two_reads_start_together() => Verify.Fixes(
        """
        using System.Net.Http;

        class C(HttpClient client)
        {
            async Task<int> M(string first, Uri second)
            {
                // The page.
                var page = [|await client.GetStringAsync(first)|]; // may be long

                // The image.
                byte[] image = await client.GetByteArrayAsync(second);
                return page.Length + image.Length;
            }
        }
        """,
        """
        using System.Net.Http;

        class C(HttpClient client)
        {
            async Task<int> M(string first, Uri second)
            {
                // The page.
                var pageTask = client.GetStringAsync(first); // may be long

                // The image.
                var imageTask = client.GetByteArrayAsync(second);
                await Task.WhenAll(pageTask, imageTask);
                var page = await pageTask;
                byte[] image = await imageTask;
                return page.Length + image.Length;
            }
        }
        """);

    [Fact]
    public Task A_chain_is_reported_once_with_its_calls_and_reasons() => Verify.Reports(
        """
        using System.Net.Http;

        class C(HttpClient client)
        {
            async Task M(CancellationToken token)
            {
                var a = {|#0:await client.GetStringAsync("a", token)|};
                var b = {|#1:await client.GetStringAsync("b", token)|};
                var c = {|#2:await File.ReadAllTextAsync("c", token)|};

                Console.WriteLine();
                var d = {|#3:await client.GetStringAsync("d")|};
                var e = {|#4:await client.GetStringAsync("e")|};
            }
        }
        """,
        Setup.Default with
        {
            Expected =
            [
                Verify<AsyncAnalyzers.Sequential.SequentialIndependentAwaits>.At(0, "'GetStringAsync' and 'File.ReadAllTextAsync'", $"{Message}; File is safe for concurrent use").WithLocation(1).WithLocation(2),
                Verify<AsyncAnalyzers.Sequential.SequentialIndependentAwaits>.At(3, "The 2 calls of 'GetStringAsync'", Message).WithLocation(4),
            ],
        });

    [Fact]
    public Task ConfigureAwait_is_kept() => Verify.Fixes(
        """
        using System.Net.Http;

        class C(HttpClient client)
        {
            async Task All()
            {
                var a = [|await client.GetStringAsync("a").ConfigureAwait(false)|];
                var b = await client.GetStringAsync("b").ConfigureAwait(false);
            }

            async Task Some()
            {
                var a = [|await client.GetStringAsync("a").ConfigureAwait(false)|];
                var b = await client.GetStringAsync("b");
            }
        }
        """,
        """
        using System.Net.Http;

        class C(HttpClient client)
        {
            async Task All()
            {
                var aTask = client.GetStringAsync("a");
                var bTask = client.GetStringAsync("b");
                await Task.WhenAll(aTask, bTask).ConfigureAwait(false);
                var a = await aTask.ConfigureAwait(false);
                var b = await bTask.ConfigureAwait(false);
            }

            async Task Some()
            {
                var aTask = client.GetStringAsync("a");
                var bTask = client.GetStringAsync("b");
                await Task.WhenAll(aTask, bTask);
                var a = await aTask.ConfigureAwait(false);
                var b = await bTask;
            }
        }
        """);

    [Fact]
    public Task A_ValueTask_becomes_a_task() => Verify.Fixes(
        """
        [ConcurrencySafe]
        interface IStore
        {
            ValueTask<int> CountAsync(string name);
            Task<(int X, int Y)> FindAsync(string name);
        }

        class ConcurrencySafeAttribute : Attribute { }

        class C(IStore store)
        {
            async Task M()
            {
                int a = [|await store.CountAsync("a")|];
                var (x, y) = await store.FindAsync(name: "b");
                (var z, int _) = await store.FindAsync("c");
            }
        }
        """,
        """
        [ConcurrencySafe]
        interface IStore
        {
            ValueTask<int> CountAsync(string name);
            Task<(int X, int Y)> FindAsync(string name);
        }

        class ConcurrencySafeAttribute : Attribute { }

        class C(IStore store)
        {
            async Task M()
            {
                var aTask = store.CountAsync("a").AsTask();
                var findTask = store.FindAsync(name: "b");
                var findTask2 = store.FindAsync("c");
                await Task.WhenAll(aTask, findTask, findTask2);
                int a = await aTask;
                var (x, y) = await findTask;
                (var z, int _) = await findTask2;
            }
        }
        """);

    [Fact]
    public Task Names_do_not_clash_and_Task_is_imported() => Verify.Fixes(
        """
        namespace N
        {
            class C
            {
                async System.Threading.Tasks.Task M(int aTask)
                {
                    var a = [|await System.IO.File.ReadAllTextAsync("a")|];
                    var b = await System.IO.File.ReadAllTextAsync("b");
                    { var bTask = aTask; }
                }
            }
        }
        """,
        """
        namespace N
        {
            class C
            {
                async System.Threading.Tasks.Task M(int aTask)
                {
                    var aTask2 = System.IO.File.ReadAllTextAsync("a");
                    var bTask2 = System.IO.File.ReadAllTextAsync("b");
                    await Task.WhenAll(aTask2, bTask2);
                    var a = await aTask2;
                    var b = await bTask2;
                    { var bTask = aTask; }
                }
            }
        }
        """);

    [Fact]
    public Task Top_level_code_is_a_function() => Verify.Fixes(
        """
        using System.Net.Http;

        var client = new HttpClient();
        var a = [|await client.GetStringAsync("a")|];
        var b = await client.GetStringAsync("b");
        Console.WriteLine(a + b);
        """,
        """
        using System.Net.Http;

        var client = new HttpClient();
        var aTask = client.GetStringAsync("a");
        var bTask = client.GetStringAsync("b");
        await Task.WhenAll(aTask, bTask);
        var a = await aTask;
        var b = await bTask;
        Console.WriteLine(a + b);
        """,
        setup: Setup.TopLevel);

    [Fact]
    public Task Every_kind_of_function_counts() => Verify.Fixes(
        """
        class C
        {
            Func<Task> field = async () => { var a = [|await File.ReadAllTextAsync("a")|]; var b = await File.ReadAllTextAsync("b"); };

            async IAsyncEnumerable<string> Stream()
            {
                var a = [|await File.ReadAllTextAsync("a")|];
                var b = await File.ReadAllTextAsync("b");
                yield return a + b;
            }

            Task Property
            {
                get
                {
                    return Local(1);
                    async Task Local(int which)
                    {
                        switch (which)
                        {
                            case 1:
                                var a = [|await File.ReadAllTextAsync("a")|];
                                var b = await File.ReadAllTextAsync("b");
                                break;
                        }

                        Func<Task> nested = async delegate
                        {
                            var c = [|await File.ReadAllTextAsync("c")|];
                            var d = await File.ReadAllTextAsync("d");
                        };
                        await nested();
                    }
                }
            }
        }
        """,
        """
        class C
        {
            Func<Task> field = async () => { var aTask = File.ReadAllTextAsync("a"); var bTask = File.ReadAllTextAsync("b");
                await Task.WhenAll(aTask, bTask);
                var a = await aTask;
                var b = await bTask;
            };

            async IAsyncEnumerable<string> Stream()
            {
                var aTask = File.ReadAllTextAsync("a");
                var bTask = File.ReadAllTextAsync("b");
                await Task.WhenAll(aTask, bTask);
                var a = await aTask;
                var b = await bTask;
                yield return a + b;
            }

            Task Property
            {
                get
                {
                    return Local(1);
                    async Task Local(int which)
                    {
                        switch (which)
                        {
                            case 1:
                                var aTask = File.ReadAllTextAsync("a");
                                var bTask = File.ReadAllTextAsync("b");
                                await Task.WhenAll(aTask, bTask);
                                var a = await aTask;
                                var b = await bTask;
                                break;
                        }

                        Func<Task> nested = async delegate
                        {
                            var cTask = File.ReadAllTextAsync("c");
                            var dTask = File.ReadAllTextAsync("d");
                            await Task.WhenAll(cTask, dTask);
                            var c = await cTask;
                            var d = await dTask;
                        };
                        await nested();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Without_a_line_break_at_the_end_of_the_file() => Verify.Fixes(
        "var a = [|await File.ReadAllTextAsync(\"a\")|];\nvar b = await File.ReadAllTextAsync(\"b\");",
        "var aTask = File.ReadAllTextAsync(\"a\");\nvar bTask = File.ReadAllTextAsync(\"b\");\nawait Task.WhenAll(aTask, bTask);\nvar a = await aTask;\nvar b = await bTask;",
        setup: Setup.TopLevel);

    [Fact]
    public Task Net48_has_no_less() => Verify.Fixes(
        """
        using System.Net.Http;

        class C
        {
            private static readonly HttpClient Client = new HttpClient();

            async Task M()
            {
                var a = [|await Client.GetStringAsync("a")|];
                var b = await Client.GetStringAsync("b");
            }
        }
        """,
        """
        using System.Net.Http;

        class C
        {
            private static readonly HttpClient Client = new HttpClient();

            async Task M()
            {
                var aTask = Client.GetStringAsync("a");
                var bTask = Client.GetStringAsync("b");
                await Task.WhenAll(aTask, bTask);
                var a = await aTask;
                var b = await bTask;
            }
        }
        """,
        setup: Setup.Default with { Framework = Frameworks.Net48 });
}
