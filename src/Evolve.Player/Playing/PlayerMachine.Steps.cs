using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

// The life of steps: what may start, and what is offered when it does not end well.
internal sealed partial class PlayerMachine
{
    private void Start(Step step, RunForm form, string? text, bool byForward)
    {
        var known = Known(step.Id);
        if (known.IsActive)
        {
            Say($"{step.Id} is running already.", refusalOf: step.Id);
            return;
        }

        if (form != RunForm.Edited && ForwardRules.Replays(_state, step))
        {
            Replay(step, byForward);
            return;
        }

        if (form == RunForm.Edited && string.IsNullOrWhiteSpace(text))
        {
            Say($"The text for {step.Id} is empty: type what is to run.", refusalOf: step.Id);
            return;
        }

        if (form == RunForm.Solution && step.Solve is null)
        {
            Say($"The scenario brings no solution for {step.Id}.", refusalOf: step.Id);
            return;
        }

        var script = form switch
        {
            RunForm.Edited => step.Script with { Text = text!.ReplaceLineEndings("\n") },
            RunForm.Solution => step.Solve,
            _ => step.Kind == StepKind.Exercise ? null : step.Script,
        };
        if (WhyNot(step, form, script) is var (refusal, sentence))
        {
            Refuse(step, refusal, sentence, byForward);
            return;
        }

        if (_typing?.StepId == step.Id)
        {
            EndTyping();
        }

        if (script is null && TakeOverLook(step))
        {
            return;
        }

        var run = ++_lastRun;
        _runs[run] = new(step.Id, StepDigest.Of(step), script is null ? null : step.Pane, Form: form);
        Set(step.Id, new StepState(
            script is null ? StepStatus.Checking : StepStatus.Running,
            known.Attempt + 1,
            _now.Wall,
            TypedCharacters: step.Script.Text.Length)
        {
            Failures = known.Failures,
            EditedText = form == RunForm.Edited ? script!.Text : null,
            IsSolved = form == RunForm.Solution,
        });
        _effects.Add(new PlayerEffect.Start(new StepRequest(run, step, script) { IsOwn = form == RunForm.Own }));
    }

    private (Refusal Refusal, string Sentence)? WhyNot(Step step, RunForm form, Script? script)
    {
        // An edited text is the user's own; the checks that follow it are not.
        var running = step.Checks.Select(check => check.Script);
        if (script is not null && form != RunForm.Edited)
        {
            running = running.Append(script);
        }

        if (WhyUnseen(step, running) is { } unseen)
        {
            return unseen;
        }

        var unmet = step.Needs.Where(id => !Known(id).IsDone).ToList();
        if (unmet.Count > 0)
        {
            return (Refusal.UnmetNeeds, $"{step.Id} needs {InWords(unmet)} first: run {(unmet.Count == 1 ? "it" : "them")}, or go on without {step.Id}.");
        }

        return script is null ? null : WhyBusy(step);
    }

    private (Refusal Refusal, string Sentence)? WhyUnseen(Step step, IEnumerable<Script> running)
    {
        var unseen = _state.Untrusted.Select(command => command.Sha256).ToHashSet();
        return unseen.Count > 0 && running.Any(command => unseen.Contains(StepDigest.Hash(command)))
            ? (Refusal.NotTrusted, $"The commands of {step.Id} are new or have changed: look at them and agree before they run.")
            : null;
    }

    private (Refusal Refusal, string Sentence)? WhyBusy(Step step) =>
        Occupant(step) is { } occupant ? (Refusal.BusyPane, BusySentence(step.Pane, occupant)) : null;

    private string? Occupant(Step step) =>
        _runs.Values.FirstOrDefault(run => run.Pane == step.Pane)?.StepId ?? _paneOccupant(step.Pane);

    private static string BusySentence(string pane, string occupant) =>
        $"The pane “{pane}” is busy with {occupant}: wait for its end or stop it.";

    private static string InWords(List<string> ids) =>
        ids.Count == 1 ? ids[0] : $"{string.Join(", ", ids.SkipLast(1))} and {ids[^1]}";

    /// <summary>
    /// A command that is refused says so; forward, which may be all there is, must find a way on, so the step fails: its
    /// reason stands on its card, and the last line is free to say what the next press does.
    /// </summary>
    private void Refuse(Step step, Refusal refusal, string sentence, bool byForward)
    {
        if (!byForward)
        {
            Say(sentence, refusalOf: step.Id);
        }
        else
        {
            var known = Known(step.Id);
            if (_typing?.StepId == step.Id)
            {
                EndTyping();
            }

            Set(step.Id, known with
            {
                Status = StepStatus.Failed,
                Reason = sentence,
                Refusal = refusal,
                Failures = known.Failures + 1,
            });
        }
    }

    private void Retry(Step step, bool byForward)
    {
        var known = Known(step.Id);
        if (known.Attempt == 0 && !known.NeedsChoice)
        {
            Say($"{step.Id} has not run yet: run it instead.", refusalOf: step.Id);
            return;
        }

        if (known.EditedText is { } edited)
        {
            Start(step, RunForm.Edited, edited, byForward);
        }
        else
        {
            Start(step, known.IsSolved ? RunForm.Solution : RunForm.Own, null, byForward);
        }
    }

    private void Skip(Step step)
    {
        var known = Known(step.Id);
        if (known.IsActive)
        {
            Say($"{step.Id} is running: stop it before you go on without it.", refusalOf: step.Id);
            return;
        }

        if (known.Status is StepStatus.Done or StepStatus.Replayed)
        {
            Say($"{step.Id} is done: there is nothing to leave out.", refusalOf: step.Id);
            return;
        }

        if (_typing?.StepId == step.Id)
        {
            EndTyping();
        }

        Set(step.Id, known with { Status = StepStatus.Skipped, Failures = 0 });
    }

    private void OpenChoice(Step step)
    {
        var known = Known(step.Id);
        if (known.NeedsChoice)
        {
            _state = _state with { Choice = ChoiceRules.For(step, known, _state.Workshop, _state.Recorded.ContainsKey(step.Id), _state.ReplayReason is null) };
        }
        else
        {
            Say($"{step.Id} has not failed: there is nothing to choose.");
        }
    }

    private void TakeSafeChoice(StepChoice choice)
    {
        var step = _state.Scenario.FindStep(choice.StepId)!;
        _state = _state with { Choice = null };
        switch (choice.Safe)
        {
            case ChoiceKind.Retry:
                Retry(step, byForward: true);
                break;
            case ChoiceKind.Replay:
                Replay(step, byForward: true);
                break;
            case ChoiceKind.Solve:
                Start(step, RunForm.Solution, null, byForward: true);
                break;
            case ChoiceKind.Hint:
                TakeHint(step);
                break;
            default:
                Skip(step);
                break;
        }
    }

    /// <summary>Stops the named step; else the one that is at work here, the youngest at work anywhere, or the youngest in the background.</summary>
    private void Cancel(string? stepId)
    {
        if (stepId is null && StopJourney())
        {
            return;
        }

        var here = _state.Slide.Steps.Select(step => step.Id).ToHashSet();
        var run = _runs
            .Where(pair => !pair.Value.IsLook && (stepId is null || pair.Value.StepId == stepId))
            .OrderByDescending(pair => Known(pair.Value.StepId).IsActive)
            .ThenByDescending(pair => here.Contains(pair.Value.StepId))
            .ThenByDescending(pair => pair.Key)
            .Select(pair => ((long Run, string StepId)?)(pair.Key, pair.Value.StepId))
            .FirstOrDefault();
        if (run is { } found)
        {
            _effects.Add(new PlayerEffect.Stop(found.Run));
            Say(Stopping(found.StepId));
        }
        else
        {
            Say(stepId is null ? "Nothing is running." : $"{stepId} is not running.");
        }
    }

    private static string Stopping(string stepId) => $"Stopping {stepId}.";
}
