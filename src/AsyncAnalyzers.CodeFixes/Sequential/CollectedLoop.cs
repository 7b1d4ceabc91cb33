using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.CodeFixes.Sequential;

/// <summary>Rewrites a loop that puts one result of each iteration somewhere: collect all, then put them there in the same order.</summary>
internal static class CollectedLoop
{
    public static void Rewrite(StatementSyntax loop, LoopDependence found, DocumentEdit edit)
    {
        var text = new LoopText(loop, found, edit.Model);
        edit.AddUsing("System.Linq", loop.SpanStart);
        var tail = found.Tail!;
        if (IsListAdd(tail))
        {
            var lambda = Compute(text, edit, tail.Value!);
            var results = WhenAll(text, lambda);
            if (Declaration(loop, tail, edit, lambda) is { } declared)
            {
                edit.Replace(declared, current => Fill(current, results));
                edit.Remove(loop);
            }
            else
            {
                LoopReplacement.Replace(text, $"{tail.TargetReference.Syntax}.AddRange({results});", Kept(text, lambda), edit);
            }
        }
        else if (IsSum(tail))
        {
            var lambda = Compute(text, edit, tail.Value!);
            LoopReplacement.Replace(text, $"{tail.TargetReference.Syntax} += ({WhenAll(text, lambda)}).Sum();", Kept(text, lambda), edit);
        }
        else if (IsCount(tail))
        {
            var lambda = Compute(text, edit, tail.Condition!.Condition);
            var name = text.Name("result");
            LoopReplacement.Replace(text, $"{tail.TargetReference.Syntax} += ({WhenAll(text, lambda)}).Count({name} => {name});", Kept(text, lambda), edit);
        }
        else
        {
            PutEach(text, tail, edit);
        }
    }

    /// <summary><c>foreach (var (x, result) in await Task.WhenAll(…)) { dictionary[x] = result; }</c></summary>
    private static void PutEach(LoopText text, LoopTail tail, DocumentEdit edit)
    {
        var computed = (ExpressionSyntax)tail.Computed.Syntax;
        var isComputedBefore = LoopTail.HasAwait(tail.Computed) || text.Found.Disposes;
        var (names, values) = (new List<string>(), new List<string>());
        foreach (var operation in tail.Statement.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation { Local: var local } && text.Found.IsOwn(local) && !names.Contains(local.Name) &&
                !(isComputedBefore && computed.Span.Contains(operation.Syntax.Span)))
            {
                names.Add(local.Name);
                values.Add(local.Name);
            }
        }

        var single = default(ExpressionSyntax);
        var before = new TextEdits(text.Loop.SyntaxTree.GetText());
        if (isComputedBefore)
        {
            var name = text.Name("result");
            before.Replace(computed.Span, name);
            values.Add(text.Edits.Of(computed));
            names.Add(name);
            single = values.Count == 1 && text.Statements.Count == 1 ? computed : null;
        }
        else if (names.Count == 1)
        {
            single = OnlyValue(text, names[0]);
        }

        var store = before.Of(tail.Statement.Syntax);
        var result = values.Count == 1 ? values[0] : $"({string.Join(", ", values)})";
        var lambda = LoopLambda.ForSelect(text, result, single, edit.Model, edit.Types);
        var variable = names.Count == 1 ? names[0] : $"({string.Join(", ", names)})";
        var (newLine, indentation) = (text.NewLine, text.Indentation);
        LoopReplacement.Replace(
            text,
            $"foreach (var {variable} in {WhenAll(text, lambda)}){newLine}{indentation}{{{newLine}{indentation}    {store}{newLine}{indentation}}}",
            Kept(text, lambda),
            edit);
    }

    private static LoopLambda Compute(LoopText text, DocumentEdit edit, IOperation value)
    {
        var expression = (ExpressionSyntax)value.Syntax;
        var single = text.Statements.Count == 1 ? expression : expression is IdentifierNameSyntax name ? OnlyValue(text, name.Identifier.ValueText) : null;
        return LoopLambda.ForSelect(text, text.Edits.Of(expression), single, edit.Model, edit.Types);
    }

    /// <summary>The value of <c>var r = …;</c> where that is all that the body does before its tail.</summary>
    private static ExpressionSyntax? OnlyValue(LoopText text, string name) =>
        text.Statements is [LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration: { Type.IsVar: true, Variables: [{ Initializer.Value: var value, Identifier.ValueText: var declared }] } }, _] && declared == name
            ? value
            : null;

    private static string WhenAll(LoopText text, LoopLambda lambda) =>
        $"await Task.WhenAll({text.Receiver(text.Loop.SpanStart)}.Select({lambda.Text})){text.Configuration}";

    private static IReadOnlyList<TextSpan> Kept(LoopText text, LoopLambda lambda) => [.. lambda.Kept, text.Found.Tail!.Statement.Syntax.Span];

    private static bool IsListAdd(LoopTail tail) =>
        tail is { Condition: null, Store: IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1 }, Target.Type: INamedTypeSymbol { Name: "List", TypeArguments: [var item] } } &&
        tail.Target.Type.ContainingNamespace is { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } } &&
        Converts(tail.Value!, item);

    private static bool Converts(IOperation value, ITypeSymbol item)
    {
        while (value is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion && conversion.Conversion is { IsReference: true } or { IsIdentity: true })
        {
            value = conversion.Operand;
        }

        return value is not IConversionOperation { IsImplicit: true } && value.Type is { } type && (type.IsReferenceType && item.IsReferenceType || SymbolEqualityComparer.Default.Equals(type, item));
    }

    private static bool IsSum(LoopTail tail) =>
        tail is { Condition: null, Store: ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target.Type: { } type } add } &&
        type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double or SpecialType.System_Decimal &&
        SymbolEqualityComparer.Default.Equals(add.Value.Type, type) && add.Value is not IConversionOperation { IsImplicit: true };

    private static bool IsCount(LoopTail tail) =>
        tail is { Condition: not null, Store: IIncrementOrDecrementOperation { Kind: OperationKind.Increment, Target.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } };

    /// <summary>The declaration just before the loop that creates the list, if nothing would be lost between them.</summary>
    private static LocalDeclarationStatementSyntax? Declaration(StatementSyntax loop, LoopTail tail, DocumentEdit edit, LoopLambda lambda)
    {
        if (loop.Parent is not BlockSyntax { Statements: var statements } ||
            statements.IndexOf(loop) is not (> 0 and var index) ||
            statements[index - 1] is not LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } declarator] } declaration ||
            !SymbolEqualityComparer.Default.Equals(edit.Model.GetDeclaredSymbol(declarator, edit.CancellationToken), tail.Target))
        {
            return null;
        }

        var isEmpty = value is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null } or CollectionExpressionSyntax { Elements.Count: 0 };
        return isEmpty && !loop.DescendantTrivia().Any(trivia => IsComment(trivia) && !lambda.Kept.Any(span => span.Contains(trivia.Span))) ? declaration : null;
    }

    private static LocalDeclarationStatementSyntax Fill(LocalDeclarationStatementSyntax declaration, string results)
    {
        var value = declaration.Declaration.Variables[0].Initializer!.Value;
        ExpressionSyntax filled = value switch
        {
            CollectionExpressionSyntax => LoopReplacement.ParseExpression($"_ = [.. {results}]") is AssignmentExpressionSyntax { Right: var right } ? right : value,
            BaseObjectCreationExpressionSyntax creation => creation.WithArgumentList(SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(LoopReplacement.ParseExpression(results))))),
            _ => value,
        };
        return declaration.ReplaceNode(value, filled.WithTriviaFrom(value));
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
