using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Core;

/// <summary>Code that runs when the work is over, whether it succeeded, failed or was cancelled.</summary>
internal static class Cleanup
{
    /// <summary>True in <c>catch</c>, <c>finally</c>, finalizers and disposal.</summary>
    public static bool Contains(SyntaxNode at)
    {
        for (var around = at.Parent; around is not null; around = around.Parent)
        {
            switch (around)
            {
                case CatchClauseSyntax or FinallyClauseSyntax or DestructorDeclarationSyntax:
                    return true;
                case MethodDeclarationSyntax method:
                    return Begins(method.Identifier.ValueText, "Dispose");
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>True for the name of a method that ends the work of its object: the object's token is cancelled then, and the method's own says when to hurry.</summary>
    public static bool IsEnd(string method) =>
        Begins(method, "Stop") || Begins(method, "Close") || Begins(method, "Shutdown") || Begins(method, "Cancel") || Begins(method, "Abort") || Begins(method, "Disconnect") || Begins(method, "OnDisconnect");

    /// <summary>True for the name of a method that gives back a lock or a connection, or rolls back: needed however the work ends.</summary>
    public static bool GivesBack(string method) =>
        Begins(method, "Unlock") || Begins(method, "Release") || Begins(method, "Rollback") || Begins(method, "RollBack") || Begins(method, "Disconnect") || Begins(method, "Close");
}
