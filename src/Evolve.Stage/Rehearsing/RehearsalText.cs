using System.Globalization;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Rehearsing;

/// <summary>A rehearsal for a person at a terminal: a table of the chapters, and a sentence for all that wants to be mended.</summary>
public static class RehearsalText
{
    private const int LongestTitle = 40;

    /// <summary>The whole text; the last line has no end.</summary>
    public static string Of(RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<string[]> rows =
        [
            ["chapter", "planned", "steps", report.Plays > 1 ? "from, to" : "", "left to speak"],
            .. report.Chapters.Append(report.Whole).Select(chapter => Row(chapter, report.Plays > 1)),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var table = rows.Select(row => string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        return string.Join('\n', [.. table, "", .. Findings(report)]);
    }

    /// <summary>What wants to be mended or known, a sentence each.</summary>
    public static IEnumerable<string> Findings(RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string[] worries =
        [
            .. report.Steps.Where(step => step.Steadiness == Steadiness.Fails).Select(step =>
                $"{step.Step.Id} ({Place(step.Step)}) fails: {step.Reason}"),
            .. report.Steps.Where(step => step.Steadiness == Steadiness.Flaky).Select(step => string.Create(
                CultureInfo.InvariantCulture,
                $"{step.Step.Id} ({Place(step.Step)}) is flaky, it failed {step.Failures} of {step.Runs.Length} times: {step.Reason}")),
            .. report.Steps.Where(step => step.Steadiness == Steadiness.NotRun).Select(step =>
                $"{step.Step.Id} ({Place(step.Step)}) was never run, since a step before it failed."),
            .. report.StuckOnTheWayBack.Distinct(),
            .. report.LateSlides.Select(slide => string.Create(
                CultureInfo.InvariantCulture,
                $"Slide {slide.Number} “{Short(slide.Title)}” runs {Clock(slide.Late)} late: its steps take {Clock(slide.StepTime)}, and {Clock(slide.Planned!.Value)} is planned.")),
            .. report.Chapters.Where(chapter => chapter.ToSpeak < TimeSpan.Zero).Select(chapter =>
                $"The chapter “{Short(chapter.Title)}” runs {Clock(-chapter.ToSpeak!.Value)} late with all its slides."),
            .. report.Steps.Where(step => step.Steadiness == Steadiness.Varies).Select(step =>
                $"{step.Step.Id} ({Place(step.Step)}) varies: {Seconds(step.Least)} to {Seconds(step.Most)}, as a rule {Seconds(step.Median)}."),
        ];
        IEnumerable<string> findings = worries.Length > 0 ? worries : ["Every step succeeds in its time."];
        return report is { Duration: { } duration, Whole.Planned: { } planned } ? findings.Append(Plan(duration, planned)) : findings;
    }

    /// <summary>Minutes and seconds, as speakers plan: <c>4:05</c>, and <c>-0:17</c>.</summary>
    public static string Clock(TimeSpan time)
    {
        var seconds = (long)Math.Round(Math.Abs(time.TotalSeconds), MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{(time < TimeSpan.Zero && seconds > 0 ? "-" : "")}{seconds / 60}:{seconds % 60:00}");
    }

    private static string Plan(TimeSpan duration, TimeSpan planned) => (duration - planned) switch
    {
        var rest when rest < TimeSpan.Zero => $"The slides plan {Clock(planned)}, {Clock(-rest)} more than the talk has.",
        var rest => $"The slides plan {Clock(planned)} of the talk's {Clock(duration)}, so {Clock(rest)} is to spare.",
    };

    private static string[] Row(RehearsedChapter chapter, bool isRepeated) =>
    [
        chapter.Title.Length == 0 ? "(no chapter)" : Short(chapter.Title),
        chapter.Planned is { } planned ? Clock(planned) : "-",
        Clock(chapter.StepTime),
        isRepeated ? $"{Clock(chapter.Least)}, {Clock(chapter.Most)}" : "",
        chapter.ToSpeak is { } left ? Clock(left) : "-",
    ];

    private static string Short(string title) => title.Length <= LongestTitle ? title : title[..(LongestTitle - 1)] + "…";

    private static string Place(Step step) => string.Create(
        CultureInfo.InvariantCulture, $"{Path.GetFileName(step.Location.File)}:{step.Location.Line}");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
