using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>
/// A parameter of an <c>Action</c> type of a local function or private method that only invokes it, and gets async code from each of its callers.
/// A function that returned nothing then returns a task, which its callers await.
/// </summary>
internal sealed class ActionParameter
{
    private readonly SyntaxNode function;
    private readonly TypeSyntax parameterType;
    private readonly TypeSyntax? voidType;
    private readonly IReadOnlyList<InvocationExpressionSyntax> invocations;
    private readonly IReadOnlyList<InvocationExpressionSyntax> calls;

    private ActionParameter(SyntaxNode function, TypeSyntax parameterType, TypeSyntax? voidType, IReadOnlyList<InvocationExpressionSyntax> invocations, IReadOnlyList<InvocationExpressionSyntax> calls)
    {
        this.function = function;
        this.parameterType = parameterType;
        this.voidType = voidType;
        this.invocations = invocations;
        this.calls = calls;
    }

    /// <summary>The parameter that the lambda is passed for; null unless all of it is in this document and can be changed.</summary>
    public static ActionParameter? Of(AnonymousFunctionExpressionSyntax lambda, IMethodSymbol method, FixTarget target)
    {
        if (!IsSeenWhole(method) ||
            method.DeclaringSyntaxReferences is not [var reference] ||
            reference.GetSyntax(target.CancellationToken) is not { } function ||
            function.SyntaxTree != target.Node.SyntaxTree ||
            ParameterOf(lambda, target) is not { DeclaringSyntaxReferences: [var declared] } parameter ||
            declared.GetSyntax(target.CancellationToken) is not ParameterSyntax { Type: { } type, Default: null } ||
            !ActionVariable.IsAction(parameter.Type, type))
        {
            return null;
        }

        var voidType = method.ReturnsVoid && !method.IsAsync ? ReturnTypeOf(function) : null;
        if (voidType is null && !target.Types.Awaitables.IsAsyncReturn(method.ReturnType) ||
            voidType is not null && (method.Parameters.Any(static other => other.RefKind != RefKind.None || other.Type.IsRefLikeType) || AsyncFunction.BodyOf(function) is not BlockSyntax) ||
            ActionVariable.InvocationsOf(parameter, function, target, voidType is null ? null : function) is not { } invocations ||
            CallsOf(method, parameter, voidType is not null, target) is not { } calls)
        {
            return null;
        }

        return new(function, type, voidType, invocations, calls);
    }

    public void Apply(DocumentEdit edit)
    {
        if (!edit.IsFirstTime(parameterType))
        {
            return;
        }

        edit.Replace(parameterType, static current => ActionVariable.FuncOf(current).WithTriviaFrom(current));
        foreach (var invocation in invocations)
        {
            edit.Await(invocation, static current => current);
        }

        if (voidType is not null && edit.IsFirstTime(voidType))
        {
            edit.Replace(voidType, static current => TypeNames.Task.WithTriviaFrom(current));
            edit.MakeAsync(function);
            foreach (var call in calls)
            {
                edit.Await(call, static current => current);
            }
        }
    }

    private static bool IsSeenWhole(IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction ||
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1, PartialDefinitionPart: null, PartialImplementationPart: null };

    private static TypeSyntax? ReturnTypeOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax local => local.ReturnType,
        _ => null,
    };

    /// <summary>All calls of the method; null if it is used otherwise, gets something else than async code from one of them, or one could not await it.</summary>
    private static List<InvocationExpressionSyntax>? CallsOf(IMethodSymbol method, IParameterSymbol parameter, bool mustAwait, FixTarget target)
    {
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var name in target.Node.SyntaxTree.GetRoot(target.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText != method.Name || target.Model.GetSymbolInfo(name, target.CancellationToken) is not { Symbol: { } named } || !SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, method.OriginalDefinition))
            {
                continue;
            }

            var called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
            if (called.Parent is not InvocationExpressionSyntax call ||
                !call.ArgumentList.Arguments.Any(argument => argument.Expression is AnonymousFunctionExpressionSyntax passed && AsyncFunction.IsAsync(passed) && ParameterOf(passed, target)?.Ordinal == parameter.Ordinal) ||
                mustAwait && (call.Parent is not ExpressionStatementSyntax || !AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken)))
            {
                return null;
            }

            calls.Add(call);
        }

        return calls;
    }

    private static IParameterSymbol? ParameterOf(AnonymousFunctionExpressionSyntax lambda, FixTarget target) =>
        lambda.Parent is ArgumentSyntax argument && target.Model.GetOperation(argument, target.CancellationToken) is Microsoft.CodeAnalysis.Operations.IArgumentOperation { Parameter.OriginalDefinition: var parameter }
            ? parameter
            : null;
}
