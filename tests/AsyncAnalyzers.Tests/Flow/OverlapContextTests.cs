using System.Collections.Immutable;
using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using AsyncAnalyzers.Tests.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Tests.Flow;

/// <summary>What is found around the first <c>await Here()</c>.</summary>
public sealed class OverlapContextTests
{
    [Theory]
    [InlineData("await Here();", "None")]
    [InlineData("try { await Here(); } finally { }", "None")]
    [InlineData("try { await Here(); } catch { }", "TryCatch")]
    [InlineData("try { await Here(); } catch (Exception) { }", "TryCatch")]
    [InlineData("try { await Here(); } catch (IOException) { }", "TryCatch, SelectiveCatch")]
    [InlineData("try { } catch (IOException) { await Here(); }", "None")]
    [InlineData("try { Func<Task> f = async () => await Here(); } catch (IOException) { }", "None")]
    [InlineData("try { async Task F() { await Here(); } } catch (IOException) { }", "None")]
    [InlineData("using (stream) { await Here(); }", "Using")]
    [InlineData("using (var s = stream) { await Here(); }", "Using")]
    [InlineData("using var s = stream; if (s != null) { await Here(); }", "Using")]
    [InlineData("await Here(); using var s = stream;", "None")]
    [InlineData("using (var client = new System.Net.Http.HttpClient()) { await Here(); }", "None")]
    [InlineData("using (connection.BeginTransaction()) { } await Here();", "None")]
    [InlineData("using (connection.BeginTransaction()) { await Here(); }", "Transaction")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(); await Here();", "Transaction")]
    [InlineData("switch (1) { case 1: var t = connection.BeginTransaction(); await Here(); break; }", "Transaction")]
    [InlineData("await gate.WaitAsync(); await Here();", "Throttle")]
    [InlineData("Monitor.Enter(stream); await Here();", "Lock")]
    [InlineData("await Task.Delay(1); await Here();", "None")]
    [InlineData("async Task F() { await gate.WaitAsync(); } await Here();", "None")]
    public void Around_an_await(string body, string expected) => Assert.Equal(expected, Find(body).Around.ToString());

    [Theory]
    [InlineData("await Here();", "None")]
    [InlineData("await Here(); await Task.Delay(1);", "Throttle")]
    [InlineData("await gate.WaitAsync(); await Here(); gate.Release();", "Throttle")]
    [InlineData("Func<Task> f = async () => { await Here(); lock (stream) { } };", "Lock")]
    [InlineData("using var t = connection.BeginTransaction(); await Here();", "Transaction")]
    [InlineData("using (stream) { } await Here();", "Using")]
    [InlineData("try { await Here(); } catch { }", "TryCatch")]
    public void Within_a_body(string body, string expected) => Assert.Equal(expected, Find(body).Within.ToString());

    private static (Obstacles Around, Obstacles Within) Find(string body)
    {
        var tree = CSharpSyntaxTree.ParseText(
            $$"""
            using System; using System.Data.Common; using System.IO; using System.Threading; using System.Threading.Tasks;
            class C
            {
                Task Here() => Task.CompletedTask;
                async Task M(Stream stream, DbConnection connection, SemaphoreSlim gate) { {{body}} }
            }
            """);
        var compilation = CSharpCompilation.Create("Test", [tree], Frameworks.Net100, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var model = compilation.GetSemanticModel(tree);
        var concurrency = AsyncAnalyzers.Flow.Concurrency.Of(compilation, new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty), KnownTypes.Of(compilation)!);
        var method = model.GetOperation(tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Last())!;
        var here = method.Descendants().OfType<IAwaitOperation>().First(static operation => operation.Operation is IInvocationOperation { TargetMethod.Name: "Here" });
        return (OverlapContext.Around(here, concurrency), OverlapContext.Within(method, concurrency));
    }
}
