using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AsyncAnalyzers.CodeFixes.Unobserved;

/// <summary>The call that makes and starts the task that <c>new Task(…)</c> only makes.</summary>
/// <param name="Name">How titles name it.</param>
/// <param name="IsRun">True for <c>Task.Run</c>, which takes the same arguments; false for <c>Task.Factory.StartNew</c>.</param>
/// <param name="Result">The type argument; null if it is inferred.</param>
/// <param name="Constructor">Says which arguments are given.</param>
internal sealed record Starter(string Name, bool IsRun, TypeSyntax? Result, IMethodSymbol Constructor)
{
    /// <summary>Null if there is none that keeps the type of the task and awaits the whole of it.</summary>
    public static Starter? For(BaseObjectCreationExpressionSyntax creation, IMethodSymbol constructor, FixTarget target)
    {
        var isRun = constructor.Parameters is [_] or [_, { Type.Name: "CancellationToken" }];
        if (!isRun && creation.ArgumentList!.Arguments.Any(static argument => argument.NameColon is not null))
        {
            return null;
        }

        var inferred = new Starter(isRun ? "Task.Run" : "Task.Factory.StartNew", isRun, null, constructor);
        if (inferred.Keeps(constructor.ContainingType, creation, target))
        {
            return inferred;
        }

        return constructor.ContainingType is { TypeArguments: [var result] } &&
            inferred with { Result = ParseTypeName(result.ToMinimalDisplayString(target.Model, creation.SpanStart)) } is var written &&
            written.Keeps(constructor.ContainingType, creation, target)
                ? written
                : null;
    }

    public InvocationExpressionSyntax Call(ArgumentListSyntax arguments)
    {
        var factory = IsRun ? TypeNames.Task : (ExpressionSyntax)MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Task, IdentifierName("Factory"));
        var name = IsRun ? "Run" : "StartNew";
        return InvocationExpression(
            MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                factory,
                Result is null ? IdentifierName(name) : GenericName(Identifier(name), TypeArgumentList(SingletonSeparatedList(Result)))),
            IsRun ? arguments : Complete(arguments));
    }

    /// <summary>All that <c>StartNew</c> needs so that the task runs in the thread pool whatever the current scheduler is.</summary>
    private ArgumentListSyntax Complete(ArgumentListSyntax arguments)
    {
        var all = new List<SyntaxNodeOrToken>(arguments.Arguments.GetWithSeparators());
        if (!Takes("CancellationToken"))
        {
            var index = Takes("Object") || Constructor.Parameters[0].Type is INamedTypeSymbol { DelegateInvokeMethod.Parameters.Length: 1 } ? 3 : 1;
            Insert(Static("System.Threading.CancellationToken", "None"), index);
        }

        if (!Takes("TaskCreationOptions"))
        {
            Insert(Static("System.Threading.Tasks.TaskCreationOptions", "None"), all.Count);
        }

        Insert(Static("System.Threading.Tasks.TaskScheduler", "Default"), all.Count);
        return arguments.WithArguments(SeparatedList<ArgumentSyntax>(all));

        void Insert(ExpressionSyntax value, int index) =>
            all.InsertRange(index, [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), Argument(value)]);
    }

    private bool Takes(string type) => Constructor.Parameters.Any(parameter => parameter.Type.Name == type);

    /// <summary>The same type; for a task without a result also one with a result that nobody asks for, unless that is a task to be awaited.</summary>
    private bool Keeps(INamedTypeSymbol type, BaseObjectCreationExpressionSyntax creation, FixTarget target)
    {
        var bound = target.Model.GetSpeculativeSymbolInfo(creation.SpanStart, Call(creation.ArgumentList!), SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;
        return bound?.ReturnType is INamedTypeSymbol made &&
            (SymbolEqualityComparer.Default.Equals(made, type) ||
                type.Arity == 0 && made is { TypeArguments: [var result] } && target.Types.Awaitables.IsTask(made) && !target.Types.Awaitables.IsTaskOrValueTask(result));
    }

    private static MemberAccessExpressionSyntax Static(string type, string member) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeNames.Of(type), IdentifierName(member));
}
