using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// The methods that may be the asynchronous twin of another one, as far as the declarations tell: <c>&lt;Name&gt;Async</c>, or an overload that can be awaited,
/// with the same parameters and perhaps optional ones and a token. Whether a call may be rewritten to one of them is for <see cref="TwinCall"/> to say.
/// </summary>
internal sealed class AsyncTwins
{
    private static readonly ConditionalWeakTable<Compilation, AsyncTwins> Instances = new();

    private readonly ConcurrentDictionary<(IMethodSymbol Method, ITypeSymbol Receiver), ImmutableArray<IMethodSymbol>> known = new(MethodOnType.Comparer);
    private readonly ConcurrentDictionary<IMethodSymbol, string> tokens = new(SymbolEqualityComparer.Default);
    private readonly Compilation compilation;
    private readonly KnownTypes types;
    private readonly ImportedExtensions extensions;

    private AsyncTwins(Compilation compilation, KnownTypes types)
    {
        this.compilation = compilation;
        this.types = types;
        extensions = ImportedExtensions.In(compilation);
    }

    public static AsyncTwins In(Compilation compilation, KnownTypes types) => Instances.GetValue(compilation, key => new(key, types));

    /// <summary>The candidates for what is called; almost always none.</summary>
    public ImmutableArray<IMethodSymbol> Of(IInvocationOperation call)
    {
        var key = (call.TargetMethod.OriginalDefinition, (ReceiverTypeOf(call) ?? call.TargetMethod.ContainingType).OriginalDefinition);
        return known.TryGetValue(key, out var found) ? found : known.GetOrAdd(key, Find);
    }

    /// <summary>
    /// The token in scope at the first place in a function that asks: to look for it lists all that is in scope, too dear for every finding of a long function.
    /// Good enough for messages; a fix looks at its own place.
    /// </summary>
    public string? TokenIn(IMethodSymbol function, SyntaxNode at, SemanticModel model)
    {
        if (!tokens.TryGetValue(function, out var token))
        {
            token = tokens.GetOrAdd(function, TokenInScope.Find(at, model, types) ?? "");
        }

        return token.Length == 0 ? null : token;
    }

    private static ITypeSymbol? ReceiverTypeOf(IInvocationOperation call) => call.Receiver() switch
    {
        IConversionOperation { IsImplicit: true } conversion => conversion.Operand.Type,
        var receiver => receiver?.Type,
    };

    private ImmutableArray<IMethodSymbol> Find((IMethodSymbol Method, ITypeSymbol Receiver) key)
    {
        var (method, receiver) = key;
        if (!MayHaveTwin(method) || ExcludedTwins.Contains(method) || ExcludedTwins.Contains(receiver) || BlockingMembers.AlternativeTo(method) is not null)
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        var name = method.Name + "Async";
        foreach (var type in Hierarchy(receiver))
        {
            AddMembers(type, name, method, found);
            AddMembers(type, method.Name, method, found);
        }

        if (method.IsExtensionMethod && !SymbolEqualityComparer.Default.Equals(method.ContainingType, receiver))
        {
            AddMembers(method.ContainingType, method.Name, method, found);
        }

        if (method.IsExtensionMethod || !method.IsStatic)
        {
            foreach (var extension in extensions.Named(name))
            {
                if (Takes(extension.Parameters[0].Type, receiver) && IsTwin(extension, method))
                {
                    found.Add(extension);
                }
            }
        }

        if (found.Count > 0 && (Lookup.Is(method) || BackgroundStart.Is(method)))
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        // Each name is bound once; the asynchronous one is the better advice.
        found.Sort(static (x, y) => y.Name.Length.CompareTo(x.Name.Length));
        return found.ToImmutable();
    }

    /// <summary>False for what is asynchronous itself, gives out references, or disposes: that is a matter of <c>await using</c>.</summary>
    private bool MayHaveTwin(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary ||
            method.RefKind != RefKind.None ||
            method.Name == "Dispose" ||
            SymbolEqualityComparer.Default.Equals(method.ContainingType, types.Task) ||
            types.Awaitables.IsAwaitable(method.ReturnType) ||
            types.Awaitables.IsAsyncStream(method.ReturnType))
        {
            return false;
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                return false;
            }
        }

        return true;
    }

    private void AddMembers(ITypeSymbol type, string name, IMethodSymbol method, ImmutableArray<IMethodSymbol>.Builder found)
    {
        // To ask a type of a reference for its members makes all of them; the names are there before.
        if (type is INamedTypeSymbol named && !named.MemberNames.Contains(name))
        {
            return;
        }

        foreach (var member in type.GetMembers(name))
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } candidate &&
                (candidate.IsStatic == method.IsStatic || method.IsExtensionMethod) &&
                candidate.IsExtensionMethod == (method.IsExtensionMethod && candidate.IsStatic) &&
                IsTwin(candidate, method))
            {
                found.Add(candidate);
            }
        }
    }

    private bool IsTwin(IMethodSymbol candidate, IMethodSymbol method) =>
        types.Awaitables.IsAwaitable(candidate.ReturnType) &&
        HasSameParameters(candidate, method) &&
        !candidate.IsHidden() &&
        !candidate.ContainingType.IsHidden();

    /// <summary>True if the candidate takes what the method takes, in that order, and beyond that only what may be left out or is a token.</summary>
    private bool HasSameParameters(IMethodSymbol candidate, IMethodSymbol method)
    {
        var next = method.IsExtensionMethod ? 1 : 0;
        for (var index = candidate.IsExtensionMethod ? 1 : 0; index < candidate.Parameters.Length; index++)
        {
            var parameter = candidate.Parameters[index];
            if (next < method.Parameters.Length && parameter.RefKind is RefKind.None or RefKind.In && TwinTypes.MayTake(parameter.Type, method.Parameters[next].Type, compilation))
            {
                next++;
            }
            else if (!parameter.IsOptional && !parameter.IsParams && !SymbolEqualityComparer.Default.Equals(parameter.Type, types.CancellationToken))
            {
                return false;
            }
        }

        return next == method.Parameters.Length;
    }

    /// <summary>The types whose members may be called on a value of the type.</summary>
    private static IEnumerable<ITypeSymbol> Hierarchy(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.SelectMany(Hierarchy).Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);
        }

        return type.TypeKind == TypeKind.Interface ? [type, .. type.AllInterfaces] : Bases(type);
    }

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>True if an extension of <paramref name="extended"/> may be called on the type, whatever their type arguments.</summary>
    private static bool Takes(ITypeSymbol extended, ITypeSymbol type) =>
        extended is ITypeParameterSymbol ||
        Hierarchy(type).Concat(type.AllInterfaces).Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, extended.OriginalDefinition));

    private sealed class MethodOnType : IEqualityComparer<(IMethodSymbol Method, ITypeSymbol Receiver)>
    {
        public static readonly MethodOnType Comparer = new();

        public bool Equals((IMethodSymbol Method, ITypeSymbol Receiver) x, (IMethodSymbol Method, ITypeSymbol Receiver) y) =>
            SymbolEqualityComparer.Default.Equals(x.Method, y.Method) && SymbolEqualityComparer.Default.Equals(x.Receiver, y.Receiver);

        public int GetHashCode((IMethodSymbol Method, ITypeSymbol Receiver) key) =>
            (SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31) ^ SymbolEqualityComparer.Default.GetHashCode(key.Receiver);
    }
}
