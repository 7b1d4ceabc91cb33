using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Style;

/// <summary>
/// AWAIT901: a method or local function that returns a task and is not named <c>…Async</c>, or is named so and returns nothing that could be awaited. Not: names that somebody else
/// decides (see <see cref="GivenNames"/>); names that say it otherwise, such as <c>GetFooTask</c>, or are for both worlds, as <c>Flush(bool async)</c>; streams, unless an option says that they count; <c>async void</c>; types that could
/// not be found; tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncSuffix() : AsyncAnalyzer(Rules.AsyncSuffix)
{
    public const string Suffix = "Async";

    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, types), SymbolKind.Method);
            context.RegisterOperationAction(operation => AnalyzeLocalFunction(operation, types), OperationKind.LocalFunction);
        }
    }

    private void AnalyzeMethod(SymbolAnalysisContext context, KnownTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } && Fault(method, context.Options, types) is { } fault &&
            method is { PartialDefinitionPart: null, Locations: [{ IsInSource: true } location, ..] } &&
            !GivenNames.Includes(method) && !DelegateUses.HasAny(method, context.Compilation, context.CancellationToken))
        {
            Report(context, location, method.Name, fault.What, fault.Name);
        }
    }

    private void AnalyzeLocalFunction(in OperationAnalysisContext context, KnownTypes types)
    {
        var operation = (ILocalFunctionOperation)context.Operation;
        var function = operation.Symbol;
        if (Fault(function, context.Options, types) is { } fault && function.Locations is [var location, ..] && !DelegateUses.HasAny(operation))
        {
            Report(context, context.Operation, location, function.Name, fault.What, fault.Name);
        }
    }

    /// <summary>What is wrong with the name, and the right one; null if nothing is.</summary>
    private static (string What, string Name)? Fault(IMethodSymbol method, AnalyzerOptions options, KnownTypes types)
    {
        var hasSuffix = method.Name.EndsWith(Suffix, StringComparison.Ordinal) && method.Name.Length > Suffix.Length;
        if (!hasSuffix && method.ReturnType.SpecialType != SpecialType.None || method.ReturnsVoid && method.IsAsync || method.ReturnType.TypeKind is TypeKind.Error or TypeKind.Dynamic or TypeKind.TypeParameter)
        {
            return null;
        }

        if (types.Awaitables.IsAsyncStream(method.ReturnType))
        {
            return hasSuffix || method.Locations[0].SourceTree is not { } tree || !Options.AsyncSuffixStreams.Read(options, tree) ? null : ("returns a stream that is awaited", method.Name + Suffix);
        }

        if (types.Awaitables.IsAsyncCapable(method))
        {
            return hasSuffix || SaysOtherwise(method.Name) || TwoWorlds.Serves(method) ? null : ("returns a task", method.Name + Suffix);
        }

        return hasSuffix && !types.Awaitables.IsAwaitable(method.ReturnType) && !HoldsAsync(method.ReturnType, types) && !IsEventBased(method)
            ? ("returns nothing that could be awaited", method.Name.Substring(0, method.Name.Length - Suffix.Length))
            : null;
    }

    /// <summary><c>GetFooTask</c>, <c>ExecuteAsyncCore</c>, <c>LoadAsynchronously</c>.</summary>
    private static bool SaysOtherwise(string name) =>
        name.EndsWith("Task", StringComparison.Ordinal) || name.EndsWith("Tasks", StringComparison.Ordinal) || name.IndexOf(Suffix, StringComparison.Ordinal) >= 0;

    /// <summary>True for what is asynchronous by its own name (<c>IAsyncResult</c>, <c>AsyncPageable&lt;T&gt;</c>) or holds something that is (<c>Func&lt;Task&gt;</c>).</summary>
    private static bool HoldsAsync(ITypeSymbol type, KnownTypes types)
    {
        if (type.Name.IndexOf(Suffix, StringComparison.Ordinal) >= 0)
        {
            return true;
        }

        switch (type)
        {
            case IArrayTypeSymbol array:
                return types.Awaitables.IsAwaitable(array.ElementType);
            case INamedTypeSymbol named:
                foreach (var argument in named.TypeArguments)
                {
                    if (types.Awaitables.IsAwaitable(argument) || HoldsAsync(argument, types))
                    {
                        return true;
                    }
                }

                return named.DelegateInvokeMethod is { ReturnType: var result } && types.Awaitables.IsAwaitable(result);
            default:
                return false;
        }
    }

    /// <summary><c>void DownloadAsync()</c> beside <c>event DownloadCompleted</c>: an older pattern.</summary>
    private static bool IsEventBased(IMethodSymbol method)
    {
        if (!method.ReturnsVoid)
        {
            return false;
        }

        foreach (var member in method.ContainingType.GetMembers(method.Name.Substring(0, method.Name.Length - Suffix.Length) + "Completed"))
        {
            if (member is IEventSymbol)
            {
                return true;
            }
        }

        return false;
    }
}
