using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>CS8425: <c>async IAsyncEnumerable&lt;T&gt; F(CancellationToken token)</c> → <c>F([EnumeratorCancellation] CancellationToken token)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class EnumeratorCancellationFix() : AsyncFix("CS8425")
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        var parameters = target.Node.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
        {
            MethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            _ => default,
        };
        for (var index = parameters.Count - 1; index >= 0; index--)
        {
            var parameter = parameters[index];
            if (target.Model.GetDeclaredSymbol(parameter, target.CancellationToken) is IParameterSymbol { Type.Name: "CancellationToken" } symbol && TokenArgument.IsToken(symbol, target.Types))
            {
                yield return new("Add [EnumeratorCancellation]", "attribute", edit =>
                {
                    edit.AddUsing("System.Runtime.CompilerServices", parameter.SpanStart);
                    edit.Replace(parameter, static current => WithAttribute(current));
                });
                yield break;
            }
        }
    }

    private static ParameterSyntax WithAttribute(ParameterSyntax parameter)
    {
        var attribute = AttributeList(SingletonSeparatedList(Attribute(IdentifierName("EnumeratorCancellation")))).WithTrailingTrivia(Space);
        return parameter.WithoutLeadingTrivia().WithAttributeLists(parameter.AttributeLists.Insert(0, attribute)).WithLeadingTrivia(parameter.GetLeadingTrivia());
    }
}
