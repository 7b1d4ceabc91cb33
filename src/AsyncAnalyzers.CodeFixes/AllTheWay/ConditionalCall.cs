using AsyncAnalyzers.CodeFixes.Core;
using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// A call behind a question mark, which cannot be awaited where it stands: <c>x?.Load();</c> → <c>if (x is not null) await x.LoadAsync();</c>, in braces;
/// <c>x?.Load().Name</c> → <c>x is not null ? (await x.LoadAsync()).Name : null</c>. An <c>x</c> that may change in between gets a name.
/// </summary>
internal sealed class ConditionalCall
{
    private readonly InvocationExpressionSyntax call;
    private readonly ConditionalAccessExpressionSyntax access;
    private readonly FileView file;
    private readonly bool isStable;
    private readonly string missing;

    private ConditionalCall(InvocationExpressionSyntax call, ConditionalAccessExpressionSyntax access, FileView file, bool isStable, string missing)
    {
        this.call = call;
        this.access = access;
        this.file = file;
        this.isStable = isStable;
        this.missing = missing;
    }

    private bool IsStatement => access.Parent is ExpressionStatementSyntax;

    /// <summary>Null where neither form fits.</summary>
    public static ConditionalCall? Of(InvocationExpressionSyntax call, FileView file, CancellationToken cancellationToken)
    {
        // The call must come first behind the question mark, and the question mark must be the first one.
        if (call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(access => access.WhenNotNull.Span.Contains(call.Span)) is not { } access ||
            call.Expression is not MemberBindingExpressionSyntax ||
            IsInner(access))
        {
            return null;
        }

        var isStable = file.Model.GetSymbolInfo(access.Expression, cancellationToken).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol { IsReadOnly: true } &&
            file.Model.GetTypeInfo(access.Expression, cancellationToken).Type is { IsValueType: false };
        if (access.Parent is ExpressionStatementSyntax statement)
        {
            return statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax ? new(call, access, file, isStable, "") : null;
        }

        var type = file.Model.GetTypeInfo(access, cancellationToken).Type;
        return type switch
        {
            { IsReferenceType: true } => new(call, access, file, isStable, "null"),
            INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => new(call, access, file, isStable, $"({type.ToMinimalDisplayString(file.Model, call.SpanStart)})null"),
            _ => null,
        };
    }

    /// <param name="patch">Receives the changes.</param>
    /// <param name="configured">What is put behind the task.</param>
    /// <param name="lineBreak">The line break of the file.</param>
    /// <param name="names">The names that were given to others in the file.</param>
    public void Write(TextPatch patch, string configured, string lineBreak, HashSet<string> names)
    {
        var name = isStable ? null : NewName(names);
        var awaited = access.Expression.ToString();
        var isLast = access.WhenNotNull == call;
        if (IsStatement)
        {
            var statement = (ExpressionStatementSyntax)access.Parent!;
            var indentation = IndentationOf(statement);
            var open = $"){lineBreak}{indentation}{{{lineBreak}{indentation}    {(isLast ? "await" : "(await")} ";
            patch.Wrap(statement.Span, isStable ? $"if ({awaited} is not null{open}" : "if (", $"{lineBreak}{indentation}}}");
            patch.Replace(access.OperatorToken.Span, isStable ? "" : $" is {{ }} {name}{open}{name}");
        }
        else
        {
            var needsParentheses = access.Parent is not (EqualsValueClauseSyntax or ReturnStatementSyntax or ArgumentSyntax or ArrowExpressionClauseSyntax or ParenthesizedExpressionSyntax or AnonymousFunctionExpressionSyntax or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression });
            var open = $" ? {(isLast ? "await" : "(await")} ";
            patch.Wrap(access.Span, (needsParentheses ? "(" : "") + (isStable ? $"{awaited} is not null{open}" : ""), $" : {missing}" + (needsParentheses ? ")" : ""));
            patch.Replace(access.OperatorToken.Span, isStable ? "" : $" is {{ }} {name}{open}{name}");
        }

        patch.Wrap(call.Span, "", configured + (isLast ? "" : ")"));
    }

    private static bool IsInner(ConditionalAccessExpressionSyntax access) =>
        Unconditional.BindingOf(access.Expression) is not null || access.Parent is ConditionalAccessExpressionSyntax or MemberAccessExpressionSyntax or PostfixUnaryExpressionSyntax;

    private string NewName(HashSet<string> names)
    {
        var text = access.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax read => read.Name.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } => called.Name.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } => called.Identifier.ValueText,
            _ => "value",
        };
        text = text.TrimStart('_');
        var wished = text.Length == 0 ? "value" : char.ToLowerInvariant(text[0]) + text.Substring(1);
        var member = Member.Around(call);
        var name = wished;
        for (var number = 2; IsTaken(name); number++)
        {
            name = wished + number;
        }

        names.Add(name);
        return name;

        bool IsTaken(string candidate) =>
            SyntaxFacts.GetKeywordKind(candidate) != SyntaxKind.None || names.Contains(candidate) ||
            !file.Model.LookupSymbols(call.SpanStart, name: candidate).IsEmpty ||
            member.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == candidate);
    }

    private string IndentationOf(SyntaxNode node)
    {
        var line = file.Model.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }
}
