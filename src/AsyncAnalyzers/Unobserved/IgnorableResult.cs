using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Unobserved;

/// <summary>Tells calls that are made for their result from calls that do something, such as <c>SaveChangesAsync</c>, whose result few ask for.</summary>
internal static class IgnorableResult
{
    /// <summary>False in doubt: where the name does not say so, the body must.</summary>
    public static bool IsAskedFor(IMethodSymbol method, ITypeSymbol result, KnownTypes types, CancellationToken cancellationToken)
    {
        if (IsNothing(result) || types.Awaitables.IsTaskOrValueTask(result) || IsFluent(method, result) ||
            method.MethodKind == MethodKind.DelegateInvoke || SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, types.Task) || IsHandler(method.Name))
        {
            return false;
        }

        return AsksByName(method.Name) ?? IsPure(method, cancellationToken);
    }

    /// <summary><c>Task&lt;Unit&gt;</c>, and <c>Task&lt;object&gt;</c> of times when there was no other way to say it.</summary>
    private static bool IsNothing(ITypeSymbol result) =>
        result is { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Error } or
            INamedTypeSymbol { Arity: 0, Name: "Unit" or "None" or "Nothing" or "Empty" or "Missing" or "Done" or "NoResult" or "NoContent" or "ValueTuple" } ||
        result.Name.StartsWith("Void", StringComparison.Ordinal);

    /// <summary>The object that the call was made on comes back.</summary>
    private static bool IsFluent(IMethodSymbol method, ITypeSymbol result) =>
        SymbolEqualityComparer.Default.Equals(result.OriginalDefinition, method.ContainingType.OriginalDefinition) ||
        SymbolEqualityComparer.Default.Equals(result.OriginalDefinition, method.ReceiverType?.OriginalDefinition) ||
        method.IsExtensionMethod && method.Parameters is [{ Type: var receiver }, ..] && SymbolEqualityComparer.Default.Equals(result.OriginalDefinition, receiver.OriginalDefinition);

    private static bool IsHandler(string name) => BeginsWithWord(name, "On") || BeginsWithWord(name, "Handle") || BeginsWithWord(name, "Run") || BeginsWithWord(name, "Invoke") || BeginsWithWord(name, "Do");

    /// <summary>True for a question, false for a command, null if the name does not tell.</summary>
    private static bool? AsksByName(string name) => Verbs.Of(name) switch
    {
        // To load, to scan or to select may well be to show.
        Verb.Read when BeginsWithWord(name, "Load") || BeginsWithWord(name, "Scan") || BeginsWithWord(name, "Select") || BeginsWithWord(name, "Download") => null,
        Verb.Read => true,
        Verb.Never => BeginsWithWord(name, "Validate") || BeginsWithWord(name, "Authorize") || BeginsWithWord(name, "Authenticate"),
        Verb.Other => BeginsWithWord(name, "Compute") || BeginsWithWord(name, "Calculate") || BeginsWithWord(name, "Parse") || BeginsWithWord(name, "Deserialize") ? true : null,
        _ => false,
    };

    /// <summary>True if the source of the method shows that it computes its result and does nothing else.</summary>
    private static bool IsPure(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var body = reference.GetSyntax(cancellationToken) switch
            {
                BaseMethodDeclarationSyntax declaration => (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody,
                LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
                _ => null,
            };
            if (body is not null)
            {
                return !body.DescendantNodes().Any(Acts);
            }
        }

        return false;
    }

    private static bool Acts(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } } } => false,
        InvocationExpressionSyntax { Expression: var called } => NameOf(called) is not { } name || name is not ("ConfigureAwait" or "nameof") && !BeginsWithWord(name, "ThrowIf") && AsksByName(name) != true,
        AssignmentExpressionSyntax { Left: not DeclarationExpressionSyntax } or BaseObjectCreationExpressionSyntax { Parent: ExpressionStatementSyntax } => true,
        PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        _ => false,
    };

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}
