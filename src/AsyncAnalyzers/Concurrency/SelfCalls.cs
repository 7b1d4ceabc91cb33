using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// What methods of the compilation do with fields and captured variables: <c>LoadAsync(id)</c> uses <c>_db</c>, <c>_orders.FindAsync(id)</c> the context
/// that the orders hold. Looks two calls deep; memoised.
/// </summary>
internal sealed class SelfCalls
{
    private const int MaxDepth = 2;
    private const int MaxLength = 8000;

    private static readonly ConditionalWeakTable<Flow.Concurrency, SelfCalls> Instances = new();

    private readonly Flow.Concurrency concurrency;
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<UnsafeUse>> known = new(SymbolEqualityComparer.Default);

    private SelfCalls(Flow.Concurrency concurrency) => this.concurrency = concurrency;

    public static SelfCalls Of(Flow.Concurrency concurrency) => Instances.GetValue(concurrency, static key => new(key));

    /// <summary>The uses in a method of the same object that concern more than its own variables; none if it is a method of another object.</summary>
    public IReadOnlyList<UnsafeUse> UsesIn(IOperation call, IMethodSymbol called, IOperation? instance, UnsafeUses uses, int depth) =>
        IsOwn(called, instance) ? UsesIn(call, called, uses, depth) : [];

    /// <summary>
    /// The unsafe object that another object holds and starts an operation on in the method called, if all that implement the method here do so.
    /// </summary>
    public (UnsafeObject Target, IOperation Mention)? HeldBy(IOperation receiver, IOperation call, IMethodSymbol called, UnsafeUses uses, int depth)
    {
        if (depth >= MaxDepth ||
            receiver.Unwrap() is not { Type: INamedTypeSymbol { IsValueType: false, TypeKind: TypeKind.Class or TypeKind.Interface } type } value || value is IInstanceReferenceOperation ||
            SharedObject.Of(value) is not { } holder ||
            // What a type leads to is dear: only where there is code to look at.
            !Implementations(type, called).Any(static method => !method.DeclaringSyntaxReferences.IsEmpty) ||
            concurrency.ReachOf(type) is not { Judgement: { Verdict: Verdict.Unsafe, Reason: var reason }, Root: { } root } ||
            Hazards.Of(root, concurrency) != Hazard.OneAtATime || Hazards.IsDuplex(root))
        {
            return null;
        }

        IOperation? mention = null;
        foreach (var method in Implementations(type, called))
        {
            var inner = UsesIn(call, method, uses, depth).FirstOrDefault(static use => use is { Use: Use.Starts, Target: { Hazard: Hazard.OneAtATime, Object.Root: IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } or IParameterSymbol } });
            if (inner is null)
            {
                return null;
            }

            mention ??= inner.Inner ?? inner.Mention;
        }

        return mention is null ? null : (new(holder, Hazard.OneAtATime, type, reason), mention);
    }

    private IReadOnlyList<UnsafeUse> UsesIn(IOperation call, IMethodSymbol method, UnsafeUses uses, int depth)
    {
        if (depth >= MaxDepth)
        {
            return [];
        }

        method = method.OriginalDefinition;
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

    /// <summary>The methods in source that a call of <paramref name="called"/> may run.</summary>
    private IEnumerable<IMethodSymbol> Implementations(INamedTypeSymbol type, IMethodSymbol called)
    {
        if (!called.IsAbstract)
        {
            yield return called;
        }

        if (called.IsAbstract || called.IsVirtual || called.IsOverride)
        {
            foreach (var implementor in Implementors.Of(concurrency.Compilation).Of(type))
            {
                if (!implementor.IsAbstract && ImplementationIn(implementor, called.OriginalDefinition) is { } method)
                {
                    yield return method;
                }
            }
        }
    }

    private static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, IMethodSymbol called)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IMethodSymbol { IsStatic: false } method && (method.Name == called.Name || method.ExplicitInterfaceImplementations.Length > 0 && method.Name.EndsWith("." + called.Name, StringComparison.Ordinal)) &&
                    method.Parameters.Length == called.Parameters.Length && !method.IsAbstract)
                {
                    return method;
                }
            }
        }

        return null;
    }

    private static bool IsOwn(IMethodSymbol method, IOperation? instance) =>
        method.MethodKind switch
        {
            MethodKind.LocalFunction => true,
            MethodKind.Ordinary => method.IsStatic ? !method.IsExtensionMethod : instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
            _ => false,
        };

    private IOperation? BodyOf(IOperation call, IMethodSymbol method)
    {
        if (method.OriginalDefinition.DeclaringSyntaxReferences is not [var declaration] || declaration.Span.Length > MaxLength)
        {
            return null;
        }

        return call.SemanticModel is { } model && declaration.SyntaxTree == model.SyntaxTree
            ? model.GetOperation(declaration.GetSyntax())
            : SourceModels.BodyOf(method, concurrency.Compilation, MaxLength, CancellationToken.None);
    }
}
