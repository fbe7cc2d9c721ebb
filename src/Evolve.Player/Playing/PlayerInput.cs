using Evolve.Player.Jumping;
using Evolve.Player.Progress;
using Evolve.Player.Running;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Playing;

/// <summary>Everything that can happen to a playing scenario; all of it passes through one queue.</summary>
internal abstract record PlayerInput
{
    internal sealed record Forward(bool IsPress = true) : PlayerInput;

    internal sealed record Back(bool IsPress = true) : PlayerInput;

    internal sealed record Mark(TaskCompletionSource Handled) : PlayerInput;

    internal sealed record GoToSlide(int Index) : PlayerInput;

    internal sealed record GoToStep(string StepId) : PlayerInput;

    internal sealed record GoToChange : PlayerInput;

    internal sealed record Run(string StepId) : PlayerInput;

    internal sealed record EditAndRun(string StepId, string Text) : PlayerInput;

    internal sealed record Solve(string? StepId) : PlayerInput;

    internal sealed record Retry(string? StepId) : PlayerInput;

    internal sealed record Replay(string? StepId) : PlayerInput;

    internal sealed record Skip(string? StepId) : PlayerInput;

    internal sealed record Cancel(string? StepId) : PlayerInput;

    internal sealed record OpenChoice(string? StepId) : PlayerInput;

    internal sealed record CloseChoice : PlayerInput;

    internal sealed record Trust : PlayerInput;

    internal sealed record SetOut(JumpGoal Goal) : PlayerInput;

    internal sealed record Resume(SavedProgress Progress) : PlayerInput;

    internal sealed record Reload(ReadResult Result) : PlayerInput;

    internal sealed record Say(string Sentence) : PlayerInput;

    internal sealed record EngineLost(string Reason) : PlayerInput;

    internal sealed record EngineBack : PlayerInput;

    internal sealed record ShowHint(string StepId) : PlayerInput;

    internal sealed record Look(string? StepId, bool IsAsked) : PlayerInput;

    internal sealed record Answer(string QuizId, int Option) : PlayerInput;

    internal sealed record TypingTick : PlayerInput;

    internal sealed record CheckingBegan(long Number) : PlayerInput;

    internal sealed record RunEnded(long Number, StepOutcome Outcome) : PlayerInput;

    internal sealed record BackgroundEnded(long Number, string Remark) : PlayerInput;
}
