using System.Collections.Immutable;

namespace Evolve.Scenarios.Files;

/// <summary>Reads from the file system.</summary>
public sealed class DiskFileReader : IFileReader
{
    /// <summary>As many as Linux follows before it gives up (path_resolution(7)).</summary>
    private const int LinkLimit = 40;

    /// <inheritdoc/>
    public byte[] Read(string path, int limit)
    {
        // FileStream says "access denied" of a folder, which would send the author to look at permissions.
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (copy.Length < limit)
        {
            var count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - copy.Length));
            if (count == 0)
            {
                break;
            }

            copy.Write(buffer, 0, count);
        }

        return copy.ToArray();
    }

    /// <inheritdoc/>
    public string GetRealPath(string path)
    {
        var pending = new Stack<string>(Split(Path.GetFullPath(path)));
        var resolved = "/";
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? "/";
                continue;
            }

            var candidate = Path.Combine(resolved, part);
            if (new FileInfo(candidate).LinkTarget is not { } target)
            {
                resolved = candidate;
                continue;
            }

            if (++links > LinkLimit)
            {
                throw new IOException("its symbolic links lead in a circle");
            }

            if (Path.IsPathRooted(target))
            {
                resolved = "/";
            }

            foreach (var piece in Split(target))
            {
                pending.Push(piece);
            }
        }

        return resolved;
    }

    /// <inheritdoc/>
    public ImmutableArray<string> List(string folder, string extension) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder)
                .Where(path => Path.GetExtension(path) == extension)
                .Order(StringComparer.Ordinal)]
            : [];

    private static IEnumerable<string> Split(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
