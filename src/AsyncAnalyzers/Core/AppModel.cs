using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncAnalyzers.Core;

/// <summary>What an <c>await</c> comes back to in a project.</summary>
internal enum AppModel
{
    /// <summary>As the references of the project say.</summary>
    Auto,

    /// <summary>To the thread of the user interface, or to another context that admits one at a time: WPF, WinForms, MAUI, Avalonia, Uno, Blazor, Orleans.</summary>
    Ui,

    /// <summary>To the context of a request: ASP.NET on .NET Framework.</summary>
    Classic,

    /// <summary>To any thread: ASP.NET Core, workers, console programs.</summary>
    None,

    /// <summary>To whatever its user has: code of which the references do not say where it runs.</summary>
    Library,
}

/// <summary>Finds the <see cref="AppModel"/> of a file: the option <c>async_analyzers.app_model</c>, else what the project refers to.</summary>
internal static class AppModels
{
    /// <summary>Never <see cref="AppModel.Auto"/>.</summary>
    public static AppModel Of(SyntaxTree tree, AnalyzerOptions options, KnownTypes types) =>
        Options.AppModel.Read(options, tree) is not AppModel.Auto and var chosen ? chosen
        : types.HasContext ? AppModel.Ui
        : types.Find("System.Web.HttpContextBase") is not null ? AppModel.Classic
        : types.IsApplication ? AppModel.None
        : AppModel.Library;
}
