using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

public sealed class DroppedRegistrationTests
{
    private static string Code(string member) => $$"""
        class Context { public CancellationToken Aborted => default; }
        class C
        {
            readonly CancellationTokenSource own = new();
            CancellationToken token;
            {{member}}
            static void Stop() { }
        }
        """;

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { [|ct.Register(Stop)|]; await Task.Yield(); }", "await using var registration = ct.Register(Stop)")]
    [InlineData("async Task M(CancellationToken ct) { [|ct.Register(static s => { }, null)|]; await Task.Yield(); }", "await using var registration = ct.Register(static s => { }, null)")]
    [InlineData("async Task M(Context c) { int registration = 1; [|c.Aborted.UnsafeRegister(s => { }, null)|]; await Task.Delay(registration); }", "await using var registration2 = c.Aborted.UnsafeRegister(s => { }, null)")]
    [InlineData("async Task M() { [|token.Register(Stop)|]; await Task.Yield(); }", "await using var registration = token.Register(Stop)")]
    [InlineData("Func<CancellationToken, Task> f = async ct => { [|ct.Register(Stop)|]; await Task.Yield(); };", "await using var registration = ct.Register(Stop)")]
    public Task The_registration_is_disposed(string member, string expected)
    {
        var (start, end) = (member.IndexOf("[|", StringComparison.Ordinal), member.IndexOf("|]", StringComparison.Ordinal) + 2);
        return Verify<DroppedRegistration, DroppedRegistrationFix>.Fixes(Code(member), Code(member[..start] + expected + member[end..]));
    }

    [Fact]
    public Task Where_there_is_no_asynchronous_form_it_is_using() => Verify<DroppedRegistration, DroppedRegistrationFix>.Fixes(
        "class C { async Task M(CancellationToken ct) { [|ct.Register(() => { })|]; await Task.Yield(); } }",
        "class C { async Task M(CancellationToken ct) { using var registration = ct.Register(() => { }); await Task.Yield(); } }",
        setup: new Setup { Framework = Frameworks.NetStandard20 });

    [Theory]
    [InlineData("C(CancellationToken ct) { [|ct.Register(Stop)|]; }")]
    [InlineData("Task M(CancellationToken ct) { [|ct.Register(Stop)|]; return Task.CompletedTask; }")]
    [InlineData("async Task M(CancellationToken ct) { if (ct.CanBeCanceled) [|ct.Register(Stop)|]; await Task.Yield(); }")]
    public Task No_fix_where_the_work_goes_on(string member) => Verify<DroppedRegistration, DroppedRegistrationFix>.OffersNoFix(Code(member));

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { using var r = ct.Register(Stop); await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken ct) { _ = ct.Register(Stop); await Task.Yield(); }")]
    [InlineData("async Task M(CancellationToken ct) { using (ct.Register(Stop)) { await Task.Yield(); } }")]
    [InlineData("CancellationTokenRegistration M(CancellationToken ct) => ct.Register(Stop);")]
    [InlineData("async Task M() { using var s = new CancellationTokenSource(); s.Token.Register(Stop); var t = s.Token; t.Register(Stop); await Task.Yield(); }")]
    [InlineData("void M() { own.Token.Register(Stop); }")]
    [InlineData("interface ILifetime { CancellationToken ApplicationStarted { get; } CancellationToken ApplicationStopping { get; } } void M(ILifetime app) { app.ApplicationStarted.Register(Stop); app.ApplicationStopping.Register(Stop); }")]
    public Task Registrations_that_are_kept_or_with_an_own_source_are_not_reported(string member) => Verify<DroppedRegistration>.Silent(Code(member));
}
