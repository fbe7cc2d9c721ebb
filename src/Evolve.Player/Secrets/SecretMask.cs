using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Evolve.Player.Running;

namespace Evolve.Player.Secrets;

/// <summary>
/// Takes out of what is kept for others, a recording or a report, what is nobody's business: what the scenario calls
/// secret, the machine's name and the path of the user's home. What is shown now has a <see cref="LineMask"/>.
/// </summary>
public sealed class SecretMask
{
    /// <summary>Stands for a secret; its length tells nothing of the secret's.</summary>
    public const string Secret = "•••••";

    /// <summary>A shorter name is a part of too many words.</summary>
    private const int ShortestName = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private readonly ImmutableArray<(SecretPatterns Patterns, string Instead)> _rules;

    /// <summary>Makes a mask.</summary>
    /// <param name="secrets">The scenario's patterns.</param>
    /// <param name="hostName">The machine's name, or null.</param>
    /// <param name="home">The path of the user's home, or null.</param>
    public SecretMask(IEnumerable<string> secrets, string? hostName = null, string? home = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var rules = ImmutableArray.CreateBuilder<(SecretPatterns, string)>();
        rules.Add((new SecretPatterns(secrets, s_patience), Secret));
        if (home?.TrimEnd('/') is { Length: > 1 } folder)
        {
            rules.Add((Rule($@"{Regex.Escape(folder)}(?![\w.-])"), "~"));
        }

        if (hostName is { Length: >= ShortestName } and not "localhost")
        {
            rules.Add((Rule($@"(?<![\w.-]){Regex.Escape(hostName)}(?![\w-])"), "host"));
        }

        _rules = rules.ToImmutable();
    }

    /// <summary>A text with what must not be seen replaced.</summary>
    public string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Of([text])[0];
    }

    /// <summary>A screen with what must not be seen replaced; one that has some of it over the end of a line is not shown.</summary>
    public string OfScreen(string screen)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var seen = Of(screen);
        var line = PlainText.Of(seen, null).Replace("\n", "", StringComparison.Ordinal);
        return Of(line) == line ? seen : Secret;
    }

    /// <summary>
    /// The pieces of one stream of output, each with what must not be seen replaced, also where it is spread over pieces
    /// or has control sequences within.
    /// </summary>
    public ImmutableArray<string> Of(ImmutableArray<string> pieces)
    {
        var raw = string.Concat(pieces);
        var places = new List<int>(raw.Length);
        var plain = PlainText.Of(raw, places);
        var instead = new string?[raw.Length];
        foreach (var (patterns, word) in _rules)
        {
            patterns.TryFind(plain, out var found);
            foreach (var range in found)
            {
                var hidden = places.GetRange(range.Start, range.Length).Where(place => place >= 0 && instead[place] is null).ToList();
                foreach (var (place, i) in hidden.Select((place, i) => (place, i)))
                {
                    instead[place] = i == 0 ? word : "";
                }
            }
        }

        return [.. Parts(pieces, raw, instead)];
    }

    private static SecretPatterns Rule(string pattern) => new([pattern], s_patience);

    private static IEnumerable<string> Parts(ImmutableArray<string> pieces, string raw, string?[] instead)
    {
        var at = 0;
        var part = new StringBuilder();
        foreach (var piece in pieces)
        {
            part.Clear();
            for (var end = at + piece.Length; at < end; at++)
            {
                _ = instead[at] is { } word ? part.Append(word) : part.Append(raw[at]);
            }

            yield return part.ToString();
        }
    }
}
