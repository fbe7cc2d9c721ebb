using Evolve.Player.Jumping;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

// Jumps and undos: a plan is made, then its actions are done one after the other. Nothing else starts meanwhile, so that
// what was planned is still right; the first action that does not succeed ends the journey where it is, and everything
// before it is done and known.
internal sealed partial class PlayerMachine
{
    private JumpGoal? _goalAfterRecall;
    private Leg _leg;
    private StepState _beforeLook = StepState.Untouched;
    private long _lastCompletion;

    /// <summary>How far the action at work is.</summary>
    private enum Leg
    {
        /// <summary>Nothing of it has begun.</summary>
        Ahead,

        /// <summary>It is found out whether it is there already, or its background process is being ended.</summary>
        Preparing,

        /// <summary>Its commands were started.</summary>
        Started,
    }

    private void SetOut(JumpGoal goal)
    {
        if (_state.Steps.Any(pair => pair.Value.Status == StepStatus.Remembered))
        {
            // A plan that is made now would do again what is there.
            _goalAfterRecall = goal;
            return;
        }

        var plan = JumpPlanner.Plan(_state, goal);
        if (plan.Obstacle is { } obstacle)
        {
            Say(obstacle);
            return;
        }

        ForgetTyping();
        _leg = Leg.Ahead;
        _state = _state with { Choice = null, Journey = new Journey(plan, 0, _now.Wall) };
    }

    /// <summary>Why a command has to wait for the end of a journey, in a sentence; null for all that may be done under way.</summary>
    private string? WhyNotUnderWay(PlayerInput input) =>
        _state.Journey is { } journey && input is PlayerInput.Run or PlayerInput.EditAndRun or PlayerInput.Solve
            or PlayerInput.Retry or PlayerInput.Replay or PlayerInput.Skip or PlayerInput.OpenChoice or PlayerInput.SetOut or PlayerInput.Resume
            ? $"Under way {journey.Plan.Words}: wait for its end, or stop it first."
            : null;

    /// <summary>Goes on as far as it can without waiting.</summary>
    private void Travel()
    {
        while (_state.Journey is { } journey)
        {
            if (journey.Current is not { } action)
            {
                Arrive(journey);
                return;
            }

            if (IsAtWork(action))
            {
                return;
            }

            var known = Known(action.StepId);
            if (IsPassed(action, known) && !(journey.IsStopping && _leg == Leg.Ahead))
            {
                _leg = Leg.Ahead;
                _state = _state with { Journey = journey with { Passed = journey.Passed + 1 } };
                continue;
            }

            // A step whose background process was ended for its undo is neither here nor there: that undo still runs.
            if (_leg == Leg.Started || (journey.IsStopping && known.Status != StepStatus.Undoing))
            {
                Halt(journey, _leg == Leg.Started ? known.Reason : null);
                return;
            }

            if (!Begin(action, _state.Scenario.FindStep(action.StepId)!, known))
            {
                Halt(journey, _state.Notice?.Sentence);
                return;
            }
        }
    }

    private bool IsAtWork(JumpAction action) => _runs.Values.Any(run =>
        run.StepId == action.StepId && (!run.RunsOn || (action.Kind == JumpActionKind.Undo && _leg != Leg.Ahead)));

    /// <summary>What was replayed earlier is there only where nothing runs; where steps run it is only now that it counts.</summary>
    private bool IsPassed(JumpAction action, StepState known) => action.Kind is JumpActionKind.Run or JumpActionKind.Solve
        ? known.IsDone || (known.Status == StepStatus.Replayed && (_leg == Leg.Started || _state.ReplayReason is not null))
        : known.Status == StepStatus.Waiting;

    /// <summary>Begins the next leg of an action.</summary>
    /// <returns>False when it was refused; the notice says why.</returns>
    private bool Begin(JumpAction action, Step step, StepState known)
    {
        var isFirst = _leg == Leg.Ahead;
        switch (action.Kind)
        {
            case JumpActionKind.Forget:
                Set(step.Id, StepState.Untouched);
                return true;
            case JumpActionKind.Undo when isFirst && RunningOn(step.Id) is { } run:
                _leg = Leg.Preparing;
                Set(step.Id, known with { Status = StepStatus.Undoing });
                _effects.Add(new PlayerEffect.Stop(run));
                return true;
            case JumpActionKind.Undo when !StepGraph.ChangesSomething(step):
                // It only ran in the background, and does no more.
                Set(step.Id, StepState.Untouched);
                return true;
            case JumpActionKind.Undo:
                return StartUndo(step, known);
            case JumpActionKind.Run or JumpActionKind.Solve when isFirst && _state.ReplayReason is null && MayBeThere(step):
                _leg = Leg.Preparing;
                _beforeLook = known;
                return Look(step, known with { Status = StepStatus.Checking, StartedAt = _now.Wall, Reason = null }, RunForm.Look);
            default:
                _leg = Leg.Started;
                Start(step, action.Kind == JumpActionKind.Solve ? RunForm.Solution : RunForm.Own, null, byForward: false);
                return Known(step.Id).IsActive;
        }
    }

    /// <summary>
    /// Only checks tell whether a step is there already. What runs in the background is never there: it would be a
    /// process of this player's, and its checks may be answered by what an earlier one left.
    /// </summary>
    private static bool MayBeThere(Step step) => !step.Checks.IsEmpty && !step.IsBackground;

    private long? RunningOn(string stepId) => _runs
        .Where(pair => pair.Value.StepId == stepId && pair.Value.RunsOn)
        .Select(pair => (long?)pair.Key)
        .FirstOrDefault();

    private bool StartUndo(Step step, StepState known)
    {
        var undo = UndoRun.Of(step, _state);
        var why = WhyUnseen(step, undo.Checks.Select(check => check.Script).Append(undo.Script)) ?? WhyBusy(step);
        if (why is { } refused)
        {
            if (known.Status == StepStatus.Undoing)
            {
                Set(step.Id, known with { Status = StepStatus.Failed, Reason = refused.Sentence });
            }

            Say(refused.Sentence, refusalOf: step.Id);
            return false;
        }

        _leg = Leg.Started;
        Begin(step, undo, undo.Script, RunForm.Undo, known with { Status = StepStatus.Undoing, StartedAt = _now.Wall, Reason = null });
        return true;
    }

    /// <summary>Makes a step's checks once.</summary>
    private bool Look(Step step, StepState known, RunForm form)
    {
        if (WhyUnseen(step, step.Checks.Select(check => check.Script)) is { } unseen)
        {
            Say(unseen.Sentence, refusalOf: step.Id);
            return false;
        }

        var once = step with { Checks = [.. step.Checks.Select(check => check with { Within = TimeSpan.Zero })] };
        Begin(step, once, null, form, known);
        return true;
    }

    private void Begin(Step step, Step asRun, Script? script, RunForm form, StepState known)
    {
        var run = ++_lastRun;
        _runs[run] = new(step.Id, StepDigest.Of(step), script is null ? null : step.Pane, Form: form);
        Set(step.Id, known);
        _effects.Add(new PlayerEffect.Start(new StepRequest(run, asRun, script)));
    }

    /// <summary>What an undo or a look has come to.</summary>
    private void OnJourneyRunEnded(Step step, RunForm form, StepOutcome outcome)
    {
        var succeeded = outcome.Kind == OutcomeKind.Succeeded;
        if (form == RunForm.Recall)
        {
            OnRecalled(step, succeeded);
            return;
        }

        if (form == RunForm.Look)
        {
            if (outcome.Kind == OutcomeKind.Cancelled && _state.Journey is { } journey)
            {
                // Whoever stops a look does not want what would follow it.
                _state = _state with { Journey = journey with { IsStopping = true } };
            }

            Set(step.Id, succeeded
                ? _beforeLook with { Status = StepStatus.Done, Reason = null, Refusal = null, Failures = 0, Completion = ++_lastCompletion }
                : _beforeLook);
            return;
        }

        if (succeeded)
        {
            NoteTime(step.Id, times => times with { Undo = outcome.Elapsed });
            Set(step.Id, StepState.Untouched);
            return;
        }

        var known = Known(step.Id);
        Set(step.Id, known with
        {
            Status = outcome.Kind switch
            {
                OutcomeKind.Cancelled => StepStatus.Cancelled,
                OutcomeKind.TimedOut => StepStatus.TimedOut,
                _ => StepStatus.Failed,
            },
            Elapsed = outcome.Elapsed,
            Reason = $"{step.Id} could not be taken back: {outcome.Reason}",
            Failures = known.Failures + 1,
            Completion = known.Completion,
        });
    }

    private void NoteTime(string stepId, Func<StepTimes, StepTimes> change) =>
        _state = _state with { Times = _state.Times.SetItem(stepId, change(_state.Times.GetValueOrDefault(stepId) ?? new StepTimes())) };

    private void Arrive(Journey journey)
    {
        _state = _state with { Journey = null };
        switch (journey.Plan.Goal)
        {
            case JumpGoal.Step to:
                GoToStep(to.Id);
                break;
            case JumpGoal.Slide to:
                Jump(to.Index, reveal: 0);
                break;
            case JumpGoal.Chapter of:
                Jump(of.SlideIndex, reveal: 0);
                break;
            case JumpGoal.Start:
                Jump(0, reveal: 0);
                break;
            case JumpGoal.Undo of:
                var others = journey.Plan.Actions.Length - 1;
                Say(others == 0
                    ? $"{of.Id} is taken back."
                    : $"{of.Id} is taken back, and before it {(others == 1 ? "a step that needs it" : $"{others} steps that need it")}.");
                break;
        }
    }

    private void Halt(Journey journey, string? reason)
    {
        _state = _state with { Journey = null };
        var place = $"The way {journey.Plan.Words} ends at {journey.Current!.StepId}, after {journey.Passed} of {journey.Plan.Actions.Length}";
        Say(reason is null ? $"{place}, for it was stopped." : $"{place}: {reason}");
    }

    /// <summary>The first time it lets the action at work end, for half of one is neither here nor there; the second time it does not.</summary>
    /// <returns>True when that is all there is to be done.</returns>
    private bool StopJourney()
    {
        if (_state.Journey is not { IsStopping: false, Current: { } action } journey)
        {
            return false;
        }

        _state = _state with { Journey = journey with { IsStopping = true } };
        Say($"It ends after {action.StepId}; the same key again stops that, too.");
        return true;
    }

    /// <summary>The plan is about a scenario that is no more; what runs of it ends by itself.</summary>
    private void EndJourneyForReload()
    {
        if (_state.Journey is { } journey)
        {
            _state = _state with { Journey = null };
            Say($"The scenario was changed on the way {journey.Plan.Words}: set out again.");
        }
    }
}
