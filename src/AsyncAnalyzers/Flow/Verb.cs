using System.Collections.Immutable;

namespace AsyncAnalyzers.Flow;

/// <summary>What the name of a method says that it does; the later one of a name with several verbs counts (<c>GetOrCreate</c> writes).</summary>
internal enum Verb
{
    /// <summary>Get, Find, List, Load, …</summary>
    Read,

    /// <summary>Nothing that is known.</summary>
    Other,

    /// <summary>Create, Update, Delete, …: one of a pair of them may depend on the other.</summary>
    Write,

    /// <summary>Publish, Send, Log, …: others see the order.</summary>
    Ordered,

    /// <summary>Pay, Authorize, …: a human must decide.</summary>
    Never,
}

/// <summary>Reads <see cref="Verb"/>s from the words of a name.</summary>
internal static class Verbs
{
    private static readonly ImmutableDictionary<string, Verb> ByWord = Table(
        (Verb.Read, "Get Find List Load Read Fetch Query Count Is Has Exists Exist Search Download Lookup Any First Single Last Sum Min Max Average Contains Scan Select Resolve Retrieve Enumerate Describe Can"),
        (Verb.Write, "Create Update Delete Save Insert Set Ensure Lock Unlock Begin Commit Rollback Add Remove Put Post Patch Upsert Replace Upload Copy Move Rename Store Push Pop Take Trim Receive Dequeue Increment Decrement Expire Execute Register Clear Reset Start Stop Acquire Release Renew Claim Consume Process Apply Merge Next Advance Swap Exchange Join Leave Open Close Connect Disconnect Login Logout Wait Next"),
        (Verb.Ordered, "Publish Send Enqueue Notify Raise Write Append Log"),
        (Verb.Never, "Pay Charge Refund Transfer Withdraw Authorize Authorise Authenticate Validate"));

    /// <summary>The verb of a method name; <see cref="Verb.Other"/> if none of its words is one.</summary>
    public static Verb Of(string name)
    {
        Verb? found = null;
        for (int start = 0, end; start < name.Length; start = end)
        {
            end = start + 1;
            while (end < name.Length && !(char.IsUpper(name[end]) && !char.IsUpper(name[end - 1])) && name[end] != '_')
            {
                end++;
            }

            if (ByWord.TryGetValue(name.Substring(start, end - start).TrimStart('_'), out var verb) && !(verb < found))
            {
                found = verb;
            }
        }

        return found ?? Verb.Other;
    }

    private static ImmutableDictionary<string, Verb> Table(params (Verb Verb, string Words)[] rows)
    {
        var table = ImmutableDictionary.CreateBuilder<string, Verb>(StringComparer.OrdinalIgnoreCase);
        foreach (var (verb, words) in rows)
        {
            foreach (var word in words.Split(' '))
            {
                table[word] = verb;
            }
        }

        return table.ToImmutable();
    }
}
