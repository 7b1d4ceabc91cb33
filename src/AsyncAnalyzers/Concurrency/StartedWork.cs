using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>A task that is started and kept, and the code that runs before anybody awaits it.</summary>
/// <param name="Start">The call that starts it.</param>
/// <param name="Holder">The variable or collection that keeps it; null if nothing does.</param>
internal sealed record StartedWork(IInvocationOperation Start, ISymbol? Holder)
{
    /// <summary>Null if the task is awaited, returned or given away where it is started, or is not started by the call at all.</summary>
    public static StartedWork? Of(IInvocationOperation start)
    {
        if (QueuedCall.Is(start))
        {
            return null;
        }

        for (IOperation value = start; ;)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                case ICoalesceOperation:
                case IConditionalOperation choice when choice.Condition != value && choice.Syntax is ConditionalExpressionSyntax:
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                case IInvocationOperation { TargetMethod.Name: "AsTask" or "Unwrap" or "ConfigureAwait" } call when call.Receiver() == value:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } }:
                    value = value.Parent is IArgumentOperation { Parent: { } extension } ? extension : value.Parent;
                    break;
                case IExpressionStatementOperation:
                    return new(start, null);
                case ISimpleAssignmentOperation assignment when assignment.Value == value && assignment.Parent is IExpressionStatementOperation:
                    return assignment.Target is IDiscardOperation ? new(start, null) : HolderOf(assignment.Target) is { } assigned ? new(start, assigned) : null;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return new(start, local);
                case IArgumentOperation { Parent: IInvocationOperation { Instance: { } collection, Parent: IExpressionStatementOperation } add } when TaskLists.Adds(add.TargetMethod):
                    return HolderOf(collection) is { } list ? new(start, list) : null;
                default:
                    return null;
            }
        }
    }

    /// <summary>The loop whose next iteration begins while the task may still run; null if there is none.</summary>
    public ILoopOperation? OverlappingLoop()
    {
        if (!IsInLoop())
        {
            return null;
        }

        IOperation child = Start;
        for (var parent = child.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is ILoopOperation loop && loop.Body == child)
            {
                return IsLeftRunning(loop) && !Exclusion.Guards(Start, loop) ? loop : null;
            }

            if (parent is IBlockOperation block && IsLeftAfter(child, block))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The statements that run after the start, up to the first mention of what holds the task, in the list of statements it stands in.</summary>
    public IEnumerable<(IOperation Statement, int Start, int End)> CodeBeside()
    {
        var (statement, statements) = Place();
        if (Holder is null || statement is not (IExpressionStatementOperation or IVariableDeclarationGroupOperation) ||
            // Other arms of the same expression do not run beside it, further variables of the same declaration do. Behind an arrow there is nothing more.
            Start.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is VariableDeclaratorSyntax or StatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax)
                is not { Span.End: var begin } around || around is ArrowExpressionClauseSyntax or LambdaExpressionSyntax)
        {
            yield break;
        }

        var holder = Holder;
        for (var index = statements.FirstEndingAfter(begin); index < statements.Count; index++)
        {
            var later = statements[index];
            var end = EndIn(later, begin, ref holder);
            yield return (later, begin, end);
            if (end < int.MaxValue)
            {
                yield break;
            }
        }
    }

    /// <summary>True for a call that is given the task, as <c>ProcessAsync(task)</c>: it knows when it may go on.</summary>
    public bool IsGivenTo(IOperation operation) => Holder is { } holder && operation is IInvocationOperation { Arguments: var arguments } && arguments.Any(argument => argument.Descendants().Any(inner => IsMention(inner, holder)));

    /// <summary>False if nothing but names and constants stands before the first mention of what holds the task: cheaper than to ask what each piece of code does.</summary>
    public bool HasCodeBeside()
    {
        foreach (var (statement, start, end) in CodeBeside())
        {
            foreach (var operation in statement.DescendantsAndSelf())
            {
                if (operation.Syntax.SpanStart >= start && operation.Syntax.Span.End <= end && DoesSomething(operation) && !operation.Descendants().Any(inner => IsMention(inner, Holder!)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool DoesSomething(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.ContainingType is not { Name: "Task", ContainingNamespace.Name: "Tasks" },
        IPropertyReferenceOperation property => property.Instance is not null,
        _ => operation is IAssignmentOperation or IIncrementOrDecrementOperation or IForEachLoopOperation,
    };

    /// <summary>The work started before in the same list of statements.</summary>
    public IEnumerable<StartedWork> StartedBefore()
    {
        foreach (var statement in Place().Statements)
        {
            if (statement.Syntax.SpanStart > Start.Syntax.SpanStart)
            {
                yield break;
            }

            if (statement is IExpressionStatementOperation or IVariableDeclarationGroupOperation)
            {
                foreach (var operation in statement.Descendants())
                {
                    if (operation is IInvocationOperation call && call.Syntax.Span.End < Start.Syntax.SpanStart && Of(call) is { Holder: not null } work)
                    {
                        yield return work;
                    }
                }
            }
        }
    }

    private (IOperation Statement, IReadOnlyList<IOperation> Statements) Place()
    {
        IOperation statement = Start;
        while (statement.Parent is not (null or IBlockOperation or ISwitchCaseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            statement = statement.Parent;
        }

        return (statement, statement.Parent switch
        {
            IBlockOperation block => (IReadOnlyList<IOperation>)block.Operations,
            ISwitchCaseOperation section => section.Body,
            _ => Array.Empty<IOperation>(),
        });
    }

    /// <summary>Where in the statement the task is awaited or given away; a list that it is added to holds it from then on.</summary>
    private int EndIn(IOperation statement, int begin, ref ISymbol holder)
    {
        foreach (var operation in statement.DescendantsAndSelf())
        {
            if (operation.Syntax.SpanStart < begin || !IsMention(operation, holder))
            {
                continue;
            }

            if (IsAdded(operation, out var list))
            {
                holder = list ?? holder;
                continue;
            }

            var value = operation;
            while (value.Parent is IArgumentOperation or IInvocationOperation or IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or { Kind: Operations.CollectionExpression } or { Syntax: CollectionExpressionSyntax })
            {
                value = value.Parent;
            }

            return (value.Parent is IAwaitOperation awaited ? awaited : value).Syntax.Span.End;
        }

        return int.MaxValue;
    }

    private bool IsInLoop()
    {
        var parent = Start.Parent;
        while (parent is not (null or ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            parent = parent.Parent;
        }

        return parent is ILoopOperation;
    }

    private bool IsLeftRunning(ILoopOperation loop)
    {
        var holder = Holder;
        if (holder is null)
        {
            // Fired and forgotten: whatever the iteration waits for may be its end.
            return !loop.Body.Descendants().Any(operation => (operation is IAwaitOperation || operation is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Wait", StringComparison.Ordinal)) && !Start.Syntax.Span.Contains(operation.Syntax.Span)) &&
                Start.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation;
        }

        if (holder is not ILocalSymbol || SharedValues.IsDeclaredIn(holder, loop.Body))
        {
            var list = holder is ILocalSymbol ? ListIn(loop) : holder;
            if (list is null || SharedValues.IsDeclaredIn(list, loop.Body))
            {
                return false;
            }

            holder = list;
        }

        foreach (var operation in loop.Body.Descendants())
        {
            if (IsMention(operation, holder) && !IsAdded(operation, out _) && !IsAssigned(operation) && !IsCounted(operation) && !(IsConditional(operation, loop) && !IsConditional(Start, loop)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The list that the iteration adds its local task to and does nothing else with it.</summary>
    private ISymbol? ListIn(ILoopOperation loop)
    {
        ISymbol? list = null;
        foreach (var operation in loop.Body.Descendants())
        {
            if (IsMention(operation, Holder!) && (!IsAdded(operation, out var added) || (list = added) is null))
            {
                return null;
            }
        }

        return list;
    }

    private static bool IsAdded(IOperation mention, out ISymbol? list)
    {
        var value = mention;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        list = null;
        switch (value.Parent)
        {
            case IArgumentOperation { Parent: IInvocationOperation { Instance: { } collection } add } when TaskLists.Adds(add.TargetMethod):
                list = HolderOf(collection);
                return list is not null;
            case IInvocationOperation { Parent: IExpressionStatementOperation } call when call.Instance == value:
                return TaskLists.Adds(call.TargetMethod);
            default:
                return false;
        }
    }

    private static bool IsAssigned(IOperation mention) =>
        mention.Parent is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } && mention.Parent.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention.Parent;

    private static bool IsCounted(IOperation mention) => mention.Parent is IPropertyReferenceOperation { Property.Name: "Count" or "Length" };

    private static bool IsConditional(IOperation operation, ILoopOperation loop)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && parent != loop; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && choice.Condition != child || parent is ISwitchCaseOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLeftAfter(IOperation statement, IBlockOperation block)
    {
        foreach (var later in block.Operations)
        {
            if (later.Syntax.SpanStart > statement.Syntax.SpanStart && later is IBranchOperation { BranchKind: BranchKind.Break } or IReturnOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMention(IOperation operation, ISymbol holder) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation && SymbolEqualityComparer.Default.Equals(HolderOf(operation), holder);

    private static ISymbol? HolderOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IArrayElementReferenceOperation element => HolderOf(element.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => HolderOf(instance),
        IConversionOperation conversion => HolderOf(conversion.Operand),
        _ => null,
    };
}
