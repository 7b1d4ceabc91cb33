using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Style;

/// <summary>Methods whose names a contract, a framework or a protocol decides.</summary>
internal static class GivenNames
{
    public static bool Includes(IMethodSymbol method) => Contract.Demands(method) || IsFramework(method);

    /// <summary>True for names that a framework or a protocol decides, whatever the types in source say.</summary>
    public static bool IsFramework(IMethodSymbol method) =>
        method.IsExtern || IsMain(method) || EventHandlers.HasShape(method) || EntryPoint.IsTest(method) || IsMiddleware(method) || IsOfFramework(method.ContainingType) || HasBinding(method);

    /// <summary><c>Main</c>, also where it returns a task, and top-level statements.</summary>
    private static bool IsMain(IMethodSymbol method) => method is { Name: "Main", IsStatic: true } || EntryPoint.IsTopLevel(method);

    /// <summary><c>Invoke(HttpContext)</c>, which ASP.NET Core looks for.</summary>
    private static bool IsMiddleware(IMethodSymbol method) => method is { Name: "Invoke", Parameters: [{ Type.Name: "HttpContext" }, ..] };

    /// <summary>Controllers, pages, view components and hubs: the names of their methods are routes, handlers and messages.</summary>
    private static bool IsOfFramework(INamedTypeSymbol? type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (current.Name is "ControllerBase" or "PageModel" or "ViewComponent" or "Hub" or "ApiController" || current.Name.EndsWith("Controller", StringComparison.Ordinal) || HasAttribute(current, static name => name is "ApiControllerAttribute" or "ControllerAttribute"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Functions, commands, benchmarks and interop: generated code, a host or a report names them.</summary>
    private static bool HasBinding(IMethodSymbol method) =>
        HasAttribute(method, static name => name is "FunctionAttribute" or "FunctionNameAttribute" or "JSInvokableAttribute" or "JSImportAttribute" or "JSExportAttribute" or "BenchmarkAttribute" or "DllImportAttribute" || name.EndsWith("CommandAttribute", StringComparison.Ordinal));

    private static bool HasAttribute(ISymbol symbol, Func<string, bool> isWanted)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: var name } && isWanted(name))
            {
                return true;
            }
        }

        return false;
    }
}
