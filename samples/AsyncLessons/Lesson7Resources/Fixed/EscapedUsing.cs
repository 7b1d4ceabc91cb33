namespace AsyncLessons.Lesson7Resources.Fixed;

/// <summary>A letter read over a connection that is closed before the letter is there.</summary>
internal static class EscapedUsing
{
    public static async Task<string> ReadAsync()
    {
        using var connection = new Connection();
        return await connection.ReadAsync("letter");
    }
}
