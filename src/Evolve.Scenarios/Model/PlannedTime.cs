using System.Globalization;
using System.Text.RegularExpressions;

namespace Evolve.Scenarios.Model;

/// <summary>The time that a speaker means to take, as a note begins with it: <c>0:45.</c> or <c>1:02:30.</c></summary>
public static partial class PlannedTime
{
    /// <summary>The time that a note begins with, or null.</summary>
    public static TimeSpan? Of(string note) => Read(note).Planned;

    /// <summary>A note without the time that it may begin with.</summary>
    public static string WithoutTime(string note) => Read(note).Text;

    private static (TimeSpan? Planned, string Text) Read(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (Beginning().Match(note) is not { Success: true } match)
        {
            return (null, note);
        }

        var planned = new TimeSpan(Number("hours"), Number("minutes"), Number("seconds"));
        return (planned, note[match.Length..]);

        int Number(string group) =>
            match.Groups[group] is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : 0;
    }

    // The full stop is what tells a time from words such as "1:1 meetings" or "8:30 is when we begin".
    [GeneratedRegex(@"^(?:(?:(?<hours>[0-9]{1,2}):(?<minutes>[0-5][0-9]))|(?<minutes>[0-9]{1,3})):(?<seconds>[0-5][0-9])\.(?:\s+|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
