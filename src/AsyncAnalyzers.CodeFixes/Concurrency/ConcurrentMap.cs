using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Concurrency;

/// <summary>
/// <c>var map = new Dictionary&lt;K, V>();</c> → <c>new ConcurrentDictionary&lt;K, V>()</c>, with <c>Remove(key)</c> as <c>TryRemove(key, out _)</c>. Not where an
/// entry is read and written in one (<c>map[key]++</c>), which stays a race, nor where <c>Add</c> is to fail on a second one.
/// </summary>
internal static class ConcurrentMap
{
    public static FixForm? Form(IOperation mention, FixTarget target)
    {
        if (mention is not ILocalReferenceOperation { Local: { Type: INamedTypeSymbol { Name: "Dictionary", Arity: 2 } } local } ||
            local.DeclaringSyntaxReferences is not [var reference] ||
            reference.GetSyntax(target.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation, Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } ||
            TypeSyntax(creation, declaration) is not { } type)
        {
            return null;
        }

        var removals = new List<InvocationExpressionSyntax>();
        foreach (var name in Member.Around(target.Node).DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Name || !SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, local))
            {
                continue;
            }

            switch (name.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Remove", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } call }:
                    removals.Add(call);
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Remove" or "Add" or "EnsureCapacity" or "TrimExcess" }:
                case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: not (int)SyntaxKind.SimpleAssignmentExpression } assignment } element when assignment.Left == element:
                case ElementAccessExpressionSyntax { Parent: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } }:
                    return null;
            }
        }

        return new("Use a ConcurrentDictionary", "concurrent", edit =>
        {
            if (!edit.IsFirstTime(creation))
            {
                return;
            }

            edit.AddUsing("System.Collections.Concurrent", creation.SpanStart);
            foreach (var written in new[] { (creation as ObjectCreationExpressionSyntax)?.Type, declaration.Type.IsVar ? null : declaration.Type })
            {
                if (written is not null)
                {
                    edit.Replace(written, current => Concurrent(type).WithTriviaFrom(current));
                }
            }

            foreach (var call in removals)
            {
                edit.Replace(call, static current => current
                    .WithExpression(((MemberAccessExpressionSyntax)current.Expression).WithName(IdentifierName("TryRemove")))
                    .WithArgumentList(current.ArgumentList.AddArguments(Argument(null, Token(SyntaxKind.OutKeyword).WithTrailingTrivia(Space), ParseExpression("_")).WithLeadingTrivia(Space))));
            }
        });
    }

    private static GenericNameSyntax? TypeSyntax(BaseObjectCreationExpressionSyntax creation, VariableDeclarationSyntax declaration) =>
        Generic((creation as ObjectCreationExpressionSyntax)?.Type) ?? Generic(declaration.Type);

    private static GenericNameSyntax? Generic(TypeSyntax? type) => type switch
    {
        GenericNameSyntax { TypeArgumentList.Arguments.Count: 2 } generic => generic,
        QualifiedNameSyntax { Right: GenericNameSyntax generic } => generic,
        _ => null,
    };

    private static TypeSyntax Concurrent(GenericNameSyntax type) => type.WithIdentifier(Identifier("ConcurrentDictionary")).WithoutTrivia();
}
