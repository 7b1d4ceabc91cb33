using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary><c>var t = FAsync();</c> → <c>var t = FAsync().AsTask();</c>, and <c>t</c> for each <c>t.AsTask()</c>. Not for parameters and fields: they are made elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class ValueTaskConsumedTwiceFix() : AsyncFix(Rules.ValueTaskConsumedTwice)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target)
    {
        if (target.Node is not IdentifierNameSyntax mention ||
            target.Model.GetSymbolInfo(mention, target.CancellationToken).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var reference] } local ||
            reference.GetSyntax(target.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: var type } } declarator ||
            Member.Around(declarator) is not { } member)
        {
            yield break;
        }

        var uses = member.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.CancellationToken).Symbol, local)).ToList();
        if (uses.Exists(static use => use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use || use.Parent is ArgumentSyntax))
        {
            yield break;
        }

        yield return new("Make it a Task once, with AsTask()", "astask", edit =>
        {
            if (!edit.IsFirstTime(declarator))
            {
                return;
            }

            edit.Replace(value, static current => AwaitSyntax.Call(current.WithoutTrivia(), "AsTask").WithTriviaFrom(current));
            if (!type.IsVar)
            {
                edit.Replace(type, static current => Renamed(current).WithTriviaFrom(current));
            }

            foreach (var use in uses)
            {
                if (use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsTask", Parent: InvocationExpressionSyntax conversion })
                {
                    edit.Replace(conversion, current => IdentifierName(local.Name).WithTriviaFrom(current));
                }
            }
        });
    }

    /// <summary><c>ValueTask&lt;T&gt;</c> → <c>Task&lt;T&gt;</c>.</summary>
    private static TypeSyntax Renamed(TypeSyntax type) => type switch
    {
        GenericNameSyntax generic => generic.WithIdentifier(Identifier("Task")),
        IdentifierNameSyntax => IdentifierName("Task"),
        QualifiedNameSyntax qualified => qualified.WithRight((SimpleNameSyntax)Renamed(qualified.Right)),
        _ => type,
    };
}
