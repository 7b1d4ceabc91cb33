using AsyncAnalyzers.Concurrency;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Unobserved;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// Finds values that read, when they are used, from an object that has been disposed of: the object itself, a reader or writer over it, a stream that it opened,
/// a query of it, an element of a JSON document.
/// </summary>
/// <param name="resource">What is disposed of.</param>
internal readonly struct DisposedRead(UsedResource resource, CancellationToken cancellationToken)
{
    private const int MaxSteps = 6;

    /// <summary>What the value is and how it depends on the object, and what to do; null if it does not.</summary>
    public (string What, string Cure)? Of(IOperation value) => resource.Variable is null ? null : Of(value, MaxSteps);

    private (string What, string Cure)? Of(IOperation value, int steps)
    {
        value = value.Unwrap();
        if (steps == 0 || value.Type is null or { SpecialType: not (SpecialType.None or SpecialType.System_Object) } or { TypeKind: TypeKind.Array })
        {
            return null;
        }

        switch (value)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation when IsResource(value):
                return ($"What is returned is '{resource.Name}'", "let the caller dispose of it");
            case ILocalReferenceOperation local:
                return LocalHistory.Of(local.Local, local, cancellationToken) is { Value: var assigned } ? Of(assigned, steps - 1) : null;
            case IAwaitOperation awaited:
                return awaited.Operation.Unwrap() is var task && task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? OfCall(configured.Unwrap(), value.Type) : OfCall(task, value.Type);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Of(choice.WhenTrue, steps) ?? Of(otherwise, steps);
            case ICoalesceOperation choice:
                return Of(choice.Value, steps) ?? Of(choice.WhenNull, steps);
            case IObjectCreationOperation creation:
                return ReadsLater(creation.Type) && IsGiven(creation.Arguments) ? Reader(value.Type.Name) : null;
            case IInvocationOperation or IPropertyReferenceOperation:
                return OfCall(value, value.Type);
            default:
                return null;
        }
    }

    private (string What, string Cure)? OfCall(IOperation value, ITypeSymbol result)
    {
        if (IsJson(result))
        {
            return IsElementOf(value, MaxSteps) ? ($"The returned {result.Name} reads from '{resource.Name}'", "return a Clone() of it") : null;
        }

        if (value is IInvocationOperation call && (call.Type is { Name: "FileStreamResult" or "FileStreamHttpResult" } || call.TargetMethod is { Name: "File" or "Stream", ContainingType.Name: "Results" or "TypedResults" }))
        {
            return IsGiven(call.Arguments) ? ($"The returned {call.Type!.Name} reads '{resource.Name}' only later", "do not dispose of it: the result does") : null;
        }

        if (IsQuery(result))
        {
            return ComesFrom(value, MaxSteps) ? ($"The returned query runs only later and reads from '{resource.Name}'", "run it here, for example with ToListAsync") : null;
        }

        if (value is IInvocationOperation { TargetMethod.ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } } linq && result.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
        {
            return IsUsedInLambda(linq) ? ($"The returned sequence runs only later and uses '{resource.Name}'", "run it here, for example with ToList") : null;
        }

        return IsReader(result) && !OutlivesOwner() && ComesFrom(value, MaxSteps) ? Reader(result.Name) : null;
    }

    private (string What, string Cure) Reader(string type) => ($"The returned {type} reads from '{resource.Name}'", "let the caller dispose of it, or read it here");

    /// <summary>True for what is reached from the object through members, calls and locals.</summary>
    private bool ComesFrom(IOperation? value, int steps)
    {
        value = value?.Unwrap();
        if (value is null || steps == 0)
        {
            return false;
        }

        return value switch
        {
            ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation when IsResource(value) => true,
            ILocalReferenceOperation local => LocalHistory.Of(local.Local, local, cancellationToken) is { Value: var assigned } && ComesFrom(assigned, steps - 1),
            IAwaitOperation awaited => ComesFrom(awaited.Operation, steps - 1),
            IInvocationOperation call => !call.TargetMethod.Name.StartsWith("To", StringComparison.Ordinal) && ComesFrom(call.Receiver(), steps - 1),
            IMemberReferenceOperation member => ComesFrom(member.Instance, steps - 1),
            IConditionalAccessOperation access => ComesFrom(access.WhenNotNull, steps),
            IConditionalAccessInstanceOperation instance => ComesFrom(SharedObject.ReceiverOf(instance), steps - 1),
            IObjectCreationOperation creation => IsGiven(creation.Arguments),
            _ => false,
        };
    }

    private bool IsElementOf(IOperation? value, int steps) => value?.Unwrap() switch
    {
        null => false,
        IPropertyReferenceOperation { Property.Name: "RootElement", Instance: { } document } => IsResource(document.Unwrap()),
        IPropertyReferenceOperation { Instance: { } element } property => IsJson(property.Type) && IsElementOf(element, steps),
        IInvocationOperation { TargetMethod.Name: "Clone" } => false,
        IInvocationOperation { Instance: { } element } => IsElementOf(element, steps),
        ILocalReferenceOperation local when steps > 0 => LocalHistory.Of(local.Local, local, cancellationToken) is { Value: var assigned } && IsElementOf(assigned, steps - 1),
        _ => false,
    };

    private bool IsGiven(IEnumerable<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (IsResource(argument.Value.Unwrap()))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsUsedInLambda(IInvocationOperation call)
    {
        foreach (var operation in call.Descendants())
        {
            if (IsResource(operation) && EnclosingFunction.BoundaryOf(operation) is { } lambda && call.Syntax.Span.Contains(lambda.Syntax.Span))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsResource(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, resource.Variable),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, resource.Variable),
        IFieldReferenceOperation field => SymbolEqualityComparer.Default.Equals(field.Field, resource.Variable),
        _ => false,
    };

    /// <summary>True for owners whose streams and readers live on: clients and commands, scopes and factories.</summary>
    private bool OutlivesOwner()
    {
        for (var type = resource.Value.Type; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            if (type.Name is "HttpClient" or "HttpMessageInvoker" or "DbCommand" or "IDbCommand" || type.Name.EndsWith("Scope", StringComparison.Ordinal) || type.Name.EndsWith("Factory", StringComparison.Ordinal) || type.Name.EndsWith("Provider", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for classes of the platform that keep what they are made with and read or write it later.</summary>
    private static bool ReadsLater(ITypeSymbol? type) => IsReader(type) || type is { Name: "StreamContent" or "FileStreamResult" };

    private static bool IsReader(ITypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current is { Name: "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } or { Name: "DbDataReader" or "IDataReader" or "XmlReader" })
            {
                return current.Name is not ("MemoryStream" or "StringReader" or "StringWriter") && type!.Name is not ("MemoryStream" or "StringReader" or "StringWriter");
            }
        }

        return false;
    }

    private static bool IsQuery(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IQueryable" or "IOrderedQueryable" or "IAsyncEnumerable" or "IIncludableQueryable" };

    private static bool IsJson(ITypeSymbol? type) => type is { Name: "JsonElement" or "JsonProperty" or "ArrayEnumerator" or "ObjectEnumerator", IsValueType: true } && (type.ContainingType ?? type).ContainingNamespace is { Name: "Json", ContainingNamespace.Name: "Text" };
}
