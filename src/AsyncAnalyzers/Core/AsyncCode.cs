using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static AsyncAnalyzers.Core.Words;

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
        BeginsWithWord(method, "Add") || BeginsWithWord(method, "TryAdd") || BeginsWithWord(method, "Register") || BeginsWithWord(method, "Configure") || BeginsWithWord(method, "Map") ||
        BeginsWithWord(method, "Use") || BeginsWithWord(method, "On") || BeginsWithWord(method, "Set") || BeginsWithWord(method, "Subscribe") || BeginsWithWord(method, "With") ||
        BeginsWithWord(method, "Create") || BeginsWithWord(method, "Returns") || BeginsWithWord(method, "Callback") || BeginsWithWord(method, "Enqueue") || BeginsWithWord(method, "Push") ||
        BeginsWithWord(method, "Build") || BeginsWithWord(method, "Defer");
}
