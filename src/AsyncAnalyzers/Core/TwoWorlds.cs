using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

/// <summary>Methods written for synchronous and asynchronous callers alike, who say which they are: <c>Task FlushAsync(bool async)</c>, <c>SendAsync(message, doAsync: false)</c>.</summary>
internal static class TwoWorlds
{
    /// <summary>True for a method whose caller decides.</summary>
    public static bool Serves(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_Boolean && parameter.Name.IndexOf("sync", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a call that is told to do all its work before it returns.</summary>
    public static bool IsToldToBlock(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { Parameter: { Type.SpecialType: SpecialType.System_Boolean, Name: var name }, Value.ConstantValue: { HasValue: true, Value: bool value } } && Blocking(name) == value)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value by which a parameter of that name tells a method to block; null for other names.</summary>
    private static bool? Blocking(string name) =>
        name.IndexOf("ontinuation", StringComparison.Ordinal) >= 0 ? null
        : Ends(name, "Async") || Ends(name, "Asynchronous") || Ends(name, "Asynchronously") ? false
        : Ends(name, "Sync") || Ends(name, "Synchronous") || Ends(name, "Synchronously") ? true
        : null;

    private static bool Ends(string name, string word) =>
        name.EndsWith(word, StringComparison.Ordinal) || name.Length == word.Length && string.Equals(name, word, StringComparison.OrdinalIgnoreCase);
}
