using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>What can be awaited, and what an async function may return.</summary>
internal sealed class Awaitables(KnownTypes types)
{
    private readonly ConcurrentDictionary<ITypeSymbol, bool> byMember = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> awaiters = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(ITypeSymbol Type, SyntaxTree Tree), bool> byExtension = new(TypeInTree.Comparer);

    /// <summary><c>Task</c>, <c>Task&lt;T&gt;</c> or a class derived from them.</summary>
    public bool IsTask(ITypeSymbol? type)
    {
        if (type is not { TypeKind: TypeKind.Class })
        {
            return false;
        }

        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, types.Task))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsValueTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct, Name: "ValueTask" } &&
        (Is(type, types.ValueTask) || Is(type, types.ValueTaskOfT));

    /// <summary><c>Task</c>, <c>ValueTask</c> or their generic forms.</summary>
    public bool IsTaskOrValueTask(ITypeSymbol? type) => IsTask(type) || IsValueTask(type);

    public bool IsAsyncStream(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface } && (Is(type, types.AsyncEnumerable) || Is(type, types.AsyncEnumerator));

    /// <summary>True if a function returning this may be declared <c>async</c>, iterators included.</summary>
    public bool IsAsyncReturn(ITypeSymbol? type) =>
        IsTaskOrValueTask(type) || IsAsyncStream(type) || type is INamedTypeSymbol named && HasBuilder(named);

    /// <summary>True if the function is <c>async</c> or returns what an async function returns.</summary>
    public bool IsAsyncCapable(IMethodSymbol? function) =>
        function is not null && (function.IsAsync || !function.ReturnsVoid && IsAsyncReturn(function.ReturnType));

    /// <summary>True if <c>await</c> accepts the type at that place; false for error types and <c>dynamic</c>.</summary>
    public bool IsAwaitable(ITypeSymbol? type, SemanticModel model, int position) =>
        IsAwaitable(type) ||
        MayBeAwaitable(type) && byExtension.GetOrAdd((type!, model.SyntaxTree), key => HasGetAwaiterExtension(key.Type, model, position));

    /// <summary>True if the type itself has an awaiter; false if only an extension method gives it one, which is dearer to find out.</summary>
    public bool IsAwaitable(ITypeSymbol? type) => MayBeAwaitable(type) && (IsTaskOrValueTask(type) || byMember.GetOrAdd(type!.OriginalDefinition, HasGetAwaiterMember));

    /// <summary>The type of <c>await</c> of a value of this type: <c>void</c> gives null, as does what is no task and no pattern awaitable.</summary>
    public ITypeSymbol? ResultOf(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { Arity: 1 } named && IsTaskOrValueTask(named))
        {
            return named.TypeArguments[0];
        }

        var awaiter = type is null ? null : GetAwaiter(type)?.ReturnType;
        var result = awaiter?.GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty)?.ReturnType;
        return result is { SpecialType: not SpecialType.System_Void } ? result : null;
    }

    private static bool MayBeAwaitable(ITypeSymbol? type) =>
        type is not (null or { TypeKind: TypeKind.Error or TypeKind.Dynamic or TypeKind.Pointer or TypeKind.FunctionPointer } or { SpecialType: not SpecialType.None });

    private bool HasGetAwaiterMember(ITypeSymbol type) => GetAwaiter(type) is not null;

    private IMethodSymbol? GetAwaiter(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (FindGetAwaiter(current) is { } found)
            {
                return found;
            }
        }

        if (type.TypeKind is TypeKind.Interface or TypeKind.TypeParameter)
        {
            foreach (var parent in type.AllInterfaces)
            {
                if (FindGetAwaiter(parent) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private IMethodSymbol? FindGetAwaiter(ITypeSymbol type)
    {
        foreach (var member in type.GetMembers("GetAwaiter"))
        {
            if (member is IMethodSymbol { IsStatic: false, Arity: 0, Parameters.IsEmpty: true, DeclaredAccessibility: not Accessibility.Private } method && IsAwaiter(method.ReturnType))
            {
                return method;
            }
        }

        return null;
    }

    private bool HasGetAwaiterExtension(ITypeSymbol type, SemanticModel model, int position)
    {
        foreach (var symbol in model.LookupSymbols(position, type, "GetAwaiter", includeReducedExtensionMethods: true))
        {
            if (symbol is IMethodSymbol { MethodKind: MethodKind.ReducedExtension, Parameters.IsEmpty: true } method && IsAwaiter(method.ReturnType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for what implements <c>INotifyCompletion</c>.</summary>
    public bool IsAwaiter(ITypeSymbol type) => type is { SpecialType: SpecialType.None, TypeKind: not TypeKind.Error } && awaiters.GetOrAdd(type.OriginalDefinition, ImplementsCompletion);

    private static bool ImplementsCompletion(ITypeSymbol type) =>
        (type.AllInterfaces.Any(static parent => parent is { Name: "INotifyCompletion", ContainingNamespace.Name: "CompilerServices" }) ||
         type is { TypeKind: TypeKind.Interface, Name: "ICriticalNotifyCompletion" or "INotifyCompletion" });

    private static bool HasBuilder(INamedTypeSymbol type)
    {
        foreach (var attribute in type.OriginalDefinition.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "AsyncMethodBuilderAttribute")
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(ITypeSymbol type, INamedTypeSymbol? definition) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);

    private sealed class TypeInTree : IEqualityComparer<(ITypeSymbol Type, SyntaxTree Tree)>
    {
        public static readonly TypeInTree Comparer = new();

        public bool Equals((ITypeSymbol Type, SyntaxTree Tree) x, (ITypeSymbol Type, SyntaxTree Tree) y) =>
            x.Tree == y.Tree && SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

        public int GetHashCode((ITypeSymbol Type, SyntaxTree Tree) key) =>
            (SymbolEqualityComparer.Default.GetHashCode(key.Type) * 31) ^ key.Tree.GetHashCode();
    }
}
