using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT606: <c>catch (TaskCanceledException)</c> around what throws <c>OperationCanceledException</c>, and <c>catch (AggregateException)</c> around nothing but
/// awaits, which never throw one. Not: calls that are known to throw the narrower type, clauses that use more of it, and a <c>try</c> with anything that may
/// gather exceptions.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WrongExceptionAroundAwait() : AsyncAnalyzer(Rules.WrongExceptionAroundAwait)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Try);

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var section = (ITryOperation)context.Operation;
        foreach (var handler in section.Catches)
        {
            if (handler.Syntax is not CatchClauseSyntax { Declaration.Type: { } type })
            {
                continue;
            }

            if (handler.ExceptionType is { Name: "TaskCanceledException", ContainingNamespace.Name: "Tasks" })
            {
                if (!Catches(section, "OperationCanceledException") && !IsParticular(handler) && OtherThrower(section.Body, types) is { } thrower)
                {
                    Report(context, handler, type.GetLocation(), $"'{thrower}' throws OperationCanceledException when it is cancelled", "'TaskCanceledException', which is derived from it, does not catch that", "catch OperationCanceledException");
                }
            }
            else if (handler.ExceptionType is { Name: "AggregateException", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } && !Catches(section, "Exception") && OnlyAwaits(section.Body, types, context.CancellationToken))
            {
                Report(context, handler, type.GetLocation(), "'await' throws the exception of a task itself", "this clause for 'AggregateException' never runs", "catch what is thrown");
            }
        }
    }

    private static bool Catches(ITryOperation section, string type)
    {
        foreach (var handler in section.Catches)
        {
            if (handler.ExceptionType?.Name == type)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the clause is for time limits of <c>HttpClient</c>, or looks at the task.</summary>
    private static bool IsParticular(ICatchClauseOperation handler) =>
        handler.Descendants().Any(static part => part is IPropertyReferenceOperation { Property.Name: "InnerException" or "Task", Instance.Type.Name: "TaskCanceledException" } or IPropertyReferenceOperation { Property: { Name: "InnerException", ContainingType.Name: "Exception" } });

    /// <summary>What throws the wider type; null if there is only what throws the narrower one, or something that does so for a time limit.</summary>
    private static string? OtherThrower(IBlockOperation body, KnownTypes types)
    {
        string? found = null;
        foreach (var part in body.Parts())
        {
            if (part is not IInvocationOperation call)
            {
                continue;
            }

            var owner = call.TargetMethod.ContainingType;
            if (owner.Name is "HttpClient" or "HttpMessageInvoker" or "HttpContent" or "HttpClientJsonExtensions" or "HttpContentJsonExtensions")
            {
                return null;
            }

            if (call.TargetMethod.Name == "ThrowIfCancellationRequested" ||
                !SymbolEqualityComparer.Default.Equals(owner, types.Task) && !SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, types.TaskOfT) &&
                types.Awaitables.IsAwaitable(call.Type) && PassedTokens.Of(call, types) is not null)
            {
                found ??= call.TargetMethod.Name;
            }
        }

        return found;
    }

    /// <summary>True if there is an await, and nothing that may throw an <c>AggregateException</c>.</summary>
    private static bool OnlyAwaits(IBlockOperation body, KnownTypes types, CancellationToken cancellationToken)
    {
        var hasAwait = false;
        foreach (var part in body.Parts())
        {
            switch (part)
            {
                case IAwaitOperation:
                    hasAwait = true;
                    break;
                case IThrowOperation { Exception: not null }:
                case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                case IPropertyReferenceOperation { Property.Name: "Result" or "Exception" } property when types.Awaitables.IsTaskOrValueTask(property.Instance?.Type):
                case IInvocationOperation { TargetMethod: var method } call when MayGather(method, call, types, cancellationToken):
                    return false;
            }
        }

        return hasAwait;
    }

    private static bool MayGather(IMethodSymbol method, IInvocationOperation call, KnownTypes types, CancellationToken cancellationToken)
    {
        if (method.Name is "Wait" or "WaitAll" or "WaitAny" or "GetResult" or "Cancel" or "CancelAsync" or "AsParallel" or "Dispose" ||
            method.ContainingType?.Name is "Parallel" or "ParallelEnumerable" ||
            method.MethodKind == MethodKind.DelegateInvoke)
        {
            return true;
        }

        if (method.DeclaringSyntaxReferences is not [var reference, ..])
        {
            return false;
        }

        // A synchronous method of the project may wait for tasks; an asynchronous one may make such an exception itself.
        return !types.Awaitables.IsAwaitable(call.Type) ||
            method.ContainingType?.TypeKind != TypeKind.Interface && reference.GetSyntax(cancellationToken).DescendantTokens().Any(static token => token.ValueText == "AggregateException");
    }
}
