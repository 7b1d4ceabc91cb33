using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>
/// AWAIT805: a class makes an object that can only be disposed of asynchronously, keeps it in a field or property, and neither disposes of it nor offers
/// <c>DisposeAsync</c> itself. Not: what is handed in, static members, classes that dispose of it, or hand it on, somewhere; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class OwnsAsyncDisposable() : AsyncAnalyzer(Rules.OwnsAsyncDisposable)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && types.Find("System.IAsyncDisposable") is { } asyncDisposable)
        {
            context.RegisterOperationAction(operation => Analyze(operation, asyncDisposable), OperationKind.ObjectCreation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, INamedTypeSymbol asyncDisposable)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (NeglectedObject.KeeperOf(creation, asyncDisposable, context.CancellationToken) is { } keeper)
        {
            Report(context, creation, null, [keeper.Locations[0]], keeper.ContainingType.Name, keeper.Name, creation.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }
    }
}
