using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Tests.Testing;

/// <summary>A machine with just these variables and files.</summary>
internal sealed class FakeHost : IHost
{
    private readonly Dictionary<string, string> _variables = new() { ["HOME"] = "/home/ada" };
    private readonly Dictionary<string, string> _files = [];

    public string? Variable(string name) => _variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string? ReadText(string path) => _files.GetValueOrDefault(path);

    public IReadOnlyList<string> List(string folder) =>
        [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == folder).Order(StringComparer.Ordinal)];

    internal FakeHost With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    internal FakeHost WithFile(string path, string text)
    {
        _files[path] = text;
        return this;
    }
}
