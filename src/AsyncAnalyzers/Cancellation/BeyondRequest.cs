using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// Says whether a call has nothing to do with the caller whose request the token stands for: messages to others, who are still there, changes on other servers, in files and
/// behind other changes, and what ends with the connection anyway.
/// </summary>
internal static class BeyondRequest
{
    public static bool Contains(IInvocationOperation call, TokenInScope token) =>
        token.Expression.EndsWith("ConnectionAborted", StringComparison.Ordinal)
            ? IsOf(call.TargetMethod.ContainingType, "SignalR")
            : token.Expression.EndsWith("RequestAborted", StringComparison.Ordinal) &&
                (IsMessage(call.TargetMethod.Name) || ChangeElsewhere.Contains(call) || SettledWork.FollowsChange(call) || EndsWithRequest(call));

    /// <summary>True for mail, events and notifications, but not for <c>mediator.Send(query)</c>, which has an answer.</summary>
    private static bool IsMessage(string method) =>
        Begins(method, "Publish") || Begins(method, "Notify") || Begins(method, "Send") && method.Length > "Send".Length;

    /// <summary>True for reading the request, and for what is written as JSON.</summary>
    private static bool EndsWithRequest(IInvocationOperation call) =>
        call.Receiver()?.Unwrap().Type is { Name: var name } type &&
        (name is "HttpRequest" or "ConnectionInfo" || name == "HttpResponse" && call.TargetMethod.Name == "WriteAsJsonAsync") && IsOf(type, "Http");

    private static bool IsOf(ITypeSymbol type, string aspNetCore) =>
        type.ContainingNamespace is { ContainingNamespace: { Name: "AspNetCore", ContainingNamespace.Name: "Microsoft" } } space && space.Name == aspNetCore;
}
