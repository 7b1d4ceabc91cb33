using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>The value of an <c>AsyncLocal&lt;T&gt;</c> in a field, or a static property that hands it on.</summary>
/// <param name="Field">The <c>AsyncLocal</c>; the property itself if its accessors hand the value on.</param>
/// <param name="AsyncLocal">The type.</param>
internal readonly record struct AsyncLocalState(ISymbol Field, INamedTypeSymbol AsyncLocal)
{
    public static AsyncLocalState? Of(IPropertyReferenceOperation reference, INamedTypeSymbol asyncLocal) => reference switch
    {
        { Property: { Name: "Value", ContainingType: { Name: "AsyncLocal" } type }, Instance: { } owner } =>
            SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, asyncLocal) && owner.Unwrap() is IFieldReferenceOperation { Field: var field } ? new(field, asyncLocal) : null,
        { Property: { IsStatic: true, ContainingType: { } type } property, Instance: null } => HandedOnBy(property, type) is { } field ? new(field, asyncLocal) : null,
        _ => null,
    };

    /// <summary>The names by which code reads it.</summary>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string> { Field.Name };
        foreach (var member in Field.ContainingType.GetMembers())
        {
            if (member is IPropertySymbol { IsStatic: true } property && HandedOnBy(property, property.ContainingType) is { } field && SymbolEqualityComparer.Default.Equals(field, Field))
            {
                names.Add(property.Name);
            }
        }

        return names;
    }

    /// <summary>How often the code of a member sets it.</summary>
    public int WritesIn(IOperation root)
    {
        var count = 0;
        foreach (var operation in root.Descendants())
        {
            count += operation is IAssignmentOperation { Target: IPropertyReferenceOperation target } && Is(target) ? 1 : 0;
        }

        return count;
    }

    /// <summary>What the function that awaits the call reads afterwards; null if it has set the value itself, or reads it nowhere.</summary>
    public IOperation? FirstReadAfter(IInvocationOperation call)
    {
        if (!IsAwaited(call))
        {
            return null;
        }

        var function = EnclosingFunction.BoundaryOf(call);
        IOperation? read = null;
        foreach (var operation in (function ?? call.Root()).Descendants())
        {
            if (operation is IPropertyReferenceOperation reference && EnclosingFunction.BoundaryOf(reference) == function && Is(reference))
            {
                if (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference)
                {
                    return null;
                }

                read = reference.Syntax.SpanStart > call.Syntax.Span.End && (read is null || reference.Syntax.SpanStart < read.Syntax.SpanStart) && !AreAlternatives(call.Syntax, reference.Syntax) ? reference : read;
            }
        }

        return read;
    }

    private bool Is(IPropertyReferenceOperation reference) => Of(reference, AsyncLocal) is { } other && SymbolEqualityComparer.Default.Equals(other.Field, Field);

    private static bool IsAwaited(IInvocationOperation call)
    {
        IOperation task = call;
        while (task.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IParenthesizedOperation or IConversionOperation)
        {
            task = task.Parent;
        }

        return task.Parent is IAwaitOperation;
    }

    /// <summary>True if the two stand in different branches.</summary>
    private static bool AreAlternatives(SyntaxNode one, SyntaxNode other)
    {
        foreach (var around in one.Ancestors())
        {
            if (around.Span.Contains(other.Span))
            {
                return around is IfStatementSyntax { Else: { } otherwise } && otherwise.Span.Contains(other.Span) || around is SwitchStatementSyntax or SwitchExpressionSyntax || around is ConditionalExpressionSyntax;
            }
        }

        return false;
    }

    /// <summary>The static field of that type which the accessors name.</summary>
    private static IFieldSymbol? HandedOnBy(IPropertySymbol property, INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: true, Type: INamedTypeSymbol { Name: "AsyncLocal", Arity: 1 } } field && property.DeclaringSyntaxReferences is [var declaration] && Names(declaration.GetSyntax(), field.Name))
            {
                return field;
            }
        }

        return null;
    }

    private static bool Names(SyntaxNode property, string field)
    {
        foreach (var node in property.DescendantNodes())
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value", Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } && name == field)
            {
                return true;
            }
        }

        return false;
    }
}
