using AsyncAnalyzers.Core;
using AsyncAnalyzers.Style;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>Says whether a method may return a task instead of what it returns, as far as its own signature tells.</summary>
internal static class Signature
{
    /// <summary>What keeps it from that; null if nothing does.</summary>
    public static Obstacle? ObstacleOf(IMethodSymbol method, KnownTypes types)
    {
        switch (method.MethodKind)
        {
            case MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction:
                break;
            case MethodKind.Constructor or MethodKind.StaticConstructor:
                return Obstacle.Constructor;
            case MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove or MethodKind.EventRaise:
                return Obstacle.Accessor;
            case MethodKind.Destructor:
                return Obstacle.Finalizer;
            default:
                return Obstacle.Operator;
        }

        if (method.Name == "Dispose" || method.Name.EndsWith(".Dispose", StringComparison.Ordinal))
        {
            return Obstacle.Dispose;
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly || CannotWait(method.ReturnType) || method.IsVararg || method.ContainingType is { IsRefLikeType: true } && !method.IsStatic)
        {
            return Obstacle.Reference;
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None || CannotWait(parameter.Type))
            {
                return Obstacle.Reference;
            }
        }

        return types.Awaitables.IsAsyncReturn(method.ReturnType) ? Obstacle.Iterator
            : method is { IsStatic: false, IsReadOnly: false, ContainingType: { TypeKind: TypeKind.Struct, IsReadOnly: false } } ? Obstacle.MutableStruct
            : IsFoundByName(method) ? Obstacle.Convention
            : OverridesForeign(method) ? Obstacle.ForeignContract
            : null;
    }

    /// <summary>True if the name of the method is a part of what others rely on although the type of its result is not.</summary>
    public static bool HasGivenName(IMethodSymbol method) =>
        GivenNames.IsFramework(method) || method.Name.EndsWith(AsyncSuffix.Suffix, StringComparison.Ordinal);

    private static bool CannotWait(ITypeSymbol type) => type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;

    private static bool IsFoundByName(IMethodSymbol method)
    {
        if (method.IsExtern || method.ContainingType is { IsComImport: true } ||
            method.Name.StartsWith("ShouldSerialize", StringComparison.Ordinal) ||
            method.ContainingType is { Name: "Startup" } && method.Name.StartsWith("Configure", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is
                "ConditionalAttribute" or "ModuleInitializerAttribute" or "UnmanagedCallersOnlyAttribute" or "DllImportAttribute" or "LibraryImportAttribute" or "STAThreadAttribute" or
                "OnSerializingAttribute" or "OnSerializedAttribute" or "OnDeserializingAttribute" or "OnDeserializedAttribute" or "LoggerMessageAttribute" or "MonoPInvokeCallbackAttribute" ||
                attribute is { AttributeClass.Name: "MethodImplAttribute", ConstructorArguments: [{ Value: int options }] } && (options & (int)System.Runtime.CompilerServices.MethodImplOptions.Synchronized) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if something that is not in source declares the method; to look for all uses of that would be dear besides.</summary>
    private static bool OverridesForeign(IMethodSymbol method)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (overridden.DeclaringSyntaxReferences.IsEmpty)
            {
                return true;
            }
        }

        foreach (var implemented in method.ExplicitInterfaceImplementations)
        {
            if (implemented.DeclaringSyntaxReferences.IsEmpty)
            {
                return true;
            }
        }

        return method is { MethodKind: MethodKind.Ordinary, IsStatic: false, ContainingType.TypeKind: TypeKind.Class or TypeKind.Struct } &&
            method.ContainingType.AllInterfaces.Any(contract => contract.DeclaringSyntaxReferences.IsEmpty && contract.GetMembers(method.Name).Any(member =>
                SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)));
    }
}
