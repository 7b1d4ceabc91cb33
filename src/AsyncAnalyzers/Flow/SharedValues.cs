using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Flow;

/// <summary>Judges the values that go into a call: may several calls that overlap be given them, and may they be worked out beforehand?</summary>
/// <param name="concurrency">Judges types and members.</param>
/// <param name="run">What is run several times; what is declared in it belongs to one run. Null if everything is shared.</param>
internal sealed class SharedValues(Concurrency concurrency, IOperation? run)
{
    private const int MaxDepth = 12;

    private static readonly Judgement Own = new(Verdict.Safe, "each call has its own");

    /// <summary>True if the symbol is declared in that operation.</summary>
    public static bool IsDeclaredIn(ISymbol symbol, IOperation run) =>
        symbol.DeclaringSyntaxReferences is [{ } reference, ..] && reference.SyntaxTree == run.Syntax.SyntaxTree && run.Syntax.Span.Contains(reference.Span);

    public Judgement Judge(IArgumentOperation argument) =>
        argument.ArgumentKind == ArgumentKind.DefaultValue ? Own
        : argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out ? SideEffect(argument)
        : Judge(argument.Value, 0);

    /// <summary>The verdict on the object that a call is made on.</summary>
    public Judgement JudgeReceiver(IOperation receiver)
    {
        var value = receiver.Unwrap();
        var evaluation = Judge(value, 0);
        if (evaluation.Verdict == Verdict.Unsafe || value.Type is not { } type || IsOwn(value, 0))
        {
            return evaluation;
        }

        var ofType = JudgeType(value, type);
        return ofType.Verdict == Verdict.Safe && JudgeEvaluation(value) is { Verdict: not Verdict.Safe } doubt ? doubt : ofType;
    }

    /// <summary>The verdict on working the value out, whatever it is: side effects, and reads of what is not safe.</summary>
    public Judgement JudgeEvaluation(IOperation value)
    {
        var judgement = Judge(value, 0);
        return value.Unwrap() is ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IFieldReferenceOperation ? Own : judgement;
    }

    private Judgement Judge(IOperation? value, int depth)
    {
        if (value is null || value.ConstantValue.HasValue)
        {
            return Own;
        }

        if (depth > MaxDepth)
        {
            return Unknown(value);
        }

        switch (value)
        {
            case ILiteralOperation or IDefaultValueOperation or ITypeOfOperation or INameOfOperation or ISizeOfOperation or IConditionalAccessInstanceOperation or IOmittedArgumentOperation:
                return Own;
            case ILocalReferenceOperation { IsDeclaration: false } local:
                return JudgeVariable(local, local.Local, local.Local.RefKind, depth);
            case IParameterReferenceOperation parameter:
                return JudgeVariable(parameter, parameter.Parameter, parameter.Parameter.RefKind, depth);
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: { } type }:
                return JudgeType(value, type);
            case IFieldReferenceOperation field:
                return JudgeMember(field, field.Field, depth);
            case IPropertyReferenceOperation property:
                return property.Arguments.IsEmpty || property.Property.DeclaringSyntaxReferences.IsEmpty
                    ? JudgeAll(property.Arguments, depth).Or(IsPlain(property.Property) ? JudgeMember(property, property.Property, depth) : Unknown(property))
                    : Unknown(property);
            case IArrayElementReferenceOperation { Type: { } type } element:
                return JudgeType(value, type).Or(JudgeAll(element.Indices, depth)).Or(Read(element.ArrayReference, depth));
            case IInvocationOperation call:
                return JudgeCall(call, depth);
            case IObjectCreationOperation creation:
                return JudgeCreation(creation, depth);
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return JudgeLambda(lambda);
            case IAnonymousFunctionOperation lambda:
                return JudgeLambda(lambda);
            case IConversionOperation { OperatorMethod: { DeclaringSyntaxReferences.IsEmpty: false } }:
            case IUnaryOperation { OperatorMethod: { DeclaringSyntaxReferences.IsEmpty: false } }:
            case IBinaryOperation { OperatorMethod: { DeclaringSyntaxReferences.IsEmpty: false } }:
                return Unknown(value);
            case IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation or IThrowOperation or IDeclarationExpressionOperation or IEventAssignmentOperation:
                return SideEffect(value);
            // Values made of other values.
            case IConversionOperation or IParenthesizedOperation or IUnaryOperation or IBinaryOperation or ICoalesceOperation or IConditionalOperation or ITupleOperation or
                IInterpolatedStringOperation or IInterpolationOperation or IInterpolatedStringTextOperation or IConditionalAccessOperation or IIsTypeOperation or
                IArrayCreationOperation or IArrayInitializerOperation or IAnonymousObjectCreationOperation or IRangeOperation:
                return JudgeAll(value.ChildOperations, depth);
            default:
                return Unknown(value);
        }
    }

    private Judgement JudgeAll(IEnumerable<IOperation> parts, int depth)
    {
        var judgement = Own;
        foreach (var part in parts)
        {
            judgement = judgement.Or(part switch
            {
                IArgumentOperation argument => Judge(argument),
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation, Parent: IAnonymousObjectCreationOperation } member => Judge(member.Value, depth + 1),
                _ => Judge(part, depth + 1),
            });
        }

        return judgement;
    }

    private Judgement JudgeVariable(IOperation reference, ISymbol variable, RefKind refKind, int depth)
    {
        if (reference.Type is not { } type)
        {
            return Unknown(reference);
        }

        var ofType = JudgeType(reference, type);
        return ofType.Verdict == Verdict.Safe && refKind is RefKind.None or RefKind.In || !IsOwn(reference, depth) ? ofType : Own;
    }

    /// <summary>True if the value belongs to one run: declared in it, and not merely another name for something shared.</summary>
    private bool IsOwn(IOperation value, int depth)
    {
        switch (value)
        {
            case IObjectCreationOperation or IArrayCreationOperation:
                return true;
            case IParameterReferenceOperation parameter:
                return run is not null && IsDeclaredIn(parameter.Parameter, run);
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } when run is not null && IsDeclaredIn(local, run):
                var declarator = DeclaratorOf(local);
                return declarator is null
                    ? local.DeclaringSyntaxReferences[0].GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.ForEachStatementSyntax
                    : depth < MaxDepth && declarator.GetVariableInitializer()?.Value.Unwrap() is { } initial &&
                        (IsOwn(initial, depth + 1) || initial is IAwaitOperation or IInvocationOperation && Judge(initial is IAwaitOperation awaited ? awaited.Operation : initial, depth + 1).Verdict == Verdict.Safe);
            default:
                return false;
        }
    }

    private IVariableDeclaratorOperation? DeclaratorOf(ILocalSymbol local)
    {
        var syntax = local.DeclaringSyntaxReferences[0].GetSyntax();
        foreach (var inner in run!.Descendants())
        {
            if (inner is IVariableDeclaratorOperation declarator && declarator.Syntax == syntax)
            {
                return declarator;
            }
        }

        return null;
    }

    private Judgement JudgeMember(IMemberReferenceOperation reference, ISymbol member, int depth)
    {
        var judgement = concurrency.OfMember(member) is { } listed ? listed : JudgeType(reference, reference.Type);
        return reference.Instance is null or IInstanceReferenceOperation ? judgement : judgement.Or(Read(reference.Instance, depth));
    }

    /// <summary>Reading a member of an object needs less than using it: only what is known to be unsafe speaks against it, and side effects.</summary>
    private Judgement Read(IOperation instance, int depth)
    {
        var judgement = Judge(instance.Unwrap(), depth + 1);
        return judgement.Verdict == Verdict.Unknown && instance.Unwrap() is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IInstanceReferenceOperation or IPropertyReferenceOperation
            ? ReadChain(instance.Unwrap(), depth + 1)
            : judgement;
    }

    private Judgement ReadChain(IOperation instance, int depth) => instance switch
    {
        IPropertyReferenceOperation property when !property.Arguments.IsEmpty || !IsPlain(property.Property) => Unknown(property),
        IMemberReferenceOperation { Instance: { } inner and not IInstanceReferenceOperation } => Read(inner, depth),
        _ => Own,
    };

    /// <summary>A call that only works out a value: of strings, numbers, paths, …; or one that hands out a client, such as <c>factory.CreateClient()</c>.</summary>
    private Judgement JudgeCall(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (!method.DeclaringSyntaxReferences.IsEmpty && !concurrency.IsListed(method.ContainingType) || method.ReturnsVoid || call.Type is null)
        {
            return Unknown(call);
        }

        var receiver = call.Receiver();
        var isPure = IsValueCode(method.ContainingType) || receiver?.Unwrap() is { } source &&
            concurrency.Types.Awaitables.IsTaskOrValueTask(call.Type) is false && Judge(source, depth + 1).Verdict == Verdict.Safe && Verbs.Of(method.Name) is Verb.Read or Verb.Other or Verb.Write && method.Name is not "Next";
        return isPure
            ? JudgeType(call, call.Type).Or(receiver is null ? Own : Judge(receiver.Unwrap(), depth + 1)).Or(JudgeAll(call.Arguments.Where(argument => argument.Value != receiver), depth))
            : Unknown(call);
    }

    private static bool IsValueCode(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } && (type.IsValueType || type.Name is "String" or "Math" or "Convert" or "Uri" or "Version" or "Enum") ||
        type is { Name: "Path", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } };

    private Judgement JudgeCreation(IObjectCreationOperation creation, int depth)
    {
        var code = creation.Constructor?.DeclaringSyntaxReferences;
        if (code is null or [var reference] && reference.GetSyntax() is not Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax)
        {
            return Unknown(creation);
        }

        var judgement = JudgeAll(creation.Arguments, depth);
        foreach (var initializer in creation.Initializer?.Initializers ?? [])
        {
            judgement = judgement.Or(initializer switch
            {
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation or IFieldReferenceOperation } assignment => Judge(assignment.Value, depth + 1),
                IInvocationOperation { IsImplicit: true } add => JudgeAll(add.Arguments, depth),
                _ => Unknown(initializer),
            });
        }

        return judgement;
    }

    /// <summary>A lambda is shared safely if it sees nothing but its own parameters and locals.</summary>
    private Judgement JudgeLambda(IAnonymousFunctionOperation lambda)
    {
        foreach (var inner in lambda.Body.Descendants())
        {
            var captured = inner switch
            {
                ILocalReferenceOperation local => !IsDeclaredIn(local.Local, lambda),
                IParameterReferenceOperation parameter => !IsDeclaredIn(parameter.Parameter, lambda),
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
                IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false, IsReadOnly: false } } => true,
                _ => false,
            };
            if (captured)
            {
                return new(Verdict.Unknown, "a lambda may share what it captures");
            }
        }

        return Own;
    }

    /// <summary>A getter that only yields a value: automatic, of a referenced assembly, or an expression without calls and assignments.</summary>
    private static bool IsPlain(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is Microsoft.CodeAnalysis.CSharp.Syntax.StatementSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.AssignmentExpressionSyntax or
                    Microsoft.CodeAnalysis.CSharp.Syntax.PostfixUnaryExpressionSyntax or Microsoft.CodeAnalysis.CSharp.Syntax.BaseObjectCreationExpressionSyntax)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private Judgement JudgeType(IOperation value, ITypeSymbol? type) =>
        type is null or { TypeKind: TypeKind.Error or TypeKind.Dynamic } ? Unknown(value) : concurrency.OfType(type);

    private static Judgement Unknown(IOperation value) => new(Verdict.Unknown, $"nothing is known about '{Shorten(value)}'");

    private static Judgement SideEffect(IOperation value) => new(Verdict.Unsafe, $"'{Shorten(value)}' has a side effect");

    private static string Shorten(IOperation value)
    {
        var text = value.Syntax.ToString();
        return text.Length <= 40 && text.IndexOf('\n') < 0 ? text : text.Substring(0, Math.Min(text.Length, 37)).Split('\r', '\n')[0] + "…";
    }
}
