using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Says whether an async function may <c>await</c> at some place. Errs on the side of no.</summary>
internal static class AwaitPlace
{
    // A block of thousands of statements is searched once, not once for each of them.
    private static readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<ILocalSymbol>>> References = new();

    /// <summary>False in <c>lock</c>, exception filters, <c>unsafe</c> code, and where a <c>ref struct</c> or reference would have to outlive the <c>await</c>.</summary>
    public static bool Allows(IOperation operation)
    {
        if (operation.IsUnderLock() || IsUnsafe(operation.Syntax))
        {
            return false;
        }

        for (var (child, parent) = (operation, operation.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is IInterpolatedStringHandlerCreationOperation || parent is ICatchClauseOperation handler && handler.Filter == child ||
                parent is IForEachLoopOperation loop && loop.Body == child && EnumeratesReference(loop) ||
                parent.Type is not null && FollowsReference(child, parent) ||
                HoldsReference(parent, operation))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True in <c>unsafe</c> and <c>fixed</c> code.</summary>
    public static bool IsUnsafe(SyntaxNode node)
    {
        for (var around = node; around is not null; around = around.Parent)
        {
            if (around is UnsafeStatementSyntax or FixedStatementSyntax ||
                around is MemberDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.UnsafeKeyword) ||
                around is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.UnsafeKeyword))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EnumeratesReference(IForEachLoopOperation loop) =>
        loop.Collection.Unwrap().Type is { IsRefLikeType: true } ||
        loop.Syntax is CommonForEachStatementSyntax syntax && loop.SemanticModel?.GetForEachStatementInfo(syntax).GetEnumeratorMethod?.ReturnType is { IsRefLikeType: true };

    /// <summary>True if a part of the same expression that is evaluated before yields a <c>ref struct</c> or a reference.</summary>
    private static bool FollowsReference(IOperation child, IOperation parent)
    {
        foreach (var part in parent.ChildOperations)
        {
            if (part == child)
            {
                break;
            }

            foreach (var inner in part.DescendantsAndSelf())
            {
                if (inner.Type is { IsRefLikeType: true } ||
                    inner is IInvocationOperation { TargetMethod.RefKind: not RefKind.None } or IPropertyReferenceOperation { Property.RefKind: not RefKind.None })
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True if a <c>ref struct</c> or <c>ref</c> local of the scope is declared before the operation and named after it, or in a loop around it.</summary>
    private static bool HoldsReference(IOperation scope, IOperation operation)
    {
        foreach (var local in References.GetValue(scope, FindReferences).Value)
        {
            if (local.Locations is [{ SourceSpan.Start: var start }, ..] && start < operation.Syntax.SpanStart && IsNeededAfter(local, start, scope, operation))
            {
                return true;
            }
        }

        return false;
    }

    private static StrongBox<ImmutableArray<ILocalSymbol>> FindReferences(IOperation scope) =>
        new(scope.DeclaredLocals().RemoveAll(static local => !local.IsRef && !local.Type.IsRefLikeType));

    private static bool IsNeededAfter(ILocalSymbol local, int declared, IOperation scope, IOperation operation)
    {
        if (local.IsUsing || scope is IUsingOperation)
        {
            return true;
        }

        var after = operation.Syntax.SpanStart;
        for (var around = operation.Parent; around is not null && around != scope; around = around.Parent)
        {
            after = around is ILoopOperation && around.Syntax.SpanStart > declared ? around.Syntax.SpanStart : after;
        }

        return scope.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.SpanStart > after && name.Identifier.ValueText == local.Name);
    }
}
