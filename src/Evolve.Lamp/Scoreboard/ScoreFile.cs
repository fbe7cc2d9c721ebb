using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Evolve.Lamp.State;

namespace Evolve.Lamp.Scoreboard;

/// <summary>The figures of this machine from run to run: the youngest of each, as JSON.</summary>
/// <param name="path">The file.</param>
public sealed class ScoreFile(string path)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter<ScoreMeasure>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>What was kept. A file that is not there, or was damaged, keeps nothing: figures can be measured again.</summary>
    public ImmutableArray<Score> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<ImmutableArray<Score>?>(File.ReadAllText(path), s_options) ?? [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Tells, on any thread, whenever figures were kept, also by another program; until it is disposed.</summary>
    /// <returns>Null where the machine cannot tell.</returns>
    public IDisposable? Watch(Action kept)
    {
        try
        {
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path)) { NotifyFilter = NotifyFilters.FileName };
            watcher.Created += (_, _) => kept();
            watcher.Renamed += (_, _) => kept();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            // No such folder, or the machine's watches are used up: what is measured here is shown all the same.
            return null;
        }
    }

    /// <summary>Keeps figures beside those that are kept.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Add(IEnumerable<Score> scores)
    {
        PrivateFile.Write(path, JsonSerializer.Serialize(Score.Youngest(Read().Concat(scores)), s_options), replace: true);
    }
}
