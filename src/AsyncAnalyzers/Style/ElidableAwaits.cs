using AsyncAnalyzers.Core;
using AsyncAnalyzers.Sequential;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Style;

/// <summary>
/// The awaits of an async function that could return their tasks itself without any difference but in stack traces: all its awaits come last, nothing of the
/// function ends with them (<c>using</c>, <c>try</c>, a scope, an <c>AsyncLocal</c>), nothing before them may throw, and the tasks have the very type that it returns.
/// </summary>
internal sealed class ElidableAwaits
{
    private readonly IMethodSymbol function;
    private readonly KnownTypes types;
    private readonly bool hasResult;
    private readonly List<IAwaitOperation> awaits = [];

    private ElidableAwaits(IMethodSymbol function, KnownTypes types)
    {
        this.function = function;
        this.types = types;
        hasResult = types.Awaitables.ResultOf(function.ReturnType) is not null;
    }

    /// <summary>In the order of the text; null unless that can be said of all awaits of the function around this one.</summary>
    public static IReadOnlyList<IAwaitOperation>? Of(IAwaitOperation awaited, IMethodSymbol function, KnownTypes types)
    {
        var found = new ElidableAwaits(function, types);
        return types.Awaitables.IsTaskOrValueTask(function.ReturnType) && !EntryPoint.IsTopLevel(function) && BodyOf(awaited) is { } body && found.MayEnd(body) ? found.awaits : null;
    }

    private static IBlockOperation? BodyOf(IOperation operation) => (EnclosingFunction.BoundaryOf(operation) ?? operation.Root()) switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        ILocalFunctionOperation local => local.Body,
        IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
        _ => null,
    };

    /// <summary>True if the function may end with the statement, which then always returns one of the tasks.</summary>
    private bool MayEnd(IOperation? statement)
    {
        switch (statement)
        {
            case IBlockOperation block:
                var last = block.Operations.Length - 1;
                while (last >= 0 && block.Operations[last] is ILocalFunctionOperation or IReturnOperation { IsImplicit: true, ReturnedValue: null })
                {
                    last--;
                }

                for (var index = 0; index < last; index++)
                {
                    if (!MayPrecede(block.Operations[index]))
                    {
                        return false;
                    }
                }

                return last >= 0 && MayEnd(block.Operations[last]);
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                return hasResult && IsElidable(value.Unwrap());
            case IExpressionStatementOperation { Operation: var value }:
                return !hasResult && IsElidable(value);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return IsHarmless(choice.Condition) && MayEnd(choice.WhenTrue) && MayEnd(otherwise);
            default:
                return false;
        }
    }

    private bool MayPrecede(IOperation statement) => statement switch
    {
        ILocalFunctionOperation or IEmptyOperation => true,
        IConditionalOperation { WhenFalse: null } choice => hasResult && IsHarmless(choice.Condition) && MayEnd(choice.WhenTrue),
        IVariableDeclarationGroupOperation group => AreHarmless(group),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IDiscardOperation, Value: var value } } => IsHarmless(value),
        _ => false,
    };

    private bool IsElidable(IOperation value)
    {
        if (value is not IAwaitOperation awaited || CompletedAwait.Of(awaited, types) is not null)
        {
            return false;
        }

        var task = awaited.Operation.Unwrap();
        if (task is IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] }, Instance: { } configured })
        {
            task = configured.Unwrap();
        }

        if (!SymbolEqualityComparer.Default.Equals(task.Type, function.ReturnType) ||
            !(task is IInvocationOperation { TargetMethod.ReturnsByRef: false } ? AreHarmless(task) : task is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation && IsHarmless(task)))
        {
            return false;
        }

        awaits.Add(awaited);
        return true;
    }

    private static bool AreHarmless(IOperation parts)
    {
        foreach (var part in parts.ChildOperations)
        {
            if (!IsHarmless(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for what neither throws nor has an effect: an async function would have put the exception into its task.</summary>
    private static bool IsHarmless(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation or ILiteralOperation or IDefaultValueOperation or ITypeOfOperation or INameOfOperation or IInstanceReferenceOperation => true,
        IPropertyReferenceOperation { Property.IsIndexer: true } => false,
        IConversionOperation conversion => (conversion.IsImplicit || conversion.Conversion is { IsReference: false, IsNumeric: true }) && AreHarmless(conversion),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder } => false,
        ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IArgumentOperation or IObjectCreationOperation or IObjectOrCollectionInitializerOperation or
            IMemberInitializerOperation or IArrayCreationOperation or IArrayInitializerOperation or IDelegateCreationOperation or IParenthesizedOperation or IBinaryOperation or IUnaryOperation or
            IConditionalOperation or ICoalesceOperation or IIsTypeOperation or IIsPatternOperation or IPatternOperation or ITupleOperation or IInterpolatedStringOperation or IInterpolatedStringContentOperation or
            IVariableDeclarationOperation or IVariableDeclaratorOperation or IVariableInitializerOperation or IDiscardOperation or { Kind: Operations.CollectionExpression } => AreHarmless(operation),
        ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation } => AreHarmless(operation),
        _ => operation.ConstantValue.HasValue,
    };
}
