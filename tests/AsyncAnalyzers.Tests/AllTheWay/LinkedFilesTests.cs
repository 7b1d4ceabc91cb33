using AsyncAnalyzers.CodeFixes.AllTheWay;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>Files that several projects compile, as with several target frameworks.</summary>
public sealed class LinkedFilesTests
{
    private const string Store = """
        public static class Store
        {
            public static int Load() => [|Task.Run(() => 1).Result|];
            public static int Twice() => Load() * 2;
        }
        """;

    private const string Converted = """
        public static class Store
        {
            public static async Task<int> LoadAsync() => await Task.Run(() => 1);
            public static async Task<int> TwiceAsync() => await LoadAsync() * 2;
        }
        """;

    [Fact]
    public async Task All_projects_see_the_same_text()
    {
        var conversion = await Code.Of(("One", "/Store.cs", Store), ("App", "/Store.cs", Store.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal))).Becomes(("/Store.cs", Converted));
        var texts = conversion.Changed!.Projects.SelectMany(static project => project.Documents).Where(static document => document.Name == "/Store.cs").Select(static document => document.GetTextAsync(TestContext.Current.CancellationToken).Result.ToString());
        Assert.Equal([Converted, Converted], texts);
    }

    [Fact]
    public Task A_use_that_only_another_project_sees_is_a_use() => Code.Of(
        ("One", "/Store.cs", Store),
        ("One", "/Use.cs", "#if APP\nclass Use { int M() => Store.Load(); }\n#endif\n"),
        ("App", "/Store.cs", Store.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)),
        ("App", "/Use.cs", "#if APP\nclass Use { int M() => Store.Load(); }\n#endif\n")).Becomes(
        ("/Use.cs", "#if APP\nclass Use { async Task<int> MAsync() => await Store.LoadAsync(); }\n#endif\n"));

    [Fact]
    public Task A_file_that_means_something_else_elsewhere_stays() => Code.Of(
        ("One", "/Store.cs", "public static class Store\n{\n#if APP\n    public static int Other() => Load();\n#else\n    public static int Other() => Load() + 1;\n#endif\n    public static int Load() => [|Task.Run(() => 1).Result|];\n}\n"),
        ("App", "/Store.cs", "public static class Store\n{\n#if APP\n    public static int Other() => Load();\n#else\n    public static int Other() => Load() + 1;\n#endif\n    public static int Load() => Task.Run(() => 1).Result;\n}\n")).Refuses(Obstacle.OtherTarget);
}
