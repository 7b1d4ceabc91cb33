using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Cancellation;

/// <summary>AWAIT601 where the token is that of a request or a connection.</summary>
public sealed class ForwardCancellationTokenOfRequestTests
{
    [Fact]
    public Task Tokens_of_requests_and_contexts_are_found() => Verify<ForwardCancellationToken, ForwardCancellationTokenFix>.Fixes(
        """
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        class HomeController(HttpClient client) : ControllerBase
        {
            public async Task<string> Get() => await client.[|GetStringAsync|]("/");
        }

        class Middleware
        {
            public async Task InvokeAsync(HttpContext context) => await context.Response.[|WriteAsync|]("text");
        }
        """.Insert(0, "using System.Net.Http;\n"),
        """
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        class HomeController(HttpClient client) : ControllerBase
        {
            public async Task<string> Get() => await client.GetStringAsync("/", HttpContext.RequestAborted);
        }

        class Middleware
        {
            public async Task InvokeAsync(HttpContext context) => await context.Response.WriteAsync("text", context.RequestAborted);
        }
        """.Insert(0, "using System.Net.Http;\n"),
        setup: new Setup { Packages = Core.Libraries.AspNetCore });

    [Fact]
    public Task Changes_on_other_servers_and_in_files_do_not_end_with_the_request() => Verify<ForwardCancellationToken>.Reports(
        """
        using System.Net.Http;
        using System.Net.Http.Json;
        using Microsoft.AspNetCore.Mvc;

        class Typed : HttpClient { }

        class PaymentController(HttpClient client, Typed typed) : ControllerBase
        {
            public async Task<string> Pay(HttpRequestMessage message)
            {
                var response = await client.PostAsync("/pay", null);
                if (!response.IsSuccessStatusCode)
                {
                    return "";
                }
                else
                {
                    switch (response.StatusCode)
                    {
                        default:
                            await client.PutAsJsonAsync("/pay", 1);
                            await typed.SendAsync(message);
                            await typed.[|GetStringAsync|]("/");
                            return await response.Content.ReadAsStringAsync();
                    }
                }
            }

            public async Task<string> Read()
            {
                var response = await client.[|GetAsync|]("/");
                Func<Task> later = () => client.DeleteAsync("/");
                return await response.Content.[|ReadAsStringAsync|]();
            }

            public async Task<string> Write() { await System.IO.File.WriteAllTextAsync("a", "b"); await System.IO.File.AppendAllTextAsync("a", "b"); return await System.IO.File.[|ReadAllTextAsync|]("a"); }

            public async Task<string> Once() => await (await client.DeleteAsync("/")).Content.ReadAsStringAsync();

            public async Task<string> Told(CancellationToken token) => await (await client.[|DeleteAsync|]("/")).Content.[|ReadAsStringAsync|]();
        }
        """,
        new Setup { Packages = Core.Libraries.AspNetCore });

    [Fact]
    public Task A_change_behind_another_does_not_end_with_the_request() => Verify<ForwardCancellationToken>.Reports(
        """
        using Microsoft.AspNetCore.Mvc;

        interface IStore
        {
            Task ReplaceAsync(int x);
            Task DeleteAsync(int x);
            Task<int> LoadAsync(int x, CancellationToken token = default);
        }

        interface IAbilities
        {
            Task UpsertAbilityAsync(int x, CancellationToken token = default);
            Task DeleteAbilityAsync(int x, CancellationToken token = default);
            Task<int> GetAbilityAsync(int x, CancellationToken token = default);
        }

        class ItemController(IStore store, IAbilities abilities) : ControllerBase
        {
            public async Task Change(int x)
            {
                await store.[|LoadAsync|](x);
                await abilities.[|UpsertAbilityAsync|](x);
                await store.ReplaceAsync(x);
                if (x > 0)
                {
                    await abilities.UpsertAbilityAsync(x);
                    await abilities.[|GetAbilityAsync|](x);
                }
            }

            public async Task Remove(int x) { await store.DeleteAsync(x); await abilities.DeleteAbilityAsync(x); }

            public async Task Told(int x) { await abilities.UpsertAbilityAsync(x, HttpContext.RequestAborted); await abilities.[|DeleteAbilityAsync|](x); }

            public async Task Own(int x, CancellationToken token) { await store.DeleteAsync(x); await abilities.[|DeleteAbilityAsync|](x); }
        }
        """,
        new Setup { Packages = Core.Libraries.AspNetCore });

    [Fact]
    public Task Mail_and_events_do_not_end_with_the_request() => Verify<ForwardCancellationToken>.Reports(
        """
        using Microsoft.AspNetCore.Mvc;

        interface IMail
        {
            Task SendWelcomeAsync(CancellationToken token = default);
            Task NotifyAsync(CancellationToken token = default);
            Task PublishAsync(CancellationToken token = default);
            Task<int> Send(int query, CancellationToken token = default);
        }

        class AccountController(IMail mail) : ControllerBase
        {
            public async Task<int> Login(bool ok)
            {
                if (!ok)
                {
                    await Task.[|Delay|](2000);
                }

                await mail.SendWelcomeAsync();
                await mail.NotifyAsync();
                await mail.PublishAsync();

                return await mail.[|Send|](1);
            }

            public async Task Own(CancellationToken token) { await mail.[|SendWelcomeAsync|](); await Task.[|Delay|](1); }
        }
        """,
        new Setup { Packages = Core.Libraries.AspNetCore });

    [Fact]
    public Task Messages_to_others_go_on_when_the_caller_has_gone() => Verify<ForwardCancellationToken>.Reports(
        """
        namespace Microsoft.AspNetCore.SignalR
        {
            public interface IGroupManager { Task AddAsync(int n, CancellationToken token = default); }
            public class HubCallerContext { public CancellationToken ConnectionAborted => default; }
            public class Hub { public HubCallerContext Context { get; } = null!; public IGroupManager Groups { get; } = null!; }
        }

        namespace Microsoft.AspNetCore.Http
        {
            public abstract class HttpContext { public CancellationToken RequestAborted => default; public HttpRequest Request => null!; public HttpResponse Response => null!; }
            public abstract class HttpRequest { public Task<int> ReadFormAsync(CancellationToken token = default) => null!; }
            public abstract class HttpResponse { }
            public static class Writing { public static Task WriteAsync(this HttpResponse response, string text, CancellationToken token = default) => null!; public static Task WriteAsJsonAsync(this HttpResponse response, object value, CancellationToken token = default) => null!; }
        }

        class Chat : Microsoft.AspNetCore.SignalR.Hub
        {
            async Task JoinAsync() { await Groups.AddAsync(1); await Task.[|Delay|](1); }
            static async Task GoAsync(Microsoft.AspNetCore.Http.HttpContext context)
            {
                await context.Request.ReadFormAsync();
                await Microsoft.AspNetCore.Http.Writing.WriteAsJsonAsync(context.Response, "");
                await Microsoft.AspNetCore.Http.Writing.[|WriteAsync|](context.Response, "");
            }
        }
        """);
}
