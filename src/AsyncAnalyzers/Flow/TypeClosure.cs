using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>What an object of some type leads to.</summary>
/// <param name="Judgement">Unsafe if it leads to what must not be used at the same time; safe if all that it leads to is known to be safe; else unknown.</param>
/// <param name="Root">The type that must not be used at the same time.</param>
internal readonly record struct Reach(Judgement Judgement, ITypeSymbol? Root = null);

/// <summary>
/// Follows a type through what its objects hold (fields, automatic properties, captured constructor parameters, base types; of a referenced class, the
/// parameters of its public constructors) and, for contracts, through what implements them here, down to four levels. Stops at types that are listed,
/// cannot change or hand out instances of their own. Collections lead to their items: whether they themselves may be shared is for the code that uses them to say.
/// </summary>
internal sealed class TypeClosure(Concurrency concurrency, Implementors implementors)
{
    private const int MaxDepth = 4;
    private const int MaxTypes = 100;

    public Reach Of(ITypeSymbol type)
    {
        var walk = new Walk(concurrency, implementors);
        walk.Enqueue(type, null, 0);
        return walk.Run(type);
    }

    private sealed class Walk(Concurrency concurrency, Implementors implementors)
    {
        private readonly HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
        private readonly Queue<(ITypeSymbol Type, string? Path, int Depth)> open = new();
        private readonly List<string> services = [];
        private string? doubt;

        public Reach Run(ITypeSymbol start)
        {
            while (open.Count > 0)
            {
                var (type, path, depth) = open.Dequeue();
                if (depth > MaxDepth || seen.Count > MaxTypes)
                {
                    doubt ??= $"{start.Name} leads to too much to follow";
                    break;
                }

                if (Visit(type, path, depth) is { } risky)
                {
                    return new(new(Verdict.Unsafe, path is null ? risky.Reason : $"{start.Name} leads to {type.Name} through '{path}', and {risky.Reason}"), type);
                }
            }

            return doubt is not null ? new(new(Verdict.Unknown, doubt))
                : new(new(Verdict.Safe, services.Count == 0 ? $"{start.Name} holds nothing that changes" : $"{start.Name} holds only {string.Join(" and ", services.Take(2))}"));
        }

        public void Enqueue(ITypeSymbol type, string? path, int depth)
        {
            if (!Immutability.IsPrimitive(type) && seen.Add(type))
            {
                open.Enqueue((type, path, depth));
            }
        }

        /// <summary>What is wrong with the type itself; null if it is only followed further.</summary>
        private Judgement? Visit(ITypeSymbol type, string? path, int depth)
        {
            switch (type)
            {
                case { TypeKind: TypeKind.Error or TypeKind.Dynamic or TypeKind.Pointer or TypeKind.FunctionPointer }:
                    doubt ??= "a type is not known";
                    return null;
                case IArrayTypeSymbol array:
                    Enqueue(array.ElementType, path, depth);
                    return null;
                case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] }:
                    Enqueue(value, path, depth);
                    return null;
                case ITypeParameterSymbol parameter:
                    doubt = parameter.ConstraintTypes.IsEmpty ? doubt ?? $"nothing is known about {type.Name}" : doubt;
                    EnqueueAll(parameter.ConstraintTypes, path, depth);
                    return null;
            }

            if (concurrency.IsCut(type))
            {
                return null;
            }

            var named = (INamedTypeSymbol)type;
            for (var current = named; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                if (IsContainer(current))
                {
                    EnqueueAll(current.TypeArguments, path, depth);
                    return null;
                }
            }

            var known = concurrency.OfType(type);
            if (known.Verdict != Verdict.Unknown)
            {
                if (known.Verdict == Verdict.Safe && concurrency.IsListedSafe(type) && !type.IsValueType)
                {
                    services.Add(type.Name);
                }

                return known.Verdict == Verdict.Unsafe ? known : null;
            }

            Follow(named, path, depth);
            return null;
        }

        private void Follow(INamedTypeSymbol type, string? path, int depth)
        {
            if (type.TypeKind == TypeKind.Delegate || type.SpecialType == SpecialType.System_Object)
            {
                doubt ??= $"nothing is known about {type.Name}";
                return;
            }

            var derived = implementors.Of(type);
            foreach (var implementor in derived)
            {
                Enqueue(implementor, path ?? implementor.Name, depth + 1);
            }

            if (type.TypeKind == TypeKind.Interface || type is { IsAbstract: true, DeclaringSyntaxReferences.IsEmpty: true })
            {
                if (derived.Count == 0)
                {
                    doubt ??= $"nothing here implements {type.Name}";
                }
                else if (IsVisibleOutside(type) && !derived.Any(HasState))
                {
                    doubt ??= $"{type.Name} may be implemented elsewhere";
                }
            }
            else if (type.DeclaringSyntaxReferences.IsEmpty)
            {
                FollowReferenced(type, path, depth);
            }
            else
            {
                FollowFields(type, path, depth);
            }
        }

        /// <summary>The private parts of a referenced class are not visible; what it is made from is. One that is made from nothing tells nothing.</summary>
        private void FollowReferenced(INamedTypeSymbol type, string? path, int depth)
        {
            if (type.IsValueType)
            {
                doubt = type.IsReadOnly ? doubt : doubt ?? $"nothing is known about {type.Name}";
                EnqueueAll(type.TypeArguments, path, depth);
                return;
            }

            var hasParts = false;
            foreach (var constructor in type.InstanceConstructors)
            {
                foreach (var parameter in constructor.Parameters)
                {
                    if (constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal && !Immutability.IsPrimitive(parameter.Type))
                    {
                        hasParts = true;
                        Enqueue(parameter.Type, Join(path, parameter.Name), depth + 1);
                    }
                }
            }

            doubt = hasParts ? doubt : doubt ?? $"nothing is known about {type.Name}";
        }

        private void FollowFields(INamedTypeSymbol type, string? path, int depth)
        {
            for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                if (current.DeclaringSyntaxReferences.IsEmpty)
                {
                    FollowBase(current, path, depth);
                    return;
                }

                foreach (var parameter in PrimaryConstructor.ParametersOf(current))
                {
                    Enqueue(parameter.Type, Join(path, parameter.Name), depth + 1);
                }

                foreach (var member in current.GetMembers())
                {
                    // An object for nothing but a lock leads nowhere.
                    if (member is IFieldSymbol { IsStatic: false, AssociatedSymbol: not IEventSymbol } field && field is not { IsReadOnly: true, Type.SpecialType: SpecialType.System_Object })
                    {
                        Enqueue(field.Type, Join(path, field.AssociatedSymbol?.Name ?? field.Name), depth + 1);
                    }
                }
            }
        }

        /// <summary>A referenced base class, such as one for controllers or workers, holds what its constructors demand.</summary>
        private void FollowBase(INamedTypeSymbol type, string? path, int depth)
        {
            foreach (var constructor in type.InstanceConstructors)
            {
                foreach (var parameter in constructor.Parameters)
                {
                    Enqueue(parameter.Type, Join(path, parameter.Name), depth + 1);
                }
            }
        }

        private void EnqueueAll(IEnumerable<ITypeSymbol> types, string? path, int depth)
        {
            foreach (var type in types)
            {
                Enqueue(type, path, depth);
            }
        }

        private static string Join(string? path, string name) => path is null ? name : $"{path}.{name}";

        private static bool IsContainer(INamedTypeSymbol type) =>
            PureCall.IsCollection(type) && type.Name is not ("IAsyncEnumerable" or "IAsyncEnumerator" or "IEnumerator") ||
            type is { IsTupleType: true };

        private static bool IsVisibleOutside(ISymbol symbol)
        {
            for (var current = symbol; current is not (null or INamespaceSymbol); current = current.ContainingSymbol)
            {
                if (current.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal)
                {
                    return false;
                }
            }

            return true;
        }

        private static bool HasState(INamedTypeSymbol type)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false })
                {
                    return true;
                }
            }

            return PrimaryConstructor.ParametersOf(type).Any();
        }
    }
}
