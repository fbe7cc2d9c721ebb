namespace Evolve.Lamp.Machine;

/// <summary>What is read of the machine we run on: variables and small text files.</summary>
public interface IHost
{
    /// <summary>The value of an environment variable, or null when it is unset or empty.</summary>
    string? Variable(string name);

    /// <summary>The whole text of a file, or null when there is none.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is there and may not be read.</exception>
    string? ReadText(string path);

    /// <summary>The full paths of the entries of a folder in ordinal order; none when there is no such folder.</summary>
    IReadOnlyList<string> List(string folder);
}
