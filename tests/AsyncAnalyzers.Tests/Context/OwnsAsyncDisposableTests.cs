using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Context.OwnsAsyncDisposable, AsyncAnalyzers.CodeFixes.Context.OwnsAsyncDisposableFix>;

namespace AsyncAnalyzers.Tests.Context;

public sealed class OwnsAsyncDisposableTests
{
    private const string Client = """
        public class Client : IAsyncDisposable { public ValueTask DisposeAsync() => default; public void Send() { } }
        public class Both : IAsyncDisposable, IDisposable { public ValueTask DisposeAsync() => default; public void Dispose() { } }

        """;

    [Theory]
    [InlineData("class C { private readonly Client client = [|new Client()|]; void M() => client.Send(); }")]
    [InlineData("class C { private readonly Client client = [|new()|]; }")]
    [InlineData("class C { private readonly Client client; public C() { client = [|new Client()|]; } }")]
    [InlineData("class C { private Client? client; void M() { client ??= [|new Client()|]; client.Send(); } }")]
    [InlineData("class C { private Client? client; void M() { this.client = client ?? [|new Client()|]; } }")]
    [InlineData("class C { private Client Client { get; } = [|new Client()|]; }")]
    [InlineData("class C { private readonly IAsyncDisposable client = [|new Client()|]; }")]
    [InlineData("record C { private readonly Client client = [|new Client()|]; }")]
    [InlineData("class C : IDisposable { private readonly Client client = [|new Client()|]; public void Dispose() { } }")]
    public Task What_is_made_and_never_disposed_of_is_reported(string type) => Verify.Reports(Client + type);

    [Theory]
    [InlineData("class C(Client c) { private readonly Client client = c; }")]
    [InlineData("class C { private readonly Client client; public C(Client client) { this.client = client; } }")]
    [InlineData("class C { private static readonly Client client = new Client(); }")]
    [InlineData("class C { private readonly Both both = new Both(); }")]
    [InlineData("class C { public Client Client { get; } = new Client(); internal readonly Client Other = new(); }")]
    [InlineData("class C : IAsyncDisposable { private readonly Client client = new Client(); public ValueTask DisposeAsync() => client.DisposeAsync(); }")]
    [InlineData("class B : IAsyncDisposable { public virtual ValueTask DisposeAsync() => default; } class C : B { private readonly Client client = new Client(); }")]
    [InlineData("class C { private readonly Client client = new Client(); public Task DisposeAsync() => Task.CompletedTask; }")]
    [InlineData("class C { private readonly Client client = new Client(); public async Task StopAsync() { await client.DisposeAsync(); } }")]
    [InlineData("class C { private Client? client = new Client(); public async Task StopAsync() { if (client is { } c) { await c.DisposeAsync(); } } }")]
    [InlineData("class C { private readonly Client client = new Client(); void M(List<IAsyncDisposable> all) { all.Add(client); } }")]
    [InlineData("class C { private readonly Client client = new Client(); Client Get() => client; }")]
    [InlineData("struct S { private readonly Client client = new Client(); public S() { } }")]
    [InlineData("class C { void M() { var client = new Client(); client.Send(); } }")]
    public Task What_others_dispose_of_is_silent(string type) => Verify<AsyncAnalyzers.Context.OwnsAsyncDisposable>.Silent(Client + type);

    [Fact]
    public Task Tests_are_silent() => Verify<AsyncAnalyzers.Context.OwnsAsyncDisposable>.Silent(
        Client + "class C { private readonly Client client = new Client(); }",
        Setup.Default with { Packages = Core.Libraries.XUnit });

    [Fact]
    public Task The_message_names_class_field_and_type() => Verify.Reports(
        Client + "class C { private readonly Client client = {|#0:new Client()|}; }",
        Setup.Default with { Expected = [Verify<AsyncAnalyzers.Context.OwnsAsyncDisposable>.At(0, "C", "client", "Client").WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations)] });

    [Fact]
    public Task The_interface_is_implemented() => Verify.Fixes(
        Client + """
            class C
            {
                private readonly Client client = [|new()|];

                void M() => client.Send();
            }
            """,
        Client + """
            class C : IAsyncDisposable
            {
                private readonly Client client = new();

                void M() => client.Send();

                public async ValueTask DisposeAsync()
                {
                    await client.DisposeAsync().ConfigureAwait(false);
                }
            }
            """);

    [Fact]
    public Task An_existing_Dispose_is_called_too() => Verify.Fixes(
        Client + """
            sealed class C(int size) : IDisposable
            {
                private Client? client;

                void M() => client = size > 0 ? null : null;

                void N() => client ??= [|new Client()|];

                public void Dispose() { }
            }
            """,
        Client + """
            sealed class C(int size) : IDisposable, IAsyncDisposable
            {
                private Client? client;

                void M() => client = size > 0 ? null : null;

                void N() => client ??= new Client();

                public void Dispose() { }

                public async ValueTask DisposeAsync()
                {
                    if (client is not null)
                    {
                        await client.DisposeAsync().ConfigureAwait(false);
                    }

                    Dispose();
                }
            }
            """);

    [Fact]
    public Task Several_objects_are_disposed_of_in_one_method() => Verify.Fixes(
        Client + """
            class C
            {
                private readonly Client first = [|new()|];
                private readonly Client second = [|new()|];
            }
            """,
        Client + """
            class C : IAsyncDisposable
            {
                private readonly Client first = new();
                private readonly Client second = new();

                public async ValueTask DisposeAsync()
                {
                    await first.DisposeAsync().ConfigureAwait(false);
                    await second.DisposeAsync().ConfigureAwait(false);
                }
            }
            """);
}
