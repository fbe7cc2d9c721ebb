using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Player.Jumping;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>A moment of a scenario that is being played; a value that a view can draw without asking anything.</summary>
public sealed record PlayerState
{
    /// <summary>What is played.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Which slide is on, from 0.</summary>
    public int SlideIndex { get; init; }

    /// <summary>How many of the slide's pauses are passed.</summary>
    public int Reveal { get; init; }

    /// <summary>What is known of each step, by id; a step that is not in it is untouched.</summary>
    public ImmutableDictionary<string, StepState> Steps { get; init; } = ImmutableDictionary<string, StepState>.Empty;

    /// <summary>What the next press of forward will do.</summary>
    public required ForwardAction Next { get; init; }

    /// <summary>What can be done about a step that failed; null while the choice is closed.</summary>
    public StepChoice? Choice { get; init; }

    /// <summary>A message over the slide: an error of the last reload, or null.</summary>
    public string? Banner { get; init; }

    /// <summary>What the last command or step has to say in a sentence (a refusal, the end of a background step), or null.</summary>
    public Notice? Notice { get; init; }

    /// <summary>The first slide that the last reload changed, or null: where a jump on request goes.</summary>
    public int? ChangedSlide { get; init; }

    /// <summary>Commands that nobody has agreed to yet: their steps are refused until <see cref="ScenarioPlayer.Trust"/>.</summary>
    public ImmutableArray<ScenarioCommand> Untrusted { get; init; } = [];

    /// <summary>What was measured so far, in the order of measuring.</summary>
    public ImmutableArray<Measurement> Measurements { get; init; } = [];

    /// <summary>The jump, or the undo, that is under way; or null.</summary>
    public Journey? Journey { get; init; }

    /// <summary>How long each step took when it last succeeded, by id; also from earlier times.</summary>
    public ImmutableDictionary<string, StepTimes> Times { get; init; } = ImmutableDictionary<string, StepTimes>.Empty;

    /// <summary>The steps that have a recording, by id, and how long each took then.</summary>
    public ImmutableDictionary<string, TimeSpan> Recorded { get; init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>Why nothing runs and recordings are played, in a sentence; null when steps run.</summary>
    public string? ReplayReason { get; init; }

    /// <summary>Hints and answers.</summary>
    public WorkshopState Workshop { get; init; } = new();

    /// <summary>True while anything runs or is checked; a process in the background is at rest once it is ready.</summary>
    public bool IsChecking => Workshop.LookedAt is not null || Steps.Any(pair => pair.Value.IsActive);

    /// <summary>The first exercise on the slide that is neither done nor left out, or null.</summary>
    public Step? OpenExercise => Slide.Steps.FirstOrDefault(step => step.Kind == StepKind.Exercise && !StateOf(step.Id).IsSettled);

    /// <summary>The first quiz on the slide that is seen and not answered, or null.</summary>
    public Quiz? OpenQuiz
    {
        get
        {
            foreach (var stop in Slide.Stops)
            {
                switch (stop)
                {
                    case PauseStop pause when pause.Number > Reveal:
                        return null;
                    case QuizStop { Quiz: var quiz } when Workshop.AnswerTo(quiz.Id).Verdict == QuizVerdict.Open:
                        return quiz;
                }
            }

            return null;
        }
    }

    /// <summary>The slide that is on.</summary>
    public Slide Slide => Scenario.Slides[SlideIndex];

    /// <summary>The step that a command without a name is about: the next, else the one that needs a choice, else the slide's last.</summary>
    public Step? StepInQuestion() =>
        Scenario.FindStep(Next.StepId ?? "")
        ?? Slide.Steps.LastOrDefault(step => StateOf(step.Id).NeedsChoice)
        ?? Slide.Steps.LastOrDefault();

    /// <summary>What is known of a step.</summary>
    public StepState StateOf(string stepId) => Steps.GetValueOrDefault(stepId, StepState.Untouched);
}
