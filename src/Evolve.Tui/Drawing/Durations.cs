using System.Globalization;

namespace Evolve.Tui.Drawing;

/// <summary>Lengths of time as people read them.</summary>
public static class Durations
{
    /// <summary>What has ended: <c>0.4 s</c>, <c>42 s</c>, <c>1:05</c>, <c>1:02:05</c>.</summary>
    public static string Taken(TimeSpan time) => time < TimeSpan.FromSeconds(10)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0} s")
        : Running(time);

    /// <summary>What goes on, in whole seconds: <c>7 s</c>, <c>1:05</c>, <c>1:02:05</c>.</summary>
    public static string Running(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, (int)time.TotalSeconds)} s",
        _ => Clock(time),
    };

    /// <summary>A clock: <c>0:07</c>, <c>12:40</c>, <c>1:02:05</c>.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    /// <summary>A plan: <c>30 s</c>, <c>2 min</c>, <c>1 h 30 min</c>.</summary>
    public static string Planned(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds} s",
        { TotalHours: < 1 } => $"{Math.Round(time.TotalMinutes)} min",
        { Minutes: 0 } => $"{(int)time.TotalHours} h",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };
}
