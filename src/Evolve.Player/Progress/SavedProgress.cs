using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Progress;

/// <summary>How far a session had come.</summary>
public sealed record SavedProgress
{
    /// <summary>The slide that was on, from 0.</summary>
    public int SlideIndex { get; init; }

    /// <summary>Its title, by which it is found again.</summary>
    public string SlideTitle { get; init; } = "";

    /// <summary>What is known of the steps: first those that were done, in the order in which they were.</summary>
    public ImmutableArray<SavedStep> Steps { get; init; } = [];

    /// <summary>Hints and times of the exercises that somebody has come to.</summary>
    public ImmutableArray<SavedExercise> Exercises { get; init; } = [];

    /// <summary>The quizzes that were answered.</summary>
    public ImmutableArray<SavedAnswer> Answers { get; init; } = [];

    /// <summary>What steps wrote to <c>$EVOLVE_ENV</c> for later ones.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>True when there is something to go on with.</summary>
    public bool IsWorthwhile => SlideIndex > 0 || Steps.Any(step => step.Status is SavedStatus.Done or SavedStatus.Begun);

    /// <summary>What is to be kept of a moment.</summary>
    /// <param name="state">The moment.</param>
    /// <param name="variables">What steps have written for later ones.</param>
    public static SavedProgress Of(PlayerState state, IEnumerable<KeyValuePair<string, string>> variables)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new()
        {
            SlideIndex = state.SlideIndex,
            SlideTitle = state.Slide.Title,
            Steps =
            [
                .. state.Scenario.Steps
                    .Select(step => (Step: step, Known: state.StateOf(step.Id), Times: state.Times.GetValueOrDefault(step.Id)))
                    .Where(entry => StatusOf(entry.Known) != SavedStatus.Untouched || entry.Times is not null)
                    .OrderBy(entry => entry.Known.Completion > 0 ? entry.Known.Completion : long.MaxValue)
                    .Select(entry => Of(entry.Step, entry.Known, entry.Times)),
            ],
            Exercises =
            [
                .. state.Workshop.Exercises
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => new SavedExercise(entry.Key, entry.Value.HintsShown) { Began = entry.Value.Began, Ended = entry.Value.Ended }),
            ],
            Answers =
            [
                .. state.Workshop.Answers
                    .Where(entry => entry.Value.Verdict != QuizVerdict.Open)
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => new SavedAnswer(entry.Key, entry.Value.Verdict == QuizVerdict.Shown ? [] : entry.Value.Picked)),
            ],
            Variables = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, variables),
        };
    }

    /// <summary>How many steps of a scenario were done and are still the same.</summary>
    public int CountDone(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var done = Steps.Where(step => step.Status == SavedStatus.Done).ToDictionary(step => step.Id, step => step.Digest, StringComparer.Ordinal);
        return scenario.Steps.Count(step => done.TryGetValue(step.Id, out var digest) && digest == StepDigest.Short(step));
    }

    /// <summary>Where the slide that was on is now, from 0: by its title, the nearest of several, else by its place.</summary>
    public int FindSlide(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Enumerable.Range(0, scenario.Slides.Length)
            .Where(i => SlideTitle.Length > 0 && scenario.Slides[i].Title == SlideTitle)
            .OrderBy(i => Math.Abs((long)i - SlideIndex))
            .Select(i => (int?)i)
            .FirstOrDefault() ?? Math.Clamp(SlideIndex, 0, scenario.Slides.Length - 1);
    }

    private static SavedStep Of(Step step, StepState known, StepTimes? times) => new(step.Id, StepDigest.Short(step), StatusOf(known))
    {
        At = known.StartedAt,
        RunTime = times?.Run,
        UndoTime = times?.Undo,
    };

    private static SavedStatus StatusOf(StepState known) => known.Status switch
    {
        StepStatus.Done => SavedStatus.Done,
        StepStatus.Remembered => known.Completion > 0 ? SavedStatus.Done : SavedStatus.Begun,
        StepStatus.Skipped => SavedStatus.Skipped,
        // A recording has left nothing.
        StepStatus.Replayed => SavedStatus.Untouched,
        _ => known.IsActive || known.MayBeTakenBack ? SavedStatus.Begun : SavedStatus.Untouched,
    };
}
