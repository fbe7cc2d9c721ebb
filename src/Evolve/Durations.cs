using System.CommandLine.Parsing;
using System.Globalization;

namespace Evolve;

/// <summary>Lengths of time as they are written on the command line: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>.</summary>
internal static class Durations
{
    /// <summary>Reads an option's value; a mistake becomes the option's error.</summary>
    public static TimeSpan? Parse(ArgumentResult result, string option)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        foreach (var (unit, seconds) in new[] { ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600) })
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number > 0
                && number * seconds <= TimeSpan.FromDays(30).TotalSeconds)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        result.AddError($"{option} takes a length of time such as 500ms, 30s, 5m or 2h, not “{text}”.");
        return null;
    }
}
