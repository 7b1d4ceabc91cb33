using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Judges the working out of expressions: may it happen earlier than written, and while something else runs? Unsafe is what has a side effect.</summary>
internal sealed class Evaluation(Concurrency concurrency)
{
    private const int MaxDepth = 20;

    private static readonly Judgement Harmless = new(Verdict.Safe, "it has no side effect");

    public Judgement Judge(IOperation? value) => Judge(value, 0);

    private Judgement Judge(IOperation? value, int depth)
    {
        if (value is null or { ConstantValue.HasValue: true })
        {
            return Harmless;
        }

        if (depth > MaxDepth)
        {
            return Unknown(value);
        }

        switch (value)
        {
            case ILiteralOperation or IDefaultValueOperation or ITypeOfOperation or INameOfOperation or ISizeOfOperation or IConditionalAccessInstanceOperation:
            case ILocalReferenceOperation { IsDeclaration: false } or IParameterReferenceOperation or IInstanceReferenceOperation:
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation } or IAnonymousFunctionOperation or IInterpolatedStringTextOperation:
                return Harmless;
            case IArgumentOperation argument:
                return argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out ? SideEffect(argument) : Judge(argument.Value, depth + 1);
            case IFieldReferenceOperation field:
                return Judge(field.Instance, depth + 1);
            case IPropertyReferenceOperation property:
                return JudgeRead(property, depth);
            case IInvocationOperation call:
                return IsValueCode(call.TargetMethod) || HandsOutService(call) ? JudgeParts(call, depth) : JudgeBody(call.TargetMethod, call, depth);
            case IObjectCreationOperation creation:
                return JudgeCreation(creation, depth);
            case IConversionOperation { OperatorMethod: { } conversion } when IsInSource(conversion):
            case IUnaryOperation { OperatorMethod: { } unary } when IsInSource(unary):
            case IBinaryOperation { OperatorMethod: { } binary } when IsInSource(binary):
                return Unknown(value);
            case IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation or IThrowOperation or IDeclarationExpressionOperation or ILocalReferenceOperation:
                return SideEffect(value);
            case IAnonymousObjectCreationOperation creation:
                return JudgeMembers(creation.Initializers, depth);
            // Values made of other values.
            case IConversionOperation or IParenthesizedOperation or IUnaryOperation or IBinaryOperation or ICoalesceOperation or IConditionalOperation or ITupleOperation or
                IInterpolatedStringOperation or IInterpolationOperation or IConditionalAccessOperation or IIsTypeOperation or IRangeOperation or
                IArrayCreationOperation or IArrayInitializerOperation or IArrayElementReferenceOperation:
                return JudgeParts(value, depth);
            default:
                return Unknown(value);
        }
    }

    private Judgement JudgeParts(IOperation value, int depth)
    {
        var judgement = Harmless;
        foreach (var part in value.ChildOperations)
        {
            judgement = judgement.Or(Judge(part, depth + 1));
        }

        return judgement;
    }

    /// <summary>Reading a property: not of an object that must not be used at the same time, and not one whose getter does work.</summary>
    private Judgement JudgeRead(IPropertyReferenceOperation read, int depth)
    {
        if (concurrency.OfMember(read.Property) is { } listed)
        {
            return listed.Or(JudgeParts(read, depth));
        }

        // Any number may read a collection while nobody writes to it; who writes to it is judged where it does.
        var ofInstance = read.Instance is { Type: { } type } and not IInstanceReferenceOperation && !PureCall.IsCollection(type) && concurrency.OfType(type) is { Verdict: Verdict.Unsafe } risky ? risky : Harmless;
        return IsPlain(read.Property) || read.Property.GetMethod is not { } getter ? ofInstance.Or(JudgeParts(read, depth)) : ofInstance.Or(JudgeBody(getter, read, depth));
    }

    /// <summary>Code of the compilation that works out a value: it does not wait, and changes nothing that others see.</summary>
    private Judgement JudgeBody(IMethodSymbol function, IOperation value, int depth)
    {
        if (function.DeclaringSyntaxReferences.IsEmpty || function.MethodKind == MethodKind.DelegateInvoke)
        {
            return Unknown(value);
        }

        var effect = concurrency.EffectOf(function);
        return effect.Safety.Verdict != Verdict.Safe ? effect.Safety
            : effect is { Waits: false, Verb: <= Verb.Other } ? JudgeParts(value, depth)
            : Unknown(value);
    }

    private Judgement JudgeCreation(IObjectCreationOperation creation, int depth)
    {
        // A constructor with a body in source may do anything; one of a record or a class without constructors does nothing.
        if (creation.Constructor is not { } constructor ||
            constructor is { IsImplicitlyDeclared: false, DeclaringSyntaxReferences: [var reference, ..] } && reference.GetSyntax() is not TypeDeclarationSyntax)
        {
            return Unknown(creation);
        }

        var judgement = Harmless;
        foreach (var argument in creation.Arguments)
        {
            judgement = judgement.Or(Judge(argument, depth + 1));
        }

        return creation.Initializer is { } initializer ? judgement.Or(JudgeMembers(initializer.Initializers, depth)) : judgement;
    }

    private Judgement JudgeMembers(IEnumerable<IOperation> initializers, int depth)
    {
        var judgement = Harmless;
        foreach (var initializer in initializers)
        {
            judgement = judgement.Or(initializer switch
            {
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation or IFieldReferenceOperation } member => Judge(member.Value, depth + 1),
                IInvocationOperation { TargetMethod.Name: "Add" } add => JudgeParts(add, depth),
                _ => Unknown(initializer),
            });
        }

        return judgement;
    }

    /// <summary>Code of strings, numbers, dates, paths: it works out a value and does nothing else.</summary>
    private static bool IsValueCode(IMethodSymbol method) => method.ContainingType is { } type &&
        (type is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } && (type.IsValueType || type.Name is "String" or "Math" or "Convert" or "Uri" or "Version" or "Enum") ||
         type is { Name: "Path", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } && !method.Name.StartsWith("GetTemp", StringComparison.Ordinal));

    /// <summary><c>factory.CreateClient()</c>, <c>redis.GetDatabase()</c>: a library hands out something, and whoever it is asked of may be asked at any time.</summary>
    private bool HandsOutService(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return (method.Name.StartsWith("Get", StringComparison.Ordinal) || method.Name.StartsWith("Create", StringComparison.Ordinal)) &&
            (!IsInSource(method) || concurrency.IsListed(method.ContainingType)) &&
            call.Receiver()?.Unwrap().Type is { } type && (concurrency.OfType(type).Verdict == Verdict.Safe || concurrency.IsCut(type)) &&
            !concurrency.Types.Awaitables.IsTaskOrValueTask(call.Type);
    }

    /// <summary>A getter that only yields a value: automatic, of a referenced assembly, or an expression without calls and assignments.</summary>
    public static bool IsPlain(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            // What a property begins with is worked out when its object is made.
            foreach (var node in reference.GetSyntax().DescendantNodes(static node => node is not EqualsValueClauseSyntax))
            {
                if (node is StatementSyntax or InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax ||
                    node.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsInSource(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty;

    private static Judgement Unknown(IOperation value) => new(Verdict.Unknown, $"nothing is known about '{Excerpt(value)}'");

    private static Judgement SideEffect(IOperation value) => new(Verdict.Unsafe, $"'{Excerpt(value)}' has a side effect");

    private static string Excerpt(IOperation value)
    {
        var text = value.Syntax.ToString();
        var end = text.IndexOfAny(['\r', '\n']);
        return end < 0 && text.Length <= 40 ? text : text.Substring(0, Math.Min(end < 0 ? text.Length : end, 37)) + "…";
    }
}
