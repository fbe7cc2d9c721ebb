using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Evolve.Scenarios.Attributes;

/// <summary>The values that attributes and front matter share: times, names and patterns.</summary>
internal static partial class AttributeValues
{
    /// <summary>What a time that cannot be read is told.</summary>
    public const string TimeHelp = "is no time; write a whole number and `ms`, `s`, `m` or `h`, such as `90s`.";

    /// <summary>What a name that cannot be used is told.</summary>
    public const string NameHelp = "must begin with a letter from a to z and go on with such letters, digits or `-`";

    /// <summary>The longest name: it heads a pane of a narrow window.</summary>
    public const int NameLimit = 40;

    /// <summary>The longest regular expression.</summary>
    public const int PatternLimit = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How long one match may take before it throws: it runs while people look on.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Reads a whole number with <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>, more than zero and at most a day.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="time">The time.</param>
    /// <param name="sentence">What is wrong, without its subject.</param>
    public static bool TryReadTime(string text, out TimeSpan time, [NotNullWhen(false)] out string? sentence)
    {
        time = TimeSpan.Zero;
        var match = Time().Match(text);
        if (!match.Success)
        {
            sentence = TimeHelp;
            return false;
        }

        // Six digits at most, so that the number fits.
        var number = int.Parse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        time = match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
        sentence = time == TimeSpan.Zero ? "must be more than zero."
            : time > Longest ? "is more than a day (`24h`)."
            : null;
        return sentence is null;
    }

    /// <summary>True for <c>[a-z][a-z0-9-]*</c> of at most <see cref="NameLimit"/> characters.</summary>
    public static bool IsName(string text) => text.Length <= NameLimit && Name().IsMatch(text);

    /// <summary>Compiles a .NET regular expression.</summary>
    /// <param name="pattern">What is written.</param>
    /// <param name="regex">The expression, which gives up after a second.</param>
    /// <param name="sentence">What is wrong, without its subject.</param>
    public static bool TryReadPattern(
        string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? sentence)
    {
        regex = null;
        sentence = null;
        if (pattern.Length > PatternLimit)
        {
            sentence = $"has {pattern.Length} characters, and {PatternLimit} are the most.";
            return false;
        }

        try
        {
            regex = Compile(pattern);
            return true;
        }
        catch (RegexParseException exception)
        {
            // Such as: Invalid pattern 'a(' at offset 2. Not enough )'s.
            var reason = exception.Message[(exception.Message.IndexOf($"at offset {exception.Offset}.", StringComparison.Ordinal) + 1)..];
            reason = reason[(reason.IndexOf('.', StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
            sentence = $"is no regular expression: {reason} (after its character {exception.Offset}).";
            return false;
        }
    }

    /// <summary>
    /// The linear-time engine takes half a millisecond to build, which a talk with hundreds of steps would feel, so it
    /// is used where the other one could take exponential time: when a group is repeated.
    /// </summary>
    private static Regex Compile(string pattern)
    {
        if (!RepeatedGroup().IsMatch(pattern))
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }

        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTimeout);
        }
        catch (NotSupportedException)
        {
            // Backreferences and look-around; the time-out bounds those.
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,6})(?<unit>ms|s|m|h)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"\)[*+{]", RegexOptions.CultureInvariant)]
    private static partial Regex RepeatedGroup();

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
