using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.TaskShape;

/// <summary>An object that a <c>using</c> statement or declaration disposes of.</summary>
/// <param name="Variable">The local, parameter or field that holds it; null if nothing does.</param>
/// <param name="Value">The expression that gives it.</param>
/// <param name="Scope">The statement, or the block of the declaration, at whose end it is disposed of.</param>
internal readonly record struct UsedResource(ISymbol? Variable, IOperation Value, IOperation Scope)
{
    private const int ManyStatements = 32;

    // A block of thousands of statements is searched once, not once for each task in it.
    private static readonly ConditionalWeakTable<IOperation, IUsingDeclarationOperation[]> Declarations = new();

    /// <summary>How messages name it.</summary>
    public string Name => Variable?.Name ?? (Value.Unwrap() is IInvocationOperation call ? call.DisplayName() : Value.Type?.Name ?? "resource");

    /// <summary>The resources in use where the operation stands, the innermost first, in its own function.</summary>
    public static IReadOnlyList<UsedResource> Around(IOperation operation)
    {
        List<UsedResource>? found = null;
        for (var (child, parent) = (operation, operation.Parent); parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IUsingOperation statement when statement.Body == child:
                    AddTo(ref found, statement.Resources, statement);
                    break;
                case IBlockOperation block:
                    AddDeclared(ref found, block.Operations, child, block);
                    break;
                case ISwitchCaseOperation section:
                    AddDeclared(ref found, section.Body, child, section);
                    break;
            }
        }

        return found ?? (IReadOnlyList<UsedResource>)[];
    }

    private static void AddDeclared(ref List<UsedResource>? found, ImmutableArray<IOperation> statements, IOperation end, IOperation scope)
    {
        foreach (var statement in statements.Length < ManyStatements ? statements.AsEnumerable() : Declarations.GetValue(scope, static scope => [.. scope.ChildOperations.OfType<IUsingDeclarationOperation>()]))
        {
            if (statement == end || statement.Syntax.SpanStart > end.Syntax.SpanStart)
            {
                break;
            }

            if (statement is IUsingDeclarationOperation declaration)
            {
                AddTo(ref found, declaration.DeclarationGroup, scope);
            }
        }
    }

    private static void AddTo(ref List<UsedResource>? found, IOperation resources, IOperation scope)
    {
        found ??= [];
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            var value = resources.Unwrap();
            found.Add(new(VariableOf(value is IAssignmentOperation assignment ? assignment.Target : value), value, scope));
            return;
        }

        foreach (var declaration in group.Declarations)
        {
            foreach (var declarator in declaration.Declarators)
            {
                if (declarator.GetVariableInitializer() is { } initializer)
                {
                    found.Add(new(declarator.Symbol, initializer.Value, scope));
                }
            }
        }
    }

    private static ISymbol? VariableOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };
}
