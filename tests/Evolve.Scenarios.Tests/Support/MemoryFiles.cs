using System.Collections.Immutable;
using System.Text;
using Evolve.Scenarios.Files;

namespace Evolve.Scenarios.Tests.Support;

/// <summary>Files in memory, all in the folder <c>/talks</c> unless their path is absolute.</summary>
internal sealed class MemoryFiles : IFileReader
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    public static MemoryFiles With(string path, string text) => new MemoryFiles().Add(path, text);

    public MemoryFiles Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public MemoryFiles Add(string path, byte[] bytes)
    {
        _files[Full(path)] = bytes;
        return this;
    }

    public MemoryFiles Link(string path, string target)
    {
        _links[Full(path)] = Full(target);
        return this;
    }

    public byte[] Read(string path, int limit)
    {
        if (!_files.TryGetValue(Full(path), out var bytes))
        {
            throw new FileNotFoundException("no such file", path);
        }

        return bytes.Length > limit ? bytes[..limit] : bytes;
    }

    public string GetRealPath(string path)
    {
        var full = Full(path);
        return _links.TryGetValue(full, out var target) ? GetRealPath(target) : full;
    }

    public ImmutableArray<string> List(string folder, string extension) =>
        [.. _files.Keys
            .Where(path => Path.GetDirectoryName(path) == Full(folder) && Path.GetExtension(path) == extension)
            .Select(path => Path.Join(folder, Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)];

    private static string Full(string path) => Path.GetFullPath(Path.Combine("/talks", path));
}
