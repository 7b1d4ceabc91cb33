using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT711: a function that returns a task but is not async throws. Not: exceptions about arguments, disposed objects and what is not implemented or supported, which are
/// mistakes of the caller's code; what a handler of the same function catches; tests, which let things fail.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SynchronousThrow() : AsyncAnalyzer(Rules.SynchronousThrow)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Throw);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var thrown = (IThrowOperation)context.Operation;
        if (thrown.Exception?.Unwrap().Type is not { } exception || EnclosingFunction.Of(thrown, context.ContainingSymbol) is not { IsAsync: false } function ||
            !types.Awaitables.IsTaskOrValueTask(function.ReturnType) || IsCallersMistake(exception) || IsCaught(thrown))
        {
            return;
        }

        var name = function.MethodKind == MethodKind.AnonymousFunction ? "This lambda" : $"'{(function.AssociatedSymbol ?? function).Name}'";
        Report(context, thrown, null, name, "make it async, or return Task.FromException");
    }

    private static bool IsCallersMistake(ITypeSymbol exception)
    {
        for (var type = exception; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            if (type.Name is "ArgumentException" or "ObjectDisposedException" or "NotImplementedException" or "NotSupportedException" or "UnreachableException")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCaught(IOperation thrown)
    {
        for (var (child, parent) = (thrown, thrown.Parent); parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is ITryOperation { Catches.IsEmpty: false } guarded && guarded.Body == child)
            {
                return true;
            }
        }

        return false;
    }
}
