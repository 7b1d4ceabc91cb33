using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>What the code does with a local that holds a task.</summary>
/// <param name="Awaits">Each <c>await t</c> or <c>await t.ConfigureAwait(…)</c> of the function the local belongs to.</param>
/// <param name="HasOthers">True if it is named in any other way.</param>
internal sealed record VariableUses(IReadOnlyList<AwaitExpressionSyntax> Awaits, bool HasOthers)
{
    /// <summary>Null if the scope of the local cannot be told.</summary>
    public static VariableUses? Of(ILocalSymbol local, LocalDeclarationStatementSyntax declaration, FixTarget target)
    {
        var scope = declaration.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : declaration.Parent;
        if (scope is null)
        {
            return null;
        }

        var owner = AsyncFunction.Around(declaration);
        var awaits = new List<AwaitExpressionSyntax>();
        var hasOthers = false;
        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Name ||
                !SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, local))
            {
                continue;
            }

            if (AwaitOf(name) is { } awaited && AsyncFunction.Around(awaited) == owner)
            {
                awaits.Add(awaited);
            }
            else
            {
                hasOthers = true;
            }
        }

        return new(awaits, hasOthers);
    }

    private static AwaitExpressionSyntax? AwaitOf(IdentifierNameSyntax name) => name.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } call } access
            when access.Expression == name && call.Expression == access => awaited,
        _ => null,
    };
}
