using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Core;

/// <summary>Methods that only the runtime or a test framework calls, and that may as well return a task.</summary>
internal static class EntryPoint
{
    /// <summary>Attributes of xUnit, NUnit, MSTest, TUnit and BenchmarkDotNet; what derives from one counts too.</summary>
    private static readonly HashSet<string> TestAttributes = new(StringComparer.Ordinal)
    {
        "Xunit.FactAttribute",
        "NUnit.Framework.TestAttribute",
        "NUnit.Framework.TestCaseAttribute",
        "NUnit.Framework.TestCaseSourceAttribute",
        "NUnit.Framework.TheoryAttribute",
        "NUnit.Framework.SetUpAttribute",
        "NUnit.Framework.TearDownAttribute",
        "NUnit.Framework.OneTimeSetUpAttribute",
        "NUnit.Framework.OneTimeTearDownAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestInitializeAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.TestCleanupAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.ClassInitializeAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.ClassCleanupAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.AssemblyInitializeAttribute",
        "Microsoft.VisualStudio.TestTools.UnitTesting.AssemblyCleanupAttribute",
        "TUnit.Core.TestAttribute",
        "TUnit.Core.HookAttribute",
        "BenchmarkDotNet.Attributes.BenchmarkAttribute",
        "BenchmarkDotNet.Attributes.TargetedAttribute",
    };

    /// <summary>True for the method that the compiler makes of top-level statements.</summary>
    public static bool IsTopLevel(ISymbol method) => method.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;

    /// <summary>True for <c>Main</c> by its shape: whether the project makes a program of it is not asked.</summary>
    public static bool Is(IMethodSymbol method) =>
        method is { Name: "Main", IsStatic: true, IsGenericMethod: false, MethodKind: MethodKind.Ordinary, Parameters: [] or [{ Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String } }] } &&
        (method.ReturnsVoid || method.ReturnType.SpecialType == SpecialType.System_Int32);

    /// <summary>True for test methods and benchmarks, and for what a framework runs around them.</summary>
    public static bool IsTest(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is { SpecialType: SpecialType.None }; type = type.BaseType)
            {
                if (type.Name.EndsWith("Attribute", StringComparison.Ordinal) && TestAttributes.Contains(type.ToDisplayString()))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
