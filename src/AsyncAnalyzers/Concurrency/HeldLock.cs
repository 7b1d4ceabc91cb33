using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// Says whether code runs one at a time: behind a semaphore or asynchronous lock, by whatever name, behind a flag that turns others away, or in a
/// lambda given to a method that does so. By the text: in doubt it is held.
/// </summary>
internal static class HeldLock
{
    /// <summary>True if a lock is taken around the node in its member, and nothing shows that it has been given back.</summary>
    public static bool IsAround(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null and not TypeDeclarationSyntax; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case UsingStatementSyntax section when section.Statement == child:
                    if (Acquires((SyntaxNode?)section.Declaration ?? section.Expression, model, cancellationToken))
                    {
                        return true;
                    }

                    break;
                case BlockSyntax { Statements: var statements }:
                    if (IsTakenBefore(statements, child, model, cancellationToken))
                    {
                        return true;
                    }

                    break;
                case SwitchSectionSyntax { Statements: var statements }:
                    if (IsTakenBefore(statements, child, model, cancellationToken))
                    {
                        return true;
                    }

                    break;
                case CompilationUnitSyntax unit:
                    if (unit.Members.OfType<GlobalStatementSyntax>().Any(statement => statement.SpanStart < child.SpanStart && Acquires(statement, model, cancellationToken)))
                    {
                        return true;
                    }

                    break;
                // The lock was taken by a helper, or the flag was raised in another way, if it is given back at the end.
                case TryStatementSyntax { Finally.Block: { } last } attempt when attempt.Block == child && (GivesBack(last)):
                    return true;
                case IfStatementSyntax choice when choice.Statement == child && Acquires(choice.Condition, model, cancellationToken):
                    return true;
                case AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } when RunsLocked(call, model, cancellationToken):
                    return true;
                case MethodDeclarationSyntax { Identifier.ValueText: var name }:
                    return IsNamedLocked(name);
                case LocalFunctionStatementSyntax { Identifier.ValueText: var name } when IsNamedLocked(name):
                    return true;
            }
        }

        return false;
    }

    private static bool IsTakenBefore(SyntaxList<StatementSyntax> statements, SyntaxNode child, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            if (statement.SpanStart >= child.SpanStart)
            {
                break;
            }

            if (statement is not (LocalFunctionStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) && Acquires(statement, model, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Acquires(SyntaxNode? scope, SemanticModel model, CancellationToken cancellationToken)
    {
        if (scope is null)
        {
            return false;
        }

        foreach (var node in scope.DescendantNodesAndSelf(static inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is InvocationExpressionSyntax call && NameOf(call) is { } name && IsAcquiring(name, call, model, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAcquiring(string name, InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "WaitAsync" or "Wait":
                return ReceiverOf(call) is { } receiver && IsLockType(model.GetTypeInfo(receiver, cancellationToken).Type);
            case "EnterAsync" or "AcquireAsync" or "TryEnterAsync" or "TryAcquireAsync" or "Enter" or "TryEnter" or "CompareExchange" or "Exchange":
                return true;
            default:
                return name.Contains("Lock") && !name.Contains("Unlock") && !name.Contains("Block") && !name.Contains("Clock") || name.Contains("Semaphore") || name.Contains("Mutex");
        }
    }

    private static bool GivesBack(BlockSyntax last)
    {
        foreach (var node in last.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax call && NameOf(call) is { } name && (name.StartsWith("Release", StringComparison.Ordinal) || name.Contains("Unlock") || name is "Exit") ||
                node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>_mutex.RunAsync(async () => …)</c>, <c>ExecuteLockedAsync(async () => …)</c>.</summary>
    private static bool RunsLocked(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        NameOf(call) is { } name && (IsNamedLocked(name) || name.Contains("Exclusive") || name.Contains("Synchroniz") || name.Contains("Once") || name.Contains("Serial")) ||
        ReceiverOf(call) is { } receiver && IsLockType(model.GetTypeInfo(receiver, cancellationToken).Type);

    private static bool IsLockType(ITypeSymbol? type) =>
        type is null or IErrorTypeSymbol || type.Name.Contains("Semaphore") || type.Name.Contains("Lock") || type.Name.Contains("Mutex") || type.Name.Contains("Monitor");

    /// <summary><c>LoadUnderLockAsync</c>: the caller holds it.</summary>
    private static bool IsNamedLocked(string name) =>
        name.Contains("Lock") && !name.Contains("Block") && !name.Contains("Clock") || name.Contains("Critical");

    private static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax => call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    };

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };
}
