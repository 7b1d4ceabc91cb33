namespace AsyncAnalyzers.Tests.AllTheWay;

/// <summary>Doubles that stand for a method which becomes async.</summary>
public sealed class TestDoubleTests
{
    private const string Before = """
        public interface IStore { int Load(int key); string Name(); void Save(); }
        public class Store : IStore
        {
            public int Load(int key) => [|Task.Run(() => key).Result|];
            public string Name() => "n" + Load(1);
            public void Save() => Load(1);
        }
        """;

    private const string After = """
        public interface IStore { Task<int> LoadAsync(int key); Task<string> NameAsync(); Task SaveAsync(); }
        public class Store : IStore
        {
            public async Task<int> LoadAsync(int key) => await Task.Run(() => key);
            public async Task<string> NameAsync() => "n" + await LoadAsync(1);
            public async Task SaveAsync() => await LoadAsync(1);
        }
        """;

    [Fact]
    public Task Moq_is_given_tasks() => Code.With(Core.Libraries.Moq,
        $$"""
        using Moq;

        {{Before}}
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                await Task.Yield();
                var mock = new Mock<IStore>();
                mock.Setup(store => store.Load(1)).Returns(10);
                mock.Setup(store => store.Load(It.Is<int>(n => n > 1))).Callback(() => { }).Returns((int n) => n * 2).Verifiable();
                mock.Setup(store => store.Load(9)).Throws(new InvalidOperationException());
                mock.Setup(store => store.Name()).Returns((string)null!);
                mock.Setup(s => s.Save()).Callback(() => { });
                mock.Object.Save();
                mock.Verify(store => store.Save(), Times.Once());
                try { mock.Object.Load(9); } catch (InvalidOperationException) { }
                return $"{mock.Object.Load(1)}{mock.Object.Load(2)}{mock.Object.Name()}{new Store().Name()}";
            }
        }
        """).Becomes(
        $$"""
        using Moq;

        {{After}}
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                await Task.Yield();
                var mock = new Mock<IStore>();
                mock.Setup(store => store.LoadAsync(1)).ReturnsAsync(10);
                mock.Setup(store => store.LoadAsync(It.Is<int>(n => n > 1))).Callback(() => { }).Returns((int n) => Task.FromResult(n * 2)).Verifiable();
                mock.Setup(store => store.LoadAsync(9)).Throws(new InvalidOperationException());
                mock.Setup(store => store.NameAsync()).ReturnsAsync((string)null!);
                mock.Setup(s => s.SaveAsync()).Callback(() => { });
                await mock.Object.SaveAsync();
                mock.Verify(store => store.SaveAsync(), Times.Once());
                try { await mock.Object.LoadAsync(9); } catch (InvalidOperationException) { }
                return $"{await mock.Object.LoadAsync(1)}{await mock.Object.LoadAsync(2)}{await mock.Object.NameAsync()}{await new Store().NameAsync()}";
            }
        }
        """);

    [Fact]
    public Task NSubstitute_makes_tasks_itself() => Code.With(Core.Libraries.NSubstitute,
        $$"""
        using NSubstitute;

        {{Before}}
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                await Task.Yield();
                var store = Substitute.For<IStore>();
                store.Load(1).Returns(10);
                store.Load(Arg.Is<int>(n => n > 1)).Returns(call => call.Arg<int>() * 2, call => 7);
                store.Name().Returns("n");
                var count = 0;
                store.When(s => s.Save()).Do(_ => count++);
                store.Save();
                store.Received(1).Save();
                store.DidNotReceive().Load(3);
                return $"{store.Load(1)}{store.Load(2)}{store.Load(2)}{store.Name()}{count}{new Store().Name()}";
            }
        }
        """).Becomes(
        $$"""
        using NSubstitute;

        {{After}}
        public static class Program
        {
            public static async Task<string> RunAsync()
            {
                await Task.Yield();
                var store = Substitute.For<IStore>();
                store.LoadAsync(1).Returns(10);
                store.LoadAsync(Arg.Is<int>(n => n > 1)).Returns(call => call.Arg<int>() * 2, call => 7);
                store.NameAsync().Returns("n");
                var count = 0;
                store.When(async s => await s.SaveAsync()).Do(_ => count++);
                await store.SaveAsync();
                await store.Received(1).SaveAsync();
                await store.DidNotReceive().LoadAsync(3);
                return $"{await store.LoadAsync(1)}{await store.LoadAsync(2)}{await store.LoadAsync(2)}{await store.NameAsync()}{count}{await new Store().NameAsync()}";
            }
        }
        """);
}
