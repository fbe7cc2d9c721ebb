using System.Globalization;

namespace Evolve.Stage.Notes;

/// <summary>The notes as plain lines, for a pipe and for people whose screen is read to them.</summary>
public static class NotesText
{
    /// <summary>What is new in a moment against the one before; null before the first.</summary>
    public static IEnumerable<string> Of(NotesState now, NotesState? before)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (before is null || now.Slide != before.Slide || now.Title != before.Title || !now.Notes.SequenceEqual(before.Notes))
        {
            yield return $"slide {now.Slide} of {now.SlideCount}: {now.SlideTitle}";
            yield return Time(now.Times);
            foreach (var line in now.Notes.SelectMany(note => note.Split('\n')))
            {
                yield return line;
            }

            yield return now.NextSlide is { } next ? $"next slide: {next}" : "this is the last slide";
        }

        if (now.Next != before?.Next)
        {
            yield return $"forward: {now.Next}";
        }

        foreach (var trouble in now.Troubles.Except(before?.Troubles ?? []))
        {
            yield return $"trouble: {trouble}";
        }

        foreach (var container in now.Containers.Except(before?.Containers ?? []))
        {
            yield return $"{container.Name}: {container.State}";
        }
    }

    private static string Time(NotesTimes times)
    {
        var planned = times.Planned is { } all ? $" of {Clock(all)}" : "";
        var slide = times.SlidePlanned is { } own ? $", this slide is planned for {Clock(own)}" : "";
        var late = times.Late switch
        {
            null => "",
            { TotalSeconds: >= 1 } behind => $", {Clock(behind)} late",
            { TotalSeconds: <= -1 } ahead => $", {Clock(-ahead)} in hand",
            _ => ", on time",
        };
        return $"time {Clock(times.Elapsed)}{planned}{slide}{late}";
    }

    private static string Clock(TimeSpan time) => time.TotalHours < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
