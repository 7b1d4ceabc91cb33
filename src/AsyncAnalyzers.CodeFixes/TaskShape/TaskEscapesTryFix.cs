using AsyncAnalyzers.CodeFixes.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncAnalyzers.CodeFixes.TaskShape;

/// <summary>Makes the function async, so that the task has ended when its <c>try</c> does; see <see cref="EscapingTask"/>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
internal sealed class TaskEscapesTryFix() : AsyncFix(Rules.TaskEscapesTry)
{
    protected override IEnumerable<FixForm> FormsFor(FixTarget target) => EscapingTask.FormsFor(target);
}
