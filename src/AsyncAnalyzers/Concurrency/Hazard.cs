using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Concurrency;

/// <summary>What goes wrong when several use the same object at the same time.</summary>
internal enum Hazard
{
    /// <summary>Nothing that this rule reports.</summary>
    None,

    /// <summary>It runs one operation at a time: contexts, connections, sessions, streams.</summary>
    OneAtATime,

    /// <summary>It may be read by several, but not while one changes it: collections, builders, <c>Random</c>.</summary>
    Memory,

    /// <summary>A variable that is read and then written.</summary>
    Counter,
}

/// <summary>Tells the <see cref="Hazard"/> of types that are not safe for concurrent use.</summary>
internal static class Hazards
{
    /// <summary>None also for unsafe types whose usual use from several tasks does no harm or may be what they are for.</summary>
    public static Hazard Of(ITypeSymbol type, Flow.Concurrency concurrency)
    {
        if (type is not { IsValueType: false, SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Interface } || concurrency.OfType(type).Verdict != Verdict.Unsafe)
        {
            return Hazard.None;
        }

        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            switch (current.Name)
            {
                case "Random" or "StringBuilder" or "BitArray" or "ArrayList" or "Builder":
                case var _ when IsCollections(current.ContainingNamespace) && current.Name != "IAsyncEnumerator":
                    // A class of one's own may bring its own lock.
                    return IsInSource(type) ? Hazard.None : Hazard.Memory;
                // Reading them is what everybody does, or they belong to a thread that has rules of its own.
                case "HttpContext" or "HttpContextBase" or "HttpRequest" or "HttpRequestBase" or "HttpResponseBase" or
                    "DependencyObject" or "Control" or "ComponentBase" or "AvaloniaObject" or "BindableObject":
                // Made to be filled by tasks that complete later.
                case "IBatch" or "ITransaction":
                case "ISession" when current.ContainingNamespace.Name == "Http":
                // The text may be kept in memory and the writer synchronized.
                case "MemoryStream" or "StringReader" or "StringWriter":
                    return Hazard.None;
                case "TextWriter" or "TextReader" or "Stream" or "XmlReader" or "XmlWriter" or "BinaryReader" or "BinaryWriter":
                    return IsInSource(type) || current.Name is "TextWriter" or "TextReader" && ReferenceEquals(current, type) ? Hazard.None : Hazard.OneAtATime;
            }
        }

        return Hazard.OneAtATime;
    }

    /// <summary>True for what may be read and written at the same time, by one each.</summary>
    public static bool IsDuplex(ITypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.Name is "Stream" or "WebSocket")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInSource(ITypeSymbol type) => !type.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsCollections(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
