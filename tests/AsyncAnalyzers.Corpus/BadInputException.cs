namespace AsyncAnalyzers.Corpus;

/// <summary>What was named on the command line cannot be used; the message is the one line to print.</summary>
internal sealed class BadInputException(string message) : Exception(message.ReplaceLineEndings(" ").Trim());
