using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Flow;

/// <summary>What is known about types and members under concurrent use; one per compilation and set of options.</summary>
internal sealed class Concurrency
{
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<AnalyzerOptions, Concurrency>> Instances = new();

    private Concurrency(KnownTypes types) => Types = types;

    public KnownTypes Types { get; }

    public static Concurrency Of(Compilation compilation, AnalyzerOptions options, KnownTypes types) =>
        Instances.GetOrCreateValue(compilation).GetValue(options, _ => new(types));

    /// <summary>May one instance of the type be used by several operations at the same time?</summary>
    public Judgement OfType(ITypeSymbol type) => new(Verdict.Unknown, $"nothing is known about {type.Name}");

    /// <summary>What is said about the member itself or its type (a static member, a method of a type that is otherwise unsafe); null if nothing is.</summary>
    public Judgement? OfMember(ISymbol member) => null;

    /// <summary>True if the task of the method is nearly always complete already, so that overlapping costs more than it gains.</summary>
    public bool IsFast(IMethodSymbol method) => false;
}
