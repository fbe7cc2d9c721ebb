namespace Evolve.Scenarios.Files;

/// <summary>Says in words why a file could not be read.</summary>
internal static class FileSentence
{
    public static string For(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "There is no such file; check the path.",
        UnauthorizedAccessException => "The file may not be read; change its permissions.",
        PathTooLongException => "The path is too long.",
        _ => $"The file cannot be read: {Uncapitalise(exception.Message)}.",
    };

    private static string Uncapitalise(string message) =>
        message.Length == 0 ? "the reason is not known" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
