namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>Callers that cannot become async.</summary>
public sealed class FrontierTests
{
    [Fact]
    public Task A_caller_that_cannot_become_async_goes_on_blocking() => Code.Of(
        """
        static class Source
        {
            public static int Get(int n) => [|MakeAsync(n).Result|];
            static async Task<int> MakeAsync(int n) { await Task.Yield(); return n; }
        }
        class Frontier
        {
            static int started = Source.Get(1);
            readonly int field = Source.Get(2);
            public Frontier() : this(Source.Get(3)) { field += Source.Get(4); }
            Frontier(int n) => field += n;
            public int Property => Source.Get(5) + started + field;
            public int this[int i] { get { return Source.Get(i); } set { Source.Get(i); } }
            public event Action Event { add { Source.Get(6); } remove { } }
            public static Frontier operator +(Frontier f, int n) { Source.Get(n); return f; }
            public IEnumerable<int> Iterator() { yield return Source.Get(7); }
            public bool Try(out int n) { n = Source.Get(8); return true; }
            public void Locked() { lock (this) { Source.Get(9); Inner(); } }
            void Inner() => Source.Get(10);
            public int Span(ReadOnlySpan<char> text) => Source.Get(text.Length);
            public int Lambda(List<int> list) => list.Select(n => Source.Get(n)).Sum() + list.Sum(static n => { return Source.Get(n); });
            public int Query(List<int> list) => (from n in list where Source.Get(n) > 1 select Source.Get(n)).Sum();
            public override string ToString() => "f" + Source.Get(11);
            public unsafe int Unsafe() { int n = Source.Get(12); return *&n; }
            public int Filter() { try { throw new Exception(); } catch (Exception) when (Source.Get(13) > 1) { return Source.Get(14); } }
        }
        struct Mutable { int n; public int Next() { n += Source.Get(1); return n; } }
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                var f = new Frontier();
                await Task.Yield();
                f.Event += () => { };
                f.Try(out var n);
                f.Locked();
                var m = new Mutable();
                m.Next();
                return $"{f.Property}{f[1]}{f + 1}{f.Iterator().Sum()}{n}{f.Lambda([1, 2])}{f.Query([1, 2])}{f}{f.Unsafe()}{f.Filter()}{m.Next()}{Source.Get(20)}" + f.Span("abc");
            }
        }
        """).Becomes(
        """
        static class Source
        {
            public static async Task<int> GetAsync(int n) => await MakeAsync(n);
            static async Task<int> MakeAsync(int n) { await Task.Yield(); return n; }
        }
        class Frontier
        {
            static int started = Source.GetAsync(1).GetAwaiter().GetResult();
            readonly int field = Source.GetAsync(2).GetAwaiter().GetResult();
            public Frontier() : this(Source.GetAsync(3).GetAwaiter().GetResult()) { field += Source.GetAsync(4).GetAwaiter().GetResult(); }
            Frontier(int n) => field += n;
            public int Property => Source.GetAsync(5).GetAwaiter().GetResult() + started + field;
            public int this[int i] { get { return Source.GetAsync(i).GetAwaiter().GetResult(); } set { Source.GetAsync(i).GetAwaiter().GetResult(); } }
            public event Action Event { add { Source.GetAsync(6).GetAwaiter().GetResult(); } remove { } }
            public static Frontier operator +(Frontier f, int n) { Source.GetAsync(n).GetAwaiter().GetResult(); return f; }
            public IEnumerable<int> Iterator() { yield return Source.GetAsync(7).GetAwaiter().GetResult(); }
            public bool Try(out int n) { n = Source.GetAsync(8).GetAwaiter().GetResult(); return true; }
            public void Locked() { lock (this) { Source.GetAsync(9).GetAwaiter().GetResult(); Inner(); } }
            void Inner() => Source.GetAsync(10).GetAwaiter().GetResult();
            public int Span(ReadOnlySpan<char> text) => Source.GetAsync(text.Length).GetAwaiter().GetResult();
            public int Lambda(List<int> list) => list.Select(n => Source.GetAsync(n).GetAwaiter().GetResult()).Sum() + list.Sum(static n => { return Source.GetAsync(n).GetAwaiter().GetResult(); });
            public int Query(List<int> list) => (from n in list where Source.GetAsync(n).GetAwaiter().GetResult() > 1 select Source.GetAsync(n).GetAwaiter().GetResult()).Sum();
            public override string ToString() => "f" + Source.GetAsync(11).GetAwaiter().GetResult();
            public unsafe int Unsafe() { int n = Source.GetAsync(12).GetAwaiter().GetResult(); return *&n; }
            public async Task<int> FilterAsync() { try { throw new Exception(); } catch (Exception) when (Source.GetAsync(13).GetAwaiter().GetResult() > 1) { return await Source.GetAsync(14); } }
        }
        struct Mutable { int n; public int Next() { n += Source.GetAsync(1).GetAwaiter().GetResult(); return n; } }
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                var f = new Frontier();
                await Task.Yield();
                f.Event += () => { };
                f.Try(out var n);
                f.Locked();
                var m = new Mutable();
                m.Next();
                return $"{f.Property}{f[1]}{f + 1}{f.Iterator().Sum()}{n}{f.Lambda([1, 2])}{f.Query([1, 2])}{f}{f.Unsafe()}{await f.FilterAsync()}{m.Next()}{await Source.GetAsync(20)}" + f.Span("abc");
            }
        }
        """);

    [Fact]
    public Task Endpoints_of_minimal_APIs_may_return_tasks() => Code.With(Core.Libraries.AspNetCore,
        """
        using Microsoft.AspNetCore.Builder;

        static class Api
        {
            static int Load(int key) => [|Task.Run(() => key).Result|];
            static void Map(WebApplication app)
            {
                app.MapGet("/a/{key}", (int key) => Load(key));
            }
        }
        """).Becomes(
        """
        using Microsoft.AspNetCore.Builder;

        static class Api
        {
            static async Task<int> LoadAsync(int key) => await Task.Run(() => key);
            static void Map(WebApplication app)
            {
                app.MapGet("/a/{key}", async (int key) => await LoadAsync(key));
            }
        }
        """);
}
