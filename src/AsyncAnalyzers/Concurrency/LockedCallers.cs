using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Concurrency;

/// <summary>Private helpers that are only called with a lock held.</summary>
internal static class LockedCallers
{
    public static bool Hold(IMethodSymbol method, SemanticModel? model, CancellationToken cancellationToken)
    {
        if (method.DeclaredAccessibility != Accessibility.Private || model is null)
        {
            return false;
        }

        var isCalled = false;
        foreach (var use in MethodUses.InFile(method, model, cancellationToken))
        {
            if (!HeldLock.IsAround(use.Syntax, model, cancellationToken))
            {
                return false;
            }

            isCalled = true;
        }

        return isCalled;
    }
}
