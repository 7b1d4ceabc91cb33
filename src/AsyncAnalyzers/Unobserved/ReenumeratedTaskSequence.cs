using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT109: a lazy sequence of tasks is enumerated a second time on one path, which starts the work again: a local made by LINQ or an iterator, or
/// a parameter of type <c>IEnumerable&lt;Task&gt;</c> of a method that others may call. Not: sequences that hand out tasks which run already; enumerations
/// in different branches or under conditions of their own, and by lambdas; parameters that the method checks for being a collection.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ReenumeratedTaskSequence() : AsyncAnalyzer(Rules.ReenumeratedTaskSequence)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeLocal(operation, types), OperationKind.LocalReference);
        context.RegisterOperationAction(operation => AnalyzeParameter(operation, types), OperationKind.ParameterReference);
    }

    private void AnalyzeLocal(in OperationAnalysisContext context, KnownTypes types)
    {
        var reference = (ILocalReferenceOperation)context.Operation;
        if (!LazyTasks.IsSequence(reference.Type, types) ||
            !Enumeration.IsAt(reference, anyCounts: true, types) ||
            LocalHistory.Of(reference.Local, reference, context.CancellationToken) is not { } history ||
            !LazyTasks.AreStartedBy(history.Value, types))
        {
            return;
        }

        var enumerations = EnumerationsIn(history, types);
        var second = SecondOf(enumerations);
        if (second == reference)
        {
            Report(context, reference, null, [history.Value.Syntax.GetLocation()], reference.Local.Name, "is lazy, so enumerating it again starts its tasks a second time", "end it with ToArray()");
        }
        else if (second is null && RepeatedOf(enumerations, history.Value.Syntax) == reference)
        {
            Report(context, reference, null, [history.Value.Syntax.GetLocation()], reference.Local.Name, "is lazy, so each iteration starts its tasks again", "end it with ToArray()");
        }
    }

    private void AnalyzeParameter(in OperationAnalysisContext context, KnownTypes types)
    {
        var reference = (IParameterReferenceOperation)context.Operation;
        if (LazyTasks.IsSequence(reference.Type, types) &&
            MayBeCalledByOthers(reference.Parameter) &&
            Enumeration.IsAt(reference, anyCounts: false, types) &&
            EnumerationsOf(reference, types) is { } enumerations &&
            SecondOf(enumerations) == reference)
        {
            Report(context, reference, null, reference.Parameter.Name, "may be lazy, and then enumerating it again starts its tasks a second time", "enumerate it once, with ToArray()");
        }
    }

    /// <summary>The enumerations of a local by the function that declares it.</summary>
    private static List<IOperation> EnumerationsIn(LocalHistory history, KnownTypes types)
    {
        var anyCounts = LazyTasks.NeedElementForAny(history.Value);
        var owner = EnclosingFunction.BoundaryOf(history.Value);
        var found = new List<IOperation>();
        foreach (var read in history.Reads)
        {
            if (EnclosingFunction.BoundaryOf(read) == owner && Enumeration.IsAt(read, anyCounts, types))
            {
                found.Add(read);
            }
        }

        return found;
    }

    private static bool MayBeCalledByOthers(IParameterSymbol parameter) =>
        parameter is { IsParams: false, RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method } &&
        (method.MethodKind is MethodKind.ExplicitInterfaceImplementation || method is { MethodKind: MethodKind.Ordinary or MethodKind.Constructor, DeclaredAccessibility: not Accessibility.Private });

    /// <summary>The enumerations of a parameter in the method's own body; null if it is assigned or checked for its kind.</summary>
    private static List<IOperation>? EnumerationsOf(IParameterReferenceOperation reference, KnownTypes types)
    {
        var found = new List<IOperation>();
        foreach (var operation in reference.Root().Descendants())
        {
            if (operation is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter, reference.Parameter))
            {
                if (IsAssignedOrChecked(operation))
                {
                    return null;
                }

                if (EnclosingFunction.BoundaryOf(operation) is null && Enumeration.IsAt(operation, anyCounts: false, types))
                {
                    found.Add(operation);
                }
            }
        }

        return found;
    }

    private static bool IsAssignedOrChecked(IOperation mention) => mention.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == mention,
        IIsTypeOperation or IConversionOperation { IsImplicit: false } => true,
        IIsPatternOperation { Pattern: not (IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation }) } => true,
        ISwitchOperation or ISwitchExpressionOperation => true,
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "TryGetNonEnumeratedCount" } } => true,
        _ => false,
    };

    private static IOperation? SecondOf(List<IOperation> enumerations)
    {
        for (var later = 1; later < enumerations.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (OnePath.Follows(enumerations[earlier], enumerations[later]))
                {
                    return enumerations[later];
                }
            }
        }

        return null;
    }

    private static IOperation? RepeatedOf(List<IOperation> enumerations, SyntaxNode declaration) =>
        enumerations.Find(enumeration => OnePath.Repeats(enumeration, declaration));
}
