using AsyncAnalyzers.Style;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>The names that methods get once they return tasks.</summary>
internal static class NewNames
{
    /// <summary>The name for all methods of a family; null if they keep theirs: by option, because others know the name, or because a member of the new name is there.</summary>
    public static string? For(Family family)
    {
        var name = family.Declarations[0].Identifier.ValueText + AsyncSuffix.Suffix;
        foreach (var declaration in family.Declarations)
        {
            if (!Options.RenameOnAsync.Read(declaration.File.Document.Project.AnalyzerOptions, declaration.File.Model.SyntaxTree) ||
                Signature.HasGivenName(declaration.Method) ||
                IsTaken(name, declaration))
            {
                return null;
            }
        }

        return name;
    }

    private static bool IsTaken(string name, Declaration declaration)
    {
        var (model, method, position) = (declaration.File.Model, declaration.Method, declaration.Node.SpanStart);
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return !model.LookupSymbols(position, name: name).IsEmpty;
        }

        return method.ContainingType.Name == name || IsMemberOf(method.ContainingType) ||
            method is { IsExtensionMethod: true, Parameters: [{ Type: var receiver }, ..] } && IsMemberOf(receiver);

        // Inherited members and extension methods, too.
        bool IsMemberOf(ITypeSymbol type) =>
            type.GetMembers(name).Length > 0 || !model.LookupSymbols(position, type, name, includeReducedExtensionMethods: true).IsEmpty;
    }
}
