using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>
/// AWAIT305: a query or command of EF Core, EF 6, Dapper or ADO.NET is awaited once for each item of a <c>foreach</c> or counting <c>for</c>, or the changes of each
/// item are saved on their own. Not: loops that page, retry, pace, leave early, handle failures item by item or have a context each; SQL that differs by item;
/// saving that follows an effect outside of the database; migrations and seeding; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class QueryInLoop() : AsyncAnalyzer(Rules.QueryInLoop)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && (types.Find("System.Data.Common.DbCommand") ?? types.Find("Microsoft.EntityFrameworkCore.DbContext") ?? types.Find("System.Data.Entity.DbContext")) is not null)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!DatabaseCall.MayBe(call.TargetMethod.Name) || !IsInLoop(call.Syntax) || DatabaseCall.KindOf(call.TargetMethod) is not (var kind and not DatabaseCallKind.None))
        {
            return;
        }

        if (IsPreparation(context.ContainingSymbol) || LoopAround(call, kind, context.ContainingSymbol, types) is not { } loop || !IsFirst(call, loop, context.ContainingSymbol, types))
        {
            return;
        }

        var advice = kind switch
        {
            DatabaseCallKind.Save => "save once after the loop",
            DatabaseCallKind.Query when AwaitOf(call)?.Parent is not IExpressionStatementOperation => "load what all items need before the loop, with Contains or a join",
            _ => "send one statement for all items, such as ExecuteUpdateAsync or one with a table-valued parameter",
        };
        Report(context, call, (AwaitOf(call)?.Syntax ?? call.Syntax).GetLocation(), call.TargetMethod.Name, advice);
    }

    /// <summary>The loop that makes the call once for each item; null if there is none, or a reason to.</summary>
    private static QueryLoop? LoopAround(IInvocationOperation call, DatabaseCallKind kind, ISymbol member, KnownTypes types) =>
        // A synchronous call in async code is AWAIT205's.
        (AwaitOf(call) is not null || call.TargetMethod.Name == "SaveChanges" && AsyncCode.Of(call, member, types) is null) &&
        QueryLoop.Around(call) is { } loop &&
        IsShared(call.Receiver(), loop) &&
        (kind == DatabaseCallKind.Save ? SavedChanges.AreOfOneItem(call, loop.Body) : IsOfItem(call, loop))
            ? loop
            : null;

    /// <summary>One loop is one defect: what it asks later goes away with the first.</summary>
    private static bool IsFirst(IInvocationOperation call, QueryLoop loop, ISymbol member, KnownTypes types)
    {
        foreach (var operation in loop.Body.Descendants())
        {
            if (operation is IInvocationOperation earlier && earlier.Syntax.SpanStart < call.Syntax.SpanStart && !earlier.Syntax.Span.Contains(call.Syntax.Span) &&
                DatabaseCall.MayBe(earlier.TargetMethod.Name) &&
                DatabaseCall.KindOf(earlier.TargetMethod) is var kind and not DatabaseCallKind.None &&
                LoopAround(earlier, kind, member, types) is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInLoop(SyntaxNode node)
    {
        for (var parent = node.Parent; parent is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); parent = parent.Parent)
        {
            if (parent is CommonForEachStatementSyntax or ForStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }

    private static IAwaitOperation? AwaitOf(IInvocationOperation call)
    {
        var whole = call.Parent;
        while (whole is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            whole = whole.Parent;
        }

        return whole as IAwaitOperation;
    }

    /// <summary>True for code that runs once in the life of a database, by the name of the method, its type, a contract of that or a namespace around.</summary>
    private static bool IsPreparation(ISymbol member)
    {
        if (IsNamedPreparation(member.Name) || member.ContainingType is not { } type)
        {
            return true;
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (IsNamedPreparation(contract.Name))
            {
                return true;
            }
        }

        for (ISymbol around = type; around is not (null or INamespaceSymbol { IsGlobalNamespace: true }); around = around.ContainingSymbol)
        {
            if (IsNamedPreparation(around.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNamedPreparation(string name) =>
        name.IndexOf("Seed", StringComparison.Ordinal) >= 0 || name.IndexOf("Migrat", StringComparison.Ordinal) >= 0 || name.IndexOf("Initializer", StringComparison.Ordinal) >= 0;

    /// <summary>True if all iterations use the same context or connection.</summary>
    private static bool IsShared(IOperation? receiver, QueryLoop loop)
    {
        var root = receiver is null ? null : DatabaseCall.RootOf(receiver);
        if (root is not ILocalReferenceOperation { Local: var local } || !loop.IsInside(local))
        {
            return root is not null and not IInstanceReferenceOperation || receiver?.Unwrap() is IInstanceReferenceOperation;
        }

        // A command or a query made for the item, on what is shared.
        return (DatabaseCall.IsOrDerivesFrom(local.Type, "DbCommand") || local.Type.Name == "IQueryable") &&
            loop.Body.Descendants().FirstOrDefault(operation => operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                is IVariableDeclaratorOperation { Initializer.Value: var made } &&
            made.Unwrap() switch
            {
                IObjectCreationOperation { Arguments: { Length: > 1 } arguments } => IsShared(arguments[1].Value, loop),
                IInvocationOperation create => IsShared(create.Receiver(), loop),
                _ => false,
            };
    }

    /// <summary>True if the values differ by item but the statement does not.</summary>
    private static bool IsOfItem(IInvocationOperation call, QueryLoop loop)
    {
        if (DatabaseCall.IsOrDerivesFrom(call.Instance?.Type, "DbCommand"))
        {
            return !HasOwnText(loop);
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "sql", Type.SpecialType: SpecialType.System_String } && loop.Mentions(argument.Value))
            {
                return false;
            }
        }

        return loop.Mentions(call);
    }

    private static bool HasOwnText(QueryLoop loop)
    {
        foreach (var operation in loop.Body.Descendants())
        {
            if (operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText" }, Value: var text } && loop.Mentions(text) ||
                operation is IObjectCreationOperation { Arguments: [var first, ..] } created && DatabaseCall.IsOrDerivesFrom(created.Type, "DbCommand") && loop.Mentions(first))
            {
                return true;
            }
        }

        return false;
    }
}
