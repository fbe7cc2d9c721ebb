using System.Collections.Immutable;

namespace Evolve.Scenarios.Files;

/// <summary>The files that scenarios are read from.</summary>
public interface IFileReader
{
    /// <summary>Reads a file, and at most <paramref name="limit"/> bytes of it.</summary>
    /// <exception cref="IOException">It is not there, is a folder, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    byte[] Read(string path, int limit);

    /// <summary>The full path with every symbolic link in it resolved; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    string GetRealPath(string path);

    /// <summary>The paths of the files right in a folder with this extension (such as <c>.md</c>), sorted; none when there is no such folder.</summary>
    ImmutableArray<string> List(string folder, string extension);
}
