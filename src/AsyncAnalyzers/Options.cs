using System.Collections.Immutable;
using System.Globalization;
using AsyncAnalyzers.Core;

namespace AsyncAnalyzers;

/// <summary>All <c>.editorconfig</c> options, <c>async_analyzers.&lt;name&gt;</c>, with their defaults.</summary>
internal static class Options
{
    public const string Prefix = "async_analyzers.";

    /// <summary>AWAIT101: report <c>_ = FooAsync();</c> too.</summary>
    public static readonly Option<bool> ReportDiscards = Flag("report_discards", false);

    /// <summary>AWAIT101, AWAIT102, AWAIT103, AWAIT104: methods whose task or stream may be dropped.</summary>
    public static readonly Option<SymbolList> FireAndForgetMethods = Symbols("fire_and_forget_methods");

    /// <summary>AWAIT205: members that may be called although they have an asynchronous twin.</summary>
    public static readonly Option<SymbolList> ExcludedSyncMembers = Symbols("excluded_sync_members");

    /// <summary>AWAIT101, AWAIT202, AWAIT501: methods that become async gain the suffix <c>Async</c>.</summary>
    public static readonly Option<bool> RenameOnAsync = Flag("rename_on_async", true);

    /// <summary>AWAIT206: more members that block.</summary>
    public static readonly Option<SymbolList> BlockingMembers = Symbols("blocking_members");

    /// <summary>AWAIT403: more locks that belong to the thread that entered them.</summary>
    public static readonly Option<SymbolList> ThreadAffineLocks = Symbols("thread_affine_locks");

    /// <summary>AWAIT501: report event handlers too.</summary>
    public static readonly Option<bool> IncludeEventHandlers = Flag("include_event_handlers", false);

    /// <summary>AWAIT301, AWAIT304: the degree of parallelism the fix writes.</summary>
    public static readonly Option<int> MaxConcurrency = Count("max_concurrency", 8);

    /// <summary>AWAIT301, AWAIT302: how sure the rule must be that calls may overlap.</summary>
    public static readonly Option<Confidence> ConcurrencyConfidence = Choice("concurrency_confidence", Confidence.Proven);

    /// <summary>AWAIT203, AWAIT802: what an <c>await</c> comes back to.</summary>
    public static readonly Option<AppModel> AppModel = Choice("app_model", Core.AppModel.Auto);

    /// <summary>AWAIT803: report database objects and streams of which only the base class is known, too.</summary>
    public static readonly Option<bool> AwaitUsingUnknown = Flag("await_using_unknown", false);

    /// <summary>AWAIT902: whether tasks are awaited before they are returned.</summary>
    public static readonly Option<ReturnAwait> ReturnAwait = Choice("return_await", AsyncAnalyzers.ReturnAwait.InScope);

    /// <summary>AWAIT901: methods that return an async stream shall be named so, too.</summary>
    public static readonly Option<bool> AsyncSuffixStreams = Flag("async_suffix_streams", false);

    /// <summary>Every option above, for AWAIT001.</summary>
    public static readonly ImmutableArray<Option> All = ImmutableArray.Create<Option>(
        ReportDiscards,
        FireAndForgetMethods,
        ExcludedSyncMembers,
        RenameOnAsync,
        BlockingMembers,
        ThreadAffineLocks,
        IncludeEventHandlers,
        MaxConcurrency,
        ConcurrencyConfidence,
        AppModel,
        AwaitUsingUnknown,
        ReturnAwait,
        AsyncSuffixStreams);

    private static Option<bool> Flag(string name, bool fallback) =>
        new(name, fallback, "use true or false", bool.TryParse);

    private static Option<int> Count(string name, int fallback) =>
        new(name, fallback, "use a whole number of at least 1", static (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1);

    private static Option<T> Choice<T>(string name, T fallback)
        where T : struct, Enum =>
        new(name, fallback, $"use {string.Join(" or ", Enum.GetNames(typeof(T)).Select(InSnakeCase))}", static (string text, out T value) =>
            Enum.TryParse(text.Replace("_", ""), ignoreCase: true, out value) && Enum.IsDefined(typeof(T), value) && !char.IsDigit(text[0]));

    private static string InSnakeCase(string name) => string.Concat(name.Select((letter, index) => (char.IsUpper(letter) && index > 0 ? "_" : "") + char.ToLowerInvariant(letter)));

    private static Option<SymbolList> Symbols(string name) =>
        new(name, SymbolList.Empty, "use documentation-comment ids such as M:Acme.Jobs.Start(System.Int32) or M:Acme.Jobs.Start, separated by '|'", SymbolList.TryParse);
}

/// <summary>How sure a rule must be that two calls may overlap.</summary>
internal enum Confidence
{
    /// <summary>Only where every receiver and argument is known to be safe.</summary>
    Proven,

    /// <summary>Also where nothing is known against it.</summary>
    Likely,
}

/// <summary>Whether a function awaits the task that it returns.</summary>
internal enum ReturnAwait
{
    /// <summary>It returns the task itself wherever that is the same.</summary>
    Never,

    /// <summary>It always awaits the task.</summary>
    Always,

    /// <summary>It awaits the task where something of its own ends with it (<c>try</c>, <c>using</c>), and else returns it.</summary>
    InScope,
}
