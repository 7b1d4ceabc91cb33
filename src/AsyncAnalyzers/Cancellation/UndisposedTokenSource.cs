using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Cancellation;

/// <summary>
/// AWAIT608: a local token source that is linked to other tokens (a warning) or has a time limit (a suggestion) is never disposed. Not: a source that is returned,
/// stored, passed on, captured or disposed on some path, or whose token is returned or stored; a plain source, which holds nothing; disposal, after which
/// the tokens linked to are gone, too; tests, which end soon.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UndisposedTokenSource() : AsyncAnalyzer(Rules.UndisposedTokenSource)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && types.Find("System.Threading.CancellationTokenSource") is { } source)
        {
            context.RegisterOperationAction(operation => Analyze(operation, source), OperationKind.VariableDeclarator);
        }
    }

    private void Analyze(in OperationAnalysisContext context, INamedTypeSymbol source)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator.Symbol is not { Type.Name: "CancellationTokenSource", IsUsing: false } local ||
            !SymbolEqualityComparer.Default.Equals(local.Type, source) ||
            declarator.GetVariableInitializer()?.Value.Unwrap() is not { } made ||
            context.ContainingSymbol.Name.StartsWith("Dispose", StringComparison.Ordinal) ||
            ScopeOf(declarator) is not { } scope)
        {
            return;
        }

        var isLinked = made is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" };
        var isTimed = made is IObjectCreationOperation { Arguments.Length: > 0 };
        if (!isLinked && made is not IObjectCreationOperation)
        {
            return;
        }

        foreach (var operation in scope.Descendants())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
            {
                if (LeavesOrEnds(reference) || EnclosingFunction.BoundaryOf(reference) != EnclosingFunction.BoundaryOf(declarator))
                {
                    return;
                }

                isTimed |= reference.Parent is IInvocationOperation { TargetMethod.Name: "CancelAfter" };
            }
        }

        if (isLinked)
        {
            Report(context, declarator, local.Locations[0], local.Name, "the tokens that it is linked to keep it, and all it stops, as long as their own source lives");
        }
        else if (isTimed)
        {
            Report(context, declarator, local.Locations[0], DiagnosticSeverity.Info, [], local.Name, "its timer runs on until the time is over");
        }
    }

    private static IOperation? ScopeOf(IOperation declarator)
    {
        var scope = declarator.Parent;
        while (scope is not null and not (IBlockOperation or ISwitchCaseOperation or IUsingOperation))
        {
            scope = scope.Parent;
        }

        return scope as IBlockOperation;
    }

    /// <summary>True for any use but those that only look at the source, cancel it, or pass its token to a call.</summary>
    private static bool LeavesOrEnds(ILocalReferenceOperation reference) => reference.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => false,
        IPropertyReferenceOperation { Property.Name: "Token" } token => IsKept(token),
        IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAfter" or "CancelAsync" or "TryReset" } call => call.Instance != reference,
        _ => true,
    };

    private static bool IsKept(IOperation token)
    {
        var parent = token.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IReturnOperation or IAssignmentOperation or IMemberInitializerOperation or IArrayInitializerOperation or ITupleOperation or IPropertySubpatternOperation ||
            parent is IArgumentOperation { Parent: IObjectCreationOperation };
    }
}
