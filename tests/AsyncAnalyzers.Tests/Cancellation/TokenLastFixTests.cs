using System.Collections.Immutable;
using AsyncAnalyzers.CodeFixes.Cancellation;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Tests.Cancellation;

/// <summary>The SDK's CA1068, which reports at the name of the method (marked <c>[|M|]</c> here).</summary>
public sealed class TokenLastFixTests
{
#pragma warning disable RS1029, RS2008 // It never leaves the tests.
    private static readonly DiagnosticDescriptor Rule = new("CA1068", "CancellationToken parameters must come last", "{0}", "Design", DiagnosticSeverity.Warning, true);
#pragma warning restore RS1029, RS2008

    [Theory]
    [InlineData("void [|M|](CancellationToken ct, string s) { }", "void M(string s, CancellationToken ct) { }")]
    [InlineData("void [|M|](string s, CancellationToken ct, int n) { }", "void M(string s, int n, CancellationToken ct) { }")]
    [InlineData("Task [|M|]<T>(CancellationToken ct, T value) => Task.CompletedTask;", "Task M<T>(T value, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("void [|M|](CancellationToken a, string s, CancellationToken b) { }", "void M(string s, CancellationToken a, CancellationToken b) { }")]
    [InlineData("void [|M|](CancellationToken ct, out int n) { n = 1; }", "void M(out int n, CancellationToken ct) { n = 1; }")]
    [InlineData("void N() { void [|M|](CancellationToken ct, string s) { } M(default, \"\"); }", "void N() { void M(string s, CancellationToken ct) { } M(\"\", default); }")]
    // Optional parameters stay optional.
    [InlineData("void [|M|](CancellationToken ct, string s, int n = 0) { }", "void M(string s, CancellationToken ct, int n = 0) { }")]
    [InlineData("void [|M|](CancellationToken ct = default, string s = \"\") { }", "void M(string s = \"\", CancellationToken ct = default) { }")]
    [InlineData(
        "void [|M|](string a, CancellationToken ct = default, int n = 0, [System.Runtime.CompilerServices.CallerMemberName] string? s = null) { }",
        "void M(string a, int n = 0, CancellationToken ct = default, [System.Runtime.CompilerServices.CallerMemberName] string? s = null) { }")]
    // params must be last.
    [InlineData("void [|M|](CancellationToken ct, string s, params int[] n) { } void N() => M(default, \"\", 1, 2);", "void M(string s, CancellationToken ct, params int[] n) { } void N() => M(\"\", default, 1, 2);")]
    // Attributes and default values move along; line breaks stay.
    [InlineData(
        "void [|M|](\n        [System.ComponentModel.Description(\"ct\")] CancellationToken ct,\n        string s)\n    {\n    }",
        "void M(\n        string s,\n        [System.ComponentModel.Description(\"ct\")] CancellationToken ct)\n    {\n    }")]
    [InlineData(
        "/// <summary>M</summary>\n    /// <param name=\"ct\">Stops.\n    /// At once.</param>\n    /// <param name=\"s\">Text.</param>\n    void [|M|](CancellationToken ct, string s) { }",
        "/// <summary>M</summary>\n    /// <param name=\"s\">Text.</param>\n    /// <param name=\"ct\">Stops.\n    /// At once.</param>\n    void M(string s, CancellationToken ct) { }")]
    [InlineData(
        "/// <param name=\"s\">Text.</param>\n    /// <param name=\"ct\">Stops.</param>\n    void [|M|](CancellationToken ct, string s) { }",
        "/// <param name=\"s\">Text.</param>\n    /// <param name=\"ct\">Stops.</param>\n    void M(string s, CancellationToken ct) { }")]
    public Task The_token_moves(string member, string expected) => Becomes(InClass(member), InClass(expected));

    [Theory]
    [InlineData("M(ct, 1, null)", "M(1, null, ct)")]
    [InlineData("this.M(ct, 1)", "this.M(1, cancellationToken: ct)")]
    [InlineData("M()", "M()")]
    [InlineData("M(ct)", "M(cancellationToken: ct)")]
    [InlineData("M(number: 1, cancellationToken: ct)", "M(number: 1, cancellationToken: ct)")]
    [InlineData("M(ct, name: \"\")", "M(cancellationToken: ct, name: \"\")")]
    [InlineData("M(cancellationToken: ct, 1, \"\")", "M(cancellationToken: ct, number: 1, name: \"\")")]
    [InlineData("this?.M(ct, 1, \"\")", "this?.M(1, \"\", ct)")]
    [InlineData("M(ct, 1, M(default, 2, \"\"))", "M(1, M(2, \"\", default), ct)")]
    [InlineData("_ = nameof(M)", "_ = nameof(M)")]
    [InlineData("M(CancellationToken.None, (dynamic)1, \"\")", "M((dynamic)1, \"\", CancellationToken.None)")]
    // What is evaluated first stays first.
    [InlineData("M(source.Token, Next(), \"\")", "M(Next(), \"\", source.Token)")]
    [InlineData("M(CancellationToken.None, Next(), \"\")", "M(Next(), \"\", CancellationToken.None)")]
    [InlineData("M(changing.Token, Next(), \"\")", "M(cancellationToken: changing.Token, number: Next(), name: \"\")")]
    [InlineData("M(changing.Token, 1, \"\")", "M(1, \"\", changing.Token)")]
    [InlineData("M(Token(), Next(), \"\")", "M(cancellationToken: Token(), number: Next(), name: \"\")")]
    [InlineData("M(ct, Next(ct = default), \"\")", "M(cancellationToken: ct, number: Next(ct = default), name: \"\")")]
    [InlineData("M(\n            ct,\n            1,\n            \"\")", "M(\n            1,\n            \"\",\n            ct)")]
    public Task Calls_follow(string call, string expected)
    {
        const string Rest = "int Next(CancellationToken ct = default) => 1; CancellationToken Token() => default; readonly CancellationTokenSource source = new(); CancellationTokenSource changing = new();";
        return Becomes(
            InClass($"string? [|M|](CancellationToken cancellationToken = default, int number = 0, string? name = \"\") => null; void N(CancellationToken ct) => {call}; {Rest}"),
            InClass($"string? M(int number = 0, string? name = \"\", CancellationToken cancellationToken = default) => null; void N(CancellationToken ct) => {expected}; {Rest}"));
    }

    [Fact]
    public Task Constructors_and_their_initializers() => Becomes(
        "class C { public [|C|](CancellationToken ct, string s) { } public C() : this(default, \"\") { } public static C New(CancellationToken ct) => new(ct, \"\"); }\nclass D(CancellationToken t) : C(t, \"\");\nclass E : C { E() : base(default, \"\") { } object New() => new global::C(default, \"\"); }\n",
        "class C { public C(string s, CancellationToken ct) { } public C() : this(\"\", default) { } public static C New(CancellationToken ct) => new(\"\", ct); }\nclass D(CancellationToken t) : C(\"\", t);\nclass E : C { E() : base(\"\", default) { } object New() => new global::C(\"\", default); }\n");

    [Fact]
    public Task A_primary_constructor() => Becomes(
        "class [|C|](CancellationToken ct, string s) { C() : this(default, \"\") { } string S => s + ct; }\n",
        "class C(string s, CancellationToken ct) { C() : this(\"\", default) { } string S => s + ct; }\n");

    [Fact]
    public Task An_extension_method_keeps_its_first_parameter() => Becomes(
        "static class C { public static void [|M|](this string text, CancellationToken ct, int n) { text.M(ct, 1); text?.M(ct, 1); C.M(text, ct, 1); text.M(n: 1, ct: ct); } }\n",
        "static class C { public static void M(this string text, int n, CancellationToken ct) { text.M(1, ct); text?.M(1, ct); C.M(text, 1, ct); text.M(n: 1, ct: ct); } }\n");

    [Fact]
    public Task Calls_in_other_documents() => Becomes(
        "public class C { public void [|M|](CancellationToken ct, string s) { } }\n",
        "public class C { public void M(string s, CancellationToken ct) { } }\n",
        ("class D { void N(C c) => c.M(default, \"\"); }\n", "class D { void N(C c) => c.M(\"\", default); }\n"),
        ("class E { void N(C c, CancellationToken ct) => c?.M(ct, nameof(c.M)); }\n", "class E { void N(C c, CancellationToken ct) => c?.M(nameof(c.M), ct); }\n"));

    [Fact]
    public Task Interface_implementations_and_overrides() => Becomes(
        "interface I { void [|M|](CancellationToken ct, string s); }\nclass A : I { public virtual void M(CancellationToken token, string text) { } }\n",
        "interface I { void M(string s, CancellationToken ct); }\nclass A : I { public virtual void M(string text, CancellationToken token) { } }\n",
        ("class B : A { public override void M(CancellationToken token, string text) => base.M(token, text); }\nclass X : I { void I.M(CancellationToken ct, string s) => ((I)this).M(ct, s); }\n",
            "class B : A { public override void M(string text, CancellationToken token) => base.M(text, token); }\nclass X : I { void I.M(string s, CancellationToken ct) => ((I)this).M(s, ct); }\n"));

    [Fact]
    public Task An_implementation_that_is_inherited() => Becomes(
        "interface I { void [|M|](CancellationToken ct, string s); }\nclass A { public void [|M|](CancellationToken ct, string s) { } }\nclass B : A, I;\n",
        "interface I { void M(string s, CancellationToken ct); }\nclass A { public void M(string s, CancellationToken ct) { } }\nclass B : A, I;\n");

    [Fact]
    public Task A_generic_base_class() => Becomes(
        "abstract class A<T> { protected abstract Task [|M|](CancellationToken ct, T value); Task N(T value) => M(default, value); }\nclass B : A<int> { protected override Task M(CancellationToken ct, int value) => Task.CompletedTask; }\n",
        "abstract class A<T> { protected abstract Task M(T value, CancellationToken ct); Task N(T value) => M(value, default); }\nclass B : A<int> { protected override Task M(int value, CancellationToken ct) => Task.CompletedTask; }\n");

    [Fact]
    public Task Partial_parts() => Becomes(
        "partial class C { public partial void [|M|](CancellationToken ct, string s); }\npartial class C { public partial void M(CancellationToken ct, string s) { } void N() => M(default, \"\"); }\n",
        "partial class C { public partial void M(string s, CancellationToken ct); }\npartial class C { public partial void M(string s, CancellationToken ct) { } void N() => M(\"\", default); }\n");

    [Fact]
    public Task Overloads_that_differ_clearly() => Becomes(
        InClass("void [|M|](CancellationToken ct, string s) { M(ct, 1); M(s); } void [|M|](CancellationToken ct, int n) => M(ct, \"\"); void M(string s) { }"),
        InClass("void M(string s, CancellationToken ct) { M(1, ct); M(s); } void M(int n, CancellationToken ct) => M(\"\", ct); void M(string s) { }"));

    [Fact]
    public Task Several_methods_that_call_one_another() => Becomes(
        InClass("int [|M|](CancellationToken ct, int n) => P(ct, M(ct, n)); int [|P|](CancellationToken ct, int n) => M(ct, P(ct, n)); int [|Bad|](CancellationToken ct, int n) => n; Func<CancellationToken, int, int> F => Bad;"),
        InClass("int M(int n, CancellationToken ct) => P(M(n, ct), ct); int P(int n, CancellationToken ct) => M(P(n, ct), ct); int Bad(CancellationToken ct, int n) => n; Func<CancellationToken, int, int> F => Bad;"));

    [Theory]
    // Used as a delegate.
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { } Action<CancellationToken, string> F => M; }\n")]
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { } void N() => Run(M); void Run(Action<CancellationToken, string> f) { } }\n")]
    // Called with dynamic: nobody knows which overload it is.
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { } void M(CancellationToken ct, int n) { } void N(dynamic d) => M(CancellationToken.None, d); }\n")]
    // An overload has these parameters, or may take the call.
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { } void M(string s, CancellationToken ct) { } }\n")]
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { } void M(object o, CancellationToken ct) { } }\n")]
    [InlineData("class C { void [|M|](CancellationToken ct, FormattableString s) { } void M(string s, CancellationToken ct) { } void N() => M(default, $\"\"); }\n")]
    [InlineData("class C { public void [|M|](CancellationToken ct, string s) { } }\nclass D : C { public void M(object o, object p) { } void N() => base.M(default, \"\"); }\n")]
    [InlineData("static class C { static void [|M|](this string text, CancellationToken ct, int n) => text.M(ct, n); }\nstatic class D { public static void M(this object o, int n, object p) { } }\n")]
    // Not all declarations can be changed.
    [InlineData("class C : Base { [System.Runtime.InteropServices.DllImport(\"x\")] static extern void [|M|](CancellationToken ct, int n); }\nclass Base;\n")]
    [InlineData("record [|R|](CancellationToken Token, string Name);\n")]
    [InlineData("delegate void [|D|](CancellationToken ct, string s);\n")]
    [InlineData("class C { int this[CancellationToken ct, string s] { [|get|] => 1; } }\n")]
    // The data of a test have the order of its parameters.
    [InlineData("class C { [Xunit.Theory] public void [|M|](CancellationToken ct, string s) { } }\nnamespace Xunit { class FactAttribute : Attribute; class TheoryAttribute : FactAttribute; }\n")]
    // Comments that belong to a parameter or an argument.
    [InlineData("class C { void [|M|](/* stop */ CancellationToken ct, string s) { } }\n")]
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { } void N() => M(default, // no\n \"\"); }\n")]
    // A mention with the types.
    [InlineData("/// <see cref=\"M(CancellationToken, string)\"/>\nclass C { void [|M|](CancellationToken ct, string s) { } }\n")]
    // A call that needs names and cannot have them.
    [InlineData("class C { void [|M|](CancellationToken ct, string s, params int[] n) { M(A(), B(), 1, 2); } CancellationToken A() => default; string B() => \"\"; }\n")]
    // An order that is right, and code that does not parse.
    [InlineData("class C { void [|M|](string s, CancellationToken ct) { } }\n")]
    [InlineData("class C { void [|M|](CancellationToken, string s { } }\n", true)]
    [InlineData("class C { void [|M|](CancellationToken ct, string s) { M(ct); M(ct, \"\", 1); } }\n", true)]
    public async Task No_fix(string source, bool hasErrors = false)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (snippet, diagnostics) = await OfAsync(source, []);
        var errors = await snippet.ErrorsAsync(cancellationToken);
        Assert.True(hasErrors == errors.Length > 0, string.Join('\n', errors));
        Assert.Empty(await snippet.OffersAsync(new TokenLastFix(), diagnostics, cancellationToken));
    }

    [Fact]
    public Task A_mention_without_the_types_is_no_hindrance() => Becomes(
        "/// <see cref=\"M\"/>\nclass C { void [|M|](CancellationToken ct, string s) { } }\n",
        "/// <see cref=\"M\"/>\nclass C { void M(string s, CancellationToken ct) { } }\n");

    [Fact]
    public async Task The_page_shows_what_the_fix_makes()
    {
        var blocks = RulePage.Read("CA1068").Blocks;
        Assert.Equal(["", "fixed"], blocks.Select(block => block.Kind));
        await Becomes(Snippet.InClass(blocks[0].Code.Replace("SaveAsync(CancellationToken", "[|SaveAsync|](CancellationToken", StringComparison.Ordinal)), Snippet.InClass(blocks[1].Code));
    }

    private static string InClass(string member) => $"class C\n{{\n    {member}\n}}\n";

    private static async Task Becomes(string source, string expected, params (string Source, string Expected)[] others)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (snippet, diagnostics) = await OfAsync(source, [.. others.Select(static other => other.Source)]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        var made = await snippet.FixAllAsync(new TokenLastFix(), diagnostics, cancellationToken);
        Assert.Equal(expected, await made.TextAsync(cancellationToken));
        for (var index = 0; index < others.Length; index++)
        {
            var other = made.Document.Project.Documents.Single(document => document.Name == $"Other{index}.cs");
            Assert.Equal(others[index].Expected, (await other.GetTextAsync(cancellationToken)).ToString());
        }

        Assert.Empty(await made.ErrorsAsync(cancellationToken));
    }

    private static async Task<(Snippet Snippet, ImmutableArray<Diagnostic> Diagnostics)> OfAsync(string marked, string[] others)
    {
        var spans = new List<TextSpan>();
        var source = marked;
        for (var start = source.IndexOf("[|", StringComparison.Ordinal); start >= 0; start = source.IndexOf("[|", StringComparison.Ordinal))
        {
            source = source.Remove(start, 2);
            var end = source.IndexOf("|]", StringComparison.Ordinal);
            source = source.Remove(end, 2);
            spans.Add(TextSpan.FromBounds(start, end));
        }

        var document = Snippet.Of(source).Document;
        var project = document.Project.WithParseOptions(((CSharpParseOptions)document.Project.ParseOptions!).WithDocumentationMode(DocumentationMode.Parse));
        for (var index = 0; index < others.Length; index++)
        {
            project = project.AddDocument($"Other{index}.cs", SourceText.From(others[index])).Project;
        }

        var snippet = new Snippet(project.GetDocument(document.Id)!);
        var tree = (await snippet.Document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken))!;
        return (snippet, [.. spans.Select(span => Diagnostic.Create(Rule, Location.Create(tree, span), ""))]);
    }
}
