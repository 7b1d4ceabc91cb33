using System.Collections.Immutable;
using AsyncAnalyzers.CodeFixes.AllTheWay;
using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.AsyncVoid;

/// <summary>
/// <c>async void M()</c> → <c>async Task MAsync()</c>, awaited all the way up: every caller awaits it, and becomes async for that if it must. Refused where some
/// caller cannot: one that did not wait before shall not block now.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class AsyncVoidMethodFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.AsyncVoidMethod.Id);

    public override FixAllProvider GetFixAllProvider() => new AllTheWayFixAll(StartKind.AsyncVoid, static target => target.Node);

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixTarget.CreateAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } target &&
                await AsyncConversion.OfferAsync(StartKind.AsyncVoid, target, target.Node).ConfigureAwait(false) is { } offer)
            {
                context.RegisterCodeFix(offer, diagnostic);
            }
        }
    }
}
