using AsyncAnalyzers.Cancellation;
using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>
/// <c>FooAsync(int n)</c> → <c>FooAsync(int n, CancellationToken cancellationToken = default)</c>, passed to every call that takes it. Not for methods that become
/// delegates, those with <c>params</c>, and those called in expression trees, which may not leave out an argument.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AcceptCancellationTokenFix() : AsyncFix(Rules.AcceptCancellationToken)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method ||
            target.Model.GetDeclaredSymbol(method, target.CancellationToken) is not { } symbol ||
            symbol.Parameters is [.., { IsParams: true }] ||
            target.Model.GetOperation(method, target.CancellationToken) is not { } body ||
            DelegateUses.HasAny(symbol, target.Model.Compilation, target.CancellationToken) ||
            MethodUses.InCompilation(symbol, ["=>"], target.Model.Compilation, target.CancellationToken).Any(Execution.IsInExpressionTree))
        {
            yield break;
        }

        var calls = UntakenToken.CallsFor(body, symbol, TokenOverloads.In(target.Model.Compilation, target.Types), target.Types).ToArray();
        if (calls.Length > 0)
        {
            yield return new("Take a cancellation token and pass it on", "token", edit =>
            {
                var name = edit.UniqueName("cancellationToken", method.Body?.SpanStart ?? method.ExpressionBody!.SpanStart, method);
                foreach (var (call, missing) in calls)
                {
                    edit.Replace((InvocationExpressionSyntax)call.Syntax, missing.With(name).Rewrite);
                }

                edit.Replace(method.ParameterList, current => current.WithParameters(Add(current.Parameters, Parameter(
                    default,
                    default,
                    TypeNames.Of("System.Threading.CancellationToken").WithTrailingTrivia(Space),
                    Identifier(name).WithTrailingTrivia(Space),
                    EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), LiteralExpression(SyntaxKind.DefaultLiteralExpression))))));
            });
        }
    }

    private static SeparatedSyntaxList<ParameterSyntax> Add(SeparatedSyntaxList<ParameterSyntax> list, ParameterSyntax parameter)
    {
        if (list.Count == 0)
        {
            return SingletonSeparatedList(parameter);
        }

        var isPerLine = list.SeparatorCount > 0 && list.GetSeparator(list.SeparatorCount - 1).TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var comma = isPerLine ? list.GetSeparator(list.SeparatorCount - 1).WithLeadingTrivia() : Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        return SeparatedList<ParameterSyntax>(list.GetWithSeparators().Add(comma).Add(isPerLine ? parameter.WithLeadingTrivia(list[list.Count - 1].GetLeadingTrivia()) : parameter));
    }
}
