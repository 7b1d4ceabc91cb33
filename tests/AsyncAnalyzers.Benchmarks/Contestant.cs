using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>A set of rules that is measured: our package, one rule of it, a peer's async rules, or an empty analyzer.</summary>
/// <param name="Name">How the tables call it.</param>
/// <param name="Analyzers">The analyzers that implement the rules.</param>
/// <param name="Ids">The rules switched on; all others of these analyzers are off.</param>
internal sealed record Contestant(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, ImmutableArray<string> Ids)
{
    /// <summary>Every rule of our package on, whatever its default.</summary>
    public static readonly Contestant Us = FromAssembly("AsyncAnalyzers (all rules)", typeof(Rules).Assembly);

    public static readonly Contestant Nothing = new("empty analyzer", [new EmptyAnalyzer()], [EmptyAnalyzer.Id]);

    /// <summary>The same compilation with exactly these rules on, as warnings.</summary>
    public Compilation Enable(Compilation compilation) =>
        compilation.WithOptions(compilation.Options
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithSpecificDiagnosticOptions(Analyzers
                .SelectMany(static analyzer => analyzer.SupportedDiagnostics)
                .Select(static rule => rule.Id)
                .Distinct()
                .ToDictionary(static id => id, id => Ids.Contains(id) ? ReportDiagnostic.Warn : ReportDiagnostic.Suppress)));

    /// <summary>One contestant for each rule of this one.</summary>
    public IEnumerable<Contestant> Each() =>
        Analyzers.Select(analyzer => new Contestant(string.Join(' ', analyzer.SupportedDiagnostics.Select(static rule => rule.Id)), [analyzer], [.. analyzer.SupportedDiagnostics.Select(static rule => rule.Id)]))
            .OrderBy(static one => one.Name, StringComparer.Ordinal);

    /// <summary>The rules of an analyzer package in the restore folder; all of them if no ids are given.</summary>
    public static Contestant FromPackage(string name, string folder, string[] files, params string[] ids)
    {
        var root = typeof(Contestant).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "NuGetPackageRoot").Value!;
        var directory = Path.Combine(root, folder);
        var context = new AssemblyLoadContext(name);
        context.Resolving += (loader, wanted) =>
            Path.Combine(directory, wanted.Name + ".dll") is var path && File.Exists(path) ? loader.LoadFromAssemblyPath(path) : null;
        var analyzers = files.SelectMany(file => Instances(context.LoadFromAssemblyPath(Path.Combine(directory, file))));
        return Restricted(name, analyzers, ids);
    }

    private static Contestant FromAssembly(string name, Assembly assembly) => Restricted(name, Instances(assembly), []);

    private static Contestant Restricted(string name, IEnumerable<DiagnosticAnalyzer> analyzers, string[] ids)
    {
        ImmutableArray<DiagnosticAnalyzer> wanted = [.. analyzers.Where(analyzer => ids.Length == 0 || analyzer.SupportedDiagnostics.Any(rule => ids.Contains(rule.Id)))];
        return new(name, wanted, ids.Length > 0 ? [.. ids] : [.. wanted.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id).Distinct()]);
    }

    private static IEnumerable<DiagnosticAnalyzer> Instances(Assembly assembly) =>
        Types(assembly)
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract && !type.ContainsGenericParameters &&
                type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }
}

/// <summary>Registers one callback per operation kind that rules look at most and reports nothing: the price of being called.</summary>
#pragma warning disable RS1001, RS1036 // A measuring stick, not a rule to ship.
internal sealed class EmptyAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "EMPTY";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new(Id, "Empty", "Empty", "Empty", DiagnosticSeverity.Warning, true)];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(static _ => { }, OperationKind.Invocation);
    }
}
#pragma warning restore RS1001, RS1036
