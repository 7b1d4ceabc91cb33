using AsyncAnalyzers.Tests.Core;

namespace AsyncAnalyzers.Tests.Libraries;

/// <summary>All rules over tests as users of the test frameworks and of test doubles write them.</summary>
public sealed class TestFrameworkTests
{
    [Theory]
    [InlineData("""
        using Moq;
        using Xunit;
        public interface IStore { Task<int> LoadAsync(int id); Task SaveAsync(); int Count(); Task<int> CountAsync(); }
        public class Tests
        {
            [Fact]
            public async Task Loads()
            {
                var store = new Mock<IStore>();
                store.Setup(s => s.LoadAsync(1)).ReturnsAsync(2);
                store.Setup(s => s.SaveAsync()).Returns(Task.CompletedTask);
                Assert.Equal(2, await store.Object.LoadAsync(1));
                store.Verify(s => s.LoadAsync(1), Times.Once);
                store.VerifyNoOtherCalls();
                await Assert.ThrowsAsync<InvalidOperationException>(() => store.Object.LoadAsync(3));
                Assert.Equal(0, store.Object.Count());
            }
        }
        """)]
    [InlineData("""
        using NSubstitute;
        using Xunit;
        public interface IStore { Task<int> LoadAsync(int id); Task SaveAsync(); ValueTask<int> CountAsync(); }
        public class Tests
        {
            [Fact]
            public async Task Loads()
            {
                var store = Substitute.For<IStore>();
                store.LoadAsync(1).Returns(2);
                store.LoadAsync(2).Returns(Task.FromResult(3));
                store.CountAsync().Returns(new ValueTask<int>(3));
                Assert.Equal(2, await store.LoadAsync(1));
                await store.Received().LoadAsync(1);
                await store.DidNotReceive().SaveAsync();
                Received.InOrder(() => { store.LoadAsync(1); store.SaveAsync(); });
            }
        }
        """)]
    [InlineData("""
        using NUnit.Framework;
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [Test]
            public async Task Loads()
            {
                Assert.That(await LoadAsync(1), Is.EqualTo(1));
                Assert.ThrowsAsync<InvalidOperationException>(async () => await LoadAsync(2));
                Assert.That(async () => await LoadAsync(2), Throws.Nothing);
                Assert.Multiple(() => Assert.That(1, Is.EqualTo(1)));
                Assert.Throws<InvalidOperationException>(() => throw new InvalidOperationException());
            }
        }
        """)]
    [InlineData("""
        using Microsoft.VisualStudio.TestTools.UnitTesting;
        [TestClass]
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [TestMethod]
            public async Task Loads()
            {
                Assert.AreEqual(1, await LoadAsync(1));
                await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => LoadAsync(2));
                Assert.ThrowsExactly<InvalidOperationException>(() => throw new InvalidOperationException());
            }
        }
        """)]
    [InlineData("""
        using TUnit.Core;
        using TUnit.Assertions;
        using TUnit.Assertions.Extensions;
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [Test]
            public async Task Loads()
            {
                await Assert.That(await LoadAsync(1)).IsEqualTo(1);
                await Assert.That(async () => await LoadAsync(2)).Throws<InvalidOperationException>();
            }
        }
        """)]
    [InlineData("""
        using FluentAssertions;
        using Xunit;
        public class Tests
        {
            static async Task<int> LoadAsync(int id) { await Task.Yield(); return id; }

            [Fact]
            public async Task Loads()
            {
                Func<Task> act = () => LoadAsync(1);
                await act.Should().NotThrowAsync();
                await act.Should().ThrowAsync<InvalidOperationException>().WithMessage("x");
                (await LoadAsync(1)).Should().Be(1);
                Action sync = () => throw new InvalidOperationException();
                sync.Should().Throw<InvalidOperationException>();
            }
        }
        """)]
    public async Task Good_tests_are_silent(string code) => Assert.Empty(await LibraryCode.ReportAsync(code, Core.Libraries.ForTests));

    [Theory]
    [InlineData("using NUnit.Framework;", "[Test]")]
    [InlineData("using NUnit.Framework;", "[TestCase(1)]", "int id")]
    [InlineData("using Xunit;", "[Fact]")]
    [InlineData("using Xunit;", "[Theory, InlineData(1)]", "int id")]
    [InlineData("using Microsoft.VisualStudio.TestTools.UnitTesting;", "[TestMethod]")]
    [InlineData("using TUnit.Core;", "[Test]")]
    public async Task A_test_that_blocks_becomes_async(string import, string attribute, string parameters = "")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var before = Code("void", "Task.Delay(1).Wait();");
        var snippet = Snippet.Of(before, [.. Frameworks.Net100, .. Core.Libraries.ForTests]);
        Assert.Empty(await snippet.ErrorsAsync(cancellationToken));
        var diagnostics = await snippet.AnalyzeAsync(cancellationToken);
        Assert.Equal("AWAIT202", Assert.Single(diagnostics).Id);
        var after = await snippet.FixAllAsync(RuleCatalog.FixFor("AWAIT202")!, diagnostics, cancellationToken);
        Assert.Equal(Code("async Task", "await Task.Delay(1);"), await after.TextAsync(cancellationToken));

        string Code(string returns, string statement) => $$"""
            {{import}}
            public class Tests
            {
                {{attribute}}
                public {{returns}} Works({{parameters}})
                {
                    {{statement}}
                }
            }
            """;
    }
}
