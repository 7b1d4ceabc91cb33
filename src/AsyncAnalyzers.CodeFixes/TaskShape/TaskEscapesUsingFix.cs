using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary>Makes the function async, so that the task has ended when its <c>using</c> does; see <see cref="EscapingTask"/>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class TaskEscapesUsingFix() : AsyncFix(Rules.TaskEscapesUsing)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target) => EscapingTask.FormsFor(target);
}
