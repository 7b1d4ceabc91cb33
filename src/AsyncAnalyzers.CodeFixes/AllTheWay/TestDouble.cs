using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// Calls that are none: a test says with them what a double of the object shall do. They keep their form, and the results that the test gives become tasks:
/// <c>mock.Setup(x => x.Load()).Returns(1)</c> → <c>mock.Setup(x => x.LoadAsync()).ReturnsAsync(1)</c>. NSubstitute and FakeItEasy make tasks of results by themselves.
/// </summary>
internal static class TestDouble
{
    /// <summary>True for the only call in an expression tree that goes to Moq or FakeItEasy.</summary>
    public static bool IsSetUp(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.Parent is LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax setup } } &&
        RootNamespace.Of(model.GetSymbolInfo(setup, cancellationToken).Symbol) is "Moq" or "FakeItEasy";

    /// <summary>True for a call whose result goes to NSubstitute: <c>substitute.Load().Returns(1)</c>.</summary>
    public static bool IsConfigured(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax configuration } access && access.Expression == call &&
        RootNamespace.Of(model.GetSymbolInfo(configuration, cancellationToken).Symbol) == "NSubstitute";

    /// <summary>Makes tasks of the results that Moq is given for the call; what that does not know shows when it is bound.</summary>
    public static void Write(InvocationExpressionSyntax call, FileView file, TextPatch patch, TaskName task, CancellationToken cancellationToken)
    {
        if (call.Parent is not LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax setup } } ||
            RootNamespace.Of(file.Model.GetSymbolInfo(setup, cancellationToken).Symbol) != "Moq" ||
            file.Model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { ReturnsVoid: false, ReturnType: var result })
        {
            return;
        }

        for (var link = setup; link.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == link; link = next)
        {
            if (access.Name.Identifier.ValueText == "Returns" && next.ArgumentList.Arguments is [{ Expression: var value }])
            {
                Write(access.Name, value, result, file, patch, task, cancellationToken);
            }
        }
    }

    private static void Write(SimpleNameSyntax returns, ExpressionSyntax value, ITypeSymbol result, FileView file, TextPatch patch, TaskName task, CancellationToken cancellationToken)
    {
        var given = value is LambdaExpressionSyntax lambda ? lambda.ExpressionBody : value;
        if (given is null)
        {
            return;
        }

        var type = file.Model.GetTypeInfo(given, cancellationToken).Type;
        if (value == given && type is not null && returns is IdentifierNameSyntax && Imports.InScope(file.Model, value.SpanStart, "Moq"))
        {
            patch.Replace(returns.Span, "ReturnsAsync");
        }
        else
        {
            var argument = SymbolEqualityComparer.Default.Equals(type, result) ? "" : $"<{result.ToMinimalDisplayString(file.Model, value.SpanStart)}>";
            patch.Wrap(given.Span, $"{task.ForMemberAt(given.SpanStart)}.FromResult{argument}(", ")", layer: 2);
        }
    }
}
