using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Evolve.Player.Secrets;

/// <summary>
/// Finds in text what regular expressions match, for both masks. When one cannot tell in time, all of the text is
/// found: better that somebody misses a line than that he sees a key.
/// </summary>
internal sealed class SecretPatterns
{
    private readonly ImmutableArray<Regex> _patterns;

    /// <summary>Takes patterns.</summary>
    /// <param name="patterns">.NET regular expressions.</param>
    /// <param name="patience">How long one of them may take for one text.</param>
    public SecretPatterns(IEnumerable<string> patterns, TimeSpan patience)
    {
        _patterns = [.. patterns.Select(pattern => Compile(pattern, patience))];
        foreach (var pattern in _patterns)
        {
            // The first match of all takes its time, whatever the pattern; it must not be held against it.
            pattern.IsMatch("");
        }
    }

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _patterns.IsEmpty;

    /// <summary>Finds what is to be hidden.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">The places in UTF-16 units; perhaps overlapping.</param>
    /// <returns>False when a pattern could not tell in time.</returns>
    public bool TryFind(string text, out ImmutableArray<TextRange> found)
    {
        try
        {
            found =
            [
                .. from pattern in _patterns
                   from match in pattern.Matches(text)
                   where match.Length > 0
                   select new TextRange(match.Index, match.Length),
            ];
            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            found = [new TextRange(0, text.Length)];
            return false;
        }
    }

    private static Regex Compile(string pattern, TimeSpan patience)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, patience);
        }
        catch (NotSupportedException)
        {
            // Backreferences and look-around; the time-out bounds those.
            return new Regex(pattern, RegexOptions.CultureInvariant, patience);
        }
    }
}

/// <summary>A part of a text.</summary>
/// <param name="Start">Where it begins, from 0.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct TextRange(int Start, int Length);
