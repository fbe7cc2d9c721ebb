using System.Collections.Immutable;

namespace Evolve.Stage.Reporting;

/// <summary>What the run log says of one scenario on the day it was played last.</summary>
/// <param name="Path">The scenario's path.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record RunHistory(string Path, ImmutableArray<LoggedEvent> Events)
{
    /// <summary>A talk is of one day: what was played longer before the last event is another one.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Reads the log and the file before it.</summary>
    /// <param name="log">The log's path.</param>
    /// <param name="scenario">The scenario's path, or null for the one that was opened last.</param>
    /// <returns>Null when the log knows nothing of it.</returns>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be read.</exception>
    public static RunHistory? Read(string log, string? scenario)
    {
        var all = new[] { log + ".1", log }.Where(File.Exists).SelectMany(Lines).Select(LoggedEvent.Parse).OfType<LoggedEvent>().ToList();
        var path = scenario ?? all.LastOrDefault(one => one.Name == "scenario-opened")?.Text("path");
        var events = new List<LoggedEvent>();
        var isOpen = false;
        foreach (var one in all)
        {
            isOpen = one.Name == "scenario-opened" ? one.Text("path") == path : isOpen;
            if (isOpen)
            {
                events.Add(one);
            }

            isOpen &= one.Name != "scenario-closed";
        }

        return path is not null && events.Count > 0
            ? new RunHistory(path, [.. events.Where(one => events[^1].At - one.At < Day)])
            : null;
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
