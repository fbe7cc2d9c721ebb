using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Evolve.Lamp.State;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Trusting;

/// <summary>
/// Remembers, in a file of the state folder, the hash of every command that the user has agreed to. What is shipped
/// needs no agreement: it came with the program itself.
/// </summary>
public sealed class TrustStore : ITrust
{
    private const int Version = 1;
    private readonly string _path;
    private readonly IFileReader _files;
    private readonly string _shipped;
    private readonly Lock _lock = new();
    private ImmutableHashSet<string> _known;

    /// <summary>Reads what is remembered.</summary>
    /// <param name="path">The file; it need not be there yet.</param>
    /// <param name="shippedFolder">The folder of the shipped scenarios.</param>
    /// <param name="files">Resolves the links in paths, so that none leads out of the shipped folder unseen.</param>
    public TrustStore(string path, string shippedFolder, IFileReader files)
    {
        _path = path;
        _files = files;
        _shipped = files.GetRealPath(shippedFolder).TrimEnd('/') + "/";
        _known = Read();
    }

    /// <summary>Why nothing is remembered from earlier, in a sentence; null when all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>True for a scenario all of whose files are in the shipped folder.</summary>
    public bool IsShipped(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Files.Append(scenario.Path)
            .All(file => _files.GetRealPath(file).StartsWith(_shipped, StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public ImmutableArray<ScenarioCommand> Untrusted(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (IsShipped(scenario))
        {
            return [];
        }

        lock (_lock)
        {
            return CommandDigest.Of(scenario).NotIn(_known);
        }
    }

    /// <inheritdoc/>
    public void Trust(IEnumerable<ScenarioCommand> commands)
    {
        lock (_lock)
        {
            _known = _known.Union(commands.Select(command => command.Sha256));

            // Another Evolve may have added to the file meanwhile.
            var all = _known.Union(Read());
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, new() { Indented = true }))
            {
                json.WriteStartObject();
                json.WriteNumber("version", Version);
                json.WriteStartArray("commands");
                foreach (var hash in all.Order(StringComparer.Ordinal))
                {
                    json.WriteStringValue(hash);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            try
            {
                PrivateFile.Write(_path, Encoding.UTF8.GetString(buffer.ToArray()), replace: true);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException(exception.Message, exception);
            }
        }
    }

    private ImmutableHashSet<string> Read()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(_path));
            if (json.RootElement.GetProperty("version").GetInt32() != Version)
            {
                throw new JsonException("it was written by another version");
            }

            return [.. json.RootElement.GetProperty("commands").EnumerateArray().Select(item => item.GetString()!)];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            Problem = $"{_path}, which remembers the commands you agreed to, cannot be read ({exception.Message.TrimEnd('.')}): you are asked again.";
            return [];
        }
    }
}
