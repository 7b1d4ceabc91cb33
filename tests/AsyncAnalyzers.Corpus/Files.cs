using System.Text;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Corpus;

/// <summary>Writes changed documents to disk, in the encoding they had.</summary>
internal static class Files
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <returns>How many files were written.</returns>
    public static async Task<int> WriteAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in await FixOffer.ChangedDocumentsAsync(before, after, cancellationToken))
        {
            var document = after.GetDocument(id)!;
            if (document.FilePath is { } path && written.Add(path))
            {
                var encoding = (await before.GetDocument(id)!.GetTextAsync(cancellationToken)).Encoding;
                await File.WriteAllTextAsync(path, (await document.GetTextAsync(cancellationToken)).ToString(), encoding ?? Utf8, cancellationToken);
            }
        }

        return written.Count;
    }
}
