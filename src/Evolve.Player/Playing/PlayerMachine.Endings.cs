using Evolve.Player.Running;

namespace Evolve.Player.Playing;

// How runs end, and what is known of their steps then.
internal sealed partial class PlayerMachine
{
    private void OnCheckingBegan(long run)
    {
        if (_runs.TryGetValue(run, out var active) && Known(active.StepId).IsActive)
        {
            Set(active.StepId, Known(active.StepId) with { Status = StepStatus.Checking });
        }
    }

    private void OnRunEnded(long run, StepOutcome outcome)
    {
        if (!_runs.TryGetValue(run, out var active))
        {
            return;
        }

        if (outcome.RunsOn)
        {
            _runs[run] = active with { RunsOn = true };
        }
        else
        {
            _runs.Remove(run);
        }

        if (_state.Notice?.Sentence == Stopping(active.StepId))
        {
            _state = _state with { Notice = null };
        }

        if (active.IsLook)
        {
            _state = _state with { Workshop = _state.Workshop with { LookedAt = null } };
        }

        if (outcome.Remarks is [var remark, ..])
        {
            Say(remark);
        }

        if (_state.Scenario.FindStep(active.StepId) is not { } step)
        {
            return;
        }

        if (active.IsLook)
        {
            if (StepDigest.Of(step) == active.Digest)
            {
                OnLookEnded(step, active, outcome);
            }

            return;
        }

        if (StepDigest.Of(step) != active.Digest)
        {
            Set(step.Id, StepState.Untouched);
            Say($"{step.Id} was changed while it ran: it counts as not run.");
            return;
        }

        if (active.Form is RunForm.Undo or RunForm.Look or RunForm.Recall)
        {
            OnJourneyRunEnded(step, active.Form, outcome);
            return;
        }

        var known = Known(step.Id);
        var succeeded = outcome.Kind == OutcomeKind.Succeeded;
        Set(step.Id, known with
        {
            Status = outcome.Kind switch
            {
                OutcomeKind.Succeeded => known.Recording is null ? StepStatus.Done : StepStatus.Replayed,
                OutcomeKind.Cancelled => StepStatus.Cancelled,
                OutcomeKind.TimedOut => StepStatus.TimedOut,
                _ => StepStatus.Failed,
            },
            Elapsed = outcome.Elapsed,
            Reason = outcome.Reason,
            Refusal = outcome.Kind == OutcomeKind.Refused ? Refusal.BusyPane : null,
            RunsOn = outcome.RunsOn,
            Remark = outcome.Remarks.IsEmpty ? null : string.Join(" ", outcome.Remarks),
            Failures = succeeded ? 0 : known.Failures + 1,
            Completion = succeeded ? ++_lastCompletion : 0,
        });
        if (succeeded)
        {
            EndExercise(step);
        }

        if (succeeded && active.Form != RunForm.Edited && known.Recording is null)
        {
            NoteTime(step.Id, times => times with { Run = outcome.Elapsed });
        }

        if (succeeded && step.Measure is { } name)
        {
            _state = _state with { Measurements = _state.Measurements.Add(Measured(name, known, step, outcome)) };
        }
    }

    private void OnBackgroundEnded(long run, string remark)
    {
        if (!_runs.TryGetValue(run, out var active) || !active.RunsOn)
        {
            return;
        }

        _runs.Remove(run);
        if (_state.ReplayReason is null)
        {
            // What went with the engine is no news beside that.
            Say(remark);
        }

        if (_state.Scenario.FindStep(active.StepId) is not null && Known(active.StepId) is { RunsOn: true } known)
        {
            Set(active.StepId, known with { RunsOn = false, Remark = remark });
        }
    }
}
