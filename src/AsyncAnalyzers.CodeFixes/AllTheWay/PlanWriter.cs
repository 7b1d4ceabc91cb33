using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.CodeFixes.AllTheWay;

/// <summary>Writes a plan into the texts of the solution: each declaration and each call once, and nothing else.</summary>
internal sealed class PlanWriter(SolutionView view, Plan plan, IReadOnlyCollection<Family> keepNames, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, WrittenFile> files = new(StringComparer.Ordinal);
    private readonly HashSet<Place> awaiting = [];

    /// <summary>Every changed file, and where to find in it what was written.</summary>
    public IReadOnlyCollection<WrittenFile> Files => files.Values;

    public async Task<Solution> WriteAsync()
    {
        foreach (var site in plan.Sites)
        {
            Write(site);
        }

        foreach (var verdict in plan.Functions.Where(static verdict => verdict.Family is null))
        {
            var file = FileOf(verdict.File);
            Insert(verdict.Function!, file.Patch);
            if (verdict.Kind == VerdictKind.ReturnsTask && AsyncFunction.SymbolOf(verdict.Function!, verdict.File.Model, cancellationToken) is { } method)
            {
                AwaitedReturns.Write(verdict.Function!, method, verdict.File, file.Patch, Configured(verdict.File), cancellationToken);
            }
        }

        foreach (var (slotFile, type) in plan.Slots.SelectMany(static slot => slot.Types))
        {
            var file = FileOf(slotFile);
            DelegateSlot.Write(type, file.Patch, file.Task);
        }

        foreach (var family in plan.Families)
        {
            var name = keepNames.Contains(family) ? null : NewNames.For(family);
            foreach (var declaration in family.Declarations)
            {
                Write(declaration, name);
            }

            foreach (var use in family.Uses)
            {
                var file = FileOf(use.File);
                if (name is not null)
                {
                    file.Patch.Replace(use.Name.Span, name);
                }

                if (use.Kind == UseKind.SetUp)
                {
                    TestDouble.Write(use.Call!, use.File, file.Patch, file.Task, cancellationToken);
                }
                else if (use.Kind == UseKind.BlockingDelegate && WrappedGroup.For(use.Group, use.File, cancellationToken) is ({ } before, { } after))
                {
                    file.Patch.Wrap(use.Group.Span, before, after);
                }

                if (use.Kind != UseKind.Mention)
                {
                    file.Uses.Add((use.Name.SpanStart, name ?? use.Name.ValueText, family));
                }
            }
        }

        return await ApplyAsync().ConfigureAwait(false);
    }

    private WrittenFile FileOf(FileView file)
    {
        if (!files.TryGetValue(file.Path, out var written))
        {
            files.Add(file.Path, written = new(file));
        }

        return written;
    }

    private static string Configured(FileView file) =>
        ConfigureAwaitStyle.IsUsed(file.Model.SyntaxTree, file.Model.Compilation, default) ? ".ConfigureAwait(false)" : "";

    private void Write(Site site)
    {
        var file = FileOf(site.File);
        if (site.Form is SiteForm.Await or SiteForm.AwaitUnlessNull or SiteForm.Unblock)
        {
            awaiting.Add(site.File.PlaceOf(site.Function!));
        }

        switch (site.Form)
        {
            case SiteForm.Await:
                var needsParentheses = AwaitSyntax.NeedsParentheses(site.Node);
                file.Patch.Wrap(site.Node.Span, needsParentheses ? "(await " : "await ", Configured(site.File) + (needsParentheses ? ")" : ""));
                break;
            case SiteForm.AwaitUnlessNull:
                ConditionalCall.Of((InvocationExpressionSyntax)site.Node, site.File, cancellationToken)?.Write(file.Patch, Configured(site.File), file.LineBreak, file.Names);
                break;
            case SiteForm.Unblock:
                AwaitedWaitText.Of(site.Node, site.File, cancellationToken)?.Write(file.Patch, Configured(site.File));
                break;
            case SiteForm.Block:
                file.Patch.Wrap(site.Node.Span, "", ".GetAwaiter().GetResult()");
                break;
        }
    }

    private void Write(Declaration declaration, string? name)
    {
        var file = FileOf(declaration.File);
        var (patch, type) = (file.Patch, declaration.ReturnType);
        if (!file.Declared.Add(declaration.Place))
        {
            return;
        }

        if (name is not null)
        {
            patch.Replace(declaration.Identifier.Span, name);
        }

        var task = file.Task.At(type.SpanStart);
        if (declaration.Method.ReturnsVoid)
        {
            patch.Replace(type.Span, task);
        }
        else
        {
            patch.Wrap(type.Span, task + "<", ">");
        }

        if (awaiting.Contains(declaration.Place))
        {
            Insert(declaration.Node, patch);
        }
        else if (declaration.Body is not null && !AsyncFunction.IsAsync(declaration.Node))
        {
            CompletedBody.Write(declaration, patch, file.Task, file.LineBreak, cancellationToken);
        }
    }

    /// <summary>Adds the modifier, which comes before <c>partial</c> and the type.</summary>
    private static void Insert(SyntaxNode function, TextPatch patch)
    {
        if (AsyncFunction.IsAsync(function))
        {
            return;
        }

        var start = function switch
        {
            MethodDeclarationSyntax method => method.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.PartialKeyword)) is { RawKind: not 0 } partial ? partial.SpanStart : method.ReturnType.SpanStart,
            LocalFunctionStatementSyntax local => local.ReturnType.SpanStart,
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ReturnType?.SpanStart ?? lambda.ParameterList.SpanStart,
            SimpleLambdaExpressionSyntax lambda => lambda.Parameter.SpanStart,
            AnonymousMethodExpressionSyntax lambda => lambda.DelegateKeyword.SpanStart,
            _ => -1,
        };
        if (start >= 0)
        {
            patch.Wrap(new(start, int.MaxValue - start), "async ", "");
        }
    }

    private async Task<Solution> ApplyAsync()
    {
        var solution = view.Solution;
        foreach (var file in files.Values)
        {
            if (file.Patch.IsEmpty)
            {
                continue;
            }

            var document = file.View.Document;
            var text = file.Patch.Apply(await document.GetTextAsync(cancellationToken).ConfigureAwait(false));
            solution = solution.WithDocumentText(document.Id, text);
            if (file.Task.NeedsUsing && await solution.GetDocument(document.Id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is CompilationUnitSyntax root)
            {
                var imported = Imports.Add(root, [TaskName.Namespace], SyntaxFactory.EndOfLine(file.LineBreak));
                text = imported.GetText(text.Encoding);
                file.Shift = text.Length - root.FullSpan.Length;
                solution = solution.WithDocumentText(document.Id, text);
            }

            foreach (var linked in document.GetLinkedDocumentIds())
            {
                solution = solution.WithDocumentText(linked, text);
            }

            file.Documents = [document.Id, .. document.GetLinkedDocumentIds()];
        }

        return solution;
    }
}

/// <summary>A file that a plan changes.</summary>
internal sealed class WrittenFile(FileView view)
{
    public FileView View => view;

    public TextPatch Patch { get; } = new();

    public TaskName Task { get; } = new(view);

    /// <summary>The declarations that have been written.</summary>
    public HashSet<Place> Declared { get; } = [];

    /// <summary>The variables that have been named.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Where methods are used, and by what name they are then.</summary>
    public List<(int Start, string Name, Family Family)> Uses { get; } = [];

    public string LineBreak { get; } = view.Root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } trivia ? trivia.ToString() : "\n";

    /// <summary>How far the text has moved because of a new <c>using</c> directive.</summary>
    public int Shift { get; set; }

    /// <summary>Where a token begins in the new text.</summary>
    public int Map(int start) => Patch.Map(start) + Shift;

    /// <summary>The documents with this text, one for each target framework.</summary>
    public IReadOnlyList<DocumentId> Documents { get; set; } = [];
}
