using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// Something that can hold a task, a sequence of tasks or a condition: a variable, field or temporary, a member of one (<c>source.Task</c>),
/// an element of one (<c>tasks[i]</c>), or all its elements (<see cref="Each"/>).
/// </summary>
internal sealed class TaskPath
{
    private static readonly object EachStep = new();
    private readonly Dictionary<object, TaskPath> children = [];

    public TaskPath(ISymbol? symbol)
    {
        Symbol = symbol;
        Root = this;
    }

    private TaskPath(TaskPath parent, object step)
    {
        Parent = parent;
        Root = parent.Root;
        Step = step;
        Depth = parent.Depth + 1;
    }

    /// <summary>The variable, field or static property; null for a temporary and below.</summary>
    public ISymbol? Symbol { get; }

    public TaskPath? Parent { get; }

    public TaskPath Root { get; }

    public int Depth { get; }

    /// <summary>An element by a certain index.</summary>
    public bool IsElement { get; private set; }

    /// <summary>The member's name; null for elements.</summary>
    public string? Name => IsElement ? null : Step as string;

    /// <summary>How often the root is assigned, its declaration included.</summary>
    public int Writes { get; set; }

    /// <summary>True for a variable that may change behind the function's back: assigned by a lambda, aliased by <c>ref</c>.</summary>
    public bool IsVolatile { get; set; }

    /// <summary>True if the root has one value only, so that what becomes known of it stays true wherever it is seen.</summary>
    public bool IsStable => Root is { IsVolatile: false } root && root.Writes <= (root.Symbol is ILocalSymbol ? 1 : 0);

    /// <summary>True for a sequence that starts its tasks anew each time it is enumerated.</summary>
    public bool IsLazy { get; set; }

    /// <summary>The facts about this path.</summary>
    public List<int> Facts { get; } = [];

    /// <summary>Members, elements, and elements that have this as their index.</summary>
    public List<TaskPath> Dependents { get; } = [];

    /// <summary>All elements of the sequence.</summary>
    public TaskPath Each => Child(EachStep);

    private object? Step { get; }

    public TaskPath Member(string name) => Child(name);

    /// <summary>The element with that index, a constant or a variable.</summary>
    public TaskPath Element(object index)
    {
        var variable = index as TaskPath;
        var element = Child(variable ?? (object)new Index(index));
        if (!element.IsElement)
        {
            element.IsElement = true;
            variable?.Dependents.Add(element);
        }

        return element;
    }

    /// <summary>The same path with its last element by index replaced by all elements; null if it has none.</summary>
    public TaskPath? Generalized()
    {
        if (Parent is null)
        {
            return null;
        }

        return IsElement ? Parent.Each : Parent.Generalized()?.Child(Step!);
    }

    /// <summary>The paths one step down that have facts or lead to some.</summary>
    public IEnumerable<TaskPath> NamedMembers => children.Values.Where(static child => child.Name is not null);

    private TaskPath Child(object step)
    {
        if (!children.TryGetValue(step, out var child))
        {
            children.Add(step, child = new(this, step));
            Dependents.Add(child);
        }

        return child;
    }

    private sealed record Index(object Constant);
}
