using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Tests.Core;

/// <summary>Reference assemblies for code under test, from packages restored at build.</summary>
internal static class Frameworks
{
    public static readonly ImmutableArray<MetadataReference> Net100 = Load("microsoft.netcore.app.ref/10.0.10/ref/net10.0");
    public static readonly ImmutableArray<MetadataReference> Net80 = Load("microsoft.netcore.app.ref/8.0.28/ref/net8.0");
    public static readonly ImmutableArray<MetadataReference> NetStandard21 = Load("netstandard.library.ref/2.1.0/ref/netstandard2.1");
    public static readonly ImmutableArray<MetadataReference> NetStandard20 = Load("netstandard.library/2.0.3/build/netstandard2.0/ref");
    public static readonly ImmutableArray<MetadataReference> Net48 = Load("microsoft.netframework.referenceassemblies.net48/1.0.3/build/.NETFramework/v4.8");

    /// <summary>The root of this repository.</summary>
    public static string RepositoryRoot => Metadata("RepositoryRoot");

    /// <summary>A metadata value that the project file hands over.</summary>
    public static string Metadata(string key) =>
        typeof(Frameworks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>The assemblies in a folder of the package cache.</summary>
    public static ImmutableArray<MetadataReference> Load(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Metadata("NuGetPackageRoot"), folder), "*.dll")
            .Where(IsManaged)
            .Select(static path => MetadataReference.CreateFromFile(path))];

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
