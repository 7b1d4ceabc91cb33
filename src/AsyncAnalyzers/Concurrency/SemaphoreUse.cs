using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Concurrency;

/// <summary>How one function uses one semaphore, apart from the order in which it does.</summary>
internal sealed class SemaphoreUse
{
    // A function is looked at once, not once for each of its waits and releases.
    private static readonly ConditionalWeakTable<IOperation, List<SemaphoreUse>> Functions = new();

    private readonly Lazy<SemaphorePaths?> paths;
    private readonly Lazy<List<SemaphoreLeak>> leaks;
    private readonly Lazy<bool> isSignal;

    private SemaphoreUse(IOperation semaphore, IOperation function)
    {
        Semaphore = semaphore;
        paths = new(() => SemaphorePaths.Of(semaphore, function));
        leaks = new(() => Paths is { } found ? [.. SemaphoreLeak.In(found)] : []);
        isSignal = new(StartsClosed);
        foreach (var operation in function.Descendants())
        {
            if (operation is IInvocationOperation call)
            {
                Add(call, function);
            }
            else if (!HasEscaped && Place.Is(operation) && Place.AreSame(operation, semaphore))
            {
                HasEscaped = IsHandedOn(operation);
            }
        }
    }

    public IOperation Semaphore { get; }

    /// <summary>Where the function itself enters the semaphore, in the order of the text.</summary>
    public List<IInvocationOperation> Waits { get; } = [];

    /// <summary>Where the function or one inside it releases the semaphore, in the order of the text.</summary>
    public List<IInvocationOperation> Releases { get; } = [];

    /// <summary>True if a function inside this one releases the semaphore: as a rule later, when its work is done.</summary>
    public bool IsReleasedByOther { get; private set; }

    /// <summary>True if the semaphore is given to something else, which may release it.</summary>
    public bool HasEscaped { get; }

    /// <summary>True if the semaphore starts out closed, so that releasing it is a signal and not the end of a section.</summary>
    public bool IsSignal => isSignal.Value;

    /// <summary>What happens to the semaphore on the paths of the function; null if they cannot be followed.</summary>
    public SemaphorePaths? Paths => paths.Value;

    /// <summary>The ways out of the function that skip a release.</summary>
    public List<SemaphoreLeak> Leaks => leaks.Value;

    /// <summary>The use that a wait or release is part of; null if the expression of the semaphore need not mean the same one each time.</summary>
    public static SemaphoreUse? Of(IInvocationOperation call)
    {
        if (SemaphoreCall.SemaphoreOf(call) is not { } semaphore)
        {
            return null;
        }

        var function = EnclosingFunction.BoundaryOf(call) ?? call.Root();
        var uses = Functions.GetValue(function, static _ => []);
        lock (uses)
        {
            if (uses.Find(use => Place.AreSame(use.Semaphore, semaphore)) is not { } found)
            {
                uses.Add(found = new(semaphore, function));
            }

            return found;
        }
    }

    private bool StartsClosed()
    {
        var symbol = Semaphore switch
        {
            ILocalReferenceOperation { Local: var local } => local,
            IMemberReferenceOperation { Member: var member } => member,
            _ => default(ISymbol),
        };
        if (symbol is null or { DeclaringSyntaxReferences.IsEmpty: true })
        {
            return false;
        }

        var declaration = symbol.DeclaringSyntaxReferences[0].GetSyntax();
        var initializer = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        return initializer is not null ? StartsClosed(initializer) : symbol is not ILocalSymbol && IsSetClosed(symbol.Name, declaration);
    }

    private void Add(IInvocationOperation call, IOperation function)
    {
        var isWait = SemaphoreCall.IsWait(call);
        if ((isWait || SemaphoreCall.IsRelease(call)) && SemaphoreCall.SemaphoreOf(call) is { } semaphore && Place.AreSame(semaphore, Semaphore))
        {
            var isOther = EnclosingFunction.BoundaryOf(call) is { } boundary && boundary != function;
            if (!isWait)
            {
                Releases.Add(call);
                IsReleasedByOther |= isOther;
            }
            else if (!isOther)
            {
                Waits.Add(call);
            }
        }
    }

    private static bool IsHandedOn(IOperation mention)
    {
        while (mention.Parent is IConversionOperation or IParenthesizedOperation)
        {
            mention = mention.Parent;
        }

        return mention.Parent switch
        {
            IArgumentOperation or IReturnOperation or IArrayInitializerOperation or ITupleOperation or IVariableInitializerOperation or IAnonymousFunctionOperation => true,
            ISimpleAssignmentOperation assignment => assignment.Value == mention,
            _ => false,
        };
    }

    private static bool IsSetClosed(string name, SyntaxNode declaration)
    {
        if (declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        foreach (var node in type.DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax { Left: var left, Right: var value } &&
                (left as IdentifierNameSyntax ?? (left as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == name &&
                StartsClosed(value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsClosed(ExpressionSyntax creation) =>
        creation is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: 0 } }, ..] };
}
