using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

internal enum Disposal
{
    /// <summary><c>DisposeAsync</c> does what <c>Dispose</c> does, on the same thread.</summary>
    Synchronous,

    /// <summary>Only a base class is known, from which the object's own may or may not inherit its <c>DisposeAsync</c>.</summary>
    Unknown,

    /// <summary>It frees the thread.</summary>
    Asynchronous,
}

/// <summary>Says whether the <c>DisposeAsync</c> of a value does more than to call its <c>Dispose</c>.</summary>
internal sealed class AsyncDisposal(INamedTypeSymbol asyncDisposable)
{
    /// <summary>Classes made to be derived from, whose <c>DisposeAsync</c> only calls <c>Dispose</c>; and a struct for which both wait for a callback only.</summary>
    private static readonly HashSet<string> Synchronous = new(StringComparer.Ordinal)
    {
        "System.IO.Stream", "System.IO.TextWriter", "System.IO.MemoryStream", "System.IO.UnmanagedMemoryStream", "System.IO.StringWriter", "System.Threading.CancellationTokenRegistration", "Newtonsoft.Json.JsonReader",
        "System.Data.Common.DbConnection", "System.Data.Common.DbCommand", "System.Data.Common.DbDataReader", "System.Data.Common.DbTransaction", "System.Data.Common.DbBatch", "System.Data.Common.DbDataSource",
    };

    /// <summary>True if <c>await using</c> may stand before a value of the type.</summary>
    public bool IsPossible(ITypeSymbol? type) =>
        type switch
        {
            ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(IsPossible),
            INamedTypeSymbol named => SymbolEqualityComparer.Default.Equals(named, asyncDisposable) || named.AllInterfaces.Contains(asyncDisposable, SymbolEqualityComparer.Default) || DeclaredIn(named) is { DeclaredAccessibility: Accessibility.Public },
            _ => false,
        };

    /// <summary>What disposing of the value asynchronously does.</summary>
    public Disposal Of(IOperation value)
    {
        if (value.Unwrap().Type is not INamedTypeSymbol type)
        {
            return Disposal.Synchronous;
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            return IsPossible(type) ? Disposal.Asynchronous : Disposal.Synchronous;
        }

        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (DeclaredIn(current) is { } method)
            {
                // Unless it was made for it, it throws.
                if (current is { Name: "XmlWriter", ContainingNamespace: { Name: "Xml", ContainingNamespace.Name: "System" } })
                {
                    return Disposal.Synchronous;
                }

                // Without the question mark of what may be null.
                return Synchronous.Contains(current.OriginalDefinition.ToDisplayString()) ? type.IsAbstract ? Disposal.Unknown : Disposal.Synchronous
                    : OnlyDisposes(method) || IsOnlyRead(value) ? Disposal.Synchronous
                    : Disposal.Asynchronous;
            }
        }

        return Disposal.Synchronous;
    }

    private static IMethodSymbol? DeclaredIn(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { IsStatic: false, Parameters.IsEmpty: true, ReturnType.Name: "ValueTask" or "Task" or "ConfiguredValueTaskAwaitable" } method &&
                (method.Name == "DisposeAsync" || method.ExplicitInterfaceImplementations is [{ Name: "DisposeAsync" }, ..]))
            {
                return method;
            }
        }

        return null;
    }

    /// <summary>True for <c>ValueTask DisposeAsync() { Dispose(); return default; }</c> in source.</summary>
    private static bool OnlyDisposes(IMethodSymbol method)
    {
        if (method.IsAsync || method.DeclaringSyntaxReferences is not [var declaration])
        {
            return false;
        }

        foreach (var node in declaration.GetSyntax().DescendantNodes())
        {
            if (node is InvocationExpressionSyntax { Expression: var called } &&
                ((called as MemberAccessExpressionSyntax)?.Name ?? (called as SimpleNameSyntax) ?? (called as MemberBindingExpressionSyntax)?.Name)?.Identifier.ValueText is { } name && name is not ("Dispose" or "SuppressFinalize" or "nameof"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is only read from has nothing to flush: <c>File.OpenRead(path)</c>, <c>new GZipStream(s, CompressionMode.Decompress)</c>.</summary>
    private static bool IsOnlyRead(IOperation value)
    {
        var (name, arguments) = value.Unwrap() switch
        {
            IInvocationOperation call => (call.TargetMethod.Name, call.Arguments),
            IObjectCreationOperation creation => (creation.Constructor?.ContainingType.Name, creation.Arguments),
            _ => default,
        };
        if (name is null || name == "OpenRead")
        {
            return name is not null;
        }

        foreach (var argument in arguments)
        {
            if (argument.Value.Unwrap() is IFieldReferenceOperation { Field: { Name: "Read" or "Decompress", ContainingType: { TypeKind: TypeKind.Enum, Name: not "FileShare" } } })
            {
                return true;
            }
        }

        return false;
    }
}
