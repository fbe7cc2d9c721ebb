using System.Collections.Immutable;
using System.Text;

namespace Evolve.Player.Secrets;

/// <summary>
/// Hides what a scenario's <c>secret:</c> patterns match in lines that are shown now: as wide as it was, and quickly, for
/// a screen is drawn all the time. What is kept has a <see cref="SecretMask"/>. From any thread.
/// </summary>
public sealed class LineMask
{
    /// <summary>What stands in the place of each hidden character.</summary>
    public const char Hidden = '*';

    /// <summary>How long one pattern may take for one line: it is drawn meanwhile.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    /// <summary>A pattern that was too slow so often is asked no more, and hides every line.</summary>
    private const int MostTimeouts = 3;

    /// <summary>Lines whose secrets are remembered, since a screen is drawn more often than it changes.</summary>
    private const int MostKnown = 2048;

    private readonly Lock _lock = new();
    private readonly SecretPatterns _patterns;
    private readonly Dictionary<string, ImmutableArray<TextRange>> _known = new(StringComparer.Ordinal);
    private int _timeouts;

    private LineMask(SecretPatterns patterns) => _patterns = patterns;

    /// <summary>Hides nothing.</summary>
    public static LineMask None { get; } = new(new SecretPatterns([], s_patience));

    /// <summary>True when it hides nothing, so that nobody need ask.</summary>
    public bool IsEmpty => _patterns.IsEmpty;

    /// <summary>Hides what .NET regular expressions match.</summary>
    public static LineMask Of(IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var compiled = new SecretPatterns(patterns, s_patience);
        return compiled.IsEmpty ? None : new LineMask(compiled);
    }

    /// <summary>The places of a line that are to be hidden, in UTF-16 units; perhaps overlapping.</summary>
    public ImmutableArray<TextRange> Find(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (IsEmpty || line.Length == 0)
        {
            return [];
        }

        lock (_lock)
        {
            if (_known.TryGetValue(line, out var ranges))
            {
                return ranges;
            }

            if (_known.Count >= MostKnown)
            {
                _known.Clear();
            }

            return _known[line] = Search(line);
        }
    }

    /// <summary>The text with its secrets hidden, line by line.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsEmpty ? text : string.Join('\n', text.Split('\n').Select(ApplyToLine));
    }

    private string ApplyToLine(string line)
    {
        var ranges = Find(line);
        if (ranges.IsEmpty)
        {
            return line;
        }

        var hidden = new StringBuilder(line);
        foreach (var range in ranges)
        {
            for (var i = range.Start; i < range.Start + range.Length; i++)
            {
                hidden[i] = Hidden;
            }
        }

        return hidden.ToString();
    }

    private ImmutableArray<TextRange> Search(string line)
    {
        if (_timeouts >= MostTimeouts)
        {
            return [new TextRange(0, line.Length)];
        }

        if (!_patterns.TryFind(line, out var found))
        {
            _timeouts++;
        }

        return found;
    }
}
