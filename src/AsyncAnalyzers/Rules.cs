using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AsyncAnalyzers;

/// <summary>The table of all rules: one field per rule, in the order of the ids; the analyzer class of a rule bears its field's name.</summary>
internal static class Rules
{
    /// <summary>Where the pages of the rules are found.</summary>
    public const string Repository = "https://github.com/async-analyzers/async-analyzers";

    public static readonly DiagnosticDescriptor UnreadableConfiguration = Create(
        "AWAIT001", "Configuration cannot be read",
        "{0} and is ignored; {1}",
        Category.Configuration, Warning);

    public static readonly DiagnosticDescriptor ObserveTask = Create(
        "AWAIT101", "Observe the task",
        "The task returned by '{0}' is dropped, so nothing waits for it and its exceptions are lost; {1}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor ObserveTaskVariable = Create(
        "AWAIT102", "Observe the task in the variable",
        "The task of '{0}' in '{1}' {2}, so its exceptions are lost; {3}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor ObserveTaskCollection = Create(
        "AWAIT103", "Observe a collection of tasks",
        "{0}, so {1}; {2}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor EnumerateAsyncStream = Create(
        "AWAIT104", "Enumerate the async stream",
        "The async stream returned by '{0}' is dropped, so it never runs; {1}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor AwaitStartedTasksTogether = Create(
        "AWAIT105", "Await started tasks together",
        "{0} are already running but awaited one after another, so when one fails nobody sees the others fail; await them with Task.WhenAll",
        Category.Unobserved, Info);

    public static readonly DiagnosticDescriptor StartTaskObject = Create(
        "AWAIT106", "Task that cannot run",
        "{0}, so {1}; {2}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor TaskUsedAsValue = Create(
        "AWAIT107", "Task used as a value",
        "{0} {1} used as a value, so {2}; {3}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor NarrowedTaskResult = Create(
        "AWAIT108", "Result dropped by a delegate",
        "The {0} that '{1}' returns is silently dropped because '{2}' returns a task without a result; use the result, or show with an async lambda that it is not needed",
        Category.Unobserved, Info);

    public static readonly DiagnosticDescriptor ReenumeratedTaskSequence = Create(
        "AWAIT109", "Tasks started again",
        "'{0}' {1}; {2}",
        Category.Unobserved, Warning);

    public static readonly DiagnosticDescriptor BlockingWaitInAsync = Create(
        "AWAIT201", "Blocking wait in async code",
        "'{0}' blocks this thread until the task completes, which starves the thread pool and can deadlock; {1}",
        Category.Blocking, Warning);

    public static readonly DiagnosticDescriptor BlockingWaitInSync = Create(
        "AWAIT202", "Blocking wait in synchronous code",
        "'{0}' blocks this thread until the task completes, {1}; {2}",
        Category.Blocking, Info);

    public static readonly DiagnosticDescriptor SleepInAsync = Create(
        "AWAIT204", "Sleep in async code",
        "'{0}' keeps a thread idle that async code should give back; {1}",
        Category.Blocking, Warning);

    public static readonly DiagnosticDescriptor UseAsyncOverload = Create(
        "AWAIT205", "Synchronous call in async code",
        "'{0}' blocks this thread although '{1}' exists; {2}",
        Category.Blocking, Info);

    public static readonly DiagnosticDescriptor BlockingPrimitiveInAsync = Create(
        "AWAIT206", "Blocking primitive in async code",
        "'{0}' blocks this thread, which async code should give back while it waits; {1}",
        Category.Blocking, Info);

    public static readonly DiagnosticDescriptor PollingLoop = Create(
        "AWAIT207", "Polling instead of awaiting",
        "'{0}' is polled, which wastes work and notices the change late; {1}",
        Category.Blocking, Info);

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
        "{0} is started for every item of '{1}' at once, however many there are; limit how many run at a time",
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

    public static readonly DiagnosticDescriptor SharedAcrossTasks = Create(
        "AWAIT401", "Object shared by work that runs at the same time",
        "'{0}' is used at the same time by {1}, but {2}; {3}",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor LostUpdateAcrossAwait = Create(
        "AWAIT402", "Update lost across an await",
        "'{0}' is read before an await and written after it, so {1}; {2}",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor LockHeldAcrossAwait = Create(
        "AWAIT403", "Lock held across an await",
        "'{0}' is still held here and belongs to the thread that entered it, but after this await another thread may go on, which cannot release it; use a SemaphoreSlim and 'await WaitAsync()'",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor ThreadStateAcrossAwait = Create(
        "AWAIT404", "State of a thread used across an await",
        "'{0}' belongs to the thread and was set before an await, after which another thread may go on that has a value of its own; keep the value in a local or an AsyncLocal<T>",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor SemaphoreProtocol = Create(
        "AWAIT405", "Semaphore not released, or released without being entered",
        "'{0}' {1}, so {2}; {3}",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor CapturedForVariable = Create(
        "AWAIT406", "Loop variable captured by later work",
        "All iterations share '{0}', so what '{1}' runs later may see the value of another iteration; copy it into a local of the loop's body",
        Category.Concurrency, Warning);

    public static readonly DiagnosticDescriptor CachedFaultyTask = Create(
        "AWAIT407", "Failed task kept in a cache",
        "The task that '{0}' starts stays in '{1}' even if it fails, so one failure is everybody's for ever; take it out when it has failed",
        Category.Concurrency, Info);

    public static readonly DiagnosticDescriptor AsyncLocalLost = Create(
        "AWAIT408", "Value of an AsyncLocal lost",
        "{0}, so {1}; {2}",
        Category.Concurrency, Info);

    public static readonly DiagnosticDescriptor AsyncVoidMethod = Create(
        "AWAIT501", "Async void method",
        "'{0}' is async void, so callers cannot await it and an exception in it ends the process; return Task",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor AsyncVoidDelegate = Create(
        "AWAIT502", "Async code passed as a void delegate",
        "{0} becomes async void because '{1}' returns void, so nothing waits for it and an exception in it ends the process; {2}",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor StartNewAsync = Create(
        "AWAIT504", "StartNew with async code",
        "The task of '{0}' completes when the code given to it reaches its first await, so {1}; {2}",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor NestedTask = Create(
        "AWAIT505", "Task in a task",
        "'{0}' is a task in a task, of which only the outer one is {1}, so nobody waits for the inner one or sees it fail; {2}",
        Category.AsyncVoid, Warning);

    public static readonly DiagnosticDescriptor MulticastAsyncDelegate = Create(
        "AWAIT508", "Only the last handler of an event awaited",
        "Invoking '{0}' gives the task of its last handler only, so nobody waits for the other handlers or sees them fail; await the task of each handler in GetInvocationList()",
        Category.AsyncVoid, Info);

    public static readonly DiagnosticDescriptor ForwardCancellationToken = Create(
        "AWAIT601", "Cancellation token not passed on",
        "'{0}' is not told when '{1}' is cancelled, so it runs on although nobody waits for it any more; pass '{1}'",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor CancelAsyncStream = Create(
        "AWAIT602", "Async stream not cancelled",
        "This loop waits for the next item of the stream even when '{0}' is cancelled; {1}",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor WrongTokenInLambda = Create(
        "AWAIT604", "Token of an outer function in a lambda that has its own",
        "The lambda is given '{0}' to be stopped by, but passes '{1}' on; pass '{0}'",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor SwallowedCancellation = Create(
        "AWAIT605", "Cancellation swallowed",
        "When '{1}' is cancelled, '{0}' throws, and this clause takes that for a failure and goes on; let OperationCanceledException through",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor WrongExceptionAroundAwait = Create(
        "AWAIT606", "Exception that an await does not throw",
        "{0}, so {1}; {2}",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor CancelledTokenInCleanup = Create(
        "AWAIT607", "Cancelled token passed to cleanup",
        "{0} '{1}' is cancelled, and '{2}', which is given it, then stops before it has done anything; pass CancellationToken.None",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor UndisposedTokenSource = Create(
        "AWAIT608", "CancellationTokenSource not disposed",
        "'{0}' is never disposed, and {1}; declare it with 'using'",
        Category.Cancellation, Warning);

    public static readonly DiagnosticDescriptor UncancelledDelay = Create(
        "AWAIT610", "Delay that outlives what it limits",
        "The timer of Task.Delay lives on when {0} is done first; use WaitAsync, or give the delay a token and cancel it",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor UnusedCancellationToken = Create(
        "AWAIT611", "Cancellation token never used",
        "Whoever cancels '{0}' waits in vain, because nothing here uses it; pass it on to '{1}'",
        Category.Cancellation, Info);

    public static readonly DiagnosticDescriptor TaskEscapesUsing = Create(
        "AWAIT701", "Task outlives its using",
        "The task of '{0}' {1} the 'using' of '{2}', which {3}; {4}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor TaskEscapesTry = Create(
        "AWAIT702", "Task outlives its try",
        "The task of '{0}' is returned out of a 'try' while it may still run, so {1}; make this function async and await the task",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor NullTask = Create(
        "AWAIT703", "Null returned as a task",
        "{0} returns {1} where a task is expected, so awaiting it throws a NullReferenceException; return {2}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor AwaitMaybeNull = Create(
        "AWAIT704", "Await of a task that may be null",
        "{0}, and awaiting null throws a NullReferenceException; {1}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor UsingTask = Create(
        "AWAIT705", "Using over a task",
        "The 'using' disposes of the task of '{0}', not of {1}; {2}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor DisposableOutlivedByTask = Create(
        "AWAIT706", "Disposed while a task uses it",
        "'{0}' is disposed while the task of '{1}', which uses it, may still run; await the task first",
        Category.TaskShape, Info);

    public static readonly DiagnosticDescriptor RunContinuationsAsynchronously = Create(
        "AWAIT707", "Continuations run by who completes the task",
        "Who completes this {0} runs what awaits its task before it goes on, under its locks and on its stack; pass TaskCreationOptions.RunContinuationsAsynchronously",
        Category.TaskShape, Info);

    public static readonly DiagnosticDescriptor CompletionNeverSignalled = Create(
        "AWAIT708", "Task that is never completed",
        "The task of '{0}' {1}, so who awaits it waits for ever; {2}",
        Category.TaskShape, Info);

    public static readonly DiagnosticDescriptor ValueTaskConsumedTwice = Create(
        "AWAIT709", "ValueTask consumed twice",
        "The ValueTask '{0}' {1}, but the object behind it may serve another operation by then; {2}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor ValidateArgumentsEagerly = Create(
        "AWAIT710", "Arguments checked too late",
        "'{0}' checks its arguments only when {1}; check them in a method that is not {2} and calls the rest",
        Category.TaskShape, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor SynchronousThrow = Create(
        "AWAIT711", "Exception thrown instead of a failed task",
        "{0} throws before it has a task, so callers that handle failures where they await do not see it; {1}",
        Category.TaskShape, Info, isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor DisposedResultReturned = Create(
        "AWAIT712", "Result reads from what is disposed",
        "{0}, which is disposed when this function returns; {1}",
        Category.TaskShape, Warning);

    public static readonly DiagnosticDescriptor ConfigureAwaitMissing = Create(
        "AWAIT801",
        "Await without ConfigureAwait",
        "The await of '{0}' comes back to the context of whoever called, and waits for ever if that one blocks; add ConfigureAwait(false)",
        Category.Context,
        Info,
        isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor ConfigureAwaitRedundant = Create(
        "AWAIT802",
        "ConfigureAwait without effect",
        "This application has no synchronization context, so '{0}' changes nothing; remove it",
        Category.Context,
        Info,
        isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor UseAwaitUsing = Create(
        "AWAIT803", "Asynchronous disposal not awaited",
        "'{0}' is disposed of synchronously although it can be asynchronously, so the thread is blocked until it has flushed or closed; write 'await using'",
        Category.Context, Info);

    public static readonly DiagnosticDescriptor UiAfterConfigureAwaitFalse = Create(
        "AWAIT804",
        "User interface touched off its thread",
        "'{0}' of {1} belongs to the thread of the user interface, which the function may have left at its ConfigureAwait(false); leave that out",
        Category.Context,
        Warning);

    public static readonly DiagnosticDescriptor OwnsAsyncDisposable = Create(
        "AWAIT805",
        "Owned object never disposed of asynchronously",
        "'{0}' makes '{1}', a {2} that can only be disposed of asynchronously, and never does so; implement IAsyncDisposable",
        Category.Context,
        Info);

    public static readonly DiagnosticDescriptor AsyncWithoutAwait = Create(
        "AWAIT903", "Async without await",
        "{0} is async but awaits nothing, so it runs to its end before it returns, at the price of a state machine; {1}",
        Category.Style, Info);

    // Release tracking recognises a factory only if its parameters bear these names.
    private static DiagnosticDescriptor Create(
        string id,
        string title,
        string messageFormat,
        string category,
        DiagnosticSeverity defaultSeverity,
        bool isEnabledByDefault = true) =>
        new(id, title, messageFormat, category, defaultSeverity, isEnabledByDefault, helpLinkUri: $"{Repository}/blob/main/docs/rules/{id}.md");

    private static class Category
    {
        public const string Configuration = "Configuration";
        public const string Unobserved = "Unobserved";
        public const string Blocking = "Blocking";
        public const string Sequential = "Sequential";
        public const string Concurrency = "Concurrency";
        public const string AsyncVoid = "AsyncVoid";
        public const string Cancellation = "Cancellation";
        public const string TaskShape = "TaskShape";
        public const string Context = "Context";
        public const string Style = "Style";
    }
}
