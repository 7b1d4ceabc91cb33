using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Judges the objects that go into a call, receiver and arguments: may calls that overlap be given them?</summary>
/// <param name="concurrency">Judges types and members.</param>
/// <param name="run">What is run several times; what is declared in it belongs to one run. Null if everything is shared.</param>
internal sealed class SharedValues(Concurrency concurrency, IOperation? run)
{
    private const int MaxDepth = 12;

    private static readonly Judgement Own = new(Verdict.Safe, "each call has its own");

    private readonly Evaluation evaluation = new(concurrency);

    /// <summary>True if the symbol is declared in that operation.</summary>
    public static bool IsDeclaredIn(ISymbol symbol, IOperation run) =>
        symbol.DeclaringSyntaxReferences is [var reference, ..] && reference.SyntaxTree == run.Syntax.SyntaxTree && run.Syntax.Span.Contains(reference.Span);

    public Judgement Judge(IArgumentOperation argument) => JudgeObject(argument.Value, 0, false).Or(evaluation.Judge(argument));

    /// <summary>The verdict on the object that a call is made on, and on finding it; the reason of a safe one is that of the object.</summary>
    public Judgement JudgeReceiver(IOperation value) => JudgeObject(value, 0, true).Or(evaluation.Judge(value));

    private Judgement JudgeObject(IOperation value, int depth, bool isReceiver)
    {
        value = value.Unwrap();
        if (value.ConstantValue.HasValue || value is IDefaultValueOperation)
        {
            return Own;
        }

        var ofType = value is IPropertyReferenceOperation { Property: { } property } && concurrency.OfMember(property) is { } listed ? listed
            : value.Type is null or { TypeKind: TypeKind.Error or TypeKind.Dynamic } ? new(Verdict.Unknown, "a type is not known")
            : concurrency.OfType(value.Type);
        if (ofType.Verdict == Verdict.Safe || depth > MaxDepth)
        {
            return ofType;
        }

        switch (value)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IPropertyReferenceOperation or IFieldReferenceOperation:
                return IsOwn(value, depth) || !isReceiver && ofType.Verdict != Verdict.Unsafe && IsItem(value) ? Own : ofType;
            case IObjectCreationOperation creation:
                return JudgeAll(creation.Arguments, depth).Or(creation.Initializer is { } initializer ? JudgeAll(initializer.Initializers, depth) : Own);
            case IAnonymousObjectCreationOperation creation:
                return JudgeAll(creation.Initializers, depth);
            case IArrayCreationOperation { Initializer: { } elements }:
                return JudgeAll(elements.ElementValues, depth);
            case IArrayCreationOperation:
                return Own;
            case ITupleOperation tuple:
                return JudgeAll(tuple.Elements, depth);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return JudgeObject(conditional.WhenTrue, depth + 1, isReceiver).Or(JudgeObject(otherwise, depth + 1, isReceiver));
            case ICoalesceOperation coalesce:
                return JudgeObject(coalesce.Value, depth + 1, isReceiver).Or(JudgeObject(coalesce.WhenNull, depth + 1, isReceiver));
            case IConversionOperation conversion:
                return JudgeObject(conversion.Operand, depth + 1, isReceiver);
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return JudgeLambda(lambda);
            case IAnonymousFunctionOperation lambda:
                return JudgeLambda(lambda);
            default:
                return ofType;
        }
    }

    private Judgement JudgeAll(IEnumerable<IOperation> parts, int depth)
    {
        var judgement = Own;
        foreach (var part in parts)
        {
            judgement = judgement.Or(part switch
            {
                IArgumentOperation argument => JudgeObject(argument.Value, depth + 1, false),
                ISimpleAssignmentOperation member => JudgeObject(member.Value, depth + 1, false),
                IInvocationOperation { TargetMethod.Name: "Add" } add => JudgeAll(add.Arguments, depth + 1),
                _ => JudgeObject(part, depth + 1, false),
            });
        }

        return judgement;
    }

    /// <summary>
    /// True if the value is what the run goes over: a loop variable or a parameter, or part of it. Items are taken to differ, but they may share what they reach:
    /// handlers a database context, commands a connection. So an item may be handed to a call, but not be its receiver.
    /// </summary>
    private bool IsItem(IOperation value) => run is not null && value switch
    {
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => IsDeclaredIn(parameter, run),
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } when IsDeclaredIn(local, run) => local.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            ForEachStatementSyntax => true,
            SingleVariableDesignationSyntax item => item.Ancestors().FirstOrDefault(static around => around is StatementSyntax) is ForEachVariableStatementSyntax loop && loop.Variable.Span.Contains(item.Span),
            _ => false,
        },
        IMemberReferenceOperation { Instance: { } instance } => IsItem(instance.Unwrap()),
        _ => false,
    };

    /// <summary>True if the value was made in the run, or is part of what was: not merely another name for something shared.</summary>
    private bool IsOwn(IOperation value, int depth) => run is not null && depth <= MaxDepth && value switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } =>
            IsDeclaredIn(local, run) &&
            local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initial } &&
            value.SemanticModel?.GetOperation(initial) is { } made && IsMadeHere(made.Unwrap(), depth + 1),
        IMemberReferenceOperation { Instance: { } instance } => IsOwn(instance.Unwrap(), depth + 1),
        _ => false,
    };

    private bool IsMadeHere(IOperation value, int depth) => value switch
    {
        IObjectCreationOperation or IArrayCreationOperation => JudgeObject(value, depth, false).Verdict == Verdict.Safe,
        IAwaitOperation { Operation: IInvocationOperation call } => HasSafeReceiver(call, depth),
        IInvocationOperation call => HasSafeReceiver(call, depth),
        _ => IsOwn(value, depth),
    };

    private bool HasSafeReceiver(IInvocationOperation call, int depth) =>
        call.Receiver() is { } receiver &&
        (JudgeObject(receiver, depth + 1, true).Verdict == Verdict.Safe || receiver.Unwrap().Type is { } type && concurrency.IsCut(type));

    /// <summary>A lambda is shared safely if it sees nothing but its own parameters and locals.</summary>
    private static Judgement JudgeLambda(IAnonymousFunctionOperation lambda)
    {
        foreach (var inner in lambda.Body.Descendants())
        {
            var isShared = inner switch
            {
                ILocalReferenceOperation { Local: var local } => !IsDeclaredIn(local, lambda),
                IParameterReferenceOperation { Parameter: var parameter } => !IsDeclaredIn(parameter, lambda),
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
                IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false, IsReadOnly: false } } => true,
                _ => false,
            };
            if (isShared)
            {
                return new(Verdict.Unknown, "a lambda may share what it captures");
            }
        }

        return Own;
    }
}
