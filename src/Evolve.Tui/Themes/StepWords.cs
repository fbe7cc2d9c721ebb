using Evolve.Player.Playing;
using Evolve.Tui.Drawing;

namespace Evolve.Tui.Themes;

/// <summary>How the states of steps are told: a word and a role, beside the symbol of <see cref="Symbols"/>.</summary>
public static class StepWords
{
    /// <summary>The state in a word.</summary>
    public static string Of(StepStatus status) => status switch
    {
        StepStatus.Waiting => "waiting",
        StepStatus.Typing => "typing",
        StepStatus.Running => "running",
        StepStatus.Checking => "checking",
        StepStatus.Done => "done",
        StepStatus.Failed => "failed",
        StepStatus.Cancelled => "cancelled",
        StepStatus.TimedOut => "timed out",
        StepStatus.Undoing => "taking back",
        StepStatus.Remembered => "was done",
        StepStatus.Replayed => "replayed",
        _ => "skipped",
    };

    /// <summary>The state's colour.</summary>
    public static Role RoleOf(StepStatus status) => status switch
    {
        StepStatus.Waiting or StepStatus.Skipped or StepStatus.Remembered => Role.StepWaiting,
        StepStatus.Typing or StepStatus.Running or StepStatus.Checking or StepStatus.Undoing => Role.StepRunning,
        StepStatus.Done => Role.StepDone,
        StepStatus.Cancelled or StepStatus.Replayed => Role.Warning,
        _ => Role.StepFailed,
    };

    /// <summary>The state in a word, with the time it took or has taken up to <paramref name="now"/>.</summary>
    public static string WithTime(StepState state, DateTimeOffset now)
    {
        var word = state is { IsActive: true, Recording: not null } ? "replaying" : Of(state.Status);
        return state.Status switch
        {
            StepStatus.Running or StepStatus.Checking or StepStatus.Undoing when state.StartedAt is { } began => $"{word} {Durations.Running(now - began)}",
            StepStatus.Done or StepStatus.Replayed or StepStatus.Failed or StepStatus.Cancelled or StepStatus.TimedOut when state.Elapsed > TimeSpan.Zero =>
                $"{word} {Durations.Taken(state.Elapsed)}",
            _ => word,
        };
    }
}
