using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// A parameter or local of a delegate type that may return a task instead: <c>Action</c> → <c>Func&lt;Task&gt;</c>. Everything it gets is a lambda, which becomes async,
/// and all that happens to it is that it is called, by the function it belongs to, which awaits it then.
/// </summary>
internal sealed class DelegateSlot
{
    private DelegateSlot(Place place, Verdict owner)
    {
        Place = place;
        Owner = owner;
    }

    /// <summary>Where the parameter or local is declared, which tells it from others.</summary>
    public Place Place { get; }

    /// <summary>What becomes of the function that the parameter or local belongs to.</summary>
    public Verdict Owner { get; }

    /// <summary>The types to change; none for a <c>var</c>.</summary>
    public List<(FileView File, TypeSyntax Type)> Types { get; } = [];

    public List<(FileView File, AnonymousFunctionExpressionSyntax Lambda)> Lambdas { get; } = [];

    public List<(FileView File, InvocationExpressionSyntax Call)> Calls { get; } = [];

    /// <summary>The slot that a lambda is put into; null if it is none.</summary>
    public static async Task<DelegateSlot?> OfAsync(AnonymousFunctionExpressionSyntax lambda, FileView file, SolutionView view, CancellationToken cancellationToken) =>
        lambda.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax } declaration } variable } =>
                await OfLocalAsync(lambda, variable, declaration.Type, file, view, cancellationToken).ConfigureAwait(false),
            ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } =>
                await OfParameterAsync(lambda, call, file, view, cancellationToken).ConfigureAwait(false),
            _ => null,
        };

    /// <summary><c>Action</c> → <c>Func&lt;Task&gt;</c>, <c>Func&lt;int, string&gt;</c> → <c>Func&lt;int, Task&lt;string&gt;&gt;</c>.</summary>
    public static void Write(TypeSyntax type, TextPatch patch, TaskName task)
    {
        var name = NameIn(type)!;
        var written = task.At(type.SpanStart);
        if (name is GenericNameSyntax { TypeArgumentList: var list })
        {
            if (name.Identifier.ValueText == "Func")
            {
                patch.Wrap(list.Arguments[list.Arguments.Count - 1].Span, written + "<", ">");
            }
            else
            {
                patch.Replace(name.Identifier.Span, "Func");
                patch.Replace(new(list.GreaterThanToken.SpanStart, 0), ", " + written);
            }
        }
        else
        {
            patch.Replace(name.Identifier.Span, $"Func<{written}>");
        }
    }

    private static async Task<DelegateSlot?> OfLocalAsync(AnonymousFunctionExpressionSyntax lambda, VariableDeclaratorSyntax variable, TypeSyntax type, FileView file, SolutionView view, CancellationToken cancellationToken)
    {
        if (file.Model.GetDeclaredSymbol(variable, cancellationToken) is not ILocalSymbol local || !IsActionOrFunc(local.Type) || AsyncFunction.Around(variable) is not { } function)
        {
            return null;
        }

        var slot = new DelegateSlot(file.PlaceOf(variable), await Verdict.OfAsync(function, file, view, cancellationToken).ConfigureAwait(false));
        if (!type.IsVar)
        {
            if (NameIn(type) is null)
            {
                return null;
            }

            slot.Types.Add((file, type));
        }

        slot.Lambdas.Add((file, lambda));
        return slot.Owner.Kind != VerdictKind.Blocked && slot.AddCalls(local, function, file, cancellationToken) ? slot : null;
    }

    private static async Task<DelegateSlot?> OfParameterAsync(AnonymousFunctionExpressionSyntax lambda, InvocationExpressionSyntax call, FileView file, SolutionView view, CancellationToken cancellationToken)
    {
        if (file.Model.GetOperation(call, cancellationToken) is not IInvocationOperation operation || ParameterOf(operation, lambda) is not { } parameter ||
            (operation.TargetMethod.ReducedFrom ?? operation.TargetMethod).OriginalDefinition is not { DeclaringSyntaxReferences: [var reference, ..], MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } ||
            await view.OfAsync(reference.SyntaxTree, cancellationToken).ConfigureAwait(false) is not { } declared || reference.Span.End > declared.Root.FullSpan.End)
        {
            return null;
        }

        var owner = await Verdict.OfAsync(declared.Root.FindNode(reference.Span), declared, view, cancellationToken).ConfigureAwait(false);
        if (owner is not { Kind: VerdictKind.Convert, Family: { } family } || family.Uses.Any(static use => use.Kind is not (UseKind.Call or UseKind.Mention)))
        {
            return null;
        }

        var slot = new DelegateSlot(new(family.Declarations[0].Place.Path, family.Declarations[0].Place.Start + parameter.Ordinal + 1), owner);
        foreach (var declaration in family.Declarations)
        {
            if (!slot.AddParameter(declaration, parameter.Ordinal, cancellationToken))
            {
                return null;
            }
        }

        foreach (var use in family.Calls)
        {
            if (use.File.Model.GetOperation(use.Call!, cancellationToken) is not IInvocationOperation other ||
                other.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is not { ArgumentKind: ArgumentKind.Explicit, Syntax: ArgumentSyntax { Expression: AnonymousFunctionExpressionSyntax given } } ||
                AsyncFunction.IsAsync(given))
            {
                return null;
            }

            slot.Lambdas.Add((use.File, given));
        }

        return slot.Calls.Count > 0 ? slot : null;
    }

    private static IParameterSymbol? ParameterOf(IInvocationOperation call, AnonymousFunctionExpressionSyntax lambda)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Syntax == lambda.Parent)
            {
                return argument.Parameter;
            }
        }

        return null;
    }

    private bool AddParameter(Declaration declaration, int ordinal, CancellationToken cancellationToken)
    {
        var parameter = declaration.Method.Parameters[ordinal];
        var list = declaration.Node is MethodDeclarationSyntax method ? method.ParameterList : ((LocalFunctionStatementSyntax)declaration.Node).ParameterList;
        if (!IsActionOrFunc(parameter.Type) || parameter.IsParams || list.Parameters[ordinal] is not { Type: { } type, Default: null } || NameIn(type) is null)
        {
            return false;
        }

        Types.Add((declaration.File, type));
        return declaration.Body is null || AddCalls(parameter, declaration.Node, declaration.File, cancellationToken);
    }

    /// <summary>Adds all calls of the delegate in the function; false if something else happens to it.</summary>
    private bool AddCalls(ISymbol slot, SyntaxNode function, FileView file, CancellationToken cancellationToken)
    {
        foreach (var name in function.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != slot.Name || !SymbolEqualityComparer.Default.Equals(file.Model.GetSymbolInfo(name, cancellationToken).Symbol, slot))
            {
                continue;
            }

            var called = name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } invoke && invoke.Expression == name ? (ExpressionSyntax)invoke : name;
            if (called.Parent is not InvocationExpressionSyntax call || call.Expression != called || AsyncFunction.Around(call) != function || !AwaitLegality.IsLegal(call, function, file.Model, cancellationToken))
            {
                return false;
            }

            Calls.Add((file, call));
        }

        return true;
    }

    private static bool IsActionOrFunc(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Action" or "Func", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, DelegateInvokeMethod: not null };

    private static SimpleNameSyntax? NameIn(TypeSyntax type) => type switch
    {
        NullableTypeSyntax { ElementType: var element } => NameIn(element),
        QualifiedNameSyntax { Right: var right } => NameIn(right),
        SimpleNameSyntax { Identifier.ValueText: "Action" or "Func" } name => name,
        _ => null,
    };
}
