using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Core;

/// <summary>
/// The base of every rule: one descriptor, registered once per compilation, reporting only what may be reported anywhere
/// (no generated code, no <c>nameof</c>, no expression trees, no unreachable code).
/// </summary>
internal abstract class AsyncAnalyzer : DiagnosticAnalyzer
{
    // Which of the additional locations editors fade, as they want to be told.
    private static readonly ImmutableDictionary<string, string?> FadesFirst = ImmutableDictionary<string, string?>.Empty.Add(WellKnownDiagnosticTags.Unnecessary, "[0]");

    private readonly DiagnosticDescriptor rule;

    protected AsyncAnalyzer(DiagnosticDescriptor rule)
    {
        this.rule = rule;
        SupportedDiagnostics = ImmutableArray.Create(rule);
    }

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

#pragma warning disable RS0030 // The one place for both settings.
    public sealed override void Initialize(AnalysisContext context)
    {
        // Generated code is not analysed, so nothing can be reported in it: to have every report checked again costs the compiler a walk over the tokens of each file.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.Of(start.Compilation) is { } types)
            {
                Register(start, types);
            }
        });
    }
#pragma warning restore RS0030

    /// <summary>Registers the rule's actions for a compilation that knows <c>Task</c>; not called for any other.</summary>
    protected abstract void Register(CompilationStartAnalysisContext context, KnownTypes types);

    /// <summary>Reports at <paramref name="operation"/>, or at <paramref name="location"/> when that is narrower, unless the operation never runs.</summary>
    protected void Report(in OperationAnalysisContext context, IOperation operation, Location? location, params string[] arguments) =>
        Report(context, operation, location, [], arguments);

    /// <inheritdoc cref="Report(in OperationAnalysisContext, IOperation, Location?, string[])"/>
    protected void Report(in OperationAnalysisContext context, IOperation operation, Location? location, IEnumerable<Location> others, params string[] arguments) =>
        Report(context, operation, location, rule.DefaultSeverity, others, arguments);

    /// <inheritdoc cref="Report(in OperationAnalysisContext, IOperation, Location?, string[])"/>
    protected void Report(in OperationAnalysisContext context, IOperation operation, Location? location, DiagnosticSeverity severity, IEnumerable<Location> others, params string[] arguments)
    {
        if (Execution.MayRun(operation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, location ?? operation.Syntax.GetLocation(), severity, others, null, OneLine(arguments)));
        }
    }

    /// <summary>Reports at <paramref name="operation"/> under a rule with the tag <c>Unnecessary</c>: editors fade <paramref name="faded"/> only, and nothing if it is null.</summary>
    protected void ReportFaded(in OperationAnalysisContext context, IOperation operation, Location? faded, params string[] arguments)
    {
        if (Execution.MayRun(operation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, operation.Syntax.GetLocation(), [faded ?? Location.Create(operation.Syntax.SyntaxTree, new(operation.Syntax.SpanStart, 0))], FadesFirst, OneLine(arguments)));
        }
    }

    protected void Report(in SymbolAnalysisContext context, Location location, params string[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, location, OneLine(arguments)));

    protected void Report(Action<Diagnostic> report, Location location, params string[] arguments) =>
        report(Diagnostic.Create(rule, location, OneLine(arguments)));

    /// <summary>A message may quote an expression that goes over several lines, but a build prints one line for each finding.</summary>
    private static string[] OneLine(string[] arguments) => Array.ConvertAll(arguments, static argument => argument.IndexOf('\n') < 0
        ? argument
        : argument.Split('\n').Select(static line => line.Trim()).Aggregate(static (before, line) => line.StartsWith(".", StringComparison.Ordinal) ? before + line : $"{before} {line}"));
}
