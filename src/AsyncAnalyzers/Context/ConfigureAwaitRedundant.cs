using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Context;

/// <summary>
/// AWAIT802: <c>ConfigureAwait(false)</c> in an application without a synchronization context, where it changes nothing. Not: options that do change something
/// (<c>ForceYielding</c>, <c>SuppressThrowing</c>), values that are not constant, awaitables that are kept in a variable; tests, whose frameworks may set a context; libraries, whose users may have one.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ConfigureAwaitRedundant() : AsyncAnalyzer(Rules.ConfigureAwaitRedundant)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.IsTestProject)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
        }
    }

    private void Analyze(in OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is not { TargetMethod: { Name: "ConfigureAwait", ContainingType.ContainingNamespace: { Name: "Tasks" or "CompilerServices" } }, Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } ||
            !IsDefault(call.ArgumentAt(call.TargetMethod.Parameters.Length - 1)?.Value) ||
            !IsAwaited(call) ||
            AppModels.Of(call.Syntax.SyntaxTree, context.Options, types) != AppModel.None)
        {
            return;
        }

        var unnecessary = TextSpan.FromBounds(access.OperatorToken.SpanStart, call.Syntax.Span.End);
        Report(context, call, Location.Create(call.Syntax.SyntaxTree, unnecessary), call.Syntax.SyntaxTree.GetText(context.CancellationToken).ToString(unnecessary).TrimStart('.'));
    }

    /// <summary><c>true</c>, <c>false</c>, <c>ConfigureAwaitOptions.None</c>, <c>ContinueOnCapturedContext</c>: what only says where to go on.</summary>
    private static bool IsDefault(IOperation? argument) => argument?.ConstantValue is { HasValue: true, Value: bool or 0 or 1 };

    private static bool IsAwaited(IOperation configured)
    {
        var value = configured;
        while (value.Parent is IConversionOperation { IsImplicit: true } or IParenthesizedOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WithCancellation" } } or IInvocationOperation { TargetMethod.Name: "WithCancellation" })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IAwaitOperation => true,
            IForEachLoopOperation loop => loop.Collection == value,
            IUsingOperation => true,
            IVariableInitializerOperation { Parent.Parent.Parent.Parent: var declaration } => declaration is IUsingOperation or IUsingDeclarationOperation,
            IInvocationOperation { TargetMethod.Name: "GetAwaiter" } => true,
            _ => false,
        };
    }
}
