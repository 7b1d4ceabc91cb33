using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Semantic models of files other than the one being analysed, one per file and compilation: a model binds again what the compiler has bound already,
/// so it is asked for only about a finding.
/// </summary>
internal static class SourceModels
{
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<SyntaxTree, SemanticModel>> Models = new();

#pragma warning disable RS0030 // The one place for models of one's own.
    public static SemanticModel Of(Compilation compilation, SyntaxTree tree) =>
        Models.GetOrCreateValue(compilation).GetValue(tree, key => compilation.GetSemanticModel(key));
#pragma warning restore RS0030

    /// <summary>The body of a function declared in the compilation: method, constructor, accessor, local function; null if it has none here or it is too long to look through.</summary>
    public static IOperation? BodyOf(IMethodSymbol function, Compilation compilation, int maxLength, CancellationToken cancellationToken)
    {
        function = function.OriginalDefinition;
        var implemented = function.PartialImplementationPart ?? function;
        if (implemented.IsExtern || implemented.DeclaringSyntaxReferences is not [var reference] || !compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return null;
        }

        var declaration = reference.GetSyntax(cancellationToken);
        return declaration.Span.Length <= maxLength && declaration is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or LocalFunctionStatementSyntax
            ? Of(compilation, reference.SyntaxTree).GetOperation(declaration, cancellationToken)
            : null;
    }
}
