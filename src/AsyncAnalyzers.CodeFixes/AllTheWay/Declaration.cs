using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>A declaration of a method or local function: one of its parts, or the member of an interface.</summary>
internal sealed record Declaration(FileView File, SyntaxNode Node, IMethodSymbol Method)
{
    public Place Place => File.PlaceOf(Node);

    public TypeSyntax ReturnType => Node is MethodDeclarationSyntax method ? method.ReturnType : ((LocalFunctionStatementSyntax)Node).ReturnType;

    public SyntaxToken Identifier => Node is MethodDeclarationSyntax method ? method.Identifier : ((LocalFunctionStatementSyntax)Node).Identifier;

    public SyntaxNode? Body => AsyncFunction.BodyOf(Node);

    /// <summary>What keeps this declaration from returning a task, or its body from being async; null if nothing does.</summary>
    public Obstacle? Obstacle(CancellationToken cancellationToken)
    {
        if (Member.IsBroken(Node))
        {
            return AllTheWay.Obstacle.Broken;
        }

        if (SolutionView.IsGenerated(File))
        {
            return AllTheWay.Obstacle.Generated;
        }

        // void is the only result of a partial method that says nothing of its accessibility.
        if (Node is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.PartialKeyword) && method.Modifiers.Count(static modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind())) == 0)
        {
            return AllTheWay.Obstacle.Convention;
        }

        if (EntryPoint.Is(Method) && ((CSharpParseOptions)File.Model.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp7_1)
        {
            return AllTheWay.Obstacle.Convention;
        }

        if (Body is not { } body)
        {
            return null;
        }

        return body.DescendantNodes(static node => !AsyncFunction.IsFunction(node)).Any(static node => node is YieldStatementSyntax) ? AllTheWay.Obstacle.Iterator
            : CalledUnderLock.Is(Node, cancellationToken) || KeepsLock(body) ? AllTheWay.Obstacle.Lock
            : null;
    }

    /// <summary>True if the body enters or leaves a lock that belongs to its thread.</summary>
    private static bool KeepsLock(SyntaxNode body) =>
        body.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(static member => member.Name.Identifier.ValueText switch
        {
            "Enter" or "TryEnter" or "Exit" => member.Expression is IdentifierNameSyntax { Identifier.ValueText: "Monitor" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Monitor" },
            "EnterScope" or "ReleaseMutex" or "EnterReadLock" or "EnterWriteLock" or "EnterUpgradeableReadLock" or "ExitReadLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" => true,
            _ => false,
        });
}
