using System.Collections.Immutable;
using Evolve.Lamp.State;

namespace Evolve.Player.Commands;

/// <summary>The lines that were typed, oldest first: bounded, and kept in a file that only its owner reads.</summary>
public sealed class CommandHistory
{
    /// <summary>How many lines are kept.</summary>
    public const int MostLines = 500;

    private readonly Lock _lock = new();
    private readonly string? _path;
    private ImmutableArray<string> _lines = [];

    /// <summary>Reads what was kept.</summary>
    /// <param name="path">The file, whose folder is there; null keeps nothing beyond this run.</param>
    public CommandHistory(string? path)
    {
        _path = path;
        _lines = Read();
    }

    /// <summary>The lines.</summary>
    public ImmutableArray<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return _lines;
            }
        }
    }

    /// <summary>Why it is not kept, in a sentence; or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Adds a line, unless it is empty or the one before.</summary>
    public void Add(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        lock (_lock)
        {
            var text = line.Trim();
            if (text.Length is 0 or > CommandWords.LongestLine || text.Contains('\n', StringComparison.Ordinal))
            {
                return;
            }

            // Another window may have added to it meanwhile.
            var known = Problem is null && _path is not null ? Read() : _lines;
            if (known.LastOrDefault() == text)
            {
                _lines = known;
                return;
            }

            _lines = [.. known.Add(text).TakeLast(MostLines)];
            Keep();
        }
    }

    private ImmutableArray<string> Read()
    {
        try
        {
            return _path is null || !File.Exists(_path)
                ? []
                : [.. File.ReadLines(_path).Where(line => line.Length is > 0 and <= CommandWords.LongestLine).TakeLast(MostLines)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problem = $"What was typed earlier cannot be read: {exception.Message}";
            return _lines.IsDefault ? [] : _lines;
        }
    }

    private void Keep()
    {
        if (_path is null || Problem is not null)
        {
            return;
        }

        try
        {
            PrivateFile.Write(_path, string.Concat(_lines.Select(line => line + "\n")), replace: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Problem = $"What is typed cannot be kept: {exception.Message}";
        }
    }
}
