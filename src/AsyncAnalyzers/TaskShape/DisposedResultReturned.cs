using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>
/// AWAIT712: an async function returns what its <c>using</c> disposes of, or what reads from it later: a stream, a reader, a query, an element of a JSON
/// document. Not: values that were read completely, what is made of the object by other types, which may have read it, and streams of an <c>HttpClient</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DisposedResultReturned() : AsyncAnalyzer(Rules.DisposedResultReturned)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterOperationAction(Analyze, OperationKind.Return);

    private void Analyze(OperationAnalysisContext context)
    {
        var statement = (IReturnOperation)context.Operation;
        if (statement.IsImplicit || statement.ReturnedValue is not { ConstantValue.HasValue: false } value || IsPlain(value.Type) ||
            EnclosingFunction.Of(statement, context.ContainingSymbol) is not { IsAsync: true })
        {
            return;
        }

        foreach (var resource in UsedResource.Around(statement))
        {
            if (new DisposedRead(resource, context.CancellationToken).Of(value) is var (what, cure))
            {
                Report(context, value, null, [resource.Value.Syntax.GetLocation()], what, cure);
                return;
            }
        }
    }

    /// <summary>True for numbers, strings and the like, which depend on nothing.</summary>
    private static bool IsPlain(ITypeSymbol? type) => type is null or { TypeKind: TypeKind.Enum or TypeKind.Array } or { SpecialType: > SpecialType.System_Void and <= SpecialType.System_UIntPtr };
}
