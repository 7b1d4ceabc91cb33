using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Concurrency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary><c>var random = new Random();</c> → <c>var random = Random.Shared;</c>. Not with a seed: then the same numbers may be wanted each time.</summary>
internal static class SharedRandom
{
    public static FixForm? Form(IOperation mention, FixTarget target)
    {
        if (mention.Type is not { Name: "Random" } type ||
            type.GetMembers("Shared").IsEmpty ||
            SharedObject.Of(mention)?.Symbol.DeclaringSyntaxReferences is not [var declaration] ||
            declaration.SyntaxTree != target.Root.SyntaxTree ||
            declaration.GetSyntax(target.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null } creation })
        {
            return null;
        }

        return new("Use Random.Shared", "random", edit =>
        {
            if (edit.IsFirstTime(creation))
            {
                edit.Replace(creation, current => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of("System.Random"), IdentifierName("Shared")).WithTriviaFrom(current));
            }
        });
    }
}
