using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Core;

internal enum AsyncPlace
{
    /// <summary>The function is async-capable itself.</summary>
    Function,

    /// <summary>A synchronous lambda that async-capable code passes to a method that runs it.</summary>
    SynchronousLambda,
}

/// <summary>Says whether an operation runs as a part of asynchronous code.</summary>
internal static class AsyncCode
{
    /// <summary>Where the operation stands; null if that is synchronous code, or a delegate that is stored and run some other time.</summary>
    public static AsyncPlace? Of(IOperation operation, ISymbol containingSymbol, KnownTypes types)
    {
        var place = AsyncPlace.Function;
        for (var current = operation; ;)
        {
            if (types.Awaitables.IsAsyncCapable(EnclosingFunction.Of(current, containingSymbol)))
            {
                return place;
            }

            if (EnclosingFunction.BoundaryOf(current) is not IAnonymousFunctionOperation lambda || IsStored(lambda))
            {
                return null;
            }

            (current, place) = (lambda, AsyncPlace.SynchronousLambda);
        }
    }

    /// <summary>False only for the argument of a call that, by its name, does not merely keep the delegate.</summary>
    private static bool IsStored(IAnonymousFunctionOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation { IsImplicit: true })
        {
            parent = parent.Parent;
        }

        return parent is not IArgumentOperation { Parent: IInvocationOperation call } || Stores(call.TargetMethod.Name);
    }

    /// <summary>True if a method of that name keeps the delegates it is given.</summary>
    public static bool Stores(string method) =>
        StartsWith(method, "Add") || StartsWith(method, "TryAdd") || StartsWith(method, "Register") || StartsWith(method, "Configure") || StartsWith(method, "Map") ||
        StartsWith(method, "Use") || StartsWith(method, "On") || StartsWith(method, "Set") || StartsWith(method, "Subscribe") || StartsWith(method, "With") ||
        StartsWith(method, "Create") || StartsWith(method, "Returns") || StartsWith(method, "Callback") || StartsWith(method, "Enqueue") || StartsWith(method, "Push") ||
        StartsWith(method, "Build") || StartsWith(method, "Defer");

    /// <summary>True if the first word of the name is <paramref name="word"/>.</summary>
    private static bool StartsWith(string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));
}
