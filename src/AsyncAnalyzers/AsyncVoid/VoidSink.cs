using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.AsyncVoid;

/// <summary>What receives a void delegate, and what to use there instead.</summary>
internal sealed class VoidSink
{
    /// <summary><c>List&lt;T&gt;.ForEach</c>, <c>Array.ForEach</c>.</summary>
    public static readonly VoidSink ForEach = new("use 'foreach' and await in its body");

    /// <summary><c>Parallel.For</c>, <c>Parallel.ForEach</c>, <c>Parallel.Invoke</c>.</summary>
    public static readonly VoidSink Parallel = new("use 'await Parallel.ForEachAsync' or Task.WhenAll");

    /// <summary><c>Task.Run</c>, which would take async code, given an async void method or an <c>Action</c>.</summary>
    public static readonly VoidSink Run = new("let it return Task, so that Task.Run waits for it");

    /// <summary><c>new Task</c>, <c>new Thread</c>, <c>ThreadPool.QueueUserWorkItem</c>, <c>StartNew</c>.</summary>
    public static readonly VoidSink ThreadStart = new("use Task.Run, which takes async code");

    /// <summary>The callback of a timer.</summary>
    public static readonly VoidSink Timer = new("await a PeriodicTimer in a loop");

    /// <summary>A variable declared in this compilation, or a parameter whose type can be another: an <c>Action</c> or a delegate of this compilation.</summary>
    public static readonly VoidSink OwnDeclaration = new("declare it as a delegate that returns Task, and await it");

    private static readonly VoidSink Other = new("pass a delegate that returns Task where there is an overload for one, or handle every exception inside");

    private readonly string advice;

    private VoidSink(string advice) => this.advice = advice;

    public string Advice() => advice;

    /// <summary>True where nothing would take a task, so that code which handles every exception itself is as good as it gets.</summary>
    public bool TakesNoTask => this == Timer || this == Other;

    public static VoidSink Of(IDelegateCreationOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } argument => OfCall(call.TargetMethod, argument),
            IArgumentOperation { Parent: IObjectCreationOperation { Constructor.ContainingType: { } type } } argument => OfCreation(type, argument),
            IVariableInitializerOperation or IAssignmentOperation => OwnDeclaration,
            _ => Other,
        };
    }

    private static VoidSink OfCall(IMethodSymbol method, IArgumentOperation argument) => (method.ContainingType.Name, method.Name) switch
    {
        ("List", "ForEach") or ("Array", "ForEach") or ("ImmutableList", "ForEach") => ForEach,
        ("Parallel", "For" or "ForEach" or "Invoke") => Parallel,
        ("Task", "Run") => Run,
        ("ThreadPool", _) or ("TaskFactory", "StartNew") => ThreadStart,
        _ => OfParameter(argument),
    };

    private static VoidSink OfCreation(INamedTypeSymbol type, IArgumentOperation argument) => type.Name switch
    {
        "Task" or "Thread" when argument.Parameter?.Type.ContainingNamespace?.ToDisplayString() is "System" or "System.Threading" && type.DeclaringSyntaxReferences.IsEmpty => ThreadStart,
        "Timer" when type.DeclaringSyntaxReferences.IsEmpty => Timer,
        _ => OfParameter(argument),
    };

    private static VoidSink OfParameter(IArgumentOperation argument) =>
        argument.Parameter is { DeclaringSyntaxReferences.IsEmpty: false, Type: { } type } && (!type.DeclaringSyntaxReferences.IsEmpty || type.Name == "Action") ? OwnDeclaration : Other;
}
