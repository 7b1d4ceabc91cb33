using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTaskCollection, AsyncAnalyzers.CodeFixes.Unobserved.ObserveTaskCollectionFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ObserveTaskCollectionFixTests
{
    private const string Helpers = """
        static class Work
        {
            public static Task GoAsync(int x) => Task.Delay(x);
            public static Task<int> ComputeAsync(int x) => Task.Run(() => x);
            public static ValueTask ValueAsync(int x) => new(Task.Delay(x));
            public static ValueTask<int> ValueOfAsync(int x) => new(Task.Run(() => x));
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData(
        "async Task M(int[] items) { [|items.Select(async x => await Work.GoAsync(x))|]; }",
        "async Task M(int[] items) { await Task.WhenAll(items.Select(async x => await Work.GoAsync(x))); }")]
    [InlineData(
        "async Task M(int[] items) { [|items.Select(Work.GoAsync).ToList()|]; /* why */ }",
        "async Task M(int[] items) { await Task.WhenAll(items.Select(Work.GoAsync)); /* why */ }")]
    [InlineData(
        "async Task M(int[] items) { [|items.Select(Work.ComputeAsync).Count()|]; }",
        "async Task M(int[] items) { await Task.WhenAll(items.Select(Work.ComputeAsync)); }")]
    [InlineData(
        "async Task M(int[] items) { [|items.Select(Work.GoAsync) /* now */ .ToArray()|]; }",
        "async Task M(int[] items) { await Task.WhenAll(items.Select(Work.GoAsync) /* now */ .ToArray()); }")]
    [InlineData(
        "async Task M(int[] items) { [|(from x in items select Work.GoAsync(x)).ToList()|]; }",
        "async Task M(int[] items) { await Task.WhenAll(from x in items select Work.GoAsync(x)); }")]
    [InlineData(
        "async Task M(List<int> items) { [|items.ConvertAll(converter: x => Work.GoAsync(x))|]; }",
        "async Task M(List<int> items) { await Task.WhenAll(items.ConvertAll(converter: x => Work.GoAsync(x))); }")]
    [InlineData(
        "async Task M(int[] items) { [|Array.ConvertAll(items, Work.ComputeAsync)|]; }",
        "async Task M(int[] items) { await Task.WhenAll(Array.ConvertAll(items, Work.ComputeAsync)); }")]
    [InlineData(
        "async Task M(int[] items) { [|items.Select(x => Work.ValueAsync(x)).ToList()|]; }",
        "async Task M(int[] items) { await Task.WhenAll(items.Select(x => Work.ValueAsync(x)).Select(task => task.AsTask())); }")]
    [InlineData(
        "async Task M(int[] items, int task) { [|items.Select(Work.ValueOfAsync)|]; }",
        "async Task M(int[] items, int task) { await Task.WhenAll(items.Select(Work.ValueOfAsync).Select(task2 => task2.AsTask())); }")]
    [InlineData(
        "Task[] StartAll() => []; async Task M() { [|StartAll()|]; }",
        "Task[] StartAll() => []; async Task M() { await Task.WhenAll(StartAll()); }")]
    [InlineData(
        "Func<int[], Task> F() => async items => { [|items.Select(Work.GoAsync)|]; };",
        "Func<int[], Task> F() => async items => { await Task.WhenAll(items.Select(Work.GoAsync)); };")]
    [InlineData(
        "Task M(int[] items) { [|items.Select(Work.GoAsync)|]; return Task.CompletedTask; }",
        "async Task M(int[] items) { await Task.WhenAll(items.Select(Work.GoAsync)); }")]
    [InlineData(
        "Task M(int[] items) { return Task.Run(() => { [|items.Select(Work.GoAsync).ToList()|]; }); }",
        "Task M(int[] items) { return Task.Run(async () => { await Task.WhenAll(items.Select(Work.GoAsync)); }); }")]
    [InlineData(
        "async Task M(int[] items) { for (var i = 0; i < 3; [|items.Select(Work.GoAsync).ToList()|]) i++; }",
        "async Task M(int[] items) { for (var i = 0; i < 3; await Task.WhenAll(items.Select(Work.GoAsync))) i++; }")]
    public Task Dropped_tasks_are_awaited_together(string before, string after) => Verify.Fixes(InClass(before), InClass(after));

    [Theory]
    [InlineData("void M(int[] items) { [|items.Select(Work.GoAsync)|]; }")]
    [InlineData("void M(int[] items) => [|items.Select(Work.GoAsync).ToList()|];")]
    [InlineData("C(int[] items) { [|items.Select(Work.GoAsync)|]; }")]
    [InlineData("Action A(int[] items) => () => [|items.Select(Work.GoAsync)|];")]
    [InlineData("async Task M(int[] items) { lock (this) { [|items.Select(Work.GoAsync)|]; } await Task.Yield(); }")]
    [InlineData("void M() { var [|tasks|] = new[] { Work.GoAsync(1) }; }")]
    [InlineData("async Task M() { lock (this) { var [|tasks|] = new[] { Work.GoAsync(1) }; } await Task.Yield(); }")]
    [InlineData("async Task M(int[] items) { var [|tasks|] = items.Select(Work.GoAsync); Console.WriteLine(tasks.Count()); await Task.Yield(); }")]
    [InlineData("async Task M() { await Task.Yield(); var [|tasks|] = new List<Task>(); while (true) { tasks.Add(Work.GoAsync(1)); } }")]
    [InlineData("async Task M() { await Task.Yield(); for (var [|tasks|] = new[] { Work.GoAsync(1) }; ;) { } }")]
    public Task Where_nothing_can_be_awaited_there_is_no_fix(string member) => Verify.OffersNoFix(InClass(member));

    [Fact]
    public Task Several_findings_of_one_member_are_fixed_together() => Verify.Fixes(
        InClass("""
            async Task<int> M(int[]? items, List<int[]> all)
                {
                    // first
                    [|items?.Select(Work.GoAsync).ToList()|];
                    [|all[2].Select(async x =>
                    {
                        [|Enumerable.Range(0, x).Select(Work.GoAsync).ToList()|];
                        await Task.Yield();
                    })|];

                    [|all[0]
                        .Where(x => x > 1)
                        .Select(Work.GoAsync)
                        .ToList()|]; // last

                    var [|tasks|] = new List<Task>();
                    foreach (var x in all[1])
                    {
                        tasks.Add(Work.GoAsync(x));
                    }

                    if (items is null)
                    {
                        // inner
                        var [|inner|] = all[0].Select(Work.ValueAsync).ToArray();
                        return inner.Length;
                    }

                    Console.WriteLine(tasks.Count); // how many
                    return 1;
                }
            """),
        InClass("""
            async Task<int> M(int[]? items, List<int[]> all)
                {
                    // first
                    if (items is not null)
                    {
                        await Task.WhenAll(items.Select(Work.GoAsync));
                    }
                    await Task.WhenAll(all[2].Select(async x =>
                    {
                        await Task.WhenAll(Enumerable.Range(0, x).Select(Work.GoAsync));
                        await Task.Yield();
                    }));

                    await Task.WhenAll(all[0]
                        .Where(x => x > 1)
                        .Select(Work.GoAsync)); // last

                    var tasks = new List<Task>();
                    foreach (var x in all[1])
                    {
                        tasks.Add(Work.GoAsync(x));
                    }

                    if (items is null)
                    {
                        // inner
                        var inner = all[0].Select(Work.ValueAsync).ToArray();
                        await Task.WhenAll(inner.Select(task => task.AsTask()));
                        return inner.Length;
                    }

                    Console.WriteLine(tasks.Count); // how many
                    await Task.WhenAll(tasks);
                    return 1;
                }
            """));

    [Fact]
    public Task Locals_are_awaited_after_their_last_mention() => Verify.Fixes(
        InClass("""
            Task M(int x)
                {
                    var [|a|] = new[] { Work.GoAsync(1) };
                    var [|b|] = new List<Task<int>> { Work.ComputeAsync(1) };
                    switch (x)
                    {
                        case 1:
                            var [|c|] = new Task[x];
                            c[0] = Work.GoAsync(2); // fill
                            break;
                    }

                    var [|lazy|] = Enumerable.Range(0, x).Select(Work.GoAsync);

                    // done
                    throw new Exception($"{b.Count}");
                }
            """),
        InClass("""
            async Task M(int x)
                {
                    var a = new[] { Work.GoAsync(1) };
                    await Task.WhenAll(a);
                    var b = new List<Task<int>> { Work.ComputeAsync(1) };
                    switch (x)
                    {
                        case 1:
                            var c = new Task[x];
                            c[0] = Work.GoAsync(2); // fill
                            await Task.WhenAll(c);
                            break;
                    }

                    var lazy = Enumerable.Range(0, x).Select(Work.GoAsync);
                    await Task.WhenAll(lazy);

                    // done
                    await Task.WhenAll(b);
                    throw new Exception($"{b.Count}");
                }
            """));

    [Fact]
    public Task Top_level_code_is_fixed() => Verify.Fixes(
        "var [|tasks|] = new List<Task>();\ntasks.Add(Task.Delay(1));\n[|args.Select(a => Task.Delay(a.Length))|];\nConsole.WriteLine();\n",
        "var tasks = new List<Task>();\ntasks.Add(Task.Delay(1));\nawait Task.WhenAll(tasks);\nawait Task.WhenAll(args.Select(a => Task.Delay(a.Length)));\nConsole.WriteLine();\n",
        setup: Setup.TopLevel);

    [Fact]
    public Task A_missing_using_is_added() => Verify.Fixes(
        """
        class C
        {
            async System.Threading.Tasks.Task M(System.Collections.Generic.List<int> items)
            {
                [|items.ConvertAll(x => new System.Net.Http.HttpClient().GetAsync(""))|];
            }
        }
        """,
        """
        class C
        {
            async System.Threading.Tasks.Task M(System.Collections.Generic.List<int> items)
            {
                await Task.WhenAll(items.ConvertAll(x => new System.Net.Http.HttpClient().GetAsync("")));
            }
        }
        """);
}
