using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.Cancellation;

/// <summary>Puts the <c>param</c> elements of a documentation comment into the order of the parameters.</summary>
internal static class ParameterDocs
{
    public static SyntaxNode Arrange(SyntaxNode declaration, ParameterListSyntax parameters, int[] order)
    {
        foreach (var trivia in declaration.GetLeadingTrivia())
        {
            if (trivia.GetStructure() is not DocumentationCommentTriviaSyntax comment)
            {
                continue;
            }

            var ordinals = new Dictionary<XmlNodeSyntax, int>();
            foreach (var element in comment.Content)
            {
                if (NameOf(element) is { } name && parameters.Parameters.IndexOf(parameter => parameter.Identifier.ValueText == name) is >= 0 and var ordinal)
                {
                    ordinals.Add(element, Array.IndexOf(order, ordinal));
                }
            }

            // Not where the elements had an order of their own.
            var present = ordinals.Keys.OrderBy(static element => element.SpanStart).ToList();
            if (present.Select(element => order[ordinals[element]]).Zip(present.Skip(1).Select(element => order[ordinals[element]]), static (left, right) => left < right).All(static isSorted => isSorted))
            {
                var sorted = present.OrderBy(element => ordinals[element]).ToList();
                return declaration.ReplaceNodes(present, (original, _) => sorted[present.IndexOf(original)]);
            }
        }

        return declaration;
    }

    private static string? NameOf(XmlNodeSyntax node)
    {
        var (element, attributes) = node switch
        {
            XmlElementSyntax full => (full.StartTag.Name, full.StartTag.Attributes),
            XmlEmptyElementSyntax empty => (empty.Name, empty.Attributes),
            _ => (null, default),
        };
        return element?.LocalName.ValueText == "param" ? attributes.OfType<XmlNameAttributeSyntax>().FirstOrDefault()?.Identifier.Identifier.ValueText : null;
    }
}
