using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>A local variable of an <c>Action</c> type that is only invoked, each time where the task of a <c>Func&lt;…, Task&gt;</c> could be awaited.</summary>
internal sealed class ActionVariable
{
    private readonly VariableDeclarationSyntax declaration;
    private readonly IReadOnlyList<InvocationExpressionSyntax> calls;

    private ActionVariable(VariableDeclarationSyntax declaration, IReadOnlyList<InvocationExpressionSyntax> calls)
    {
        this.declaration = declaration;
        this.calls = calls;
    }

    public static ActionVariable? Of(VariableDeclaratorSyntax variable, FixTarget target)
    {
        if (variable.Parent is not VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax } declaration ||
            target.Model.GetDeclaredSymbol(variable, target.CancellationToken) is not ILocalSymbol local ||
            !IsAction(local.Type, declaration.Type) ||
            AsyncFunction.Around(variable) is not { } function ||
            InvocationsOf(local, function, target) is not { } calls)
        {
            return null;
        }

        return new(declaration, calls);
    }

    /// <summary>True for <c>Action</c> and <c>Action&lt;…&gt;</c>, written so.</summary>
    public static bool IsAction(ITypeSymbol type, TypeSyntax written) =>
        type is INamedTypeSymbol { Name: "Action", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } &&
        written is IdentifierNameSyntax { Identifier.ValueText: "Action" } or GenericNameSyntax { Identifier.ValueText: "Action" };

    /// <summary>All places where the delegate is invoked; null if it is used otherwise, or its task could not be awaited there.</summary>
    /// <param name="variable">The local or parameter that holds it.</param>
    /// <param name="function">The function that sees it.</param>
    /// <param name="target">What is fixed.</param>
    /// <param name="becoming">A function that will be async, though it is not yet clear from its type that it could be.</param>
    public static List<InvocationExpressionSyntax>? InvocationsOf(ISymbol variable, SyntaxNode function, FixTarget target, SyntaxNode? becoming = null)
    {
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var name in function.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != variable.Name || !SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, variable))
            {
                continue;
            }

            if (name.Parent is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call || call.Expression != name ||
                !(becoming is not null && AsyncFunction.Around(call) == becoming
                    ? AwaitLegality.IsLegal(call, becoming, target.Model, target.CancellationToken)
                    : AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken)))
            {
                return null;
            }

            calls.Add(call);
        }

        return calls;
    }

    public void Apply(DocumentEdit edit)
    {
        edit.Replace(declaration.Type, static current => FuncOf(current).WithTriviaFrom(current));
        foreach (var call in calls)
        {
            edit.Await(call, static current => current);
        }
    }

    /// <summary><c>Func&lt;…, Task&gt;</c> for <c>Action&lt;…&gt;</c>.</summary>
    public static TypeSyntax FuncOf(TypeSyntax action)
    {
        TypeSyntax[] arguments = [.. action is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments : [], TypeNames.Task];
        return GenericName(Identifier("Func"), TypeArgumentList(SeparatedList(arguments, Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), arguments.Length - 1))));
    }
}
