using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.AsyncVoid.UnhandledAsyncVoid, AsyncAnalyzers.CodeFixes.AsyncVoid.UnhandledAsyncVoidFix>;

namespace AsyncAnalyzers.Tests.AsyncVoid;

public sealed class UnhandledAsyncVoidTests
{
    private static readonly Setup On = Setup.Default with { Config = "dotnet_diagnostic.AWAIT503.severity = warning" };

    private static string InClass(string members) => $$"""
        class C
        {
            static Task F() => Task.Delay(1);
            static void Log(object x) { }
            event Action? Opened;
            event EventHandler? Closed;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { await F(); }")]
    [InlineData("private [|async|] void Clicked(object s, EventArgs e) => await F();")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { await F(); try { await F(); } catch { } }")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { try { await F(); } catch (InvalidOperationException) { } }")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { try { await F(); } catch (Exception x) when (x.Message == \"\") { } }")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { try { await F(); } catch (Exception x) { Log(x); throw; } }")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { try { await F(); } finally { Log(s); } }")]
    [InlineData("[|async|] void Clicked(object s, EventArgs e) { if (s == null) throw new Exception(); try { await F(); } catch { } }")]
    [InlineData("[|async|] void Load() { await F(); } C() { Opened += Load; }")]
    [InlineData("C() { Opened += [|async|] () => await F(); Closed += [|async|] (s, e) => { await F(); }; Closed += new EventHandler([|async|] delegate { await F(); }); EventHandler h = [|async|] (s, e) => await F(); }")]
    [InlineData("C() { [|async|] void L(object s, EventArgs e) { await F(); } Closed += L; }")]
    [InlineData("[|async|] void Clicked(IAsyncEnumerable<int> s, EventArgs e) { await foreach (var x in s) { } }")]
    public Task A_handler_that_may_fail_is_reported(string member) => Verify.Reports(InClass(member), On);

    [Theory]
    [InlineData("async void Clicked(object s, EventArgs e) { try { await F(); } catch (Exception x) { Log(x); } }")]
    [InlineData("async void Clicked(object s, EventArgs e) { if (s == null) return; Log(s); try { await F(); } catch { await F(); } finally { Log(e); } }")]
    [InlineData("async void Clicked(object s, EventArgs e) { try { await F(); } catch (OperationCanceledException) { throw; } catch (Exception) { } }")]
    [InlineData("async void Clicked(object s, EventArgs e) { try { try { await F(); } finally { } } catch { } }")]
    [InlineData("async void Clicked(object s, EventArgs e) { Func<Task> f = async () => await F(); Log(f); }")]
    [InlineData("async void Clicked(object s, EventArgs e) { if (s == null) throw new Exception(); }")]
    [InlineData("async void Load() { await F(); } async Task Go() { await F(); } void M() { Action a = async () => await F(); Func<Task> b = async () => await F(); }")]
    [InlineData("C() { Opened += async () => { try { await F(); } catch { } }; }")]
    public Task What_is_caught_or_no_handler_is_silent(string member) => Verify<AsyncAnalyzers.AsyncVoid.UnhandledAsyncVoid>.Silent(InClass(member), On);

    [Fact]
    public Task Where_AWAIT501_reports_handlers_it_is_silent() => Verify<AsyncAnalyzers.AsyncVoid.UnhandledAsyncVoid>.Silent(
        InClass("async void Clicked(object s, EventArgs e) { await F(); }"),
        On with { Config = On.Config + "\nasync_analyzers.include_event_handlers = true" });

    [Fact]
    public Task The_message_names_the_handler() => Verify.Reports(
        InClass("{|#0:async|} void Clicked(object s, EventArgs e) { await F(); } C() { Opened += {|#1:async|} () => await F(); }"),
        On with { Expected = [Verify<AsyncAnalyzers.AsyncVoid.UnhandledAsyncVoid>.At(0, "'Clicked'"), Verify<AsyncAnalyzers.AsyncVoid.UnhandledAsyncVoid>.At(1, "this handler")] });

    [Fact]
    public Task The_body_is_put_into_a_try() => Verify.Fixes(
        """
        class C
        {
            event Action? Opened;

            // Keep.
            private [|async|] void Clicked(object s, EventArgs e)
            {
                // First.
                await Task.Delay(1); // one

                await Task.Delay(2);
            }

            [|async|] void Closed(object s, EventArgs e) => await Task.Delay(1); // arrow

            C()
            {
                Opened += [|async|] () => await Task.Delay(1);
            }
        }
        """,
        """
        class C
        {
            event Action? Opened;

            // Keep.
            private async void Clicked(object s, EventArgs e)
            {
                try
                {
                    // First.
                    await Task.Delay(1); // one

                    await Task.Delay(2);
                }
                catch (Exception exception)
                {
                    System.Diagnostics.Trace.TraceError(exception.ToString());
                }
            }

            async void Closed(object s, EventArgs e)
            {
                try
                {
                    await Task.Delay(1);
                }
                catch (Exception exception)
                {
                    System.Diagnostics.Trace.TraceError(exception.ToString());
                }
            } // arrow

            C()
            {
                Opened += async () =>
                {
                    try
                    {
                        await Task.Delay(1);
                    }
                    catch (Exception exception)
                    {
                        System.Diagnostics.Trace.TraceError(exception.ToString());
                    }
                };
            }
        }
        """,
        setup: On);
}
