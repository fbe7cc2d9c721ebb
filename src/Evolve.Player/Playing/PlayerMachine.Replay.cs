using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

// Recordings in the place of steps: the net under a live talk. A recording runs nothing, so it needs neither trust nor
// what its step needs; but what needs a replayed step is replayed too, for nothing was really made.
internal sealed partial class PlayerMachine
{
    private void Replay(Step step, bool byForward)
    {
        var known = Known(step.Id);
        if (known.IsActive)
        {
            Say($"{step.Id} is running already.", refusalOf: step.Id);
            return;
        }

        if (known.Status == StepStatus.Done)
        {
            Say($"{step.Id} is done: nothing is to be played in its place.", refusalOf: step.Id);
            return;
        }

        if (_recordings(step.Id) is not { } recording)
        {
            Refuse(step, Refusal.NoRecording, WhyNoRecording(step), byForward);
            return;
        }

        if (Occupant(step) is { } occupant)
        {
            Refuse(step, Refusal.BusyPane, BusySentence(step.Pane, occupant), byForward);
            return;
        }

        if (_typing?.StepId == step.Id)
        {
            EndTyping();
        }

        var run = ++_lastRun;
        _runs[run] = new(step.Id, StepDigest.Of(step), step.Pane);
        Set(step.Id, new StepState(StepStatus.Running, known.Attempt + 1, _now.Wall, TypedCharacters: step.Script.Text.Length)
        {
            Failures = known.Failures,
            Recording = recording,
        });
        _effects.Add(new PlayerEffect.Start(new StepRequest(run, step, null) { Recording = recording }));
    }

    /// <summary>From here on nothing can run: the talk goes on in recordings, also where a step has just failed for it.</summary>
    private void OnEngineLost(string reason)
    {
        if (_state.ReplayReason is null && !_state.Recorded.IsEmpty)
        {
            _state = _state with { ReplayReason = reason };
            ChooseAnew();
            Say(reason);
        }
    }

    private void OnEngineBack()
    {
        if (_state.ReplayReason is not null)
        {
            _state = _state with { ReplayReason = null };
            ChooseAnew();
            Say("The engine is back: steps run again.");
        }
    }

    private void ChooseAnew()
    {
        if (_state.Choice is { StepId: var id } && _state.Scenario.FindStep(id) is { } step)
        {
            OpenChoice(step);
        }
    }

    private string WhyNoRecording(Step step)
    {
        if (_state.ReplayReason is not null)
        {
            return $"{step.Id} cannot run now, and there is no recording of it: go on without it.";
        }

        var replayed = step.Needs.Where(id => Known(id).Status == StepStatus.Replayed).ToList();
        return replayed.Count == 0
            ? $"There is no recording of {step.Id}."
            : $"{step.Id} needs {InWords(replayed)}, of which only a recording was played, and has none of its own: run {(replayed.Count == 1 ? "it" : "them")} for real, or go on without {step.Id}.";
    }

    /// <summary>What a step measured, or, when it was replayed, what it had measured then.</summary>
    private Measurement Measured(string name, StepState known, Step step, StepOutcome outcome) =>
        new(name, step.Id, outcome.Elapsed, known.Recording?.At ?? _now.Wall) { IsRecorded = known.Recording is not null };
}
