using AsyncAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Sequential;

internal enum DatabaseCallKind
{
    None,

    /// <summary>Reads by LINQ or SQL.</summary>
    Query,

    /// <summary>Writes by SQL, or by <c>ExecuteUpdateAsync</c> and its like.</summary>
    Command,

    /// <summary>Writes the changes that a context tracks.</summary>
    Save,
}

/// <summary>Tells calls that make a round trip to a database: of EF Core, EF 6, Dapper and ADO.NET.</summary>
internal static class DatabaseCall
{
    /// <summary>A cheap look at the name of a method: false if it is of no interest.</summary>
    public static bool MayBe(string method) =>
        method.EndsWith("Async", StringComparison.Ordinal)
            ? method[0] is 'A' or 'C' or 'E' or 'F' or 'L' or 'M' or 'Q' or 'S' or 'T'
            : method == "SaveChanges";

    public static DatabaseCallKind KindOf(IMethodSymbol method)
    {
        var (name, type) = (method.Name, method.ContainingType);
        switch (type?.Name)
        {
            case "EntityFrameworkQueryableExtensions" or "RelationalQueryableExtensions":
            case "QueryableExtensions" when type.ContainingNamespace is { Name: "Entity", ContainingNamespace.Name: "Data" }:
                return name is "ExecuteUpdateAsync" or "ExecuteDeleteAsync" ? DatabaseCallKind.Command : name is "LoadAsync" or "ForEachAsync" ? DatabaseCallKind.None : DatabaseCallKind.Query;
            case "RelationalDatabaseFacadeExtensions" when name.StartsWith("ExecuteSql", StringComparison.Ordinal):
                return DatabaseCallKind.Command;
            case "SqlMapper" when type.ContainingNamespace.Name == "Dapper":
                return name.StartsWith("Query", StringComparison.Ordinal) || name.StartsWith("ExecuteScalar", StringComparison.Ordinal) || name.StartsWith("ExecuteReader", StringComparison.Ordinal) ? DatabaseCallKind.Query
                    : name == "ExecuteAsync" ? DatabaseCallKind.Command
                    : DatabaseCallKind.None;
        }

        return name switch
        {
            "FindAsync" when IsOrDerivesFrom(type, "DbSet") || IsOrDerivesFrom(type, "DbContext") => DatabaseCallKind.Query,
            "SaveChangesAsync" or "SaveChanges" when IsOrDerivesFrom(type, "DbContext") => DatabaseCallKind.Save,
            "ExecuteReaderAsync" or "ExecuteScalarAsync" when IsOrDerivesFrom(type, "DbCommand") => DatabaseCallKind.Query,
            "ExecuteNonQueryAsync" when IsOrDerivesFrom(type, "DbCommand") => DatabaseCallKind.Command,
            _ => DatabaseCallKind.None,
        };
    }

    /// <summary>What the call is made on, down to a local, a parameter or a member: <c>db</c> of <c>db.Orders.Where(…).ToListAsync()</c>. Null if that is anything else.</summary>
    public static IOperation? RootOf(IOperation receiver)
    {
        for (var current = receiver.Unwrap(); ;)
        {
            switch (current)
            {
                case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IInstanceReferenceOperation:
                    return current;
                case IPropertyReferenceOperation { Instance: { } instance } property:
                    if (instance.Unwrap() is IInstanceReferenceOperation)
                    {
                        return property;
                    }

                    current = instance.Unwrap();
                    break;
                case IInvocationOperation call when call.Receiver() is { } inner && (call.TargetMethod.IsExtensionMethod || call.Instance is not IInstanceReferenceOperation):
                    current = inner.Unwrap();
                    break;
                default:
                    return null;
            }
        }
    }

    public static bool IsOrDerivesFrom(ITypeSymbol? type, string name)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
