using AsyncAnalyzers.CodeFixes.AllTheWay;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>The suffix <c>Async</c>, and where methods keep their names.</summary>
public sealed class NewNamesTests
{
    private const string Make = "static Task<int> Make() => Task.Run(() => 1);";

    [Theory]
    [InlineData("static int Load() => Make().Result; static Task<int> LoadAsync(int n) => Task.FromResult(n);")]
    [InlineData("static int Load() => Make().Result; static int LoadAsync = 1;")]
    [InlineData("static int LoadAsync() => Make().Result;")]
    [InlineData("[Xunit.Fact] public int Load() => Make().Result;")]
    public Task A_name_that_others_know_or_that_is_taken_stays(string member) => Code.Of(InClass(member.Replace("Make().Result", "[|Make().Result|]", StringComparison.Ordinal))).Becomes(
        InClass(member.Replace("int Load() => Make().Result", "async Task<int> Load() => await Make()", StringComparison.Ordinal).Replace("int LoadAsync() => Make().Result", "async Task<int> LoadAsync() => await Make()", StringComparison.Ordinal)));

    [Fact]
    public Task A_local_function_does_not_take_the_name_of_a_variable() => Code.Of(
        "class C { static int M(int LoadAsync) { int Load() => [|Task.Run(() => 1).Result|]; return Load() + LoadAsync; } }").Becomes(
        "class C { static async Task<int> MAsync(int LoadAsync) { async Task<int> Load() => await Task.Run(() => 1); return await Load() + LoadAsync; } }");

    [Fact]
    public Task Main_keeps_its_name() => Code.Of(
        """
        static class Loader { public static int Load() => [|Task.Run(() => 1).Result|]; }
        static class App
        {
            static int Main(string[] args)
            {
                return Loader.Load() - 1;
            }
        }
        """).Becomes(
        """
        static class Loader { public static async Task<int> LoadAsync() => await Task.Run(() => 1); }
        static class App
        {
            static async Task<int> Main(string[] args)
            {
                return await Loader.LoadAsync() - 1;
            }
        }
        """);

    [Fact]
    public Task Top_level_code_awaits() => Code.Of(
        ("App", "App.cs", "Console.Write(Loader.Load()); // static void Main()"),
        ("App", "Loader.cs", "static class Loader { public static int Load() => [|Task.Run(() => 1).Result|]; }")).Becomes(
        ("App.cs", "Console.Write(await Loader.LoadAsync()); // static void Main()"),
        ("Loader.cs", "static class Loader { public static async Task<int> LoadAsync() => await Task.Run(() => 1); }"));

    [Fact]
    public Task The_option_keeps_all_names() => Code.Of(
        """
        static class Loader { static int Load() => [|Task.Run(() => 1).Result|]; public static int Twice() => Load() * 2; }
        """,
        "async_analyzers.rename_on_async = false\n").Becomes(
        """
        static class Loader { static async Task<int> Load() => await Task.Run(() => 1); public static async Task<int> Twice() => await Load() * 2; }
        """);

    [Fact]
    public Task An_extension_does_not_take_the_name_of_a_member() => Code.Of(
        """
        class Store { public Task<int> CountAsync() => Task.FromResult(1); }
        static class Extensions
        {
            public static int Count(this Store store) => [|store.CountAsync().Result|];
            public static int Twice<T>(this Store store, T other) => store.Count() * 2;
            static int Use(Store store) => store.Twice(1) + Extensions.Twice<int>(store, 2);
        }
        """).Becomes(
        """
        class Store { public Task<int> CountAsync() => Task.FromResult(1); }
        static class Extensions
        {
            public static async Task<int> Count(this Store store) => await store.CountAsync();
            public static async Task<int> TwiceAsync<T>(this Store store, T other) => await store.Count() * 2;
            static async Task<int> UseAsync(Store store) => await store.TwiceAsync(1) + await Extensions.TwiceAsync<int>(store, 2);
        }
        """);

    [Fact]
    public Task A_derived_class_that_has_the_name_is_not_called_instead() => Code.Of(
        """
        class Base { protected int Load(int n) => [|Task.Run(() => n).Result|]; }
        class Derived : Base { int M() => Load(1); Task<int> LoadAsync(int n) => Task.FromResult(-n); }
        """).Becomes(
        """
        class Base { protected async Task<int> Load(int n) => await Task.Run(() => n); }
        class Derived : Base { async Task<int> MAsync() => await Load(1); Task<int> LoadAsync(int n) => Task.FromResult(-n); }
        """);

    private static string InClass(string member) => $$"""
        namespace Xunit { public class FactAttribute : System.Attribute { } }
        class C { {{Make}} {{member}} }
        """;
}
