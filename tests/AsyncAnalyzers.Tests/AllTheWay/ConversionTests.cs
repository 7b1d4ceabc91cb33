using AsyncAnalyzers.CodeFixes.AllTheWay;

namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>Functions that become async with all that call them.</summary>
public sealed class ConversionTests
{
    [Fact]
    public async Task Callers_become_async_up_to_one_that_is()
    {
        var conversion = await Code.Of(
            """
            static class Store
            {
                // Loads.
                public static int Load(int key) /* here */
                {
                    return [|LoadAsync(key).Result|]; // waits
                }

                static async Task<int> LoadAsync(int key) { await Task.Yield(); return key * 2; }
            }
            static class Service
            {
                internal static string Text(int key)   =>   $"<{Store.Load(key)}>" ;
                public static void Print(List<string> lines)
                {
                    lines.Add(Text(1)); // one
                    lines.Add(Text(Store.Load(2)).ToUpperInvariant());
                }
            }
            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    await Task.Yield();
                    var lines = new List<string>();
                    Service.Print(lines);
                    return string.Join(",", lines);
                }
            }
            """).Becomes(
            """
            static class Store
            {
                // Loads.
                public static async Task<int> Load(int key) /* here */
                {
                    return await LoadAsync(key); // waits
                }

                static async Task<int> LoadAsync(int key) { await Task.Yield(); return key * 2; }
            }
            static class Service
            {
                internal static async Task<string> TextAsync(int key)   =>   $"<{await Store.Load(key)}>" ;
                public static async Task PrintAsync(List<string> lines)
                {
                    lines.Add(await TextAsync(1)); // one
                    lines.Add((await TextAsync(await Store.Load(2))).ToUpperInvariant());
                }
            }
            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    await Task.Yield();
                    var lines = new List<string>();
                    await Service.PrintAsync(lines);
                    return string.Join(",", lines);
                }
            }
            """);
        Assert.Equal("Make 'Load' async all the way up (3 methods, 5 calls)", conversion.Title);
    }

    [Fact]
    public Task Projects_that_refer_to_one_another_are_changed_together() => Code.Of(
        ("Data", "Store.cs", """
            namespace Data;

            public interface IStore { string Load(int key); }

            public class Store : IStore
            {
                public virtual string Load(int key) => [|ReadAsync(key).GetAwaiter().GetResult()|];
                private static async Task<string> ReadAsync(int key) { await Task.Delay(1); return "v" + key; }
            }
            """),
        ("Logic", "Logic.cs", """
            using Data;

            namespace Logic;

            /// <summary>See <see cref="IStore.Load"/> and <see cref="Cached.Load(int)"/>.</summary>
            public class Cached : Store, IDisposable
            {
                private readonly Dictionary<int, string> known = [];

                public override string Load(int key) => known.TryGetValue(key, out var value) ? value : known[key] = base.Load(key);
                public void Dispose() => Load(0);
            }

            public class Fixed : IStore
            {
                string IStore.Load(int key)
                {
                    if (key < 0)
                    {
                        return null!;
                    }

                    return nameof(IStore.Load)[..4] + key;
                }
            }
            """),
        ("App", "App.cs", """
            using Data;
            using Logic;

            public static class Program
            {
                private static string All(IEnumerable<IStore> stores)
                {
                    var text = "";
                    foreach (var store in stores)
                    {
                        text += store.Load(1) + store?.Load(2)?.Length;
                    }

                    return text;
                }

                public static Task<string> RunAsync()
                {
                    return Task.FromResult(All([new Store(), new Cached(), new Fixed()]).Replace("Async", ""));
                }
            }
            """)).Becomes(
        ("Store.cs", """
            namespace Data;

            public interface IStore { Task<string> LoadAsync(int key); }

            public class Store : IStore
            {
                public virtual async Task<string> LoadAsync(int key) => await ReadAsync(key);
                private static async Task<string> ReadAsync(int key) { await Task.Delay(1); return "v" + key; }
            }
            """),
        ("Logic.cs", """
            using Data;

            namespace Logic;

            /// <summary>See <see cref="IStore.LoadAsync"/> and <see cref="Cached.LoadAsync(int)"/>.</summary>
            public class Cached : Store, IDisposable
            {
                private readonly Dictionary<int, string> known = [];

                public override async Task<string> LoadAsync(int key) => known.TryGetValue(key, out var value) ? value : known[key] = await base.LoadAsync(key);
                public void Dispose() => LoadAsync(0).GetAwaiter().GetResult();
            }

            public class Fixed : IStore
            {
                Task<string> IStore.LoadAsync(int key)
                {
                    if (key < 0)
                    {
                        return Task.FromResult<string>(null!);
                    }

                    return Task.FromResult<string>(nameof(IStore.LoadAsync)[..4] + key);
                }
            }
            """),
        ("App.cs", """
            using Data;
            using Logic;

            public static class Program
            {
                private static async Task<string> AllAsync(IEnumerable<IStore> stores)
                {
                    var text = "";
                    foreach (var store in stores)
                    {
                        text += await store.LoadAsync(1) + (store is not null ? (await store.LoadAsync(2))?.Length : (int?)null);
                    }

                    return text;
                }

                public static async Task<string> RunAsync()
                {
                    return (await AllAsync([new Store(), new Cached(), new Fixed()])).Replace("Async", "");
                }
            }
            """));

    [Fact]
    public Task Every_place_of_a_call_keeps_its_meaning() => Code.Of(
        """
        class Item(int n) { public int N = n; public Item? Next; public int[] All = [1, 2]; public void Touch() => N++; public Item Self() => this; }
        static class Source
        {
            public static Item Get(int n = 1) => [|MakeAsync(n).Result|];
            public static IEnumerable<int> Numbers() { Get(); return [1, 2, 3]; }
            static async Task<Item> MakeAsync(int n) { await Task.Yield(); return new(n); }
        }
        public static class Program
        {
            static string Use()
            {
                var text = "";
                foreach (var number in Source.Numbers()) text += number;
                Item? item = null;
                item ??= Source.Get(4);
                text += Source.Get(5).N + Source.Get().All[1];
                text += $"{Source.Get(6).N,4}{Source.Get(7)!.N:x}";
                Source.Get(8).Touch();
                if (Source.Get() is { N: 1 } && !(Source.Get(0).N > 0)) text += "!";
                text += Source.Get(9).N switch { 9 => Source.Get(10).N, _ => 0 };
                try { throw new Exception(); } catch { text += Source.Get(11).N; } finally { text += Source.Get(12).N; }
                using (var x = new StringReader("" + Source.Get(13).N)) text += x.ReadToEnd();
                for (var i = Source.Get().N; i < Source.Get(3).N; i++) text += i;
                while (Source.Get(text.Length).N < 30) text += ".";
                var array = new[] { Source.Get(1), Source.Get(2) };
                var many = new Dictionary<int, Item> { [Source.Get(3).N] = Source.Get(4) };
                _ = Source.Get();
                var tuple = (Source.Get().N, b: Source.Get(2).N);
                text += (object)Source.Get(14).N + "" + -Source.Get(15).N + (Source.Get(16).Self().Next?.N ?? Source.Get(17).N);
                text += many[3].N + array[1].N + tuple.b + (from x in Source.Numbers() where x > 1 select x).Sum();
                lock (Source.Get()) { text += "l"; }
                return text + item.N + F(Source.Get(18).N)[Source.Get(1).N];
                int[] F(int n) => [n, Source.Get(n).N];
            }

            public static async Task<string> RunAsync() { await Task.Yield(); return Use(); }
        }
        """).Becomes(
        """
        class Item(int n) { public int N = n; public Item? Next; public int[] All = [1, 2]; public void Touch() => N++; public Item Self() => this; }
        static class Source
        {
            public static async Task<Item> GetAsync(int n = 1) => await MakeAsync(n);
            public static async Task<IEnumerable<int>> NumbersAsync() { await GetAsync(); return [1, 2, 3]; }
            static async Task<Item> MakeAsync(int n) { await Task.Yield(); return new(n); }
        }
        public static class Program
        {
            static async Task<string> UseAsync()
            {
                var text = "";
                foreach (var number in await Source.NumbersAsync()) text += number;
                Item? item = null;
                item ??= await Source.GetAsync(4);
                text += (await Source.GetAsync(5)).N + (await Source.GetAsync()).All[1];
                text += $"{(await Source.GetAsync(6)).N,4}{(await Source.GetAsync(7))!.N:x}";
                (await Source.GetAsync(8)).Touch();
                if (await Source.GetAsync() is { N: 1 } && !((await Source.GetAsync(0)).N > 0)) text += "!";
                text += (await Source.GetAsync(9)).N switch { 9 => (await Source.GetAsync(10)).N, _ => 0 };
                try { throw new Exception(); } catch { text += (await Source.GetAsync(11)).N; } finally { text += (await Source.GetAsync(12)).N; }
                using (var x = new StringReader("" + (await Source.GetAsync(13)).N)) text += x.ReadToEnd();
                for (var i = (await Source.GetAsync()).N; i < (await Source.GetAsync(3)).N; i++) text += i;
                while ((await Source.GetAsync(text.Length)).N < 30) text += ".";
                var array = new[] { await Source.GetAsync(1), await Source.GetAsync(2) };
                var many = new Dictionary<int, Item> { [(await Source.GetAsync(3)).N] = await Source.GetAsync(4) };
                _ = await Source.GetAsync();
                var tuple = ((await Source.GetAsync()).N, b: (await Source.GetAsync(2)).N);
                text += (object)(await Source.GetAsync(14)).N + "" + -(await Source.GetAsync(15)).N + ((await Source.GetAsync(16)).Self().Next?.N ?? (await Source.GetAsync(17)).N);
                text += many[3].N + array[1].N + tuple.b + (from x in await Source.NumbersAsync() where x > 1 select x).Sum();
                lock (await Source.GetAsync()) { text += "l"; }
                return text + item.N + (await FAsync((await Source.GetAsync(18)).N))[(await Source.GetAsync(1)).N];
                async Task<int[]> FAsync(int n) => [n, (await Source.GetAsync(n)).N];
            }

            public static async Task<string> RunAsync() { await Task.Yield(); return await UseAsync(); }
        }
        """);

    [Fact]
    public Task Functions_that_return_tasks_lambdas_and_handlers_need_only_the_modifier() => Code.Of(
        """
        class Form
        {
            public event EventHandler? Click;
            public event EventHandler? Moved;
            public string Text = "";
            public Form() { Click += OnClick; Moved += (sender, e) => Text += Get(3); }
            public void Raise() { Click?.Invoke(this, EventArgs.Empty); Moved?.Invoke(this, EventArgs.Empty); }
            void OnClick(object? sender, EventArgs e) { Text += Get(2); }
            public static int Get(int n) => [|Make(n).Result|];
            static Task<int> Make(int n) => Task.FromResult(n);
        }
        public static class Program
        {
            static Task<int> Value(int n) { if (n == 0) return Task.FromResult(Form.Get(n)); if (n == 1) throw new Exception(); return n == 2 ? Value(0) : Value(Form.Get(0)); }
            static Task<int> Short(int n) => Value(Form.Get(n));
            static Task Plain(int n)
            {
                if (n == 0) return Task.Delay(Form.Get(1));
                switch (n) { case 1: return Task.CompletedTask; }
                try { Form.Get(1); } finally { }
                return Value(3);
            }
            static ValueTask<int> Struct(int n) => new ValueTask<int>(Form.Get(n));
            public static Task<string> RunAsync()
            {
                var form = new Form();
                form.Raise();
                return Task.Run(() => form.Text + Form.Get(9)).ContinueWith(t => t.Result + Value(2).Result + Short(3).Result + Struct(4).AsTask().Result + Plain(0).IsFaulted);
            }
        }
        """).Becomes(
        """
        class Form
        {
            public event EventHandler? Click;
            public event EventHandler? Moved;
            public string Text = "";
            public Form() { Click += OnClick; Moved += async (sender, e) => Text += await GetAsync(3); }
            public void Raise() { Click?.Invoke(this, EventArgs.Empty); Moved?.Invoke(this, EventArgs.Empty); }
            async void OnClick(object? sender, EventArgs e) { Text += await GetAsync(2); }
            public static async Task<int> GetAsync(int n) => await Make(n);
            static Task<int> Make(int n) => Task.FromResult(n);
        }
        public static class Program
        {
            static async Task<int> Value(int n) { if (n == 0) return await Form.GetAsync(n); if (n == 1) throw new Exception(); return await (n == 2 ? Value(0) : Value(await Form.GetAsync(0))); }
            static async Task<int> Short(int n) => await Value(await Form.GetAsync(n));
            static async Task Plain(int n)
            {
                if (n == 0) { await Task.Delay(await Form.GetAsync(1)); return; }
                switch (n) { case 1: return; }
                try { await Form.GetAsync(1); } finally { }
                await Value(3);
            }
            static async ValueTask<int> Struct(int n) => await Form.GetAsync(n);
            public static Task<string> RunAsync()
            {
                var form = new Form();
                form.Raise();
                return Task.Run(async () => form.Text + await Form.GetAsync(9)).ContinueWith(t => t.Result + Value(2).Result + Short(3).Result + Struct(4).AsTask().Result + Plain(0).IsFaulted);
            }
        }
        """);
}
