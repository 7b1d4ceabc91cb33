using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// Recognises methods in source that only look something up in a dictionary they hold, and those that only ask such a method: <c>GetUser</c>, which reads a
/// cache, is not the slow form of <c>GetUserAsync</c>, which asks a server.
/// </summary>
internal static class Lookup
{
    private const int MaxSteps = 3;

    public static bool Is(IMethodSymbol method) => Is(method, MaxSteps);

    private static bool Is(IMethodSymbol method, int steps)
    {
        if (steps == 0 || method.ReturnsVoid || method.DeclaringSyntaxReferences is not [var reference] ||
            reference.GetSyntax() is not MethodDeclarationSyntax declaration ||
            (declaration.Body ?? (SyntaxNode?)declaration.ExpressionBody) is not { } body)
        {
            return false;
        }

        var any = false;
        foreach (var node in body.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax call)
            {
                if (!IsLookup(call, method.ContainingType, steps))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>True for a call on a dictionary, or of a method of the type itself or of a field or property of it, that only looks up.</summary>
    private static bool IsLookup(InvocationExpressionSyntax call, INamedTypeSymbol type, int steps)
    {
        var (name, receiver) = call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access => (access.Name.Identifier.ValueText, (ITypeSymbol?)type),
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax holder } access => (access.Name.Identifier.ValueText, TypeOfMember(type, holder.Identifier.ValueText)),
            IdentifierNameSyntax simple => (simple.Identifier.ValueText, type),
            _ => ("", null),
        };
        if (receiver is null)
        {
            return false;
        }

        if (name is "TryGetValue" or "GetValueOrDefault" or "ContainsKey")
        {
            return true;
        }

        for (var current = receiver; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                if (member is IMethodSymbol method && method.Parameters.Length == call.ArgumentList.Arguments.Count)
                {
                    return Is(method, steps - 1);
                }
            }
        }

        return false;
    }

    private static ITypeSymbol? TypeOfMember(INamedTypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(name))
            {
                return (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
            }
        }

        return null;
    }
}
