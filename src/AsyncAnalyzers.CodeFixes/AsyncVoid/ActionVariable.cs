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
            target.Model.GetDeclaredSymbol(variable, target.CancellationToken) is not ILocalSymbol { Type: INamedTypeSymbol { Name: "Action", ContainingNamespace.Name: "System" } } local ||
            declaration.Type is not (IdentifierNameSyntax { Identifier.ValueText: "Action" } or GenericNameSyntax { Identifier.ValueText: "Action" }) ||
            AsyncFunction.Around(variable) is not { } function)
        {
            return null;
        }

        var calls = new List<InvocationExpressionSyntax>();
        foreach (var name in function.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Name || !SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, local))
            {
                continue;
            }

            if (name.Parent is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call || call.Expression != name ||
                !AsyncFunction.CanAwait(call, target.Model, target.Types, target.CancellationToken))
            {
                return null;
            }

            calls.Add(call);
        }

        return new(declaration, calls);
    }

    public void Apply(DocumentEdit edit)
    {
        edit.Replace(declaration.Type, static current => FuncOf(current).WithTriviaFrom(current));
        foreach (var call in calls)
        {
            edit.Await(call, static current => current);
        }
    }

    private static TypeSyntax FuncOf(TypeSyntax action)
    {
        TypeSyntax[] arguments = [.. action is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments : [], TypeNames.Task];
        return GenericName(Identifier("Func"), TypeArgumentList(SeparatedList(arguments, Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), arguments.Length - 1))));
    }
}
