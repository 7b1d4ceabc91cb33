using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>
/// A method with all that must have the same signature: what it overrides or implements, what overrides or implements it, and the parts of a partial method;
/// and all uses of them.
/// </summary>
internal sealed class Family
{
    /// <summary>More uses than anybody would look through.</summary>
    private const int MostUses = 2000;

    private Family(IReadOnlyList<Declaration> declarations, IReadOnlyList<Use> uses, Obstacle? obstacle)
    {
        Declarations = declarations;
        Uses = uses;
        Obstacle = obstacle;
    }

    public IReadOnlyList<Declaration> Declarations { get; }

    public IReadOnlyList<Use> Uses { get; }

    /// <summary>What keeps these methods from returning tasks; null if nothing does.</summary>
    public Obstacle? Obstacle { get; }

    public IMethodSymbol Method => Declarations[0].Method;

    public IEnumerable<Use> Calls => Uses.Where(static use => use.Kind == UseKind.Call);

    /// <summary>True for a method that only handles events; it becomes <c>async void</c>, and nothing else changes.</summary>
    public bool IsHandler =>
        Method is { ReturnsVoid: true, MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } && Declarations.Count == 1 &&
        Uses.All(static use => use.Kind is UseKind.Subscription or UseKind.Mention) &&
        (EventHandlers.HasShape(Method) || Uses.Any(static use => use.Kind == UseKind.Subscription));

    /// <summary>The family of a method declared at <paramref name="place"/>.</summary>
    public static async Task<Family> OfAsync(IMethodSymbol method, Place place, SolutionView view, CancellationToken cancellationToken)
    {
        if (!view.Families.TryGetValue(place, out var family))
        {
            family = await FindAsync(method, view, cancellationToken).ConfigureAwait(false);
            view.Families.TryAdd(place, family);
            foreach (var declaration in family.Declarations)
            {
                view.Families.TryAdd(declaration.Place, family);
            }
        }

        return family;
    }

    private static async Task<Family> FindAsync(IMethodSymbol method, SolutionView view, CancellationToken cancellationToken)
    {
        var references = (await SymbolFinder.FindReferencesAsync(method, view.Solution, cancellationToken).ConfigureAwait(false)).ToArray();
        var declarations = new Dictionary<Place, Declaration>();
        foreach (var member in references.Select(static reference => reference.Definition).OfType<IMethodSymbol>().Prepend(method))
        {
            if (await DeclareAsync(member, declarations, view, cancellationToken).ConfigureAwait(false) is { } obstacle)
            {
                return Impossible(obstacle);
            }
        }

        if (declarations.Values.FirstOrDefault(declaration => !IsClosedUnder(declaration.Method, declarations.Values)) is not null)
        {
            return Impossible(AllTheWay.Obstacle.ForeignContract);
        }

        if (declarations.Values.Any(static declaration => IsNamedInAttribute(declaration)))
        {
            return Impossible(AllTheWay.Obstacle.Attribute);
        }

        var uses = new Dictionary<Place, Use>();
        foreach (var location in references.SelectMany(static reference => reference.Locations))
        {
            var (use, obstacle) = await UseAtAsync(location, view, cancellationToken).ConfigureAwait(false);
            if (use is null)
            {
                return Impossible(obstacle!.Value);
            }

            uses[use.Place] = use;
            if (uses.Count > MostUses)
            {
                return Impossible(AllTheWay.Obstacle.TooLarge);
            }
        }

        var ordered = declarations.Values.OrderBy(declaration => declaration.Method.Equals(method, SymbolEqualityComparer.Default) ? 0 : 1).ToArray();
        var found = new Family(ordered, [.. uses.Values], null);
        return found.Uses.Any(static use => use.Kind == UseKind.Subscription) && !found.IsHandler ? Impossible(AllTheWay.Obstacle.CalledHandler)
            : found;
    }

    /// <summary>True for a method that an attribute in the same type names as a string: the source of a test's data, what a debugger displays.</summary>
    private static bool IsNamedInAttribute(Declaration declaration) =>
        declaration.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type &&
        type.DescendantNodes(static node => node is not BlockSyntax).OfType<AttributeArgumentSyntax>().Any(argument =>
            argument.Expression is LiteralExpressionSyntax { Token.Value: string text } && (text == declaration.Method.Name || text.Contains(declaration.Method.Name + "(")));

    private static Family Impossible(Obstacle obstacle) => new([], [], obstacle);

    /// <summary>Adds the declarations of the method; tells what keeps one of them as it is.</summary>
    private static async Task<Obstacle?> DeclareAsync(IMethodSymbol method, Dictionary<Place, Declaration> declarations, SolutionView view, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var part in new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart })
        {
            foreach (var reference in part is null ? [] : part.DeclaringSyntaxReferences.ToArray())
            {
                if (await view.OfAsync(reference.SyntaxTree, cancellationToken).ConfigureAwait(false) is not { } file)
                {
                    return AllTheWay.Obstacle.Generated;
                }

                if (reference.Span.End > file.Root.FullSpan.End ||
                    file.Root.FindNode(reference.Span) is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) ||
                    file.Root.FindNode(reference.Span) is var node && node.Span != reference.Span ||
                    file.Model.GetDeclaredSymbol(node, cancellationToken) is not IMethodSymbol symbol)
                {
                    return AllTheWay.Obstacle.OtherTarget;
                }

                any = true;
                var declaration = new Declaration(file, node, symbol);
                if (declarations.ContainsKey(declaration.Place))
                {
                    continue;
                }

                declarations.Add(declaration.Place, declaration);
                if ((Signature.ObstacleOf(symbol, file.Types) ?? declaration.Obstacle(cancellationToken)) is { } obstacle)
                {
                    return obstacle;
                }
            }
        }

        return any ? null : AllTheWay.Obstacle.ForeignContract;
    }

    /// <summary>True if all that the method overrides or implements is there.</summary>
    private static bool IsClosedUnder(IMethodSymbol method, IReadOnlyCollection<Declaration> declarations) =>
        (method.OverriddenMethod is not { } overridden || Contains(overridden, declarations)) &&
        (method.MethodKind != MethodKind.Ordinary || method.IsStatic || method.ContainingType.AllInterfaces.All(contract => contract.GetMembers(method.Name).All(member =>
            member is not IMethodSymbol implemented ||
            !SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method) ||
            Contains(implemented, declarations)))) &&
        method.ExplicitInterfaceImplementations.All(implemented => Contains(implemented, declarations));

    private static bool Contains(IMethodSymbol method, IReadOnlyCollection<Declaration> declarations) =>
        method.DeclaringSyntaxReferences is [var reference, ..] && declarations.Any(declaration => declaration.Node.Span == reference.Span && declaration.Identifier.ValueText == method.Name.Substring(method.Name.LastIndexOf('.') + 1));

    private static async Task<(Use? Use, Obstacle? Obstacle)> UseAtAsync(ReferenceLocation location, SolutionView view, CancellationToken cancellationToken)
    {
        if (location.IsImplicit || location.CandidateReason is not (CandidateReason.None or CandidateReason.MemberGroup) || location.Alias is not null)
        {
            return (null, AllTheWay.Obstacle.OtherUse);
        }

        if (location.Document is SourceGeneratedDocument || await view.OfAsync(location.Document, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return (null, AllTheWay.Obstacle.Generated);
        }

        var span = location.Location.SourceSpan;
        if (span.End > file.Root.FullSpan.End)
        {
            return (null, AllTheWay.Obstacle.OtherTarget);
        }

        var token = file.Root.FindToken(span.Start, findInsideTrivia: true);
        return token.SpanStart == span.Start && !token.IsMissing ? Use.At(file, token, cancellationToken) : (null, AllTheWay.Obstacle.OtherTarget);
    }
}
