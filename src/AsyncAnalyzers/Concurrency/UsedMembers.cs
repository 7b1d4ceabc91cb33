using Microsoft.CodeAnalysis;

namespace AsyncAnalyzers.Concurrency;

/// <summary>What a method does with the unsafe object that it is called on.</summary>
internal static class UsedMembers
{
    /// <summary>Null if the call does no harm, whatever others do: it only makes a query or a command, or ends the object's life.</summary>
    public static Use? Of(IMethodSymbol method, UnsafeObject target, bool isAsync)
    {
        if (target.Hazard == Hazard.Memory)
        {
            return Changes(method, target.Type) ? Use.Writes : Use.Reads;
        }

        if (IsEnd(method.Name))
        {
            return null;
        }

        if (isAsync)
        {
            return Use.Starts;
        }

        if (method.ContainingType.Name is "Queryable" or "Enumerable")
        {
            return method.ReturnType is { Name: "IQueryable" or "IOrderedQueryable" or "IEnumerable" or "IAsyncEnumerable" } ? null : Use.Writes;
        }

        return method.MethodKind == MethodKind.Ordinary && MayWork(method) ? Use.Writes : null;
    }

    /// <summary>The direction in which a method uses a stream.</summary>
    public static string LaneOf(IMethodSymbol method) => method.Name switch
    {
        var name when name.StartsWith("Read", StringComparison.Ordinal) || name.StartsWith("CopyTo", StringComparison.Ordinal) || name.StartsWith("Receive", StringComparison.Ordinal) => "Read",
        var name when name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Flush", StringComparison.Ordinal) || name.StartsWith("Send", StringComparison.Ordinal) => "Write",
        var name => name,
    };

    private static bool IsEnd(string name) =>
        name.StartsWith("Dispose", StringComparison.Ordinal) || name.StartsWith("Close", StringComparison.Ordinal) || name.StartsWith("Cancel", StringComparison.Ordinal) ||
        name.StartsWith("Abort", StringComparison.Ordinal) || name.StartsWith("Complete", StringComparison.Ordinal) || name.StartsWith("Stop", StringComparison.Ordinal);

    /// <summary>Synchronous methods of contexts and connections that do something; many only hand out a part.</summary>
    private static bool MayWork(IMethodSymbol method) => method.Name is
        "Add" or "AddRange" or "Attach" or "AttachRange" or "Update" or "UpdateRange" or "Remove" or "RemoveRange" or "Find" or "SaveChanges" or "ExecuteSqlRaw" or "ExecuteSqlInterpolated" or
        "Execute" or "ExecuteNonQuery" or "ExecuteReader" or "ExecuteScalar" or "Query" or "QueryFirst" or "QueryFirstOrDefault" or "QuerySingle" or "QuerySingleOrDefault" or "QueryMultiple" or
        "Open" or "Read" or "ReadLine" or "ReadByte" or "ReadToEnd" or "NextResult" or "Write" or "WriteLine" or "WriteByte" or "Flush" or "Seek" or "CopyTo" or "Send" or "Store" or "Save" or "Delete" or "Insert";

    private static bool Changes(IMethodSymbol method, ITypeSymbol type)
    {
        var name = method.Name;
        if (method.IsExtensionMethod)
        {
            return method.ContainingType.Name == "CollectionExtensions" && name is "AddRange" or "InsertRange" or "TryAdd" or "Remove";
        }

        return type.Name switch
        {
            "Random" => name is not ("Equals" or "GetHashCode" or "ToString" or "GetType"),
            "StringBuilder" => name.StartsWith("Append", StringComparison.Ordinal) || name is "Insert" or "Remove" or "Replace" or "Clear",
            _ => name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Insert", StringComparison.Ordinal) || name.StartsWith("Remove", StringComparison.Ordinal) ||
                name.EndsWith("With", StringComparison.Ordinal) || name is "Clear" or "TryAdd" or "Enqueue" or "EnqueueRange" or "EnqueueDequeue" or "Dequeue" or "TryDequeue" or "Push" or "Pop" or "TryPop" or
                "Sort" or "Reverse" or "Set" or "SetAll" or "SetByIndex" or "TrimExcess" or "EnsureCapacity" or "And" or "Or" or "Xor" or "Not",
        };
    }
}
