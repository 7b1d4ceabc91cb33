using AsyncAnalyzers.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Concurrency;

internal enum Sharing
{
    /// <summary>One flow of control at a time uses an instance.</summary>
    Confined,
    Unknown,

    /// <summary>Several flows of control use an instance.</summary>
    Shared,
}

/// <summary>
/// Says whether an instance of a class is used by several flows of control at the same time. Shared: singletons, and classes that keep a lock or a
/// concurrent collection, whose author counts on it. Confined: what a framework makes anew for each request, message, page or test, and what holds
/// something that allows one operation at a time itself, such as a database context or a stream.
/// </summary>
internal static class InstanceSharing
{
    private static readonly HashSet<string> ConfinedBases = new(StringComparer.Ordinal)
    {
        "ComponentBase", "ControllerBase", "Controller", "ApiController", "PageModel", "PageBase", "RazorPage", "Hub", "ViewComponent", "TagHelper", "Endpoint", "EndpointWithoutRequest", "EndpointBase",
        "DbContext", "Stream", "TextReader", "TextWriter", "DbDataReader", "DbConnection", "DbCommand", "DbTransaction", "Attribute", "Exception", "EventArgs", "Grain", "Enumerator", "CSharpSyntaxRewriter",
        "IRequestHandler", "INotificationHandler", "IConsumer", "IJob", "IHandleMessages", "IMiddleware", "IAsyncEnumerator", "IEnumerator", "IAsyncLifetime", "IActionFilter", "IAsyncActionFilter", "ITagHelper",
        "ICommand", "IInteractionModuleBase", "ModuleBase", "InteractionModuleBase", "PSCmdlet", "Cmdlet", "AsyncCommand", "Migration", "AuthenticationHandler", "IAuthenticationHandler", "IExceptionFilter",
        "DependencyObject", "Control", "AvaloniaObject", "BindableObject", "ObservableObject", "BindableBase", "ReactiveObject", "ViewModelBase", "INotifyPropertyChanged",
    };

    private static readonly string[] ConfinedSuffixes =
    [
        "Controller", "Model", "Component", "Page", "View", "Dto", "Request", "Response", "Command", "Query", "Handler", "Consumer", "Job", "Builder", "Reader", "Writer", "Parser", "Session", "Context", "Scope",
        "Transaction", "UnitOfWork", "Enumerator", "Iterator", "Cursor", "Stream", "Test", "Tests", "Fixture", "Specs", "Benchmark", "Benchmarks", "Migration", "Visitor", "Walker", "Rewriter", "Step", "Operation", "Result",
        "Program", "Startup", "Wizard", "Dialog", "Window", "Form", "Batch", "Runner", "Entity", "Uploader", "Downloader", "Importer", "Exporter", "Generator", "Seeder", "Migrator",
    ];

    public static Sharing Of(INamedTypeSymbol type, Flow.Concurrency concurrency, Compilation compilation, CancellationToken cancellationToken)
    {
        if (type.IsRecord || IsTopLevelProgram(type) || HasTests(type))
        {
            return Sharing.Confined;
        }

        var registered = Registrations.Of(type, compilation, cancellationToken);
        if (registered == Lifetime.Singleton || HasInstanceOfItsOwn(type) || IsMadeOnce(type))
        {
            return Sharing.Shared;
        }

        if (registered == Lifetime.Scoped || Derives(type, ConfinedBases) || HasConfinedName(type) || HoldsConfined(type, concurrency))
        {
            return Sharing.Confined;
        }

        return HoldsLock(type) ? Sharing.Shared : Sharing.Unknown;
    }

    /// <summary>Classes whose instance the host makes once: background services, and middleware by convention.</summary>
    private static bool IsMadeOnce(INamedTypeSymbol type) => Derives(type, HostedNames) || type.Name.EndsWith("Middleware", StringComparison.Ordinal) && !Derives(type, ScopedMiddleware);

    private static readonly HashSet<string> HostedNames = new(StringComparer.Ordinal) { "BackgroundService", "IHostedService" };

    private static readonly HashSet<string> ScopedMiddleware = new(StringComparer.Ordinal) { "IMiddleware" };

    private static bool IsTopLevelProgram(INamedTypeSymbol type) => type.Name == "Program" || !type.GetMembers("Main").IsEmpty;

    private static bool HasTests(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && EntryPoint.IsTest(method))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasInstanceOfItsOwn(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is { IsStatic: true, IsImplicitlyDeclared: false } && SymbolEqualityComparer.Default.Equals((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type, type))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Derives(INamedTypeSymbol type, HashSet<string> names)
    {
        for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (names.Contains(current.Name))
            {
                return true;
            }
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (names.Contains(contract.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasConfinedName(INamedTypeSymbol type)
    {
        var name = type.Name.EndsWith("Base", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - 4) : type.Name;
        foreach (var suffix in ConfinedSuffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return type.ContainingType is { } outer && HasConfinedName(outer);
    }

    /// <summary>True if a field, property or constructor parameter holds what runs one operation at a time; collections do not count, who shares them may lock them.</summary>
    private static bool HoldsConfined(INamedTypeSymbol type, Flow.Concurrency concurrency)
    {
        foreach (var member in type.GetMembers())
        {
            var held = member switch
            {
                IFieldSymbol { IsStatic: false } field => field.Type,
                _ => null,
            };
            if (held is not null && IsConfined(held, concurrency))
            {
                return true;
            }

            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: var parameters })
            {
                foreach (var parameter in parameters)
                {
                    if (IsConfined(parameter.Type, concurrency))
                    {
                        return true;
                    }
                }
            }
        }

        return type.BaseType is { SpecialType: SpecialType.None } parent && parent.DeclaringSyntaxReferences.Length > 0 && HoldsConfined(parent, concurrency);
    }

    private static bool IsConfined(ITypeSymbol type, Flow.Concurrency concurrency) =>
        !IsCollection(type) && type is not { SpecialType: not SpecialType.None } and not { Name: "StringBuilder" or "Random" } && concurrency.OfType(type).Verdict == Verdict.Unsafe;

    private static bool IsCollection(ITypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections", ContainingNamespace.Name: "System" })
            {
                return true;
            }
        }

        return type is IArrayTypeSymbol;
    }

    private static bool HoldsLock(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsImplicitlyDeclared: false } field &&
                (field.IsVolatile || field.Type.Name is "SemaphoreSlim" or "Lock" or "ReaderWriterLockSlim" || field.Type.Name.StartsWith("AsyncLock", StringComparison.Ordinal) || field.Type.Name.StartsWith("Concurrent", StringComparison.Ordinal) ||
                 field.Type.SpecialType == SpecialType.System_Object && field.IsReadOnly))
            {
                return true;
            }
        }

        return false;
    }
}
