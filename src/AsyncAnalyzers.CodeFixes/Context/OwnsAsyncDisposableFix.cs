using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Context;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Context;

/// <summary>
/// Implements <c>IAsyncDisposable</c> at the end of the class: a <c>DisposeAsync</c> that disposes of all that is reported in the class, and calls the class's own
/// <c>Dispose</c> if it has one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class OwnsAsyncDisposableFix() : AsyncFix(Rules.OwnsAsyncDisposable)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && target.Types.Find("System.IAsyncDisposable") is { } asyncDisposable &&
            target.Model.GetDeclaredSymbol(type, target.CancellationToken) is { } owner)
        {
            var keepers = KeepersIn(type, asyncDisposable, target.Model, target.CancellationToken);
            var disposes = owner.GetMembers("Dispose").Any(static member => member is IMethodSymbol { Parameters.IsEmpty: true });
            yield return new("Implement IAsyncDisposable", "implement", edit =>
            {
                if (edit.IsFirstTime(type))
                {
                    edit.AddUsing("System", type.SpanStart);
                    edit.AddUsing("System.Threading.Tasks", type.SpanStart);
                    edit.Replace(type, current => ((TypeDeclarationSyntax)edit.Generator.AddInterfaceType(current, IdentifierName("IAsyncDisposable")))
                        .AddMembers(DocumentEdit.Formatted(Disposal(keepers, disposes, edit.LineBreak.ToString()))));
                }
            });
        }
    }

    private static List<ISymbol> KeepersIn(TypeDeclarationSyntax type, INamedTypeSymbol asyncDisposable, SemanticModel model, CancellationToken cancellationToken)
    {
        var keepers = new List<ISymbol>();
        foreach (var node in type.DescendantNodes(inner => inner == type || inner is not BaseTypeDeclarationSyntax))
        {
            if (node is BaseObjectCreationExpressionSyntax && model.GetOperation(node, cancellationToken) is IObjectCreationOperation creation &&
                NeglectedObject.KeeperOf(creation, asyncDisposable, cancellationToken) is { } keeper && !keepers.Contains(keeper, SymbolEqualityComparer.Default))
            {
                keepers.Add(keeper);
            }
        }

        return keepers;
    }

    private static MethodDeclarationSyntax Disposal(List<ISymbol> keepers, bool disposes, string line)
    {
        var statements = new List<StatementSyntax>();
        foreach (var keeper in keepers)
        {
            var disposal = $"await {keeper.Name}.DisposeAsync().ConfigureAwait(false);{line}";
            var separator = statements.Count > 0 && statements[statements.Count - 1] is IfStatementSyntax ? line : "";
            statements.Add(ParseStatement(separator + (MayBeNull(keeper) ? $"if ({keeper.Name} is not null){line}{{{line}{disposal}}}{line}" : disposal)));
        }

        if (disposes)
        {
            statements.Add(ParseStatement($"{line}Dispose();{line}"));
        }

        return MethodDeclaration(IdentifierName("ValueTask"), "DisposeAsync")
            .AddModifiers(Token(SyntaxKind.PublicKeyword), Token(SyntaxKind.AsyncKeyword))
            .WithBody(Block(statements));
    }

    private static bool MayBeNull(ISymbol keeper) => keeper switch
    {
        IFieldSymbol field => field.Type.NullableAnnotation == NullableAnnotation.Annotated || !field.IsReadOnly,
        IPropertySymbol property => property.Type.NullableAnnotation == NullableAnnotation.Annotated || !property.IsReadOnly,
        _ => true,
    };
}
