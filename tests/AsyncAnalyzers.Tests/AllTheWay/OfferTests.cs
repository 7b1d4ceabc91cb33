using AsyncAnalyzers.CodeFixes.AllTheWay;
using AsyncAnalyzers.Tests.Core;
using Verify101 = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.ObserveTask, AsyncAnalyzers.CodeFixes.Unobserved.ObserveTaskFix>;
using Verify202 = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Blocking.BlockingWaitInSync, AsyncAnalyzers.CodeFixes.Blocking.BlockingWaitInSyncFix>;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>What the lightbulb offers, and Fix All over paths that meet.</summary>
public sealed class OfferTests
{
    [Fact]
    public Task Paths_that_meet_are_converted_once() => Verify202.Fixes(
        """
        class C
        {
            int One() => [|Task.Run(() => 1).Result|];
            int Two() => [|Task.Run(() => 2).Result|] + One();
            int Both() => One() + Two();
            public async Task<int> AllAsync() { await Task.Yield(); return Both() + One(); }
        }
        """,
        """
        class C
        {
            async Task<int> OneAsync() => await Task.Run(() => 1);
            async Task<int> TwoAsync() => await Task.Run(() => 2) + await OneAsync();
            async Task<int> BothAsync() => await OneAsync() + await TwoAsync();
            public async Task<int> AllAsync() { await Task.Yield(); return await BothAsync() + await OneAsync(); }
        }
        """,
        AsyncConversion.Key);

    [Fact]
    public Task A_dropped_task_is_awaited_all_the_way_up_by_the_second_fix() => Verify101.Fixes(
        """
        class C
        {
            void Save() => [|SaveAllAsync()|];
            void More() { Save(); }
            Task SaveAllAsync() { More(); return Task.CompletedTask; }
        }
        """,
        """
        class C
        {
            async Task SaveAsync() => await SaveAllAsync();
            async Task MoreAsync() { await SaveAsync(); }
            async Task SaveAllAsync() { await MoreAsync(); }
        }
        """,
        AsyncConversion.Key);

    [Fact]
    public Task A_dropped_task_makes_no_caller_block() => Verify101.OffersNoFix(
        "class C { C() { Save(); } void Save() => [|SaveAllAsync()|]; Task SaveAllAsync() => Task.CompletedTask; }",
        AsyncConversion.Key);

    [Fact]
    public Task Configured_awaits_beget_configured_awaits() => Verify202.Fixes(
        """
        class C { public async Task M() { await Task.Delay(1).ConfigureAwait(false); } }
        """,
        """
        class C { public async Task M() { await Task.Delay(1).ConfigureAwait(false); } }
        """,
        setup: Setup.Default with
        {
            Files = [("Store.cs", "class Store { int Load() => [|Task.Run(() => 1).Result|]; int Twice() => Load() * 2 + Load().GetHashCode(); }")],
            FixedFiles = [("Store.cs", "class Store { async Task<int> LoadAsync() => await Task.Run(() => 1).ConfigureAwait(false); async Task<int> TwiceAsync() => await LoadAsync().ConfigureAwait(false) * 2 + (await LoadAsync().ConfigureAwait(false)).GetHashCode(); }")],
        });

    [Fact]
    public async Task The_same_question_is_answered_once()
    {
        var code = Code.Of("class C { int Load() => [|Task.Run(() => 1).Result|]; }");
        Assert.Same(await code.ConvertAsync(), await code.ConvertAsync());
    }

    [Fact]
    public Task Task_is_written_as_the_file_knows_it() => Code.Of(
        ("App", "GlobalUsings.cs", "global using System;"),
        ("App", "Lib.cs", "using System.Threading.Tasks; static class Lib { public static Task<int> GetAsync() => Task.FromResult(1); }"),
        ("App", "C.cs", "// Header.\nusing System.IO;\n\nclass C\n{\n    public virtual int Load() => [|Lib.GetAsync().Result|];\n}\n"),
        ("App", "Own.cs", "namespace Own;\n\nclass Task : C { int Twice() => Load() * 2; public override int Load() => 1; }\n")).Becomes(
        ("C.cs", "// Header.\nusing System.IO;\nusing System.Threading.Tasks;\n\nclass C\n{\n    public virtual async Task<int> LoadAsync() => await Lib.GetAsync();\n}\n"),
        ("Own.cs", "namespace Own;\n\nclass Task : C { async global::System.Threading.Tasks.Task<int> TwiceAsync() => await LoadAsync() * 2; public override global::System.Threading.Tasks.Task<int> LoadAsync() => global::System.Threading.Tasks.Task.FromResult(1); }\n"));
}
