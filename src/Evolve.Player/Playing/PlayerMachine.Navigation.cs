using System.Globalization;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

// Where the talk is: forward, back, jumps and typing.
// Back always goes to the slide before and shows all of it; within a slide there is no going back, for what the audience
// has seen cannot be unseen, and a step that ran has run. Coming forward again to a slide that was left by back finds it
// as it was left; a jump starts a slide from its beginning.
internal sealed partial class PlayerMachine
{
    private void GoForward()
    {
        var next = ForwardRules.Next(_state);
        switch (next.Kind)
        {
            case ForwardKind.Reveal:
                _state = _state with { Reveal = _state.Reveal + 1 };
                break;
            case ForwardKind.Type:
                BeginTyping(_state.Scenario.FindStep(next.StepId!)!);
                break;
            case ForwardKind.FinishTyping:
                ShowTyped(_state.Scenario.FindStep(next.StepId!)!, int.MaxValue);
                break;
            case ForwardKind.ShowAnswer:
                ShowAnswer(_state.OpenQuiz!.Id);
                break;
            case ForwardKind.Run or ForwardKind.Check:
                Start(_state.Scenario.FindStep(next.StepId!)!, RunForm.Own, null, byForward: true);
                break;
            case ForwardKind.FinishReplay:
                _effects.Add(new PlayerEffect.FinishReplay());
                break;
            case ForwardKind.Choose:
                OpenChoice(_state.Scenario.FindStep(next.StepId!)!);
                break;
            case ForwardKind.TakeSafeChoice:
                TakeSafeChoice(_state.Choice!);
                break;
            case ForwardKind.NextSlide:
                Enter(_state.SlideIndex + 1, _revealsOnReturn.GetValueOrDefault(_state.SlideIndex + 1));
                break;
            default:
                // Wait and End: the press changes nothing; the status line already says why.
                break;
        }
    }

    private void GoBack()
    {
        if (_state.Choice is not null)
        {
            _state = _state with { Choice = null };
            return;
        }

        if (_state.SlideIndex > 0)
        {
            _revealsOnReturn[_state.SlideIndex] = _state.Reveal;
            Enter(_state.SlideIndex - 1, _state.Scenario.Slides[_state.SlideIndex - 1].PauseCount);
        }
    }

    private void Jump(int slide, int reveal)
    {
        _revealsOnReturn.Clear();
        Enter(slide, reveal);
    }

    private void Enter(int slide, int reveal)
    {
        ForgetTyping();
        _state = _state with
        {
            SlideIndex = slide,
            Reveal = Math.Min(reveal, _state.Scenario.Slides[slide].PauseCount),
            Choice = null,
        };
    }

    private void GoToStep(string stepId)
    {
        for (var i = 0; i < _state.Scenario.Slides.Length; i++)
        {
            var reveal = 0;
            foreach (var stop in _state.Scenario.Slides[i].Stops)
            {
                if (stop is PauseStop pause)
                {
                    reveal = pause.Number;
                }
                else if (stop is StepStop { Step.Id: var id } && id == stepId)
                {
                    Jump(i, reveal);
                    return;
                }
            }
        }

        Say($"There is no step “{stepId}” in this scenario.");
    }

    private void GoToChange()
    {
        if (_state.ChangedSlide is { } changed)
        {
            Jump(changed, _state.Scenario.Slides[changed].PauseCount);
            _state = _state with { ChangedSlide = null };
        }
        else
        {
            Say("No slide has changed.");
        }
    }

    private void BeginTyping(Step step)
    {
        _typing = (step.Id, _now.Elapsed);
        Set(step.Id, Known(step.Id) with { Status = StepStatus.Typing, TypedCharacters = 0 });
        _effects.Add(new PlayerEffect.BeginTyping());
        ShowTyped(step, 0);
    }

    private void Type()
    {
        if (_typing is { } typing && _state.Scenario.FindStep(typing.StepId) is { } step)
        {
            // Counted from the start, so that a late tick is caught up with.
            ShowTyped(step, (int)Math.Min(int.MaxValue, (_now.Elapsed - typing.Since) / TypingPace));
        }
    }

    private void ShowTyped(Step step, int characters)
    {
        var text = step.Script.Text;
        var shown = 0;
        while (shown < text.Length && shown < characters)
        {
            shown += StringInfo.GetNextTextElementLength(text, shown);
        }

        Set(step.Id, Known(step.Id) with { TypedCharacters = shown });
        if (shown >= text.Length)
        {
            EndTyping();
        }
    }

    private void EndTyping()
    {
        if (_typing is not null)
        {
            _typing = null;
            _effects.Add(new PlayerEffect.EndTyping());
        }
    }

    /// <summary>A text that was typed, or half typed, but never run is untouched again when its slide is left.</summary>
    private void ForgetTyping()
    {
        EndTyping();
        foreach (var (id, known) in _state.Steps.Where(pair => pair.Value.Status == StepStatus.Typing))
        {
            Set(id, known with { Status = StepStatus.Waiting, TypedCharacters = 0 });
        }
    }
}
