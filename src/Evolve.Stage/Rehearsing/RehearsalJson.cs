using System.Text.Json;
using System.Text.Json.Nodes;

namespace Evolve.Stage.Rehearsing;

/// <summary>A rehearsal for programs: all times are in seconds.</summary>
public static class RehearsalJson
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    /// <summary>The whole document.</summary>
    public static string Of(RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new JsonObject
        {
            ["title"] = report.Title,
            ["durationSeconds"] = Seconds(report.Duration),
            ["plays"] = report.Plays,
            ["isGood"] = report.IsGood,
            ["problem"] = report.Problem,
            ["wayBackSeconds"] = Array(report.WaysBack.Select(time => Seconds(time))),
            ["stuckOnTheWayBack"] = Array(report.StuckOnTheWayBack.Select(sentence => JsonValue.Create(sentence))),
            ["chapters"] = Array(report.Chapters.Select(chapter => new JsonObject
            {
                ["title"] = chapter.Title,
                ["plannedSeconds"] = Seconds(chapter.Planned),
                ["stepSeconds"] = Seconds(chapter.StepTime),
                ["leastSeconds"] = Seconds(chapter.Least),
                ["mostSeconds"] = Seconds(chapter.Most),
                ["toSpeakSeconds"] = Seconds(chapter.ToSpeak),
                ["slides"] = Array(chapter.Slides.Select(Slide)),
            })),
        }.ToJsonString(s_options);
    }

    private static JsonObject Slide(RehearsedSlide slide) => new()
    {
        ["number"] = slide.Number,
        ["title"] = slide.Title,
        ["plannedSeconds"] = Seconds(slide.Planned),
        ["stepSeconds"] = Seconds(slide.StepTime),
        ["lateSeconds"] = Seconds(slide.Late),
        ["steps"] = Array(slide.Steps.Select(step => new JsonObject
        {
            ["id"] = step.Step.Id,
            ["file"] = step.Step.Location.File,
            ["line"] = step.Step.Location.Line,
            ["steadiness"] = JsonNamingPolicy.KebabCaseLower.ConvertName(step.Steadiness.ToString()),
            ["seconds"] = Array(step.Times.Select(time => Seconds(time))),
            ["medianSeconds"] = Seconds(step.Median),
            ["failures"] = step.Failures,
            ["reason"] = step.Reason,
        })),
    };

    private static JsonArray Array(IEnumerable<JsonNode?> nodes) => [.. nodes];

    private static JsonValue? Seconds(TimeSpan? time) => time is { } known ? JsonValue.Create(Math.Round(known.TotalSeconds, 3)) : null;
}
