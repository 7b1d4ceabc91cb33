using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Locals, parameters, types and chains of fields and properties: what means the same object each time it is named.</summary>
internal static class Place
{
    /// <summary>True for what means the same object each time it is evaluated.</summary>
    public static bool Is(IOperation operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or ITypeOfOperation => true,
        IFieldReferenceOperation { Instance: var owner } => owner is null || Is(owner.Unwrap()),
        IPropertyReferenceOperation { Property.IsIndexer: false, Instance: var owner } => owner is null || Is(owner.Unwrap()),
        _ => false,
    };

    /// <summary>True if two places are the same.</summary>
    public static bool AreSame(IOperation one, IOperation other) => (one, other) switch
    {
        (ILocalReferenceOperation a, ILocalReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Local, b.Local),
        (IParameterReferenceOperation a, IParameterReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Parameter, b.Parameter),
        (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
        (ITypeOfOperation a, ITypeOfOperation b) => SymbolEqualityComparer.Default.Equals(a.TypeOperand, b.TypeOperand),
        (IMemberReferenceOperation a, IMemberReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Member, b.Member) &&
            (a.Instance is null || b.Instance is null || AreSame(a.Instance.Unwrap(), b.Instance.Unwrap())),
        _ => false,
    };
}
