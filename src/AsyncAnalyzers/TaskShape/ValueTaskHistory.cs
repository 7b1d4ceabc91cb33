using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>What a member does with a variable of type <c>ValueTask</c>. Walks the member once; only for candidates.</summary>
internal sealed class ValueTaskHistory
{
    private readonly List<IOperation> consumptions = [];
    private readonly List<IOperation> assignments = [];
    private SyntaxNode? declaration;

    private ValueTaskHistory()
    {
    }

    /// <summary>Null if the variable may be consumed as often as one likes (it is preserved, or made complete), or is given away by reference.</summary>
    public static ValueTaskHistory? Of(ISymbol variable, IOperation mention, KnownTypes types, CancellationToken cancellationToken)
    {
        var history = new ValueTaskHistory { declaration = variable is IParameterSymbol ? variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) : null };
        var isAlwaysComplete = variable is ILocalSymbol;
        foreach (var operation in mention.Root().Descendants())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (operation is IVariableDeclaratorOperation { Symbol: var declared } declarator && SymbolEqualityComparer.Default.Equals(declared, variable))
            {
                history.declaration = declarator.Syntax;
                var initial = declarator.GetVariableInitializer()?.Value.Unwrap();
                if (initial is IInvocationOperation { TargetMethod.Name: "Preserve" })
                {
                    return null;
                }

                isAlwaysComplete &= initial is null || BornComplete.Is(initial, types);
                continue;
            }

            if (!SymbolEqualityComparer.Default.Equals(VariableOf(operation), variable))
            {
                continue;
            }

            switch (operation.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == operation:
                    history.assignments.Add(assignment);
                    isAlwaysComplete &= BornComplete.Is(assignment.Value.Unwrap(), types);
                    break;
                case IAssignmentOperation assignment when assignment.Target == operation:
                case ITupleOperation { Parent: IDeconstructionAssignmentOperation }:
                case IArgumentOperation { Parameter.RefKind: not RefKind.None }:
                case IInvocationOperation { TargetMethod.Name: "Preserve" }:
                    return null;
                default:
                    if (IsConsumption(operation))
                    {
                        history.consumptions.Add(operation);
                    }

                    break;
            }
        }

        return isAlwaysComplete || history.declaration is null && variable is not IFieldSymbol ? null : history;
    }

    /// <summary>The local, parameter or read-only field that an operation mentions.</summary>
    public static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => field,
        _ => null,
    };

    /// <summary>The consumption before this one on the same path; null if there is none.</summary>
    public IOperation? Before(IOperation mention)
    {
        var function = EnclosingFunction.BoundaryOf(mention);
        foreach (var earlier in consumptions)
        {
            if (earlier.Syntax.SpanStart < mention.Syntax.SpanStart && EnclosingFunction.BoundaryOf(earlier) == function && OnePath.Follows(earlier, mention) &&
                !assignments.Exists(assignment => assignment.Syntax.Span.End > earlier.Syntax.Span.End && assignment.Syntax.SpanStart < mention.Syntax.SpanStart))
            {
                return earlier;
            }
        }

        return null;
    }

    /// <summary>True if a loop consumes it again and again and never gives it another value.</summary>
    public bool IsRepeated(IOperation mention)
    {
        if (declaration is null || EnclosingFunction.BoundaryOf(mention) is { } function && !function.Syntax.Span.Contains(declaration.Span) || !OnePath.Repeats(mention, declaration))
        {
            return false;
        }

        for (var around = mention.Parent; around is not null && !around.Syntax.Span.Contains(declaration.Span); around = around.Parent)
        {
            if (around is ILoopOperation && assignments.Exists(assignment => around.Syntax.Span.Contains(assignment.Syntax.Span)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsConsumption(IOperation mention)
    {
        var value = mention;
        while (value.Parent is IParenthesizedOperation or IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IAwaitOperation => true,
            IInvocationOperation { TargetMethod.Name: "AsTask" or "GetAwaiter" or "ConfigureAwait" } call => call.Instance == value,
            IPropertyReferenceOperation { Property.Name: "Result" } => true,
            _ => false,
        };
    }
}
