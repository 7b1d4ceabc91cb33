using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Flow;

internal static class Completion
{
    public static bool IsKnownComplete(IOperation task, in OperationAnalysisContext context, KnownTypes types) => false;
    public static bool AreElementsKnownComplete(IOperation tasks, in OperationAnalysisContext context, KnownTypes types) => false;
}
