namespace AsyncLessons.Lesson7Resources.Mistakes;

/// <summary>A letter read over a connection that is closed before the letter is there.</summary>
internal static class EscapedUsing
{
    public static Task<string> ReadAsync()
    {
        using var connection = new Connection();
        return connection.ReadAsync("letter"); // AWAIT701
    }
}
