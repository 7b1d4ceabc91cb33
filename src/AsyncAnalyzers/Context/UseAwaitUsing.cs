using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>
/// AWAIT803: <c>using</c> in an async function of something that disposes asynchronously, so that the thread is blocked while it flushes or says goodbye. Not:
/// types whose <c>DisposeAsync</c> only calls <c>Dispose</c>, what is only read from, database objects of which only the base class is known (an option
/// includes them), places where nothing can be awaited, tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UseAwaitUsing() : AsyncAnalyzer(Rules.UseAwaitUsing)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject && types.Find("System.IAsyncDisposable") is { } asyncDisposable && context.Compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp8 })
        {
            var disposal = new AsyncDisposal(asyncDisposable);
            context.RegisterOperationAction(operation => Analyze(operation, disposal), OperationKind.Using, OperationKind.UsingDeclaration);
        }
    }

    private void Analyze(in OperationAnalysisContext context, AsyncDisposal disposal)
    {
        var (resources, keyword) = context.Operation switch
        {
            IUsingOperation { IsAsynchronous: false, Resources: var resource, Syntax: UsingStatementSyntax syntax } => (resource, syntax.UsingKeyword),
            IUsingDeclarationOperation { IsAsynchronous: false, DeclarationGroup: var group, Syntax: LocalDeclarationStatementSyntax syntax } => (group, syntax.UsingKeyword),
            _ => default,
        };
        if (resources is null || EnclosingFunction.Of(context.Operation, context.ContainingSymbol) is not { IsAsync: true })
        {
            return;
        }

        ITypeSymbol? found = null;
        foreach (var (type, value) in ResourcesIn(resources))
        {
            // One that cannot be disposed of asynchronously forbids it to all of them.
            if (!disposal.IsPossible(type))
            {
                return;
            }

            found ??= disposal.Of(value) is var does && (does == Disposal.Asynchronous || does == Disposal.Unknown && Options.AwaitUsingUnknown.Read(context.Options, value.Syntax.SyntaxTree)) ? value.Unwrap().Type : null;
        }

        if (found is not null && AwaitPlace.Allows(context.Operation))
        {
            Report(context, context.Operation, keyword.GetLocation(), found.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }
    }

    private static IEnumerable<(ITypeSymbol? Type, IOperation Value)> ResourcesIn(IOperation resources)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            yield return (resources.Type, resources);
            yield break;
        }

        foreach (var declaration in group.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                if (declarator.GetVariableInitializer() is { Value: var value })
                {
                    yield return (declarator.Symbol.Type, value);
                }
            }
        }
    }
}
