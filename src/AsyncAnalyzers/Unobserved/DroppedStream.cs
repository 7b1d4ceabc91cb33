using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Calls whose async stream may be dropped, because the call is not made for it.</summary>
internal static class DroppedStream
{
    public static bool IsMeant(IInvocationOperation call, ISymbol containingSymbol, KnownTypes types, CancellationToken cancellationToken) =>
        IsKept(call.TargetMethod) || Acts(call.TargetMethod, cancellationToken) || types.IsTestProject && ProvokesException(call, containingSymbol);

    /// <summary><c>queue.Dequeue()</c>, <c>Guard.NotNull(stream)</c>, <c>Interlocked.Exchange(ref stream, …)</c>: no stream is made.</summary>
    private static bool IsKept(IMethodSymbol method) =>
        method.MethodKind != MethodKind.DelegateInvoke && method.OriginalDefinition.ReturnType is ITypeParameterSymbol;

    /// <summary>True if the method does something before it returns the stream: in source by its statements, else by its name.</summary>
    private static bool Acts(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.IsAsync)
        {
            return false;
        }

        var hasBody = false;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var body = reference.GetSyntax(cancellationToken) switch
            {
                BaseMethodDeclarationSyntax declaration => declaration.Body,
                LocalFunctionStatementSyntax local => local.Body,
                _ => null,
            };
            if (body is not null)
            {
                hasBody = true;
                foreach (var statement in body.Statements)
                {
                    if (statement is ExpressionStatementSyntax { Expression: var expression } && !IsGuard(expression))
                    {
                        return true;
                    }
                }
            }
        }

        return !hasBody && (BeginsWithWord(method.Name, "Start") || BeginsWithWord(method.Name, "Begin") || BeginsWithWord(method.Name, "Subscribe"));
    }

    /// <summary><c>ArgumentNullException.ThrowIfNull(x)</c>, <c>Guard.NotNull(x)</c>, <c>_ = x ?? throw …</c>.</summary>
    private static bool IsGuard(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var type }, Name.Identifier.ValueText: var name } } =>
            name.StartsWith("Throw", StringComparison.Ordinal) || type is "Guard" or "Check" or "Ensure" or "Requires" or "Argument" or "Throw" or "ThrowHelper" or "Debug",
        InvocationExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var name } } => name.StartsWith("Throw", StringComparison.Ordinal),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } => true,
        _ => false,
    };

    /// <summary><c>Assert.Throws(() => x.StreamAsync(null))</c>, <c>Received.InOrder(() => …)</c>, a call whose exception the test catches.</summary>
    public static bool ProvokesException(IInvocationOperation call, ISymbol containingSymbol)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation { Symbol.ReturnsVoid: true } or ITryOperation { Catches.IsEmpty: false })
            {
                return true;
            }
        }

        foreach (var attribute in containingSymbol.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "ExpectedExceptionAttribute")
            {
                return true;
            }
        }

        return false;
    }
}
