using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Blocking;

/// <summary>
/// AWAIT205: a call, in an async function, of a method that has an asynchronous twin: <c>stream.Read(…)</c> although <c>ReadAsync</c> exists.
/// The rewritten call is bound before anything is said. Not: test projects, the twin itself, the synchronous branch of code for both worlds, objects in
/// memory, lookups in dictionaries, members on the shipped or configured list, waits of zero time, waits for tasks (AWAIT201), primitives (AWAIT206), places where <c>await</c> may not stand.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UseAsyncOverload() : AsyncAnalyzer(Rules.UseAsyncOverload)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            var twins = AsyncTwins.In(context.Compilation, types);
            context.RegisterOperationAction(operation => Analyze(operation, twins, types), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, AsyncTwins twins, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (method.Name.EndsWith("Async", StringComparison.Ordinal) ||
            EnclosingFunction.Of(call, context.ContainingSymbol) is not { IsAsync: true } function ||
            twins.Of(call) is not { IsEmpty: false } candidates ||
            types.Awaitables.IsAwaitable(call.Type) ||
            WaitTime.IsZero(call) ||
            SyncBranch.Contains(call) ||
            InMemory.IsUsedBy(call) ||
            IsConfigured(method, context) ||
            !AwaitPlace.Allows(call))
        {
            return;
        }

        if (TwinCall.Of(call, candidates, types, (at, model) => twins.TokenIn(function, at, model)) is { } twin && !IsWithin(twin.Method, function, call) && !IsBeside(twin.Method, call))
        {
            Report(context, call, null, $"{TypeNameOf(method)}.{method.Name}", twin.Method.Name, Advice(twin, call));
        }
    }

    /// <summary>True for members excluded by the option, and for those that the option of AWAIT206 makes its own.</summary>
    private static bool IsConfigured(IMethodSymbol method, in OperationAnalysisContext context) =>
        Options.ExcludedSyncMembers.Read(context.Options, context.Operation.Syntax.SyntaxTree).Contains(method) ||
        Options.BlockingMembers.Read(context.Options, context.Operation.Syntax.SyntaxTree).Contains(method);

    /// <summary>True if the call is part of the twin or an overload of it, which may well be built on the method; another object's twin is another matter.</summary>
    private static bool IsWithin(IMethodSymbol twin, IMethodSymbol function, IInvocationOperation call)
    {
        var isOwn = call.Instance is null ? !call.TargetMethod.IsExtensionMethod : call.Instance is IInstanceReferenceOperation;
        for (ISymbol? around = function; around is IMethodSymbol method; around = around.ContainingSymbol)
        {
            if (method.Name.Substring(method.Name.LastIndexOf('.') + 1) == twin.Name &&
                (isOwn || SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, twin.ContainingType.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a statement next to the call's calls the twin with the same arguments: then both are meant, as with hooks that exist in both forms.</summary>
    private static bool IsBeside(IMethodSymbol twin, IInvocationOperation call)
    {
        if (!call.TargetMethod.ReturnsVoid ||
            call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or IdentifierNameSyntax, Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } syntax)
        {
            return false;
        }

        var index = block.Statements.IndexOf(statement);
        return index > 0 && Calls(block.Statements[index - 1]) || index + 1 < block.Statements.Count && Calls(block.Statements[index + 1]);

        bool Calls(StatementSyntax other) => other is ExpressionStatementSyntax && other.DescendantNodes().Any(node =>
            node is InvocationExpressionSyntax neighbour && NameIn(neighbour) == twin.Name &&
            SyntaxFactory.AreEquivalent((syntax.Expression as MemberAccessExpressionSyntax)?.Expression, (neighbour.Expression as MemberAccessExpressionSyntax)?.Expression) &&
            BeginsWith(neighbour.ArgumentList.Arguments, syntax.ArgumentList.Arguments));
    }

    private static string? NameIn(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>True for the same arguments, and at most a token behind them.</summary>
    private static bool BeginsWith(SeparatedSyntaxList<ArgumentSyntax> arguments, SeparatedSyntaxList<ArgumentSyntax> wanted)
    {
        if (arguments.Count < wanted.Count || arguments.Count > wanted.Count + 1)
        {
            return false;
        }

        for (var index = 0; index < wanted.Count; index++)
        {
            if (!SyntaxFactory.AreEquivalent(arguments[index], wanted[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An extension block has no name of its own.</summary>
    private static string TypeNameOf(IMethodSymbol method) => method.ContainingType is { Name.Length: 0, ContainingType: { } container } ? container.Name : method.ContainingType.Name;

    private static string Advice(TwinCall twin, IInvocationOperation call)
    {
        var hasArguments = call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value != call.Receiver());
        var arguments = (hasArguments, twin.Token) switch
        {
            (true, { } token) => $"…, {token}",
            (true, null) => "…",
            (false, var token) => token ?? "",
        };
        var import = twin.Import is null ? "" : $"import {twin.Import} and ";
        return $"{import}await {twin.Method.Name}({arguments})";
    }
}
