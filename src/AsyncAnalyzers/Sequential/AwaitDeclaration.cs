using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

/// <summary>A statement <c>var x = await Call();</c>, with an explicit type, a deconstruction <c>var (x, y)</c> or <c>ConfigureAwait</c> as may be.</summary>
internal readonly record struct AwaitDeclaration(IOperation Statement, IAwaitOperation Await, IInvocationOperation Call)
{
    /// <summary>Null for any other statement.</summary>
    public static AwaitDeclaration? Of(IOperation statement)
    {
        var value = statement switch
        {
            IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol.RefKind: RefKind.None } declarator] } declaration] } => (declarator.Initializer ?? declaration.Initializer)?.Value,
            IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation { Target: var target, Value: var deconstructed } } when IsNew(target) => deconstructed,
            _ => null,
        };
        return value?.Unwrap() is IAwaitOperation { Operation: var awaited } await && CallOf(awaited) is { } call ? new(statement, await, call) : null;
    }

    /// <summary>True if the call returns a <c>Task</c> or <c>ValueTask</c>, which can be given to <c>Task.WhenAll</c>.</summary>
    public bool IsTask(KnownTypes types) => types.Awaitables.IsTaskOrValueTask(Call.Type);

    private static IInvocationOperation? CallOf(IOperation awaited) => awaited.Unwrap() switch
    {
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } => configured.Unwrap() as IInvocationOperation,
        var other => other as IInvocationOperation,
    };

    /// <summary>True for <c>var (a, b)</c> and <c>(var a, int b)</c>: nothing but new locals and discards.</summary>
    private static bool IsNew(IOperation target) => target switch
    {
        IDeclarationExpressionOperation or IDiscardOperation => true,
        ITupleOperation tuple => tuple.Elements.All(IsNew),
        _ => false,
    };
}
