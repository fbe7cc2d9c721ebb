using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Evolve.Stage.Reporting;

/// <summary>A report as one page of HTML that fetches nothing; its own policy forbids it to.</summary>
/// <param name="zone">The zone of the times that are shown.</param>
/// <param name="player">What plays recordings, or null: then only what each pane showed at last is seen.</param>
public sealed class ReportPage(TimeZoneInfo zone, CastPlayer? player = null)
{
    private const string NothingIsFetched = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>The whole file.</summary>
    public string Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Markup.Document(Markup.Of(
            "html",
            null,
            Markup.With("lang", "en"),
            Markup.Of(
                "head",
                null,
                Markup.Of("meta", null, Markup.With("charset", "utf-8")),
                Markup.Of("meta", null, Markup.With("http-equiv", "Content-Security-Policy"), Markup.With("content", player is null ? NothingIsFetched : NothingIsFetched + player.Policy)),
                Markup.Of("meta", null, Markup.With("name", "viewport"), Markup.With("content", "width=device-width, initial-scale=1")),
                Markup.Of("title", null, report.Title),
                Markup.Of("style", null, Style()),
                player?.Head()),
            Markup.Of(
                "body",
                null,
                Markup.Of("main", null, Beginning(report), Steps(report), Stages(report), Figures(report), End(report)))));
    }

    private static string Style()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private XElement[] Beginning(RunReport report)
    {
        var steps = report.Steps.ToList();
        var failed = steps.Count(step => step.Outcome == ReportedOutcome.Failed);
        var skipped = steps.Count(step => step.Outcome == ReportedOutcome.Skipped);
        var replayed = steps.Count(step => step.Outcome == ReportedOutcome.Replayed);
        var rest = string.Join(" · ", new[] { Some(failed, "failed"), Some(replayed, "replayed"), Some(skipped, "skipped") }.Where(text => text.Length > 0));
        var exercises = report.Exercises.ToList();
        var solved = exercises.Count(step => step is { Outcome: ReportedOutcome.Done, IsSolved: true });
        return
        [
            Markup.Of("p", "eyebrow", "Report"),
            Markup.Of("h1", null, report.Title),
            Markup.Of("p", "soft", $"{Date(report.From)}, {Clock(report.From)} to {(Date(report.To) == Date(report.From) ? "" : Date(report.To) + ", ")}{Clock(report.To)}"),
            Markup.Of(
                "div",
                "tiles",
                Tile("Steps done", OutOf(steps.Count(IsDone), steps.Count), rest.Length > 0 ? rest : steps.Count > 0 && steps.TrueForAll(IsDone) ? "all of them" : "", failed > 0),
                exercises.Count == 0 ? null : Tile("Exercises", OutOf(exercises.Count(IsDone), exercises.Count), solved > 0 ? $"{solved} by the solution" : ""),
                report.Answers.IsEmpty ? null : Tile("Questions right", OutOf(report.Answers.Count(isRight => isRight), report.Answers.Length), ""),
                Tile("From first to last", Words(report.To - report.From), ""),
                report.Stages.IsEmpty ? null : Tile("Stages", report.Stages.Length.ToString(CultureInfo.InvariantCulture), "")),
        ];
    }

    private XElement[] Steps(RunReport report) =>
    [
        Markup.Of("h2", null, "What was done"),
        Markup.Of("p", "soft", "Open a step for its commands, and for what its pane showed at the end."),
        .. report.Chapters.SelectMany(Chapter),
        .. report.Chapters.IsEmpty ? [Empty("This scenario has no steps.")] : Array.Empty<XElement>(),
    ];

    private IEnumerable<XElement> Chapter(ReportedChapter chapter)
    {
        var percent = 100.0 * chapter.Done / chapter.Steps.Length;
        yield return Markup.Of(
            "div",
            "chapter",
            Markup.Of("h3", null, chapter.Title.Length == 0 ? "Before the first chapter" : chapter.Title),
            Markup.Of("span", "progress", Markup.Of("i", null, Markup.With("style", string.Create(CultureInfo.InvariantCulture, $"width:{percent:0.#}%")))),
            Markup.Of("span", "count", OutOf(chapter.Done, chapter.Steps.Length)));
        yield return Markup.Of("div", "steps", chapter.Steps.Select(Step));
    }

    private XElement Step(ReportedStep step)
    {
        var look = "step " + Outcomes.Class(step.Outcome);
        object?[] head =
        [
            Markup.Of("span", "mark", Markup.With("title", Outcomes.Word(step.Outcome)), Outcomes.Mark(step.Outcome)),
            Markup.Of("span", "id", Markup.With("title", step.Step.Id), step.Step.Id),
            Markup.Of("span", "note", Outcomes.Note(step)),
            Markup.Of("span", "took", step.Outcome is ReportedOutcome.Done or ReportedOutcome.Failed ? Words(step.Elapsed) : ""),
            Markup.Of("span", "time", step.At is { } at ? Clock(at) : ""),
        ];
        return step.Outcome == ReportedOutcome.NotRun
            ? Markup.Of("div", look, Markup.Of("div", "head", head))
            : Markup.Of(
                "details",
                look,
                step.Outcome == ReportedOutcome.Failed ? Markup.With("open", "open") : null,
                Markup.Of("summary", null, head),
                Markup.Of(
                    "div",
                    "inside",
                    step.Reason is { } reason ? Markup.Of("p", "reason", reason) : null,
                    step.Commands.Length > 0 ? Markup.Of("pre", "commands", step.Commands) : null,
                    step.Screen is { Length: > 0 } screen ? Markup.Of("p", "caption", "The pane at its end") : null,
                    step.Screen is { Length: > 0 } text ? ScreenMarkup.Of(text) : null,
                    player is not null && step.Recording is not null ? Markup.Of("p", "caption", "Its recording") : null,
                    player is not null && step.Recording is { } cast ? CastPlayer.Of(cast) : null));
    }

    private XElement[] Stages(RunReport report) => report.Stages.IsEmpty ? [] :
    [
        Markup.Of("h2", null, "The deployment, stage by stage"),
        Markup.Of("p", "soft", "A request passes from left to right. What is dashed got no new work."),
        .. report.Stages.Select(stage => Markup.Of(
            "section",
            "stage",
            Markup.Of(
                "h3",
                null,
                Markup.Of("span", null, stage.After is null ? "At the beginning" : "After ", stage.After is null ? null : Markup.Of("code", null, stage.After)),
                Markup.Of("span", "soft", Clock(stage.At))),
            stage.Containers.IsEmpty ? Markup.Of("p", "soft", "Nothing ran.") : TopologyDrawing.Of(stage))),
    ];

    private static XElement[] Figures(RunReport report) => report.Figures.IsEmpty ? [] :
    [
        Markup.Of("h2", null, "What was measured"),
        Markup.Of("p", "soft", report.Figures.Any(figure => figure.IsEarlier) ? "On this machine; * was measured before this run." : "On this machine, in this run."),
        Markup.Of("div", "figures", report.Figures
            .GroupBy(figure => figure.Measure, StringComparer.Ordinal)
            .Select(measure => Markup.Of("section", "figure", Markup.Of("h3", null, measure.Key), BarChart.Of([.. measure])))),
    ];

    private static XElement End(RunReport report) => Markup.Of(
        "footer", null, $"Made by evolve report from the log of “{report.Title}”. This file is whole: it fetches nothing.");

    private static XElement Tile(string what, string much, string more, bool isBad = false) => Markup.Of(
        "div", "tile", Markup.Of("div", "what", what), Markup.Of("div", "much", much), Markup.Of("div", isBad ? "more bad" : "more", more));

    private static XElement Empty(string sentence) => Markup.Of("p", "empty", sentence);

    private static bool IsDone(ReportedStep step) => step.Outcome is ReportedOutcome.Done or ReportedOutcome.Replayed;

    private static string Some(int count, string word) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {word}");

    private static string OutOf(int some, int all) => string.Create(CultureInfo.InvariantCulture, $"{some} of {all}");

    private static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 59.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00} h"),
    };

    private string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    private string Date(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
