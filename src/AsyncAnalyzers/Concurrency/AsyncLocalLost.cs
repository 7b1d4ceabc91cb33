using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>
/// AWAIT408: the value of an <c>AsyncLocal&lt;T&gt;</c> is set in an async method and read by a caller behind the await, where it has its old value;
/// or a field of that type belongs to an instance. Not: methods that set it more than once, to have it back as it was; callers that have set it
/// themselves; classes that exist once, and accessors, which are registered as singletons.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncLocalLost() : AsyncAnalyzer(Rules.AsyncLocalLost)
{
    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> FilesNaming = new();

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Find("System.Threading.AsyncLocal`1") is not { } asyncLocal)
        {
            return;
        }

        var concurrency = Flow.Concurrency.Of(context.Compilation, context.Options, types);
        context.RegisterOperationAction(operation => AnalyzeWrite(operation, asyncLocal), OperationKind.SimpleAssignment);
        context.RegisterSymbolAction(symbol => AnalyzeField(symbol, asyncLocal, concurrency), SymbolKind.Field, SymbolKind.Property);
    }

    private void AnalyzeField(in SymbolAnalysisContext context, INamedTypeSymbol asyncLocal, Flow.Concurrency concurrency)
    {
        // To ask any field for its type would make the compiler bind it.
        if (context.Symbol.IsStatic || !IsDeclaredAsAsyncLocal(context.Symbol, context.CancellationToken))
        {
            return;
        }

        var type = context.Symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property when SharedPlace.IsAutomatic(property) => property.Type,
            _ => null,
        };
        if (IsAsyncLocal(type, asyncLocal) && context.Symbol.ContainingType is { } owner &&
            !concurrency.Types.IsTestProject && !IsAmbient(owner) &&
            InstanceSharing.Of(owner, concurrency, context.Compilation, context.CancellationToken) is Sharing.Confined or Sharing.Unknown)
        {
            Report(context, context.Symbol.Locations[0], $"'{context.Symbol.Name}' belongs to an instance of '{owner.Name}'", "what another instance has set is not seen, and each instance makes every await slower", "make it static");
        }
    }

    private static bool IsDeclaredAsAsyncLocal(ISymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences is not [var declaration, ..] ||
            !FilesNaming.GetValue(declaration.SyntaxTree, static tree => new(tree.GetText().ToString().IndexOf("AsyncLocal", StringComparison.Ordinal) >= 0)).Value)
        {
            return false;
        }

        var type = declaration.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax field } => field.Type,
            PropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        return type?.DescendantNodesAndSelf().Any(static name => name is GenericNameSyntax { Identifier.ValueText: "AsyncLocal" }) == true;
    }

    private static bool IsAsyncLocal(ITypeSymbol? type, INamedTypeSymbol asyncLocal) => type is INamedTypeSymbol { Name: "AsyncLocal" } && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, asyncLocal);

    /// <summary>Classes that hand out what flows with the code exist once, whoever makes them.</summary>
    private static bool IsAmbient(INamedTypeSymbol type)
    {
        foreach (var word in new[] { "Accessor", "Ambient", "Provider", "Manager", "Factory", "Profiler", "Current", "Holder", "Store", "Singleton", "Tracker", "Flow", "Logger" })
        {
            if (type.Name.Contains(word))
            {
                return true;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (contract.Name.Contains("Singleton") || contract.Name.EndsWith("Accessor", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string CallerOf(IOperation call, CancellationToken cancellationToken) => RunsOnce.MemberAround(call, cancellationToken) is { } caller ? $"'{caller.Name}'" : "the caller";

    private void AnalyzeWrite(in OperationAnalysisContext context, INamedTypeSymbol asyncLocal)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation target ||
            context.ContainingSymbol is not IMethodSymbol { IsAsync: true, MethodKind: MethodKind.Ordinary } method ||
            AsyncLocalState.Of(target, asyncLocal) is not { } state ||
            EnclosingFunction.BoundaryOf(assignment) is not null ||
            state.WritesIn(assignment.Root()) != 1)
        {
            return;
        }

        foreach (var use in MethodUses.InCompilation(method, state.Names(), context.Compilation, context.CancellationToken))
        {
            if (use is IInvocationOperation call && state.FirstReadAfter(call) is { } read)
            {
                Report(context, assignment, null, [read.Syntax.GetLocation()], $"'{target.Syntax}' is set in async '{method.Name}'", $"{CallerOf(call, context.CancellationToken)}, which reads it after awaiting that, sees the old value", "return the value, or set it in a method that is not async");
                return;
            }
        }
    }
}
