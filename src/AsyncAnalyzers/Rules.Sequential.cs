using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

internal static partial class Rules
{
    public static readonly DiagnosticDescriptor SequentialAwaitInLoop = Create(
        "AWAIT301", "Loop awaits one item after another",
        "Each iteration waits for '{0}' of the one before it, but they are independent ({1}); run them concurrently",
        Category.Sequential, Info);

    public static readonly DiagnosticDescriptor SequentialIndependentAwaits = Create(
        "AWAIT302", "Independent awaits run one after another",
        "{0} do not depend on each other ({1}); start them together and await Task.WhenAll (all of them then start even if the first fails)",
        Category.Sequential, Info);

    public static readonly DiagnosticDescriptor WhenAnyLoop = Create(
        "AWAIT303", "Task.WhenAny in a loop",
        "Each round of this loop makes Task.WhenAny go through all tasks left in '{0}', which costs the square of their number; enumerate 'Task.WhenEach({0})' with 'await foreach'",
        Category.Sequential, Info);

    public static readonly DiagnosticDescriptor UnboundedWhenAll = Create(
        "AWAIT304", "Unbounded Task.WhenAll",
        "Every item of '{1}' starts {0} at once, however many there are; limit how many run at a time",
        Category.Sequential, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor QueryInLoop = Create(
        "AWAIT305", "Database asked once for each item",
        "'{0}' goes to the database and back once for each item of the loop; {1}",
        Category.Sequential, Info);

    public static readonly DiagnosticDescriptor RedundantTaskRun = Create(
        "AWAIT306", "Task.Run around an asynchronous call",
        "'{0}' is asynchronous itself, so '{1}' only takes a thread of the pool to start it; await the call itself",
        Category.Sequential, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor AwaitOfCompletedTask = Create(
        "AWAIT307", "Await of a completed task",
        "{0}; {1}",
        Category.Sequential, Info);
}
