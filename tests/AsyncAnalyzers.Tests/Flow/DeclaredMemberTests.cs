using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Flow;

public sealed class DeclaredMemberTests
{
    private const string Around = """
        namespace N
        {
            using Alias = Status;
            enum Status { Send }
            class Holder { public int Send; public Holder Next => this; public Status Status { get; set; } public static int Sent; public class Inner { public const int Send = 1; } private protected int Hidden; }
            class Group { public Task Send() => Task.CompletedTask; protected int Kept; }
            static class Extensions { public static Task Hidden(this Holder h) => Task.CompletedTask; }
            interface IValue { int Send { get; } } interface IMore : IValue { }

        """;

    [Theory]
    [InlineData("int Send { get; } void M() { Use(Send); }")]
    [InlineData("event Action Send = null!; void M() { Use(Send); }")]
    [InlineData("void M(Holder h) { Use(h.Send); }")]
    [InlineData("C(Holder h) { Use(h.Next.Next.Send); }")]
    [InlineData("Holder h = new(); void M() { Use(h.Send); Use(this.h.Send); }")]
    [InlineData("void M() { Use(Status.Send); Use(Alias.Send); }")]
    [InlineData("Status Status; void M() { Use(Status.Send); }")]
    [InlineData("void M() { Use(Holder.Inner.Send); }")]
    [InlineData("void M(IMore m) { Use(m.Send); }")]
    [InlineData("void M() { Use(EqualityComparer<int>.Default); Use(Box<int>.Default); } class Box<T> { public static T Default; }", "Default")]
    [InlineData("class D : C { int Send; void M() { Use(Send); } } static void Use(object o) { }")]
    [InlineData("class D { void M() { Use(Sent); } } static int Sent; static void Use(object o) { }", "Sent")]
    public async Task What_declarations_tell(string members, string name = "Send")
    {
        var asked = await AskAsync($"{Around} class C {{ {members} void Use(object o) {{ }} }} }}", name);
        Assert.NotEmpty(asked);
        Assert.All(asked, static one => Assert.True(one.Meaning is IFieldSymbol or IPropertySymbol or IEventSymbol, one.Name.Parent!.ToString()));
    }

    [Theory]
    [InlineData("Task Send() => Task.CompletedTask; void M() { Use(Send); Use(this.Send); }")]
    [InlineData("void M(Group g) { Use(g.Send); }")]
    [InlineData("int Send { get; } void M() { Use(Send); Task Send() => Task.CompletedTask; }")]
    [InlineData("int Send { get; } class D : Group { void M() { Use(Send); } }")]
    [InlineData("Holder g = new(); void M(Group g) { Use(g.Send); }")]
    [InlineData("Holder g = new(); void M() { Group g = new(); Use(g.Send); }")]
    [InlineData("Holder g = new(); void M() { Action<Group> a = g => Use(g.Send); }")]
    [InlineData("void M(Holder g) { void L(Group g) => Use(g.Send); }")]
    [InlineData("Holder g = new(); void M(object o) { if (o is Group g) { Use(g.Send); } }")]
    [InlineData("Holder g = new(); void M(List<Group> all) { foreach (var g in all) { Use(g.Send); } _ = from g in all select Take(g.Send); }")]
    [InlineData("void M(Holder h) { Use(h.Hidden); }", "Hidden")]
    [InlineData("Holder Group = new(); class D(Group Group) { void M() { Use(Group.Send); } }")]
    [InlineData("class D<Status> where Status : Group { void M(Status s) { Use(s.Send); } }")]
    [InlineData("Group this[int i] => new(); void M() { Use(this[1].Send); Use(new Group().Send); }")]
    public async Task Methods_are_those_of_the_compiler_or_left_to_it(string members, string name = "Send")
    {
        var asked = await AskAsync($"{Around} class C {{ {members} static void Use(Func<Task> f) {{ }} static int Take(Func<Task> f) => 1; }} }}", name);
        Assert.Contains(asked, static one => one.Symbol is IMethodSymbol);
        Assert.All(asked, static one => Assert.True(one.Meaning is null || IsSame(one.Meaning, one.Symbol), one.Name.Parent!.ToString()));
        Assert.All(asked, static one => Assert.False(one.IsOfType && one.Symbol is IMethodSymbol { IsStatic: false }, one.Name.Parent!.ToString()));
    }

    [Theory]
    [InlineData("Task Send() => Task.CompletedTask; void M() { Use(Send); Use(this.Send); }", true)]
    [InlineData("void M(Group g) { Use(g.Send); } Group G => new(); void N() { Use(G.Send); }", true)]
    [InlineData("Task Send() => Task.CompletedTask; Task Send(int i) => Task.CompletedTask; void M() { Use(Send); }", false)]
    [InlineData("class D : Group { Task Send(int i) => Task.CompletedTask; void M() { Use(Send); } }", false)]
    [InlineData("class D : Group { new Task Send() => Task.CompletedTask; } void M(D d) { Use(d.Send); }", false)]
    [InlineData("interface I { Task Send(); } interface J : I { Task Send(int i); } void M(J j) { Use(j.Send); }", false)]
    [InlineData("interface I { Task Send(); } interface J : I { } void M(J j) { Use(j.Send); }", true)]
    [InlineData("interface I { Task Send(); } interface J { Task Send(int i); } interface K : I, J { } void M(K k) { Use(k.Send); }", false)]
    public async Task The_only_method_of_its_name(string members, bool isTold)
    {
        var asked = await AskAsync($"{Around} class C {{ {members} static void Use(Func<Task> f) {{ }} }} }}", "Send");
        Assert.All(asked, one => Assert.Equal(isTold, one.Meaning is IMethodSymbol));
        Assert.All(asked, static one => Assert.True(one.Meaning is null || IsSame(one.Meaning, one.Symbol)));
    }

    [Theory]
    [InlineData("void M() { Use(Status.Send); Use(Alias.Send); Use(Unknown.Send); }", true)]
    [InlineData("Status Status; Group g = new(); void M(Group p) { Use(Status.Send); Use(g.Send); Use(p.Send); }", false)]
    [InlineData("Group G { set { Use(value.Send); } }", false)]
    [InlineData("interface I { Group G => new(); } interface J : I { void M() { Use(G.Send); } } class D : Missing { void M() { Use(Inherited.Send); } }", false)]
    [InlineData("void M(Group p) { Action<Group> a = g => Use(g.Send); foreach (var x in new[] { p }) { Use(x.Send); } }", false)]
    [InlineData("class D(Group p) { void M() { Use(p.Send); } } class E<P> where P : Group { void M() { Use(P.Send); } }", false)]
    public async Task What_is_named_behind_a_type(string members, bool isOfType) => Assert.All(
        await AskAsync($"{Around} class C {{ {members} static void Use(object o) {{ }} }} }}", "Send"),
        one => Assert.Equal(isOfType, one.IsOfType));

    /// <summary>Over the code of the product and some of the tests: every member that is told is the one the compiler finds.</summary>
    [Fact]
    public async Task The_compiler_agrees()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Frameworks.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories).Where(static path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText);
        var asked = 0;
        foreach (var code in Snippets.All.Where(static (_, index) => index % 10 == 0).Select(static snippet => snippet.Code).Concat(sources))
        {
            foreach (var (name, meaning, isOfType, symbol) in await AskAsync(code, null))
            {
                asked += meaning is not null || isOfType ? 1 : 0;
                Assert.True(meaning is null || symbol is null || IsSame(meaning, symbol), $"{name.Parent} is {meaning}, {symbol} for the compiler, in\n{code}");
                Assert.False(isOfType && symbol is { IsStatic: false } and not (ITypeSymbol or INamespaceSymbol), $"{name.Parent} in\n{code}");
            }
        }

        Assert.InRange(asked, 400, int.MaxValue);
    }

    /// <summary>Of two compilations.</summary>
    private static bool IsSame(ISymbol meaning, ISymbol? symbol) => meaning.Kind == symbol?.Kind && meaning.OriginalDefinition.ToDisplayString() == symbol.OriginalDefinition.ToDisplayString();

    private static async Task<List<(SimpleNameSyntax Name, ISymbol? Meaning, bool IsOfType, ISymbol? Symbol)>> AskAsync(string code, string? wanted)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var document = Snippet.Of(code).Document;
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var fresh = (await document.Project.GetCompilationAsync(cancellationToken))!.Clone();
        var root = await model.SyntaxTree.GetRootAsync(cancellationToken);
        var declared = new DeclaredMember(root.ToFullString(), code.Contains("using static", StringComparison.Ordinal), SourceModels.Of(fresh, model.SyntaxTree), cancellationToken);
        return
        [
            .. root.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => (wanted is null || name.Identifier.ValueText == wanted) && (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access.Parent : name.Parent) is ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax)
                .Select(name => ((SimpleNameSyntax)name, declared.Of(name), declared.IsOfType(name), (ISymbol?)(model.GetSymbolInfo(name, cancellationToken) is var info && info.Symbol is { } symbol ? symbol : info.CandidateSymbols.FirstOrDefault()))),
        ];
    }
}
