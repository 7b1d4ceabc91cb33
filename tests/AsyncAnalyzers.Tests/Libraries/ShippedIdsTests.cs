using System.Text.RegularExpressions;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests.Libraries;

/// <summary>Every documentation-comment id that ships names something that exists, where a reference can tell.</summary>
public sealed class ShippedIdsTests
{
    private static readonly MetadataReference NewXUnit = MetadataReference.CreateFromFile(typeof(ITestOutputHelper).Assembly.Location);

    public static TheoryData<string> Files => [.. typeof(DataFile).Assembly.GetManifestResourceNames()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Ids_name_what_exists(string file)
    {
        var compilation = CSharpCompilation.Create("Ids", [], [.. Frameworks.Net100, .. Core.Libraries.ForProduction, .. Core.Libraries.ForTests, NewXUnit]);
        var old = CSharpCompilation.Create("Old", [], Frameworks.Net48);
        var checkedIds = 0;
        foreach (var line in DataFile.Lines(file))
        {
            foreach (Match id in Regex.Matches(line.Split(" #")[0], @"\b([TMP]):([\w.`]+)"))
            {
                var isType = id.Groups[1].Value == "T";
                var path = id.Groups[2].Value;
                var owner = isType ? path : path[..path.LastIndexOf('.')];
                if (Namespace(compilation, owner) is not { } space || space.GetTypeMembers().IsEmpty)
                {
                    continue;
                }

                checkedIds++;
                var type = compilation.GetTypesByMetadataName(owner).FirstOrDefault() ?? old.GetTypeByMetadataName(owner) ?? space.GetTypeMembers(owner[(owner.LastIndexOf('.') + 1)..]).FirstOrDefault();
                Assert.True(type is not null, $"{file}: no type {owner}");
                Assert.True(isType || type.GetMembers(SymbolList.NameOf(id.Value)).Any(), $"{file}: no member {path}");
            }
        }

        Assert.True(checkedIds > 0, $"{file}: nothing could be checked");
    }

    private static INamespaceSymbol? Namespace(Compilation compilation, string type)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (var part in type.Split('.')[..^1])
        {
            space = space?.GetNamespaceMembers().FirstOrDefault(child => child.Name == part);
        }

        return space;
    }
}
