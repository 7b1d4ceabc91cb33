using AsyncAnalyzers.Tests.Core;
using Verify = AsyncAnalyzers.Tests.Core.Verify<AsyncAnalyzers.Unobserved.TaskUsedAsValue>;

namespace AsyncAnalyzers.Tests.Unobserved;

public sealed class TaskUsedAsValueTests
{
    private const string Helpers = """
        interface IStore
        {
            Task<string> NameAsync(int id = 0);
            Task<int> CountAsync();
            Task<bool> IsReadyAsync();
            Task<string>? MaybeAsync();
            Task<string> Cached { get; }
            Task<string> Find();
            ValueTask<string> QuickAsync();
            ValueTask QuietAsync();
            Task WorkAsync();
            Task<T> GetAsync<T>();
            IStore? Next { get; }
        }
        static class Async
        {
            public static async Task<string> ReadAsync() { await Task.Yield(); return ""; }
            public static Task<string> LoadAsync() => Task.FromResult("");
            public static Task<string> BrokenAsync(bool b) => b ? null! : Task.FromResult("");
            public static Task<string> DefaultAsync(bool b) { if (b) { return default!; } return Task.FromResult(""); }
            public static Task<string> PassAsync(IStore? s) => s?.NameAsync()!;
            public static T Get<T>(T value) => value;
        }
        class Job : Task { public Job() : base(() => { }) { } public override string ToString() => "job"; }
        namespace Microsoft.Extensions.Logging
        {
            public interface ILogger { }
            public static class LoggerExtensions
            {
                public static void LogInformation(this ILogger logger, string? message, params object?[] args) { }
                public static void LogError(this ILogger logger, Exception? exception, string? message, params object?[] args) { }
                public static void Note(this ILogger logger, object? value) { }
            }
        }
        namespace Serilog
        {
            public interface ILogger { void Information<T>(string template, T value); void Information(string template, params object?[] values); }
            public class Logger : ILogger { public void Information<T>(string template, T value) { } public void Information(string template, params object?[] values) { } }
        }
        namespace Newtonsoft.Json { public static class JsonConvert { public static string SerializeObject(object? value) => ""; } }
        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { public object Ok(object? value) => this; } }
        """;

    private static string InClass(string members) => $"using Microsoft.Extensions.Logging;\nclass C {{ {members} }}\n{Helpers}";

    [Theory]
    [InlineData("string M(IStore s) => $\"{[|s.NameAsync()|]}\";")]
    [InlineData("string M(IStore s) => $\"a {[|s.NameAsync(1)|],5:x} b\";")]
    [InlineData("string M(IStore s) { return $\"{([|s.CountAsync()|])}\"; }")]
    [InlineData("string M(IStore s) => $\"{[|s.Next?.NameAsync()|]}\";")]
    [InlineData("string M(IStore s) => $\"{[|s.QuickAsync()|]}{[|s.QuietAsync()|]}\";")]
    [InlineData("string M(IStore s) => $\"{[|s.Next?.QuickAsync()|]}\";")]
    [InlineData("string M(IStore s) => $\"{[|s.NameAsync().ConfigureAwait(false)|]}\";")]
    [InlineData("string M(IStore s) => $\"{[|s.Cached|]}\";")]
    [InlineData("string M(Task<int> task) => $\"{[|task|]}\";")]
    [InlineData("string M(Task task) => $\"{[|task|]}\";")]
    [InlineData("string M(IStore s, bool b) => $\"{(b ? \"\" : \"x\")} {([|b ? s.NameAsync() : s.Cached|])}\";")]
    [InlineData("Task? field; string M() => $\"{[|field|]}\";")]
    [InlineData("FormattableString M(IStore s) => $\"{[|s.NameAsync()|]}\";")]
    [InlineData("void M(IStore s, System.Text.StringBuilder b) => b.Append($\"x {[|s.NameAsync()|]}\");")]
    [InlineData("void M(IStore s, bool b) => System.Diagnostics.Debug.Assert(b, $\"x {[|s.NameAsync()|]}\");")]
    [InlineData("string M(IStore s) => \"x\" + [|s.NameAsync()|];")]
    [InlineData("string M(IStore s) => [|s.WorkAsync()|] + \"x\" + [|s.QuickAsync()|];")]
    [InlineData("string M(Task task) => \"x\" + [|task|];")]
    [InlineData("void M(IStore s) { var text = \"\"; text += [|s.NameAsync()|]; }")]
    public Task A_task_in_text_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("string M(IStore s) => [|s.NameAsync()|].ToString()!;")]
    [InlineData("string? M(IStore s) => s.Next?[|.NameAsync()|].ToString();")]
    [InlineData("string? M(IStore s) => [|s.WorkAsync()|].ToString();")]
    [InlineData("string? M(IStore s) => [|s.QuickAsync()|].ToString();")]
    [InlineData("string? M(Task<int> task) => [|task|].ToString();")]
    [InlineData("string? M(Task<int> task) => ([|task|]).ToString()?.Trim();")]
    public Task ToString_of_a_task_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("void M(IStore s) => Console.WriteLine([|s.NameAsync()|]);")]
    [InlineData("void M(IStore s) => Console.WriteLine([|s.WorkAsync()|]);")]
    [InlineData("void M(IStore s) => Console.WriteLine(\"{0}\", [|s.NameAsync()|]);")]
    [InlineData("void M(IStore s) => Console.WriteLine(arg0: [|s.NameAsync()|], format: \"{0}\");")]
    [InlineData("void M(IStore s) => Console.WriteLine(\"{0}{1}{2}{3}{4}\", 1, 2, 3, [|s.NameAsync()|], [|s.QuickAsync()|]);")]
    [InlineData("void M(IStore s) => Console.WriteLine(\"{0}\", new object[] { [|s.NameAsync()|] });")]
    [InlineData("void M(IStore s) => Console.Error.WriteLine([|s.NameAsync()|]);")]
    [InlineData("void M(IStore s, StreamWriter w) => w.Write([|s.NameAsync()|]);")]
    [InlineData("void M(IStore s) => System.Diagnostics.Debug.WriteLine([|s.NameAsync()|]);")]
    [InlineData("void M(IStore s) => System.Diagnostics.Trace.WriteLine([|s.NameAsync()|]);")]
    [InlineData("string M(IStore s) => string.Format(\"{0}\", [|s.NameAsync()|]);")]
    [InlineData("string M(IStore s) => string.Format(\"{0}{1}{2}{3}\", 1, 2, 3, [|s.NameAsync()|]);")]
    [InlineData("string M(IStore s) => string.Concat([|s.NameAsync()|], 1);")]
    [InlineData("string M(IStore s) => string.Join(\",\", [|s.NameAsync()|], 1);")]
    [InlineData("void M(IStore s, System.Text.StringBuilder b) { b.Append([|s.NameAsync()|]); b.AppendFormat(\"{0}\", [|s.NameAsync()|]); }")]
    [InlineData("string? M(IStore s) => Convert.ToString([|s.NameAsync()|]);")]
    [InlineData("bool M(IStore s) => Convert.ToBoolean([|s.IsReadyAsync()|]);")]
    [InlineData("string M(IStore s) => System.Text.Json.JsonSerializer.Serialize([|s.NameAsync()|]);")]
    [InlineData("string M(IStore s) => System.Text.Json.JsonSerializer.Serialize<object>([|s.NameAsync()|]);")]
    [InlineData("string M(Task<int> task) => Newtonsoft.Json.JsonConvert.SerializeObject([|task|]);")]
    [InlineData("void M(IStore s, ILogger l) => l.LogInformation(\"{Name}\", [|s.NameAsync()|]);")]
    [InlineData("void M(IStore s, ILogger l) => LoggerExtensions.LogInformation(l, \"{Name}\", [|s.NameAsync()|]);")]
    [InlineData("void M(IStore s, ILogger l, Exception e) => l.LogError(e, \"{A} {B}\", 1, [|s.CountAsync()|]);")]
    [InlineData("void M(IStore s, ILogger? l) => l?.LogInformation(\"{Name}\", [|s.NameAsync()|]);")]
    [InlineData("void M(IStore s, Serilog.ILogger l) => l.Information(\"{Name}\", [|s.NameAsync()|]);")]
    [InlineData("void M(IStore s, Serilog.Logger l) { l.Information(\"{Name}\", [|s.NameAsync()|]); l.Information(\"{A} {B}\", 1, [|s.NameAsync()|]); }")]
    [InlineData("class D : Microsoft.AspNetCore.Mvc.ControllerBase { object Get(IStore s) => Ok([|s.NameAsync()|]); }")]
    public Task A_task_among_the_arguments_of_what_takes_any_object_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("string M(IStore s, int[] ids) => string.Join(\",\", [|ids.Select(id => s.NameAsync(id))|]);")]
    [InlineData("string M(IStore s, int[] ids) => string.Join(\",\", [|ids.Select(async id => await s.NameAsync(id))|]);")]
    [InlineData("string M(List<Task<int>> tasks) => string.Join(\", \", [|tasks|]);")]
    [InlineData("string M(IEnumerable<Task> tasks) => string.Concat([|tasks|]);")]
    public Task A_sequence_of_tasks_that_is_joined_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("bool M(IStore s) => [|s.NameAsync()|] == null;")]
    [InlineData("bool M(IStore s) => null != [|s.NameAsync()|];")]
    [InlineData("bool M(IStore s) => [|s.NameAsync()|] is null;")]
    [InlineData("bool M(IStore s) => ([|s.NameAsync()|]) is not null;")]
    [InlineData("bool M(IStore s) => [|s.NameAsync()|] is { };")]
    [InlineData("bool M(IStore s) => [|s.NameAsync()|] is not { };")]
    [InlineData("void M(IStore s) { if ([|s.GetAsync<string>()|] == null) { } }")]
    [InlineData("bool M() => [|Async.ReadAsync()|] == null;")]
    [InlineData("bool M() => [|Async.LoadAsync()|] == null;")]
    [InlineData("bool M() { return [|LocalAsync()|] is null; async Task<string> LocalAsync() { await Task.Yield(); return \"\"; } }")]
    [InlineData("bool M() => [|Task.Run(() => \"\")|] == null;")]
    [InlineData("bool M(IStore s) => [|s.WorkAsync()|] == null;")]
    [InlineData("void M(IStore s) { _ = [|s.NameAsync()|] ?? throw new Exception(); }")]
    [InlineData("\n#nullable disable\nasync Task<string> F() { await Task.Yield(); return null; } bool M() => [|F()|] == null;\n#nullable restore\n")]
    public Task A_call_that_always_gives_a_task_is_reported_when_compared_with_null(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("bool M(IStore s) => [|s.IsReadyAsync()|].Equals(true);")]
    [InlineData("bool M(IStore s) => Equals([|s.CountAsync()|], 5);")]
    [InlineData("bool M(IStore s) => object.Equals(\"a\", [|s.NameAsync()|]);")]
    [InlineData("bool M(IStore s) => \"a\".Equals([|s.NameAsync()|]);")]
    [InlineData("bool M(IStore s, string name) => name.Equals([|s.QuickAsync()|]);")]
    [InlineData("bool M(Task<int> task) => [|task|].Equals(5);")]
    public Task A_task_compared_with_a_value_is_reported(string member) => Verify.Reports(InClass(member));

    [Theory]
    [InlineData("async Task M(IStore s) { Console.WriteLine([|s.NameAsync()|]); await Task.Yield(); }")]
    [InlineData("void M(IStore s) { void L() => Console.WriteLine([|s.NameAsync()|]); L(); }")]
    [InlineData("Action<IStore> a = s => Console.WriteLine([|s.NameAsync()|]);")]
    [InlineData("Action<IStore> a = delegate(IStore s) { Console.WriteLine([|s.NameAsync()|]); };")]
    [InlineData("static string field = $\"{[|Async.LoadAsync()|]}\";")]
    [InlineData("string P => $\"{[|Async.LoadAsync()|]}\";")]
    [InlineData("string P { get { return $\"{[|Async.LoadAsync()|]}\"; } }")]
    [InlineData("string P { get; } = \"x\" + [|Async.LoadAsync()|];")]
    [InlineData("C(IStore s) => Console.WriteLine([|s.NameAsync()|]);")]
    [InlineData("C(string text) { } C(IStore s) : this($\"{[|s.NameAsync()|]}\") { }")]
    [InlineData("async IAsyncEnumerable<string> M(IStore s) { await Task.Yield(); yield return $\"{[|s.NameAsync()|]}\"; }")]
    [InlineData("void M(IStore s, ILogger l) { try { } catch (Exception e) when ($\"{[|s.NameAsync()|]}\" == e.Message) { } }")]
    public Task Every_kind_of_function_is_covered(string member) => Verify.Reports(InClass(member));

    [Fact]
    public Task Top_level_code_is_covered() =>
        Verify.Reports("Console.WriteLine($\"{[|NameAsync()|]}\");\nstatic Task<int> NameAsync() => Task.FromResult(1);", Setup.TopLevel);

    [Theory]
    [InlineData("async Task<string> M(IStore s) => $\"{await s.NameAsync()} {(await s.CountAsync()).ToString()}\";")]
    [InlineData("string M(Task<int> task) => $\"{task.Id} {task.Status} {task.IsCompleted} {task.Exception}\" + task.Id;")]
    [InlineData("string M(IStore s) => nameof(s.NameAsync) + $\"{nameof(s.CountAsync)}\";")]
    [InlineData("string M(Job job) => $\"{job}\" + job + job.ToString();")]
    [InlineData("string? M(Task task) => task.ToString();")]
    [InlineData("void M(Task task, ILogger l) { Console.WriteLine(task); l.LogInformation(\"{Task}\", task); }")]
    [InlineData("void M(IStore s) => Console.WriteLine((object)s.NameAsync());")]
    [InlineData("string M(IStore s) => $\"{(object)s.NameAsync()}\";")]
    [InlineData("string M(object task) => $\"{task}\";")]
    [InlineData("string M<T>(T task) => $\"{task}\";")]
    [InlineData("string M(dynamic task) => $\"{task}\" + task + task.ToString();")]
    [InlineData("void M(IStore s, ILogger l) => l.Note(s.NameAsync());")]
    [InlineData("void M(IStore s) { Log(s.NameAsync()); } static void Log(object value) { }")]
    [InlineData("void M(IStore s) { WriteLine(s.NameAsync()); } static void WriteLine(object value) { }")]
    [InlineData("void M(IStore s, List<object> list, Dictionary<string, object> map) { list.Add(s.NameAsync()); map[\"a\"] = s.NameAsync(); }")]
    [InlineData("object M(IStore s) => new { Name = s.NameAsync(), s.Cached };")]
    [InlineData("object M(IStore s) => s.NameAsync();")]
    [InlineData("System.Linq.Expressions.Expression<Func<IStore, string>> e = s => string.Format(\"{0}\", s.NameAsync(1)) + s.NameAsync(1);")]
    [InlineData("int M(Task task) => task.GetHashCode();")]
    [InlineData("string M(Type type) => $\"{typeof(Task<int>)}\" + typeof(Task);")]
    [InlineData("Action M(Action a, Action b) => a + b;")]
    [InlineData("void M() { return; Console.WriteLine(Async.LoadAsync()); }")]
    public Task What_is_no_value_or_meant_to_be_the_task_is_silent(string member) => Verify.Silent(InClass(member));

    [Theory]
    [InlineData("bool M(Task<int> task) => task == null || task is null;")]
    [InlineData("Task<int>? field; bool M() => field != null && this.field is not null;")]
    [InlineData("bool M(IStore s) { var task = s.NameAsync(); return task == null; }")]
    [InlineData("bool M(IStore s) => s.MaybeAsync() == null;")]
    [InlineData("bool M(IStore? s) => s?.NameAsync() == null;")]
    [InlineData("bool M(IStore s) => s.Cached == null;")]
    [InlineData("bool M(IStore s) => s.Find() == null;")]
    [InlineData("bool M(Func<Task<int>> f) => f() == null;")]
    [InlineData("bool M() => Async.BrokenAsync(true) == null;")]
    [InlineData("bool M() => Async.DefaultAsync(true) is null;")]
    [InlineData("bool M() => Async.PassAsync(null) is null;")]
    [InlineData("bool M(Task<int> t) => Async.Get(t) is null;")]
    [InlineData("\n#nullable disable\nTask<string> FAsync() => Task.FromResult(\"\"); bool M() => FAsync() == null;\n#nullable restore\n")]
    [InlineData("bool M(IStore s) => s.NameAsync() is { } task && task.IsCompleted;")]
    [InlineData("bool M(IStore s) => s.NameAsync() is { IsCompleted: true };")]
    [InlineData("async Task M(IStore s) { await (s.NameAsync() ?? Task.FromResult(\"\")); await (s.NameAsync() ?? throw new Exception()); }")]
    [InlineData("Task M(IStore s) => s.NameAsync() ?? throw new Exception();")]
    [InlineData("void M(IStore s) { var task = s.NameAsync() ?? throw new Exception(); }")]
    public Task A_null_check_that_may_be_meant_is_silent(string member) => Verify.Silent(InClass(member));

    [Theory]
    [InlineData("bool M(Task<int> task, Task other) => task.Equals(other) && Equals(task, other) && ReferenceEquals(task, 5);")]
    [InlineData("bool M(Task<int> task, object other) => task.Equals(other) && Equals(other, task);")]
    [InlineData("bool M(Task<int> task, IDisposable other) => task.Equals(other) && Equals(other, task);")]
    [InlineData("bool M<T>(Task<int> task, T other) => task.Equals(other);")]
    [InlineData("bool M(Task<int> task) => task.Equals(null) && Equals(task, null);")]
    [InlineData("bool M(Task<int> task, Job other) => task.Equals(other);")]
    [InlineData("bool M(Task<int> task, Task<string> other) => EqualityComparer<object>.Default.Equals(task, other);")]
    [InlineData("bool M(Task<int> task, dynamic other) => task.Equals(other);")]
    public Task A_comparison_of_tasks_is_silent(string member) => Verify.Silent(InClass(member));

    [Fact]
    public Task A_null_check_in_a_test_project_is_silent() => Verify.Silent(
        InClass("bool M(IStore s) => s.NameAsync() == null && s.NameAsync() is not null;") + "\nnamespace Xunit { class FactAttribute : Attribute { } }");

    [Fact]
    public Task The_builder_of_another_library_may_do_something_else_with_a_task() => Verify.Silent(
        InClass("void M(IStore s, Query q) => q.Add($\"x {s.NameAsync()}\");") + """

        class Query
        {
            public void Add(Handler text) { }
        }
        [System.Runtime.CompilerServices.InterpolatedStringHandler]
        struct Handler
        {
            public Handler(int literals, int holes) { }
            public void AppendLiteral(string text) { }
            public void AppendFormatted<T>(T value) { }
        }
        """);

    [Fact]
    public Task Messages_say_what_happens() => Verify.Reports(
        InClass("""
            void Sync(IStore s) => Console.WriteLine({|#0:s.NameAsync()|});
            async Task M(IStore s, Task work, Task<int> count, int[] ids)
            {
                var text = $"{{|#1:s.WorkAsync().ConfigureAwait(false)|}} {{|#2:count|}}";
                text += string.Join(",", {|#3:ids.Select(id => s.NameAsync(id))|});
                if ({|#4:s.NameAsync()|} == null || {|#5:s.IsReadyAsync()|}.Equals(true)) { }
                Console.WriteLine({|#6:s.WorkAsync()|});
                await Task.Yield();
            }
            """),
        Setup.Default with
        {
            Expected =
            [
                Verify.At(0, "The task returned by 'NameAsync'", "is", "'Console.WriteLine' gets the task, not its result", "await it in an async function"),
                Verify.At(1, "The task returned by 'WorkAsync'", "is", "the text shows no more than the name of its type", "await it"),
                Verify.At(2, "The task 'count'", "is", "the text does not show its result", "await it"),
                Verify.At(3, "The tasks returned by 'Select'", "are", "'String.Join' gets tasks, not their results", "await Task.WhenAll of them"),
                Verify.At(4, "The task returned by 'NameAsync'", "is", "the comparison asks whether there is a task, which there always is", "await it"),
                Verify.At(5, "The task returned by 'IsReadyAsync'", "is", "it never equals what it is compared with", "await it"),
                Verify.At(6, "The task returned by 'WorkAsync'", "is", "'Console.WriteLine' gets the task", "await it"),
            ],
        });

    [Theory]
    [InlineData("bool M(Task<bool> task) => task is {|CS0029:true|};")]
    [InlineData("bool M(Task<bool> task) => {|CS0019:task == true|};")]
    public Task What_the_compiler_rejects_is_left_to_it(string member) => Verify.Reports(InClass(member));
}
