using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT604: a lambda is given a cancellation token and passes on one of an outer function instead. Not: a lambda that names its token <c>_</c>, an outer token
/// that is only looked at or linked with others, and callbacks of tokens themselves.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WrongTokenInLambda() : AsyncAnalyzer(Rules.WrongTokenInLambda)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.CancellationToken is not null)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.AnonymousFunction);
        }
    }

    /// <summary>The token that the lambda is given; null if it has none that can be named.</summary>
    public static IParameterSymbol? OwnToken(IMethodSymbol lambda, KnownTypes types)
    {
        for (var index = lambda.Parameters.Length - 1; index >= 0; index--)
        {
            if (lambda.Parameters[index] is { Type.Name: "CancellationToken" } parameter && TokenArgument.IsToken(parameter.Type, types))
            {
                return parameter.Name.Trim('_').Length > 0 ? parameter : null;
            }
        }

        return null;
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var lambda = (IAnonymousFunctionOperation)context.Operation;
        if (OwnToken(lambda.Symbol, types) is not { } own || IsCallback(lambda))
        {
            return;
        }

        foreach (var operation in lambda.Body.Descendants())
        {
            if (operation is IParameterReferenceOperation or ILocalReferenceOperation &&
                TokenArgument.IsToken(operation.Type, types) &&
                (operation is IParameterReferenceOperation reference ? reference.Parameter : (ISymbol)((ILocalReferenceOperation)operation).Local) is var outer &&
                outer.DeclaringSyntaxReferences is [var declaration] &&
                !lambda.Syntax.Span.Contains(declaration.Span) &&
                IsPassed(operation) &&
                IsNearest(operation, lambda, types))
            {
                Report(context, operation, null, own.Name, outer.Name);
            }
        }
    }

    private static bool IsPassed(IOperation token)
    {
        var argument = token.Parent;
        while (argument is IConversionOperation)
        {
            argument = argument.Parent;
        }

        return argument is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: not "CreateLinkedTokenSource" } method } } &&
            !(method.IsExtensionMethod && ((IArgumentOperation)argument).Parameter?.Ordinal == 0) && method.Name is not ("Equals" or "ReferenceEquals");
    }

    /// <summary>False inside another lambda that is given a token.</summary>
    private static bool IsNearest(IOperation operation, IAnonymousFunctionOperation lambda, KnownTypes types)
    {
        for (var around = operation.Parent; around is not null && around != lambda; around = around.Parent)
        {
            var inner = (around as IAnonymousFunctionOperation)?.Symbol ?? (around as ILocalFunctionOperation)?.Symbol;
            if (inner is not null && inner.Parameters.Any(parameter => TokenArgument.IsToken(parameter.Type, types)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for <c>token.Register((state, cancelled) => …)</c>.</summary>
    private static bool IsCallback(IAnonymousFunctionOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType.Name: "CancellationToken" } } };
    }
}
