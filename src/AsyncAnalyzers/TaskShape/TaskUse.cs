using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// Says whether a task works with a disposable object: it is called on the object or on what is made of it, is given it, or runs a lambda that mentions it.
/// What is read from the object before the call (<c>SaveAsync(stream.Length)</c>) does not count.
/// </summary>
/// <param name="resource">The variable that holds the object.</param>
internal readonly struct TaskUse(ISymbol resource, KnownTypes types, CancellationToken cancellationToken)
{
    private const int MaxSteps = 6;

    /// <summary>True if the task of the call, or of the call that gave the local its value, works with the object.</summary>
    public bool Is(IOperation task) => IsTask(task, MaxSteps);

    private bool IsTask(IOperation task, int steps)
    {
        task = BlockingWait.Peel(task, types);
        switch (task)
        {
            case ILocalReferenceOperation local when steps > 0:
                return ValueOf(local) is { } value && IsTask(value, steps - 1);
            case IConditionalAccessOperation access:
                return IsTask(access.WhenNotNull, steps);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return IsTask(choice.WhenTrue, steps) || IsTask(otherwise, steps);
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } local when BodyOf(function, local) is { } body && IsMentionedIn(body):
                return true;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: ILocalReferenceOperation function } when IsGiven(function, steps):
                return true;
            case IInvocationOperation call when steps > 0:
                if (call.Receiver() is { } receiver && Reaches(receiver, steps))
                {
                    return true;
                }

                foreach (var argument in call.Arguments)
                {
                    if (IsGiven(argument.Value, steps))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>True for the object itself, for what belongs to it, and for what is made with it.</summary>
    private bool Reaches(IOperation value, int steps)
    {
        value = value.Unwrap();
        if (steps == 0 || value.Type is { SpecialType: not SpecialType.None })
        {
            return false;
        }

        switch (value)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation when IsResource(value):
                return true;
            case ILocalReferenceOperation local:
                return IsHandle(local.Type) && ValueOf(local) is { } made && Reaches(made, steps - 1);
            case IConditionalAccessInstanceOperation instance:
                return SharedObject.ReceiverOf(instance) is { } conditional && Reaches(conditional, steps - 1);
            case IConditionalAccessOperation access:
                return Reaches(access.WhenNotNull, steps);
            case IMemberReferenceOperation { Instance: { } owner }:
                return value.Type is { IsValueType: false } && Reaches(owner, steps - 1);
            case IInvocationOperation call when types.Awaitables.IsTaskOrValueTask(call.Type):
                return IsTask(call, steps - 1);
            case IInvocationOperation call:
                return call.Type is { IsValueType: false, TypeKind: not TypeKind.Array } && !IsCopy(call.TargetMethod.Name) && call.Receiver() is { } receiver && Reaches(receiver, steps - 1);
            case IObjectCreationOperation creation:
                foreach (var argument in creation.Arguments)
                {
                    if (IsGiven(argument.Value, steps - 1))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private bool IsGiven(IOperation argument, int steps)
    {
        argument = argument.Unwrap();
        switch (argument)
        {
            case IDelegateCreationOperation { Target: IMethodReferenceOperation { Instance: { } instance } }:
                return Reaches(instance, steps);
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return IsMentionedIn(lambda.Body);
            case ILocalReferenceOperation { Type.TypeKind: TypeKind.Delegate } function:
                return steps > 0 && ValueOf(function) is { } value && IsGiven(value, steps - 1);
            case IInvocationOperation or ILocalReferenceOperation when TaskSequence.ElementOf(argument.Type, types) is not null:
                return IsMentionedIn(argument is ILocalReferenceOperation sequence ? ValueOf(sequence) : argument);
            case IInvocationOperation or IConditionalOperation when types.Awaitables.IsTaskOrValueTask(argument.Type):
                return IsTask(argument, steps);
            case ILocalReferenceOperation local when types.Awaitables.IsTaskOrValueTask(argument.Type):
                return IsTask(local, steps);
            case IObjectCreationOperation:
                return Reaches(argument, steps);
        }

        if (argument.TryGetElements(out var elements))
        {
            foreach (var element in elements)
            {
                if (IsGiven(element, steps))
                {
                    return true;
                }
            }

            return false;
        }

        return IsToken(argument) || (IsResource(argument) || IsHandle(argument.Type)) && Reaches(argument, steps);
    }

    private bool IsResource(IOperation value) => value switch
    {
        ILocalReferenceOperation local => IsResource(local.Local),
        IParameterReferenceOperation parameter => IsResource(parameter.Parameter),
        IFieldReferenceOperation field => IsResource(field.Field),
        _ => false,
    };

    private bool IsResource(ISymbol variable) => SymbolEqualityComparer.Default.Equals(variable, resource);

    private bool IsMentionedIn(IOperation? code)
    {
        if (code is not null)
        {
            foreach (var operation in code.DescendantsAndSelf())
            {
                if (operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation && IsResource(operation) && !IsReadOf(operation))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IOperation? BodyOf(IMethodSymbol function, IOperation call)
    {
        foreach (var operation in call.Root().Descendants())
        {
            if (operation is ILocalFunctionOperation { Symbol: var symbol } declared && SymbolEqualityComparer.Default.Equals(symbol, function.OriginalDefinition))
            {
                return declared.Body;
            }
        }

        return null;
    }

    /// <summary>Where nothing is left to do but to say something about the object.</summary>
    private static bool IsReadOf(IOperation mention) => mention.Parent is INameOfOperation;

    private IOperation? ValueOf(ILocalReferenceOperation local) => LocalHistory.Of(local.Local, local, cancellationToken)?.Value;

    /// <summary>True for types whose objects go on using what they came from: disposable ones, queries, providers of services.</summary>
    private static bool IsHandle(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None } &&
        (IsNamedHandle(type) || type.AllInterfaces.Any(IsNamedHandle));

    private static bool IsNamedHandle(ITypeSymbol type) => type.Name is "IDisposable" or "IAsyncDisposable" or "IQueryable" or "IServiceProvider";

    /// <summary>The token of a source that cancels by itself: by a timer, or when another token does.</summary>
    private bool IsToken(IOperation value) =>
        value is IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: "CancellationTokenSource" }, Instance: { } source } && IsResource(source.Unwrap()) && CancelsByItself() ||
        value is ILocalReferenceOperation { Type.Name: "CancellationToken" } token && ValueOf(token) is { } initial && IsToken(initial.Unwrap());

    private bool CancelsByItself()
    {
        if (resource is not ILocalSymbol { DeclaringSyntaxReferences: [var reference] } || reference.GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator)
        {
            return false;
        }

        var name = resource.Name;
        return value is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } ||
            declarator.FirstAncestorOrSelf<StatementSyntax>()?.Parent?.DescendantNodes().Any(node =>
                node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CancelAfter", Expression: IdentifierNameSyntax source } && source.Identifier.ValueText == name) == true;
    }

    /// <summary>True for calls whose result no longer depends on what it was read from.</summary>
    private static bool IsCopy(string method) =>
        method.StartsWith("To", StringComparison.Ordinal) || method is "Clone" or "Copy";
}
