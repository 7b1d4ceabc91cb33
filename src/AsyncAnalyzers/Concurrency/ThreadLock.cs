using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using static AsyncAnalyzers.Core.Words;

namespace AsyncAnalyzers.Concurrency;

/// <summary>A lock that belongs to a thread, at the call that enters it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Lock">The object that is locked.</param>
/// <param name="Exit">The method that releases it; null for a configured lock, whose release is known only by the usual names.</param>
internal sealed record ThreadLock(IInvocationOperation Call, IOperation Lock, string? Exit)
{
    private static readonly string[] EnterWords = ["Enter", "TryEnter", "Acquire", "TryAcquire", "Lock", "TryLock", "Take", "TryTake", "Wait"];

    private static readonly string[] ExitWords = ["Exit", "Release", "Unlock", "Leave", "Dispose", "Close"];

    /// <summary>A mutex is held until the process ends where nothing releases it.</summary>
    public bool IsMutex => Exit == "ReleaseMutex";

    /// <summary>Where the result of the call is kept that releases the lock, or whether it was entered; null if nothing keeps it.</summary>
    public ILocalSymbol? Result { get; } = ResultOf(Call);

    /// <summary>What the <c>using</c> covers of which the call is the resource; null for other calls.</summary>
    public TextSpan? Scope { get; } = ScopeOf(Call);

    /// <summary>A cheap look at the name of a method: false if it enters nothing that ships with .NET.</summary>
    public static bool MayEnter(string method) => method is
        "Enter" or "TryEnter" or "EnterScope" or "WaitOne" or "AcquireReaderLock" or "AcquireWriterLock" or "EnterReadLock" or "EnterWriteLock" or "EnterUpgradeableReadLock" or
        "TryEnterReadLock" or "TryEnterWriteLock" or "TryEnterUpgradeableReadLock";

    /// <summary>The lock that the call enters; null for any other call and for locks that cannot be told from others.</summary>
    public static ThreadLock? EnteredBy(IInvocationOperation call, SymbolList configured)
    {
        var method = call.TargetMethod;
        if (ExitOf(call) is { } exit)
        {
            return Create(call, method.IsStatic ? call.ArgumentAt(0)?.Value : call.Instance, exit);
        }

        return !configured.IsEmpty && configured.Contains(method) && (IsListed(method, configured) || IsNamedEnter(method.Name))
            ? Create(call, call.Receiver() ?? call.ArgumentAt(0)?.Value, null)
            : null;
    }

    /// <summary>True if the call releases the lock, or may.</summary>
    public bool IsReleasedBy(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (call.Instance?.Unwrap() is ILocalReferenceOperation { Local: var local } && Result is not null && SymbolEqualityComparer.Default.Equals(local, Result))
        {
            return IsNamedExit(method.Name);
        }

        if (Exit is null ? IsNamedExit(method.Name) : method.Name == Exit || Exit.StartsWith("Release", StringComparison.Ordinal) && method.Name == "ReleaseLock")
        {
            var released = (call.Receiver() ?? call.ArgumentAt(0)?.Value)?.Unwrap();
            return released is null || !Place.Is(released) || Place.AreSame(released, Lock.Unwrap());
        }

        // A helper of one's own that may do it.
        return call.Instance is null or IInstanceReferenceOperation && method.ContainingType.Name != "Monitor" && IsNamedExit(method.Name);
    }

    private static ThreadLock? Create(IInvocationOperation call, IOperation? entered, string? exit) =>
        entered is not null && Place.Is(entered.Unwrap()) ? new(call, entered.Unwrap(), exit) : null;

    /// <summary>The method that releases what the call enters; null if it enters nothing that ships with .NET.</summary>
    private static string? ExitOf(IInvocationOperation call)
    {
        var (method, type) = (call.TargetMethod, call.TargetMethod.ContainingType);
        if (type?.ContainingNamespace is not { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return null;
        }

        return (type.Name, method.Name) switch
        {
            ("Monitor" or "SpinLock" or "Lock", "Enter" or "TryEnter") => "Exit",
            // Kept, it is a ref struct that no await may follow; the compiler says so.
            ("Lock", "EnterScope") => call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } ? "Exit" : null,
            ("WaitHandle" or "Mutex", "WaitOne") => call.Instance?.Type?.Name == "Mutex" ? "ReleaseMutex" : null,
            ("ReaderWriterLockSlim", "EnterReadLock" or "TryEnterReadLock") => "ExitReadLock",
            ("ReaderWriterLockSlim", "EnterWriteLock" or "TryEnterWriteLock") => "ExitWriteLock",
            ("ReaderWriterLockSlim", "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock") => "ExitUpgradeableReadLock",
            ("ReaderWriterLock", "AcquireReaderLock") => "ReleaseReaderLock",
            ("ReaderWriterLock", "AcquireWriterLock") => "ReleaseWriterLock",
            _ => null,
        };
    }

    /// <summary>True if the method itself is listed and not only its type.</summary>
    private static bool IsListed(IMethodSymbol method, SymbolList configured) => !configured.Contains(method.ContainingType);

    private static bool IsNamedEnter(string name) => BeginsWithAnyWord(name, EnterWords);

    private static bool IsNamedExit(string name) => BeginsWithAnyWord(name, ExitWords);

    private static ILocalSymbol? ResultOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { Parameter: { RefKind: RefKind.Ref, Type.SpecialType: SpecialType.System_Boolean }, Value: ILocalReferenceOperation { Local: var taken } })
            {
                return taken;
            }
        }

        return call.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => local,
            _ => null,
        };
    }

    private static TextSpan? ScopeOf(IInvocationOperation call) => call.Syntax.Parent switch
    {
        UsingStatementSyntax statement => statement.Statement.Span,
        EqualsValueClauseSyntax { Parent.Parent.Parent: UsingStatementSyntax statement } => statement.Statement.Span,
        EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Parent: BlockSyntax block } declaration } => TextSpan.FromBounds(declaration.Span.End, block.Span.End),
        _ => null,
    };
}
