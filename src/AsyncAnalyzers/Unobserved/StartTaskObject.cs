using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Unobserved;

/// <summary>
/// AWAIT106: a task made by <c>new Task(…)</c> that is awaited, waited for, returned or dropped, and that nobody can have started; and <c>Start</c> on a task
/// that is running already, which throws. Not: cold tasks that anything else holds (an argument, a field, a lambda), or that are inspected; methods that return
/// a cold task where the compilation starts tasks it was given, or where unknown callers may.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StartTaskObject() : AsyncAnalyzer(Rules.StartTaskObject)
{
    protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        context.RegisterOperationAction(operation => AnalyzeCreation(operation, types), OperationKind.ObjectCreation);
        context.RegisterOperationAction(operation => AnalyzeStart(operation, types), OperationKind.Invocation);
    }

    private void AnalyzeCreation(OperationAnalysisContext context, KnownTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not INamedTypeSymbol { Name: "Task", TypeKind: TypeKind.Class } type || !IsTaskItself(type, types))
        {
            return;
        }

        var consequence = ColdTask.FateOf(creation, types, context.CancellationToken) switch
        {
            ColdTaskFate.Dropped => "its code does not run",
            ColdTaskFate.Waited => "waiting for it never ends",
            ColdTaskFate.Returned when IsExpectedToRun(creation, context, types) => "whoever awaits it waits forever",
            _ => null,
        };
        if (consequence is not null)
        {
            var isPlain = creation.Constructor is { Parameters: [_] or [_, { Type.Name: "CancellationToken" }] };
            Report(context, creation, HeadOf(creation.Syntax), "This task is never started", consequence, isPlain ? "use Task.Run" : "use Task.Factory.StartNew");
        }
    }

    private void AnalyzeStart(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "Start" || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.Task) || Receiver(call) is not { } receiver)
        {
            return;
        }

        var origin = receiver is ILocalReferenceOperation local ? LocalHistory.Of(local.Local, local, context.CancellationToken)?.Value.Unwrap() : receiver;
        if (origin is not null && HotTask.NameOf(origin, types) is { } name && !IsGuarded(call))
        {
            Report(context, call, null, $"'{name}' returns a task that is started already", "Start throws an InvalidOperationException", "remove the call");
        }
    }

    private static bool IsTaskItself(INamedTypeSymbol type, KnownTypes types) =>
        SymbolEqualityComparer.Default.Equals(type, types.Task) || SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, types.TaskOfT);

    /// <summary>The task that is started, also where it stands before <c>?.</c>.</summary>
    private static IOperation? Receiver(IInvocationOperation call)
    {
        var receiver = call.Instance?.Unwrap();
        for (var parent = call.Parent; receiver is IConditionalAccessInstanceOperation && parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access)
            {
                return access.Operation.Unwrap();
            }
        }

        return receiver;
    }

    /// <summary><c>if (task.Status == TaskStatus.Created) task.Start();</c>.</summary>
    private static bool IsGuarded(IOperation start)
    {
        for (var (child, parent) = (start, start.Parent); parent is not null and not IAnonymousFunctionOperation; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation conditional && conditional.Condition != child &&
                conditional.Condition.DescendantsAndSelf().Any(static part => part is IPropertyReferenceOperation { Property.Name: "Status" }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asynchronous methods hand out tasks that run; only code that starts the tasks it was given expects another kind.</summary>
    private static bool IsExpectedToRun(IOperation creation, OperationAnalysisContext context, KnownTypes types)
    {
        if (EnclosingFunction.Of(creation, context.ContainingSymbol) is not { IsAsync: false } function)
        {
            return false;
        }

        var member = function.AssociatedSymbol ?? function;
        return (member.Name.EndsWith("Async", StringComparison.Ordinal) || !IsVisibleOutside(member) || HasContract(member)) &&
            !TaskStarts.AnyIn(context.Compilation, types, context.CancellationToken);
    }

    private static bool IsVisibleOutside(ISymbol member)
    {
        for (var symbol = member; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction } || symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasContract(ISymbol member)
    {
        if (member.IsOverride)
        {
            return true;
        }

        foreach (var contract in member.ContainingType.AllInterfaces)
        {
            foreach (var candidate in contract.GetMembers(member.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(candidate), member))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A creation is shown by its head: the code in it may be long.</summary>
    private static Location HeadOf(SyntaxNode creation) => creation switch
    {
        ObjectCreationExpressionSyntax { NewKeyword: var start, Type: var type } => creation.SyntaxTree.GetLocation(TextSpan.FromBounds(start.SpanStart, type.Span.End)),
        ImplicitObjectCreationExpressionSyntax { NewKeyword: var start } => start.GetLocation(),
        _ => creation.GetLocation(),
    };
}
