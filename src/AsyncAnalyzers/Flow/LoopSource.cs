using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>What a loop runs over: the sequence of a <c>foreach</c>, or the numbers of a <c>for</c> that only counts up.</summary>
internal sealed class LoopSource
{
    /// <summary>Up to that many may be started at once without a thought.</summary>
    public const int FewItems = 8;

    private LoopSource(ILocalSymbol? variable, IOperation? sequence, IOperation? from, IOperation? limit)
    {
        Variable = variable;
        Sequence = sequence;
        From = from;
        Limit = limit;
    }

    /// <summary>The loop variable; null when a <c>foreach</c> deconstructs its items.</summary>
    public ILocalSymbol? Variable { get; }

    /// <summary>What <c>foreach</c> enumerates, as written; null for <c>for</c>.</summary>
    public IOperation? Sequence { get; }

    /// <summary>The first number of <c>for</c>.</summary>
    public IOperation? From { get; }

    /// <summary>What the numbers of <c>for</c> are compared with.</summary>
    public IOperation? Limit { get; }

    /// <summary>True if <see cref="Limit"/> itself is the last number.</summary>
    public bool IsInclusive { get; private set; }

    /// <summary>The type of the items of <see cref="Sequence"/>, before any conversion.</summary>
    public ITypeSymbol? ElementType { get; private set; }

    /// <summary>True if <c>foreach</c> casts each item to the type of the variable.</summary>
    public bool IsCast { get; private set; }

    /// <summary>True if there are known to be only a few items: a literal list, <c>params</c>, a small constant.</summary>
    public bool IsShort { get; private set; }

    /// <summary>True for <c>await foreach</c>.</summary>
    public bool IsStream { get; private set; }

    /// <summary>True if the loop visibly runs once or never.</summary>
    public bool IsAtMostOne { get; private set; }

    /// <summary>Null for a loop whose items cannot be had as an <c>IEnumerable&lt;T&gt;</c> up front.</summary>
    public static LoopSource? Of(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation { IsAsynchronous: true } each => OfStream(each),
        IForEachLoopOperation each => OfForEach(each),
        IForLoopOperation count => OfFor(count),
        _ => null,
    };

    /// <summary>True if the count of numbers cannot be negative.</summary>
    public bool IsCountNonNegative =>
        ConstantOf(From) is { } from && (ConstantOf(Limit) is { } limit ? limit >= from : from == 0 && Limit?.Unwrap() is IPropertyReferenceOperation);

    /// <summary>The value of a constant number; null for any other operation.</summary>
    public static int? ConstantOf(IOperation? operation) => operation?.ConstantValue is { HasValue: true, Value: int value } ? value : null;

    private static LoopSource? OfForEach(IForEachLoopOperation loop)
    {
        if (loop is not { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model })
        {
            return null;
        }

        var sequence = loop.Collection.Unwrap();
        var info = model.GetForEachStatementInfo(syntax);
        var variable = (loop.LoopControlVariable as IVariableDeclaratorOperation)?.Symbol;
        if (sequence.Type is not { IsRefLikeType: false } type || info.ElementType is not { } element || variable is { IsRef: true })
        {
            return null;
        }

        if (IsQuery(type))
        {
            return null;
        }

        var item = ItemType(type);
        var isTyped = SymbolEqualityComparer.Default.Equals(item, element);
        var isCast = variable is not null && (!isTyped || !info.ElementConversion.IsIdentity);
        if (type.TypeKind is TypeKind.Dynamic or TypeKind.Error ||
            !isTyped && (variable is null || item is not null || element.SpecialType != SpecialType.System_Object || type is IArrayTypeSymbol || !IsEnumerable(type)) ||
            isCast && info.ElementConversion is { IsIdentity: false, IsReference: false, IsBoxing: false, IsUnboxing: false })
        {
            return null;
        }

        var count = CountOf(sequence);
        return new(variable, sequence, null, null)
        {
            ElementType = element,
            IsCast = isCast,
            IsAtMostOne = count <= 1,
            IsShort = count is not null || sequence is IParameterReferenceOperation { Parameter.IsParams: true } || IsShortLocal(sequence),
        };
    }

    /// <summary>An <c>IAsyncEnumerable&lt;T&gt;</c> as it is: one with a token or <c>ConfigureAwait</c> cannot be handed to <c>Parallel.ForEachAsync</c>.</summary>
    private static LoopSource? OfStream(IForEachLoopOperation loop) =>
        loop.Collection.Unwrap() is { Type: INamedTypeSymbol { Name: "IAsyncEnumerable", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" }, TypeArguments: [var item] } } stream &&
        loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol: var variable } && SymbolEqualityComparer.Default.Equals(variable.Type, item)
            ? new(variable, stream, null, null) { IsStream = true, ElementType = item }
            : null;

    private static LoopSource? OfFor(IForLoopOperation loop)
    {
        if (loop is not
            {
                Before: [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol: { Type.SpecialType: SpecialType.System_Int32, IsRef: false } variable } declarator] }] }],
                Condition: IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual, OperatorMethod: null } condition,
                AtLoopBottom: [IExpressionStatementOperation { Operation: { } step }],
            } ||
            declarator.GetVariableInitializer()?.Value is not { } from ||
            condition.LeftOperand.Unwrap() is not ILocalReferenceOperation tested ||
            !SymbolEqualityComparer.Default.Equals(tested.Local, variable) ||
            !IsFixed(condition.RightOperand) ||
            !IsIncrement(step, variable))
        {
            return null;
        }

        var isInclusive = condition.OperatorKind == BinaryOperatorKind.LessThanOrEqual;
        var count = ConstantOf(from) is { } first && ConstantOf(condition.RightOperand) is { } limit ? limit - first + (isInclusive ? 1 : 0) : (int?)null;
        return new(variable, null, from, condition.RightOperand)
        {
            IsInclusive = isInclusive,
            IsAtMostOne = count <= 1,
            IsShort = count <= FewItems,
        };
    }

    private static bool IsIncrement(IOperation step, ILocalSymbol variable) => step switch
    {
        IIncrementOrDecrementOperation { Kind: OperationKind.Increment, Target: ILocalReferenceOperation target } => SymbolEqualityComparer.Default.Equals(target.Local, variable),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation target } add =>
            SymbolEqualityComparer.Default.Equals(target.Local, variable) && ConstantOf(add.Value) == 1,
        _ => false,
    };

    /// <summary>True for a limit that is the same in each iteration as long as the body does not write to the locals in it.</summary>
    private static bool IsFixed(IOperation limit) =>
        limit.Type?.SpecialType == SpecialType.System_Int32 && limit.Unwrap() switch
        {
            { ConstantValue.HasValue: true } => true,
            IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } instance } => IsFixedLocation(instance.Unwrap()),
            var other => IsFixedLocation(other),
        };

    private static bool IsFixedLocation(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation { Parameter.RefKind: RefKind.None } or IFieldReferenceOperation { Field.IsReadOnly: true };

    private static ITypeSymbol? ItemType(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return array.IsSZArray ? array.ElementType : null;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } enumerable)
        {
            return enumerable.TypeArguments[0];
        }

        ITypeSymbol? item = null;
        foreach (var parent in type.AllInterfaces)
        {
            if (parent.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            {
                if (item is not null)
                {
                    return null;
                }

                item = parent.TypeArguments[0];
            }
        }

        return item;
    }

    /// <summary>True for what LINQ does not run in memory, one item after the other.</summary>
    private static bool IsQuery(ITypeSymbol type)
    {
        if (type is { Name: "IQueryable" or "ParallelQuery", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } || type.BaseType is { Name: "ParallelQuery" })
        {
            return true;
        }

        // The collections of the platform, which most loops are over: to list all that a type implements is dear.
        if (type is IArrayTypeSymbol or { ContainingNamespace: { Name: "Generic" or "Immutable" or "Concurrent" or "ObjectModel", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } })
        {
            return false;
        }

        foreach (var parent in type.AllInterfaces)
        {
            if (parent is { Name: "IQueryable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEnumerable(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Collections_IEnumerable)
        {
            return true;
        }

        var found = false;
        foreach (var parent in type.AllInterfaces)
        {
            if (parent.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            {
                return false;
            }

            found |= parent.SpecialType == SpecialType.System_Collections_IEnumerable;
        }

        return found;
    }

    private static int? CountOf(IOperation sequence) =>
        sequence is IConversionOperation { OperatorMethod: null } conversion ? CountOf(conversion.Operand)
        : sequence is IObjectCreationOperation { Initializer: { } initializer } ? initializer.Initializers.Length
        : sequence.TryGetElements(out var elements) ? elements.Count
        : null;

    private static bool IsShortLocal(IOperation sequence) =>
        sequence is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var reference] } &&
        reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } &&
        value switch
        {
            ArrayCreationExpressionSyntax { Initializer.Expressions.Count: <= FewItems } => true,
            ImplicitArrayCreationExpressionSyntax { Initializer.Expressions.Count: <= FewItems } => true,
            InitializerExpressionSyntax { Expressions.Count: <= FewItems } => true,
            CollectionExpressionSyntax { Elements.Count: <= FewItems } list => !list.Elements.Any(SyntaxKind.SpreadElement),
            _ => false,
        };
}
