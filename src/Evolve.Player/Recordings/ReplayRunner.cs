using Evolve.Player.Panes;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Recordings;

/// <summary>Plays recordings in the place of steps: in the same pane, plainly marked, and running nothing.</summary>
internal sealed class ReplayRunner(PaneSet panes, PlayerOptions options, ReplayControl control) : IStepRunner
{
    private static readonly TimeSpan NoGrace = TimeSpan.Zero;

    /// <inheritdoc/>
    public StepRun Start(StepRequest request, Action checking, CancellationToken stop)
    {
        // Here, on the player's own thread: a press that skips comes after it, however long the file takes to open.
        var beginning = control.Begin();
        var outcome = Task.Run(() => PlayAsync(request, beginning, stop), CancellationToken.None);
        return new(outcome, EndAsync(outcome));
    }

    private static async Task<string?> EndAsync(Task outcome)
    {
        await outcome;
        return null;
    }

    private async Task<StepOutcome> PlayAsync(StepRequest request, ReplayBeginning beginning, CancellationToken stop)
    {
        var (step, recording) = (request.Step, request.Recording!);
        var pane = panes.Open(step.Pane);
        if (!pane.TryTake(step.Id, step.Id, out var lease, recording.Mark))
        {
            return new(OutcomeKind.Refused, TimeSpan.Zero, $"The pane “{pane.Name}” is busy with {pane.Occupant ?? "something"}: wait for its end or stop it.");
        }

        using (lease)
        {
            var isFresh = pane.Read(screen => screen.Cursor.Column) == 0;
            lease.Show($"{(isFresh ? "" : "\r\n")}{PaneText.Faint($"{Beginning(recording)}.")}\r\n");
            try
            {
                return await PlayAsync(recording, lease, beginning, stop);
            }
            catch (Exception exception) when (exception is CastException or IOException or UnauthorizedAccessException)
            {
                lease.Show(PaneText.AfterProgram);
                return new(OutcomeKind.Failed, TimeSpan.Zero, $"The recording of {step.Id} cannot be played: {exception.Message}");
            }
        }
    }

    private async Task<StepOutcome> PlayAsync(StepRecording recording, PaneLease lease, ReplayBeginning beginning, CancellationToken stop)
    {
        using var cast = CastReader.Open(recording.Path);
        var timeline = new ReplayTimeline(cast, options.Recordings?.MomentsOf(recording.Step.Id) ?? []);
        PtyExit exit;
        await using (var source = new ReplaySource(timeline, control, beginning, lease.Feed, Show))
        {
            lease.Attach(source);
            try
            {
                exit = await source.Completion.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                await source.KillAsync(NoGrace);
                exit = await source.Completion;
            }
        }

        lease.Show(PaneText.AfterProgram);
        if (exit.Signal is not null)
        {
            return new(OutcomeKind.Cancelled, TimeSpan.Zero, $"The recording of {recording.Step.Id} was stopped.");
        }

        if (timeline.LeftOut >= TimeSpan.FromSeconds(1))
        {
            lease.Show(PaneText.Faint($"{Sentences.Duration(timeline.LeftOut)} of waiting were left out.") + "\r\n");
        }

        return new(OutcomeKind.Succeeded, recording.Step.Elapsed);
    }

    private void Show(RecordedMoment moment)
    {
        if (moment.Picture is { } picture)
        {
            options.Replayed?.Show(picture);
        }

        if (moment.Traffic is { } traffic)
        {
            options.ReplayedTraffic?.Show(traffic.Figures);
        }
    }

    private static string Beginning(StepRecording recording) =>
        $"{char.ToUpperInvariant(recording.Mark[0])}{recording.Mark[1..]}";
}
