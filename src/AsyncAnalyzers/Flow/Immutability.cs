using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Says whether a value of a type can be handed to several operations because none of them can change it: primitives, strings, enums,
/// tuples and structs of such, records and sealed classes whose every field is read-only and of such a type. Delegates are not: they carry what they captured.
/// </summary>
internal sealed class Immutability(Func<ITypeSymbol, bool> isListedSafe)
{
    private const int MaxDepth = 4;

    public bool IsImmutable(ITypeSymbol type) => IsImmutable(type, 0);

    private bool IsImmutable(ITypeSymbol type, int depth)
    {
        if (IsPrimitive(type))
        {
            return true;
        }

        if (depth > MaxDepth || type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: not SpecialType.System_Object, IsRefLikeType: false } named)
        {
            return false;
        }

        if (named is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } or { IsTupleType: true })
        {
            return named.TypeArguments.All(argument => IsPart(argument, depth));
        }

        return named.IsAnonymousType ? PropertiesAre(named, depth)
            : named.TypeKind == TypeKind.Struct ? IsInSource(named) && FieldsAre(named, depth, mustBeReadOnly: false) && PrimaryParametersAre(named, depth)
            : IsImmutableClass(named, depth);
    }

    private bool IsImmutableClass(INamedTypeSymbol type, int depth)
    {
        // A derived class may add what can change; a record is not derived from to do that.
        if (!type.IsRecord && !type.IsSealed || type.BaseType is { SpecialType: not SpecialType.System_Object } parent && !IsImmutableClass(parent, depth + 1))
        {
            return false;
        }

        return IsInSource(type)
            ? FieldsAre(type, depth, mustBeReadOnly: true) && PrimaryParametersAre(type, depth)
            : type.IsRecord && PropertiesAre(type, depth);
    }

    private bool PrimaryParametersAre(INamedTypeSymbol type, int depth) => PrimaryConstructor.ParametersOf(type).All(parameter => IsPart(parameter.Type, depth));

    /// <summary>Fields include those behind automatic properties and positional parameters.</summary>
    private bool FieldsAre(INamedTypeSymbol type, int depth, bool mustBeReadOnly)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsConst: false } field && (mustBeReadOnly && !field.IsReadOnly || !IsPart(field.Type, depth)) ||
                member is IEventSymbol { IsStatic: false })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The fields of a referenced or anonymous class are not visible: its public face must do.</summary>
    private bool PropertiesAre(INamedTypeSymbol type, int depth)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IPropertySymbol { IsStatic: false, Name: not "EqualityContract" } property && (property.SetMethod is { IsInitOnly: false } || !IsPart(property.Type, depth)) ||
                member is IFieldSymbol { IsStatic: false })
            {
                return false;
            }
        }

        return true;
    }

    private bool IsPart(ITypeSymbol type, int depth) => IsImmutable(type, depth + 1) || !IsInSource(type) && isListedSafe(type);

    /// <summary>True for numbers, strings, enums and the like.</summary>
    public static bool IsPrimitive(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType is
        SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_Decimal or SpecialType.System_DateTime or
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr or (>= SpecialType.System_SByte and <= SpecialType.System_Double);

    private static bool IsInSource(ITypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;
}
