using System.Collections.Immutable;
using Evolve.Player.Verifying;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Rehearsing;

/// <summary>What the plays of a rehearsal say together.</summary>
/// <param name="Title">The scenario's title.</param>
/// <param name="Duration">The planned length of the whole, or null.</param>
/// <param name="Chapters">Its chapters, as far as it was played.</param>
/// <param name="Plays">How often it was played.</param>
/// <param name="Problem">Why it was not played, or broken off, in a sentence; or null.</param>
public sealed record RehearsalReport(
    string Title, TimeSpan? Duration, ImmutableArray<RehearsedChapter> Chapters, int Plays, string? Problem)
{
    /// <summary>Why a way back to the start ended half-way, a sentence each.</summary>
    public ImmutableArray<string> StuckOnTheWayBack { get; init; } = [];

    /// <summary>How long each way back to the start took that came there.</summary>
    public ImmutableArray<TimeSpan> WaysBack { get; init; } = [];

    /// <summary>All slides.</summary>
    public IEnumerable<RehearsedSlide> Slides => Chapters.SelectMany(chapter => chapter.Slides);

    /// <summary>All steps.</summary>
    public IEnumerable<RehearsedStep> Steps => Slides.SelectMany(slide => slide.Steps);

    /// <summary>Slides whose steps take longer than is planned.</summary>
    public IEnumerable<RehearsedSlide> LateSlides => Slides.Where(slide => slide.Late > TimeSpan.Zero);

    /// <summary>The whole as if it were one chapter.</summary>
    public RehearsedChapter Whole => new("in all", [.. Slides]);

    /// <summary>True when everything was played, and every step and undo succeeded each time; what is late is only told.</summary>
    public bool IsGood => Problem is null && StuckOnTheWayBack.IsEmpty && Steps.All(step => step.Steadiness is Steadiness.Steady or Steadiness.Varies);

    /// <summary>Brings the plays of a scenario together.</summary>
    public static RehearsalReport Of(Scenario scenario, IReadOnlyList<VerificationReport> plays)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(plays);
        var runs = plays.SelectMany(play => play.Steps).ToLookup(run => run.Step.Id);
        var slides = scenario.Slides.Select((slide, index) => (
            slide.Chapter,
            Slide: new RehearsedSlide(
                index + 1,
                slide.Title,
                slide.Planned,
                [.. slide.Steps.Where(step => runs.Contains(step.Id)).Select(step => new RehearsedStep(step, [.. runs[step.Id].Where(WasRun)]))])));
        var problem = plays.Select(play => play.Problem).FirstOrDefault(text => text is not null);
        return new RehearsalReport(
            scenario.FrontMatter.Title, scenario.FrontMatter.Duration, ByChapter(slides.Take(CountOfPlayed(scenario, runs))), plays.Count, problem)
        {
            StuckOnTheWayBack = [.. plays.Select(play => play.WayBack?.Failure).OfType<string>()],
            WaysBack = [.. plays.Select(play => play.WayBack).OfType<WayBack>().Where(back => back.IsWhole).Select(back => back.Elapsed)],
        };

        static bool WasRun(VerifiedStep run) => run.Verdict != Verdict.NotRun;
    }

    /// <summary>A rehearsal that was to end at a step says nothing about the slides behind it.</summary>
    private static int CountOfPlayed(Scenario scenario, ILookup<string, VerifiedStep> runs)
    {
        var last = scenario.Steps.LastOrDefault();
        return last is null || runs.Contains(last.Id)
            ? scenario.Slides.Length
            : scenario.Slides.Select((slide, index) => slide.Steps.Any(step => runs.Contains(step.Id)) ? index + 1 : 0).Max();
    }

    private static ImmutableArray<RehearsedChapter> ByChapter(IEnumerable<(string Chapter, RehearsedSlide Slide)> slides)
    {
        // Two chapters of one title are two, so that the table keeps the order of the talk.
        var chapters = new List<(string Title, List<RehearsedSlide> Slides)>();
        foreach (var (chapter, slide) in slides)
        {
            if (chapters.Count == 0 || chapters[^1].Title != chapter)
            {
                chapters.Add((chapter, []));
            }

            chapters[^1].Slides.Add(slide);
        }

        return [.. chapters.Select(chapter => new RehearsedChapter(chapter.Title, [.. chapter.Slides]))];
    }
}
