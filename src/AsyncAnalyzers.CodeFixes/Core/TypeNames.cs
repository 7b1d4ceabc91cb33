using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Names of types in new code: fully qualified, and shortened when the change is applied, with a <c>using</c> directive if there is none.</summary>
internal static class TypeNames
{
    public static TypeSyntax Task => Of("System.Threading.Tasks.Task");

    /// <summary>The generic type of that name with one argument.</summary>
    public static TypeSyntax Generic(TypeSyntax name, TypeSyntax argument) => name is QualifiedNameSyntax qualified
        ? qualified.WithRight(GenericName(qualified.Right.Identifier, TypeArgumentList(SingletonSeparatedList(argument)))).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)
        : name;

    public static TypeSyntax Of(string fullName) =>
        ParseTypeName("global::" + fullName).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
}
