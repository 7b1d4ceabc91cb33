using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>Says which value a local holds that is given one only once.</summary>
internal static class LocalTask
{
    /// <summary>The initializer of the local, which stands before the reference; null if it has none or is assigned again.</summary>
    public static IOperation? ValueOf(ILocalReferenceOperation reference, CancellationToken cancellationToken)
    {
        var local = reference.Local;
        if (reference.SemanticModel is not { } model || local.IsRef ||
            local.DeclaringSyntaxReferences is not [var declaration] || declaration.GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } value } ||
            value.Span.End > reference.Syntax.SpanStart)
        {
            return null;
        }

        foreach (var token in reference.Root().Syntax.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == local.Name && token.Parent is IdentifierNameSyntax name && IsWritten(name))
            {
                return null;
            }
        }

        return model.GetOperation(value, cancellationToken);
    }

    private static bool IsWritten(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => !argument.RefOrOutKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } && assignment.Left == argument.Parent,
        RefExpressionSyntax => true,
        _ => false,
    };
}
