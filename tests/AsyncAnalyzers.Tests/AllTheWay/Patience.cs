using System.Runtime.CompilerServices;
using AsyncAnalyzers.CodeFixes.AllTheWay;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>No test depends on how fast the machine is.</summary>
internal static class Patience
{
    [ModuleInitializer]
    public static void Grant() => AsyncConversion.Patience = TimeSpan.FromMinutes(10);
}
