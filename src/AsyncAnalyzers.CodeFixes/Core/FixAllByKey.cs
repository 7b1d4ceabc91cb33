using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.Core;

/// <summary>Fix All for changes of more than one document, known by their key.</summary>
internal abstract class WiderFixAll(string key) : FixAllProvider
{
    public string Key { get; } = key;

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => FixAllDiagnostics.Scopes;
}

/// <summary>Fix All for a fix that has changes of one document and of many: the key of the one that was chosen decides.</summary>
internal sealed class FixAllByKey(FixAllProvider local, WiderFixAll wider) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => FixAllDiagnostics.Scopes;

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) => (context.CodeActionEquivalenceKey == wider.Key ? wider : local).GetFixAsync(context);
}
