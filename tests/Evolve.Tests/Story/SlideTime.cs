using System.Globalization;
using System.Text.RegularExpressions;
using Evolve.Scenarios.Model;

namespace Evolve.Tests.Story;

/// <summary>How long the speaker plans to stay on a slide: its note begins with <c>0:45.</c></summary>
internal static partial class SlideTime
{
    /// <summary>The time, or null when no note says one.</summary>
    public static TimeSpan? Of(Slide slide) => slide.Notes
        .Select(note => Timing().Match(note))
        .Where(match => match.Success)
        .Select(match => (TimeSpan?)new TimeSpan(0, Number(match, 1), Number(match, 2)))
        .FirstOrDefault();

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d):([0-5]\d)\.")]
    private static partial Regex Timing();
}
