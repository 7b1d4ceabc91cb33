using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// What methods of the same object and local functions do with fields and captured variables: <c>LoadAsync(id)</c> uses <c>_db</c>. Looks two calls deep
/// and only into the same file; memoised.
/// </summary>
internal sealed class SelfCalls
{
    private const int MaxDepth = 2;

    private static readonly ConditionalWeakTable<Flow.Concurrency, SelfCalls> Instances = new();

    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<UnsafeUse>> known = new(SymbolEqualityComparer.Default);

    public static SelfCalls Of(Flow.Concurrency concurrency) => Instances.GetValue(concurrency, static _ => new());

    /// <summary>The uses in the method called that concern more than its own variables; none if it is a method of another object.</summary>
    public IReadOnlyList<UnsafeUse> UsesIn(IOperation call, IMethodSymbol called, IOperation? instance, UnsafeUses uses, int depth)
    {
        if (depth >= MaxDepth || !IsOwn(called, instance))
        {
            return [];
        }

        var method = called.OriginalDefinition;
        if (depth == 0 && known.TryGetValue(method, out var found))
        {
            return found;
        }

        found = BodyOf(call, method) is { } body ? [.. uses.In(body, body, isParallel: false, depth + 1).Where(use => !SharedValues.IsDeclaredIn(use.Target.Object.Root, body))] : [];
        if (depth == 0)
        {
            known.TryAdd(method, found);
        }

        return found;
    }

    /// <summary>True if the method called holds a lock or a semaphore: it is made to be called by several.</summary>
    public bool LocksItself(IOperation call, IMethodSymbol method) => BodyOf(call, method.OriginalDefinition) is { } body && Exclusion.IsTakenIn(body);

    private static bool IsOwn(IMethodSymbol method, IOperation? instance) =>
        method.MethodKind switch
        {
            MethodKind.LocalFunction => true,
            MethodKind.Ordinary => method.IsStatic ? !method.IsExtensionMethod : instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
            _ => false,
        };

    private static IOperation? BodyOf(IOperation call, IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is [var declaration] && call.SemanticModel is { } model && declaration.SyntaxTree == model.SyntaxTree
            ? model.GetOperation(declaration.GetSyntax())
            : null;
}
