using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Blocking;

/// <summary>The timeout and the token of a blocking wait, as arguments of <c>WaitAsync</c>.</summary>
internal sealed class WaitLimit
{
    public static readonly WaitLimit None = new(0, []);

    private readonly int first;
    private readonly IReadOnlyList<bool> isMilliseconds;

    private WaitLimit(int first, IReadOnlyList<bool> isMilliseconds) => (this.first, this.isMilliseconds) = (first, isMilliseconds);

    /// <summary>The type that <c>WaitAsync</c> throws when the time is over.</summary>
    public static TypeSyntax TimeoutException => Named("global::System.TimeoutException");

    public bool IsNone => isMilliseconds.Count == 0;

    /// <summary>The limits of a call whose parameters from <paramref name="first"/> on are limits; unusable if written by name.</summary>
    public static WaitLimit Of(IMethodSymbol method, InvocationExpressionSyntax call, int first)
    {
        var limits = method.Parameters.Skip(first).Where(static parameter => !parameter.IsParams).Select(static parameter => parameter.Type.SpecialType == SpecialType.System_Int32).ToArray();
        return limits.Length == 0 || method.Parameters.LastOrDefault() is { IsParams: true } || method.Name is not ("Wait" or "WaitAll" or "WaitAny")
            ? None
            : new(first, limits);
    }

    /// <summary>True if nothing limits the wait, or <c>WaitAsync</c> exists and takes the limits as they stand.</summary>
    public bool IsUsable(BlockingWait wait, ExpressionSyntax expression, FixTarget target)
    {
        if (IsNone)
        {
            return true;
        }

        return expression is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } &&
            arguments.Count == first + isMilliseconds.Count &&
            arguments.All(static argument => argument.NameColon is null) &&
            !(wait is { Kind: BlockingWaitKind.WaitAny, HasTimeout: true }) &&
            target.Types.Task.GetMembers("WaitAsync").Any();
    }

    /// <summary>The call without its limits.</summary>
    public InvocationExpressionSyntax Strip(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        while (!IsNone && arguments.Count > first)
        {
            arguments = arguments.RemoveAt(arguments.Count - 1);
        }

        return call.WithArgumentList(call.ArgumentList.WithArguments(arguments));
    }

    public ArgumentSyntax[] ArgumentsOf(InvocationExpressionSyntax call) =>
        [.. call.ArgumentList.Arguments.Skip(first).Select((argument, index) => isMilliseconds[index] ? FromMilliseconds(argument) : argument.WithoutTrivia())];

    private static ArgumentSyntax FromMilliseconds(ArgumentSyntax milliseconds) =>
        Argument(AwaitSyntax.Call(Named("global::System.TimeSpan"), "FromMilliseconds", milliseconds.WithoutTrivia()));

    private static TypeSyntax Named(string name) => ParseTypeName(name).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
}
