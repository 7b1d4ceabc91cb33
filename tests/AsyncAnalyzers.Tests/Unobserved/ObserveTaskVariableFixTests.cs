using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTaskVariable, AsyncAnalyzers.CodeFixes.Unobserved.ObserveTaskVariableFix>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class ObserveTaskVariableFixTests
{
    private const string Helpers = """
        static class Work
        {
            public static Task RunAsync() => Task.Run(() => { });
            public static Task<int> LoadAsync(int id = 0) => Task.Run(() => id);
            public static ValueTask<int> ReadAsync() => new(Task.Run(() => 1));
            public static void Do() { }
        }
        """;

    private static string InClass(string members) => $"class C {{ {members} }}\n{Helpers}";

    private static Setup AsSuggestion => new()
    {
        Expected = [new DiagnosticResult("AWAIT102", DiagnosticSeverity.Info).WithLocation(0)],
    };

    [Theory]
    [InlineData("async Task M() { var [|t|] = Work.RunAsync(); Work.Do(); await Task.Yield(); }", "async Task M() { await Work.RunAsync(); Work.Do(); await Task.Yield(); }")]
    [InlineData("async Task M() { /* a */ var [|t|] = /* b */ Work.LoadAsync(/* c */ 1) /* d */; // e\n        await Task.Yield(); }", "async Task M() { /* a */ await Work.LoadAsync(/* c */ 1); // e\n        await Task.Yield(); }")]
    [InlineData("async Task M() { var [|t|] = Work.ReadAsync(); await Task.Yield(); }", "async Task M() { await Work.ReadAsync(); await Task.Yield(); }")]
    [InlineData("Task M() { var [|t|] = Work.RunAsync(); return Task.CompletedTask; }", "async Task M() { await Work.RunAsync(); }")]
    [InlineData("void M() { Func<Task> f = async () => { var [|t|] = Work.RunAsync(); await Task.Yield(); }; f(); }", "void M() { Func<Task> f = async () => { await Work.RunAsync(); await Task.Yield(); }; f(); }")]
    [InlineData("async Task M() { var [|t|] = Work.RunAsync(); var [|u|] = Work.LoadAsync(); await Task.Yield(); }", "async Task M() { await Work.RunAsync(); await Work.LoadAsync(); await Task.Yield(); }")]
    public Task A_task_that_nothing_reads_is_awaited_where_it_is_started(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "await");

    [Fact]
    public Task Or_at_the_end_of_the_block() => Verify.Fixes(
        InClass("""
            async Task<int> M()
                {
                    var [|t|] = Work.RunAsync();
                    Work.Do();
                    // the result
                    return await Work.LoadAsync();
                }

                async Task N()
                {
                    Task [|t|] = Work.RunAsync(), [|u|] = Work.LoadAsync(); // two

                    Work.Do(); // work
                }
            """),
        InClass("""
            async Task<int> M()
                {
                    var t = Work.RunAsync();
                    Work.Do();
                    await t;
                    // the result
                    return await Work.LoadAsync();
                }

                async Task N()
                {
                    Task t = Work.RunAsync(), u = Work.LoadAsync(); // two

                    Work.Do(); // work
                    await t;
                    await u;
                }
            """),
        "await-later");

    [Theory]
    [InlineData("void M() { var [|t|] = Work.RunAsync(); Work.Do(); }", "void M() { _ = Work.RunAsync(); Work.Do(); }")]
    [InlineData("int P { get { Task [|t|] = Work.RunAsync(); return 1; } }", "int P { get { _ = Work.RunAsync(); return 1; } }")]
    [InlineData("void M(bool c) { var [|t|] = c ? Work.RunAsync() : null; }", "void M(bool c) { _ = c ? Work.RunAsync() : null; }")]
    public Task Or_discarded_in_so_many_words(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "discard");

    [Theory]
    [InlineData(
        "async Task<int> M(bool c) { var {|#0:t|} = Work.LoadAsync(); if (c) return 0; return await t + 1; }",
        "async Task<int> M(bool c) { var t = await Work.LoadAsync(); if (c) return 0; return t + 1; }")]
    [InlineData(
        "async Task<int> M(bool c) { Task<int> {|#0:t|} = Work.LoadAsync(); if (c) return 0; return (await t.ConfigureAwait(false)).GetHashCode(); }",
        "async Task<int> M(bool c) { int t = await Work.LoadAsync().ConfigureAwait(false); if (c) return 0; return (t).GetHashCode(); }")]
    [InlineData(
        "async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) return; await t; Work.Do(); }",
        "async Task M(bool c) { await Work.RunAsync(); if (c) return; Work.Do(); }")]
    [InlineData(
        "async Task M(bool c) { Task {|#0:t|} = Work.RunAsync(); if (c) return; else await t; }",
        "async Task M(bool c) { await Work.RunAsync(); if (c) return; else { } }")]
    [InlineData(
        "async Task M(bool c) { Task {|#0:t|} = Work.LoadAsync(); if (c) throw new Exception(); await t.ConfigureAwait(false); }",
        "async Task M(bool c) { await Work.LoadAsync().ConfigureAwait(false); if (c) throw new Exception(); }")]
    public Task A_task_that_a_path_loses_is_awaited_at_its_declaration(string before, string after) => Verify.Fixes(InClass(before), InClass(after), "await", AsSuggestion);

    [Theory]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) return; await Task.WhenAll(t); }")]
    [InlineData("async Task M(bool c) { var {|#0:t|} = Work.LoadAsync(); if (c) return; await t; Console.WriteLine(t.Result); }")]
    [InlineData("async Task M() { var {|#0:t|} = Work.RunAsync(); t = Work.LoadAsync(); await t; }")]
    [InlineData("void M(bool c) { var {|#0:t|} = Work.RunAsync(); if (c) return; t.Wait(); }")]
    public Task Where_more_than_awaits_depend_on_the_task_there_is_no_fix(string member) => Verify.OffersNoFix(InClass(member), null, AsSuggestion);

    [Theory]
    [InlineData("void M() { Task t; [|t|] = Work.RunAsync(); }", null)]
    [InlineData("void M() { var [|t|] = Work.RunAsync(); }", "await")]
    [InlineData("async Task M() { object gate = new(); lock (gate) { var [|t|] = Work.RunAsync(); } await Task.Yield(); }", "await")]
    [InlineData("void M(int _) { var [|t|] = Work.RunAsync(); }", "discard")]
    public Task Where_no_await_may_stand_none_is_offered(string member, string? key) => Verify.OffersNoFix(InClass(member), key);

    [Fact]
    public Task Top_level_code_is_fixed() => Verify.Fixes(
        "var [|t|] = Task.Run(() => { });\nConsole.WriteLine();\nawait Task.Yield();\n",
        "var t = Task.Run(() => { });\nConsole.WriteLine();\nawait Task.Yield();\nawait t;\n",
        "await-later",
        Setup.TopLevel);
}
