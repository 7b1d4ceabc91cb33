using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Flow;

/// <summary>
/// The names in one file that stand where a value is expected and are not called, found in its text: to make nodes of every file for the sake of a few names would cost more than all
/// rules together. Most of them are variables, which binding tells apart.
/// </summary>
internal sealed class ValueNames
{
    // A build reads the text of all files before the JIT would have optimised the loop, so it is told to at once; .NET Standard 2.0 has no name for that.
    private const MethodImplOptions Optimized = (MethodImplOptions)512;

    // Kept per tree, so that an edit in an IDE costs only the edited tree again.
    private static readonly ConditionalWeakTable<SyntaxTree, ValueNames> Files = new();

    private readonly SyntaxTree tree;
    private readonly string text;

    // Sorted by hash; the places go along.
    private readonly int[] hashes;
    private readonly int[] places;

    [MethodImpl(Optimized)]
    private ValueNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        this.tree = tree;
        text = tree.GetText(cancellationToken).ToString();
        var (foundHashes, foundPlaces) = (new List<int>(), new List<int>());
        for (var at = 0; at < text.Length; at++)
        {
            if (IsNamePart(text[at]))
            {
                var start = at;
                var hash = 0;
                do
                {
                    hash = hash * 31 + text[at++];
                }
                while (at < text.Length && IsNamePart(text[at]));
                if (MayEndValue(at) && MayBeginValue(start))
                {
                    foundHashes.Add(hash);
                    foundPlaces.Add(start);
                }
            }
        }

        hashes = [.. foundHashes];
        places = [.. foundPlaces];
        Array.Sort(hashes, places);
        HasStaticImports = text.IndexOf("using static", StringComparison.Ordinal) >= 0;
        HasGlobalStaticImports = HasStaticImports && text.IndexOf("global using static", StringComparison.Ordinal) >= 0;
    }

    public SyntaxTree Tree => tree;

    public string Text => text;

    /// <summary>True if members of a type may stand here without it, as <c>using static</c> allows.</summary>
    public bool HasStaticImports { get; }

    /// <summary>True if they may in every file, too.</summary>
    public bool HasGlobalStaticImports { get; }

    /// <summary>The hashes of all names, in order; those of names that stand at several places, too.</summary>
    public ReadOnlySpan<int> Hashes => hashes;

    public static ValueNames In(SyntaxTree tree, CancellationToken cancellationToken) =>
        Files.TryGetValue(tree, out var found) ? found : Files.GetValue(tree, key => new(key, cancellationToken));

    /// <summary>The uses of the name as a value: argument, initializer, result, operand of a cast, a choice or an assignment.</summary>
    public IEnumerable<SimpleNameSyntax> Named(string name, CancellationToken cancellationToken)
    {
        var hash = HashOf(name);
        for (var index = FirstOf(hash, hashes); index >= 0 && index < hashes.Length && hashes[index] == hash; index++)
        {
            if (string.CompareOrdinal(text, places[index], name, 0, name.Length) == 0 &&
                tree.GetRoot(cancellationToken).FindToken(places[index]) is { RawKind: (int)SyntaxKind.IdentifierToken, Parent: SimpleNameSyntax found } token && token.ValueText == name &&
                IsValue(found.Parent is MemberAccessExpressionSyntax access && access.Name == found ? access : found))
            {
                yield return found;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNamePart(char letter) => letter < 128 ? letter is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' : char.IsLetterOrDigit(letter);

    /// <summary>Where the name stands next in a part of the text, as a whole; -1 if it does not.</summary>
    public static int Next(string text, string name, int start, int end)
    {
        while (start < end)
        {
            var found = text.IndexOf(name, start, end - start, StringComparison.Ordinal);
            if (found < 0 || (found == 0 || !IsNamePart(text[found - 1])) && (found + name.Length >= text.Length || !IsNamePart(text[found + name.Length])))
            {
                return found;
            }

            start = found + 1;
        }

        return -1;
    }

    public static int HashOf(string name)
    {
        var hash = 0;
        foreach (var letter in name)
        {
            hash = hash * 31 + letter;
        }

        return hash;
    }

    /// <summary>Where the hash stands first among sorted ones; negative if it does not.</summary>
    public static int FirstOf(int hash, int[] sorted)
    {
        var first = Array.BinarySearch(sorted, hash);
        while (first > 0 && sorted[first - 1] == hash)
        {
            first--;
        }

        return first;
    }

    /// <summary>True unless a call, a member, an assignment or a declaration follows.</summary>
    [MethodImpl(Optimized)]
    private bool MayEndValue(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at == text.Length || text[at] is ',' or ')' or ';' or '}' or ']' or ':' or '?' or '!' or '<' or '/' or '#';
    }

    /// <summary>False behind another word, as the name of a variable stands behind its type; what stands in a line above may be a comment.</summary>
    [MethodImpl(Optimized)]
    private bool MayBeginValue(int at)
    {
        do
        {
            at--;
        }
        while (at >= 0 && text[at] is ' ' or '\t' or '@');

        return at < 0 || !IsNamePart(text[at]) || at >= 5 && string.CompareOrdinal(text, at - 5, "return", 0, 6) == 0;
    }

    private static bool IsValue(ExpressionSyntax expression) => expression.Parent switch
    {
        // What is selected of something, as in x => x.Name, and what is read into a var, are values of their own.
        LambdaExpressionSyntax or EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: { IsVar: true } } } => expression is not MemberAccessExpressionSyntax { Expression: not InstanceExpressionSyntax },
        ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax or CastExpressionSyntax or
            ConditionalExpressionSyntax or InitializerExpressionSyntax or ExpressionElementSyntax or SwitchExpressionArmSyntax => true,
        ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } => IsValue((ExpressionSyntax)expression.Parent),
        AssignmentExpressionSyntax assignment => assignment.Right == expression,
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.CoalesceExpression),
        _ => false,
    };
}
