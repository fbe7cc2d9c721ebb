using System.Text.RegularExpressions;

namespace Evolve.Stage.Reporting;

/// <summary>Takes out of a report what the scenario calls secret.</summary>
/// <param name="patterns">The scenario's patterns.</param>
internal sealed partial class SecretWords(IEnumerable<string> patterns)
{
    private const string Instead = "•••••";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly List<Regex> _patterns = [.. patterns.Select(pattern => new Regex(pattern, RegexOptions.CultureInvariant, s_patience))];

    /// <summary>A text without its secrets.</summary>
    public string Hide(string text) => _patterns.Aggregate(text, Hide);

    /// <summary>A screen without its secrets: one that holds any loses its colours, and one with a secret over two lines is not shown.</summary>
    public string HideOnScreen(string styledText)
    {
        var plain = ControlSequence().Replace(styledText, "");
        if (Hide(plain) is var hidden && hidden != plain)
        {
            return HoldsOne(hidden) ? Instead : hidden;
        }

        return HoldsOne(plain) ? Instead : styledText;
    }

    private bool HoldsOne(string plain) => plain.Replace("\n", "", StringComparison.Ordinal) is var line && Hide(line) != line;

    private static string Hide(string text, Regex pattern)
    {
        try
        {
            return pattern.Replace(text, Instead);
        }
        catch (RegexMatchTimeoutException)
        {
            // Better no output than a secret.
            return Instead;
        }
    }

    // What our own screens write: colours, and nothing else.
    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex ControlSequence();
}
