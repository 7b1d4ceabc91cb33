using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>One iteration of a loop, and what of the work it starts goes on when it ends. In doubt it waits for the work.</summary>
/// <param name="loop">The loop.</param>
/// <param name="function">The lambda or local function in its body that is started.</param>
/// <param name="types">The types of the compilation.</param>
internal readonly struct Iteration(IForLoopOperation loop, IOperation function, KnownTypes types)
{
    /// <summary>True if nothing in the iteration waits for what <paramref name="start"/> starts, and another iteration may follow.</summary>
    public bool IsOutlivedBy(IOperation start) => IsLeft(start) && !MayBeLast(start) && !WaitsForSignal(start);

    /// <summary>A query whose elements are what a lambda returns.</summary>
    public static bool IsTaskQuery(IInvocationOperation call) => call.TargetMethod.Name is "Select" or "SelectMany" or "ToList" or "ToArray" && TaskSequence.IsLinq(call.TargetMethod);

    private bool IsLeft(IOperation start)
    {
        for (var value = start; ;)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or { Kind: Operations.CollectionExpression } or { Syntax: CollectionExpressionSyntax }:
                    value = value.Parent;
                    break;
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                    value = access;
                    break;
                case IConditionalOperation { Syntax: ConditionalExpressionSyntax } choice when choice.Condition != value:
                    value = choice;
                    break;
                case IExpressionStatementOperation:
                    return true;
                case ISimpleAssignmentOperation assignment when assignment.Value == value:
                    return assignment.Target is IDiscardOperation || IsKept(assignment.Target, start, 0);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator }:
                    return !IsDisposed(declarator.Syntax) && IsKept(local, start, 0);
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (TaskLists.Adds(call.TargetMethod) && call.Instance is { } collection && !types.Awaitables.IsTaskOrValueTask(call.Type))
                    {
                        return IsKept(collection, start, 0);
                    }

                    if (FireAndForget.IsListed(call.TargetMethod, SymbolList.Empty))
                    {
                        return true;
                    }

                    if (!types.Awaitables.IsTaskOrValueTask(call.Type) && !IsTaskQuery(call))
                    {
                        return false;
                    }

                    value = call;
                    break;
                case IInvocationOperation call when call.Instance == value:
                    if (call.TargetMethod.Name != "Start" && !types.Awaitables.IsAwaitable(call.Type))
                    {
                        return false;
                    }

                    value = call;
                    break;
                case IReturnOperation returned when EnclosingFunction.BoundaryOf(returned) is IAnonymousFunctionOperation lambda && loop.Syntax.Span.Contains(lambda.Syntax.Span) && TakerOf(lambda) is { } taker:
                    value = taker;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>The call that runs the lambda and returns its tasks.</summary>
    private IInvocationOperation? TakerOf(IAnonymousFunctionOperation lambda) =>
        lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } && (IsTaskQuery(call) || types.Awaitables.IsTaskOrValueTask(call.Type)) ? call : null;

    private bool IsKept(IOperation holder, IOperation start, int depth) => SymbolOf(holder) is { } symbol && IsKept(symbol, start, depth);

    /// <summary>True if the iteration only keeps what it put into the variable or collection.</summary>
    private bool IsKept(ISymbol holder, IOperation start, int depth)
    {
        if (depth > 0 && holder is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } && loop.Body.Syntax.Span.Contains(declaration.Span))
        {
            return false;
        }

        foreach (var operation in loop.Body.Descendants())
        {
            if (SymbolEqualityComparer.Default.Equals(SymbolOf(operation), holder) && operation is not (IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true }) &&
                !function.Syntax.Span.Contains(operation.Syntax.Span) && !MerelyKeeps(operation, start, depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool MerelyKeeps(IOperation mention, IOperation start, int depth)
    {
        var value = mention;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == value => true,
            IArgumentOperation { Parent: IInvocationOperation { Instance: { } collection } call } when TaskLists.Adds(call.TargetMethod) => depth < 2 && IsKept(collection, start, depth + 1),
            // What follows the question mark is asked for itself.
            IConditionalAccessOperation access when access.Operation == value => true,
            IInvocationOperation { Parent: IExpressionStatementOperation or IConditionalAccessOperation { Parent: IExpressionStatementOperation } } call when call.Instance == value => call.TargetMethod.Name is "Start" or "Clear" or "Remove" or "RemoveAll" || TaskLists.Adds(call.TargetMethod),
            IPropertyReferenceOperation property when property.Instance == value => property.Property.Name is "Count" or "Length" or "Name" or "Priority" or "IsBackground" or "Id",
            _ => IsConditional(value) && !IsConditional(start),
        };
    }

    /// <summary>True in a branch of the iteration, or in a loop inside it that need not run.</summary>
    private bool IsConditional(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && parent != loop; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && choice.Condition != child || parent is ISwitchCaseOperation || parent is IWhileLoopOperation repeat && repeat.Body == child)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the loop is left right after the start, so that its header changes nothing any more.</summary>
    private bool MayBeLast(IOperation start)
    {
        var node = (ForVariables.FunctionAround(start, loop) ?? start).Syntax;
        for (; node.Parent is { } parent && node != loop.Syntax; node = parent)
        {
            foreach (var statement in Statements.In(parent))
            {
                if (statement.SpanStart > node.SpanStart && (statement is ReturnStatementSyntax or ThrowStatementSyntax || statement is BreakStatementSyntax && LeftBy(statement) == loop.Syntax))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static SyntaxNode? LeftBy(SyntaxNode jump) =>
        jump.FirstAncestorOrSelf<SyntaxNode>(static node => node is SwitchStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);

    /// <summary>True if the iteration goes on to wait for something that the function has to do with: an event, a task source, a semaphore.</summary>
    private bool WaitsForSignal(IOperation start)
    {
        HashSet<ISymbol>? mentioned = null;
        foreach (var operation in loop.Body.Descendants())
        {
            if (operation.Syntax.SpanStart > start.Syntax.Span.End && WaitedBy(operation) is { } waited)
            {
                mentioned ??= SymbolsIn(function);
                foreach (var inner in waited.DescendantsAndSelf())
                {
                    if (SymbolOf(inner) is { } symbol && mentioned.Contains(symbol))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static IOperation? WaitedBy(IOperation operation) => operation switch
    {
        IAwaitOperation { Operation: var awaited } => awaited,
        IInvocationOperation { TargetMethod.Name: var name } call when name.StartsWith("Wait", StringComparison.Ordinal) || name.StartsWith("SpinUntil", StringComparison.Ordinal) || name is "Join" or "SignalAndWait" => call,
        IWhileLoopOperation { Condition: { } condition } => condition,
        _ => null,
    };

    private HashSet<ISymbol> SymbolsIn(IOperation scope)
    {
        var symbols = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in scope.Descendants())
        {
            if (SymbolOf(operation) is { } symbol && !SymbolEqualityComparer.Default.Equals(operation.Type, types.CancellationToken) && !loop.Locals.Contains(symbol, SymbolEqualityComparer.Default))
            {
                symbols.Add(symbol);
            }
        }

        return symbols;
    }

    /// <summary>A <c>using</c> ends with the iteration, and the work with it.</summary>
    private static bool IsDisposed(SyntaxNode declarator) => declarator.Parent?.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => SymbolOf(instance),
        IArrayElementReferenceOperation element => SymbolOf(element.ArrayReference),
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => member.Member,
        IConversionOperation conversion => SymbolOf(conversion.Operand),
        IConditionalAccessInstanceOperation instance => ReceiverOf(instance) is { } receiver ? SymbolOf(receiver) : null,
        _ => null,
    };

    private static IOperation? ReceiverOf(IOperation instance)
    {
        var (child, parent) = (instance, instance.Parent);
        while (parent is not null && (parent is not IConditionalAccessOperation access || access.WhenNotNull != child))
        {
            (child, parent) = (parent, parent.Parent);
        }

        return (parent as IConditionalAccessOperation)?.Operation;
    }
}
