using AsyncAnalyzers.Core;
using AsyncAnalyzers.Style;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Context;

/// <summary>
/// AWAIT801: <c>await</c>, <c>await foreach</c> and <c>await using</c> of something that has a <c>ConfigureAwait</c>, without it. Not: code that wants its
/// context back (types of user interfaces, view models, components, <c>async void</c> handlers), what AWAIT902 wants to be returned without an await, applications in which AWAIT802 is on, top-level code, tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ConfigureAwaitMissing() : AsyncAnalyzer(Rules.ConfigureAwaitMissing)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.IsTestProject)
        {
            return;
        }

        var hasExtensions = types.Find("System.Threading.Tasks.TaskAsyncEnumerableExtensions") is not null;
        context.RegisterOperationAction(operation => AnalyzeAwait(operation, (IAwaitOperation)operation.Operation, types), OperationKind.Await);
        if (hasExtensions && types.AsyncEnumerable is { } stream)
        {
            context.RegisterOperationAction(operation => AnalyzeLoop(operation, stream, types), OperationKind.Loop);
        }

        if (hasExtensions && types.Find("System.IAsyncDisposable") is { } disposable)
        {
            context.RegisterOperationAction(operation => AnalyzeUsing(operation, disposable, types), OperationKind.Using, OperationKind.UsingDeclaration);
        }
    }

    private void AnalyzeAwait(in OperationAnalysisContext context, IAwaitOperation awaited, KnownTypes types)
    {
        if (awaited is { Syntax: AwaitExpressionSyntax syntax, Operation.Type: INamedTypeSymbol type } && HasConfigureAwait(type, types) && !WantsContext(context, types) && !IsToBeElided(awaited, context, types))
        {
            Report(context, awaited, syntax.AwaitKeyword.GetLocation(), NameOf(awaited.Operation));
        }
    }

    private void AnalyzeLoop(in OperationAnalysisContext context, INamedTypeSymbol stream, KnownTypes types)
    {
        if (context.Operation is IForEachLoopOperation { IsAsynchronous: true, Syntax: CommonForEachStatementSyntax syntax } loop &&
            loop.Collection.Unwrap() is var collection && (Implements(collection.Type, stream) || collection.Type is { Name: "ConfiguredCancelableAsyncEnumerable" }) &&
            !IsConfigured(collection) && !WantsContext(context, types))
        {
            Report(context, loop, syntax.AwaitKeyword.GetLocation(), NameOf(collection));
        }
    }

    private void AnalyzeUsing(in OperationAnalysisContext context, INamedTypeSymbol disposable, KnownTypes types)
    {
        var (resources, keyword) = context.Operation switch
        {
            IUsingOperation { IsAsynchronous: true, Resources: var resource, Syntax: UsingStatementSyntax syntax } => (resource, syntax.AwaitKeyword),
            IUsingDeclarationOperation { IsAsynchronous: true, DeclarationGroup: var group, Syntax: LocalDeclarationStatementSyntax syntax } => (group, syntax.AwaitKeyword),
            _ => default,
        };
        if (resources is null || WantsContext(context, types))
        {
            return;
        }

        var resourceType = resources is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol.Type: var declared }, ..] }, ..] } ? declared : resources.Type;
        if (Implements(resourceType, disposable))
        {
            Report(context, context.Operation, keyword.GetLocation(), resources is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ Symbol.Name: var name }, ..] }, ..] } ? name : NameOf(resources));
        }
    }

    /// <summary>True for the await of a task that AWAIT902, where it is on, wants to be returned itself.</summary>
    private static bool IsToBeElided(IAwaitOperation awaited, in OperationAnalysisContext context, KnownTypes types) =>
        OptInRule.IsOn(Rules.ReturnAwaitPolicy.Id, context.Compilation, awaited.Syntax.SyntaxTree, context.CancellationToken) &&
        Options.ReturnAwait.Read(context.Options, awaited.Syntax.SyntaxTree) != ReturnAwait.Always &&
        EnclosingFunction.Of(awaited, context.ContainingSymbol) is { IsAsync: true } function && ElidableAwaits.Of(awaited, function, types) is not null;

    /// <summary>True if the code is meant to go on where it was, or AWAIT802 is on and would want the configuration removed again.</summary>
    private static bool WantsContext(in OperationAnalysisContext context, KnownTypes types)
    {
        if (EnclosingFunction.Of(context.Operation, context.ContainingSymbol) is { ReturnsVoid: true } || EntryPoint.IsTopLevel(context.ContainingSymbol))
        {
            return true;
        }

        for (var type = context.ContainingSymbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (UiTypes.BaseOf(type) is not null || type.AllInterfaces.Any(static contract => contract.Name is "INotifyPropertyChanged" or "IComponent"))
            {
                return true;
            }
        }

        var tree = context.Operation.Syntax.SyntaxTree;
        return AppModels.Of(tree, context.Options, types) == AppModel.None && OptInRule.IsOn(Rules.ConfigureAwaitRedundant.Id, context.Compilation, tree, context.CancellationToken);
    }

    private static bool HasConfigureAwait(INamedTypeSymbol type, KnownTypes types)
    {
        if (types.Awaitables.IsTaskOrValueTask(type))
        {
            return true;
        }

        for (var current = type.OriginalDefinition; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers("ConfigureAwait"))
            {
                if (member is IMethodSymbol { IsStatic: false, Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] })
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Implements(ITypeSymbol? type, INamedTypeSymbol contract) =>
        type is not null && (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, contract) || type.AllInterfaces.Any(other => SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, contract)));

    /// <summary>True for <c>stream.ConfigureAwait(false).WithCancellation(token)</c> in any order.</summary>
    private static bool IsConfigured(IOperation stream)
    {
        var current = stream.Unwrap();
        while (current is IInvocationOperation call)
        {
            if (call.TargetMethod.Name == "ConfigureAwait")
            {
                return true;
            }

            if (call.TargetMethod.Name != "WithCancellation" || call.Receiver() is not { } receiver)
            {
                break;
            }

            current = receiver.Unwrap();
        }

        // A configured stream in a variable has been configured where it was made, if anywhere.
        return current.Type is { Name: "ConfiguredCancelableAsyncEnumerable" };
    }

    private static string NameOf(IOperation awaited) =>
        awaited.Unwrap().InnermostCall() is { } call ? call.DisplayName() : awaited.Syntax.ToString() is { Length: <= 40 } text ? text : "…";
}
