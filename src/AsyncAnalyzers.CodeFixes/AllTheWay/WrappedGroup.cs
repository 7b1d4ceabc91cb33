using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>A method that becomes a delegate which returns no task: <c>Load</c> → <c>(key) => LoadAsync(key).GetAwaiter().GetResult()</c>.</summary>
internal static class WrappedGroup
{
    /// <summary>What to put before and behind the group; null where a lambda is something else: its receiver would be looked for each time, and it equals no other.</summary>
    public static (string Before, string After)? For(ExpressionSyntax group, FileView file, CancellationToken cancellationToken)
    {
        if (group is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }) && !IsStatic(group, file, cancellationToken) ||
            group.Parent is not (ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } or ReturnStatementSyntax or ArrowExpressionClauseSyntax) ||
            file.Model.GetTypeInfo(group, cancellationToken).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod: { Parameters: var parameters } } ||
            parameters.Any(static parameter => parameter.RefKind != RefKind.None))
        {
            return null;
        }

        var names = string.Join(", ", parameters.Select((parameter, index) => NameFor(parameter, index, group, file)));
        return ($"{(parameters.Length == 1 ? names : $"({names})")} => ", $"({names}).GetAwaiter().GetResult()");
    }

    private static bool IsStatic(ExpressionSyntax group, FileView file, CancellationToken cancellationToken) =>
        group is MemberAccessExpressionSyntax access && file.Model.GetSymbolInfo(access.Expression, cancellationToken).Symbol is INamedTypeSymbol;

    private static string NameFor(IParameterSymbol parameter, int index, SyntaxNode at, FileView file)
    {
        var name = parameter.Name.Length > 0 ? parameter.Name : "argument";
        return file.Model.LookupSymbols(at.SpanStart, name: name).IsEmpty && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"argument{index + 1}";
    }
}
