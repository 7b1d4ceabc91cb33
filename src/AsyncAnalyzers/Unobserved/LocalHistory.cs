using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>What happens to a local that is assigned once. Walks the function once; only for candidates.</summary>
/// <param name="Value">What it is assigned.</param>
/// <param name="Reads">Every other mention of it, in the order of the text.</param>
/// <param name="IsCaptured">True if a lambda or local function mentions it.</param>
internal sealed record LocalHistory(IOperation Value, IReadOnlyList<ILocalReferenceOperation> Reads, bool IsCaptured)
{
    /// <summary>Null if the local is assigned more than once, or by reference.</summary>
    public static LocalHistory? Of(ILocalSymbol local, IOperation mention, CancellationToken cancellationToken)
    {
        IOperation? value = null;
        IOperation? declarator = null;
        var reads = new List<ILocalReferenceOperation>();
        foreach (var operation in mention.Root().Descendants())
        {
            cancellationToken.ThrowIfCancellationRequested();
            IOperation? assigned = null;
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var declared } declaration when SymbolEqualityComparer.Default.Equals(declared, local):
                    declarator = declaration;
                    assigned = declaration.GetVariableInitializer()?.Value;
                    break;
                case ILocalReferenceOperation { Local: var used } reference when SymbolEqualityComparer.Default.Equals(used, local):
                    if (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
                    {
                        assigned = assignment.Value;
                    }
                    else if (reference.Parent is IAssignmentOperation { Target: var target } && target == reference || reference.Parent is IArgumentOperation { Parameter.RefKind: not RefKind.None })
                    {
                        return null;
                    }
                    else
                    {
                        reads.Add(reference);
                    }

                    break;
            }

            if (assigned is not null && value is not null)
            {
                return null;
            }

            value ??= assigned;
        }

        if (value is null || declarator is null)
        {
            return null;
        }

        var owner = EnclosingFunction.BoundaryOf(declarator);
        return new(value, reads, reads.Exists(read => EnclosingFunction.BoundaryOf(read) != owner));
    }
}
