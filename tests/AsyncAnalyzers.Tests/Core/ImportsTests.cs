using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncAnalyzers.Tests.Core;

public sealed class ImportsTests
{
    [Theory]
    [InlineData("using System;\nusing System.Text;\n\nclass C { }\n", "using System;\nusing System.Linq;\nusing System.Text;\n\nclass C { }\n")]
    [InlineData("using Acme;\n\nclass C { }\n", "using System.Linq;\nusing Acme;\n\nclass C { }\n")]
    [InlineData("// Licence\nusing Acme;\n\nclass C { }\n", "// Licence\nusing System.Linq;\nusing Acme;\n\nclass C { }\n")]
    [InlineData("using System;\nusing static System.Math;\nusing X = System.Int32;\n\nclass C { }\n", "using System;\nusing System.Linq;\nusing static System.Math;\nusing X = System.Int32;\n\nclass C { }\n")]
    [InlineData("namespace N\n{\n    using System;\n    class C { }\n}\n", "namespace N\n{\n    using System;\n    using System.Linq;\n    class C { }\n}\n")]
    [InlineData("namespace N;\n\nusing System;\n\nclass C { }\n", "namespace N;\n\nusing System;\nusing System.Linq;\n\nclass C { }\n")]
    [InlineData("class C { }\n", "using System.Linq;\n\nclass C { }\n")]
    [InlineData("using System;\r\n\r\nclass C { }\r\n", "using System;\r\nusing System.Linq;\r\n\r\nclass C { }\r\n")]
    public void A_directive_goes_where_the_others_stand(string before, string after)
    {
        var root = CSharpSyntaxTree.ParseText(before).GetCompilationUnitRoot();
        var lineBreak = before.Contains('\r', StringComparison.Ordinal) ? SyntaxFactory.CarriageReturnLineFeed : SyntaxFactory.LineFeed;
        Assert.Equal(after, Imports.Add(root, ["System.Linq"], lineBreak).ToFullString());
    }

    [Theory]
    [InlineData("using System.Linq; class C { }", true)]
    [InlineData("using System; class C { }", false)]
    [InlineData("namespace System.Linq { class C { } }", true)]
    [InlineData("namespace N { using System.Linq; class C { } }", true)]
    [InlineData("namespace N { using System.Linq; } namespace M { class C { } }", false)]
    public void A_namespace_is_in_scope_by_directive_or_by_nesting(string code, bool expected)
    {
        var tree = CSharpSyntaxTree.ParseText(code);
        var model = CSharpCompilation.Create("Test", [tree], Frameworks.Net100).GetSemanticModel(tree);
        Assert.Equal(expected, Imports.InScope(model, code.IndexOf("class", StringComparison.Ordinal) + "class C {".Length, "System.Linq"));
    }
}
