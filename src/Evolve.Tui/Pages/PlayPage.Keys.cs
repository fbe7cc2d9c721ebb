using System.Text;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Terminal.Input;
using Evolve.Tui.Boxes;
using Evolve.Tui.Keys;
using Evolve.Tui.Layout;

namespace Evolve.Tui.Pages;

/// <content>What the keys of the talk do.</content>
internal sealed partial class PlayPage
{
    /// <summary>More digits than any talk has slides.</summary>
    private const int LongestNumber = 4;

    public void Press(KeyPress key)
    {
        FollowPanes();

        // A clicker's keys belong to the talk, whoever has the others.
        if (!KeyMap.IsClicker(key))
        {
            if (_programEndedAt is { } ended && _desk.Services.Time.GetElapsedTime(ended) < s_keysAfterEnd)
            {
                return;
            }

            if (_panes is { Look: { } look, Chosen: { } looked })
            {
                if (KeyMap.Find(key) is UiCommand.PaneUp or UiCommand.PaneDown)
                {
                    Perform(KeyMap.Find(key)!.Value);
                }
                else if (!look.Press(key, _desk.Copy))
                {
                    looked.StopLooking();
                }

                return;
            }

            if (_panes is { HasKeys: true, Chosen: { } view })
            {
                PressInPane(view, key);
                return;
            }

            if (key is { Key: TerminalKey.Character, Modifiers: 0 } && Rune.IsDigit(key.Rune))
            {
                if (AnswersQuiz(key.Rune))
                {
                    return;
                }

                _number = _number.Length < LongestNumber ? _number + key.Rune : _number;
                return;
            }
        }

        var number = _number;
        _number = "";
        switch (KeyMap.Find(key))
        {
            case UiCommand.Jump:
                Jump(number);
                break;
            case { } command:
                Perform(command);
                break;
        }
    }

    private void PressInPane(Panes.PaneView view, KeyPress key)
    {
        switch (KeyMap.Find(key))
        {
            case UiCommand.LeavePane:
                _panes.Leave();
                break;
            case UiCommand.Hint or UiCommand.CheckNow when State is { Workshop.IsOn: true, OpenExercise: not null }:
                Perform(KeyMap.Find(key)!.Value);
                break;
            case UiCommand.PaneUp or UiCommand.PaneDown when key.Key is TerminalKey.PageUp or TerminalKey.PageDown:
                Perform(KeyMap.Find(key)!.Value);
                break;
            default:
                view.Send(key);
                break;
        }
    }

    private void Perform(UiCommand command)
    {
        if (TryWorkshop(command))
        {
            return;
        }

        if (KeyMap.LineOf(command) is { } line)
        {
            _commands.Do(line);
            return;
        }

        if (_desk.TryCommon(command) || TryFigures(command) || TryReplay(command))
        {
            return;
        }

        switch (command)
        {
            case UiCommand.CommandLine:
                _commands.Ask();
                break;
            case UiCommand.JumpToChange:
                Player.GoToChange();
                break;
            case UiCommand.Index:
                _desk.Open(new IndexBox(_desk, Player, goal => SetOut(goal)));
                break;
            case UiCommand.ScrollDown:
                _slide.Scroll(1);
                break;
            case UiCommand.ScrollUp:
                _slide.Scroll(-1);
                break;
            default:
                PerformOnStep(command);
                break;
        }
    }

    private void PerformOnStep(UiCommand command)
    {
        switch (command)
        {
            case UiCommand.Edit when Target() is { } step:
                Edit(step);
                break;
            case UiCommand.Edit:
                _desk.Say("There is no step on this slide.");
                break;
            case UiCommand.Reset:
                AskReset();
                break;
            default:
                PerformOnPane(command);
                break;
        }
    }

    private void PerformOnPane(UiCommand command)
    {
        if (command == UiCommand.Shell)
        {
            OpenShell();
            return;
        }

        if (command == UiCommand.Layout)
        {
            (_isZoomed, _wantedFigures) = (false, null);
            _choice = _choice.Next();
            _desk.Say($"Layout: {_choice.InWords()}.");
            ExpectPanes();
            return;
        }

        if (_panes.Chosen is not { } view)
        {
            _desk.Say($"There is no pane yet; {KeyMap.NameOf(UiCommand.Shell)} opens a shell.");
            return;
        }

        switch (command)
        {
            case UiCommand.NextPane:
                _panes.Step(1);
                break;
            case UiCommand.PreviousPane:
                _panes.Step(-1);
                break;
            case UiCommand.FocusPane:
                ShowPanes();
                if (!_panes.Enter())
                {
                    _desk.Say($"Nothing runs in {view.Pane.Name}; {KeyMap.NameOf(UiCommand.Shell)} opens a shell.");
                }

                break;
            case UiCommand.PaneUp:
                view.Scroll(-Math.Max(1, (view.Pane.Size.Rows / 2)));
                break;
            case UiCommand.PaneDown:
                view.Scroll(Math.Max(1, view.Pane.Size.Rows / 2));
                break;
            case UiCommand.Look:
                ShowPanes();
                view.LookAround();
                break;
            case UiCommand.Search:
                ShowPanes();
                view.LookAround().AskQuery();
                break;
            case UiCommand.Zoom:
                _isZoomed = !_isZoomed;
                break;
        }
    }

    /// <summary>
    /// The player's forward, but a slide that is longer than the screen is read to where that happens first. A bouncing
    /// button counts once here as there, since one press may be this and the next the player's.
    /// </summary>
    private void Forward()
    {
        var time = _desk.Services.Time;
        if (_forwardAt is { } last && time.GetElapsedTime(last) < ScenarioPlayer.Debounce)
        {
            return;
        }

        _forwardAt = time.GetTimestamp();
        if (_slide.HasMore(State))
        {
            _slide.ReadOn(State);
        }
        else if (!TryEndWorkshop())
        {
            Player.Forward();
        }
    }

    private void Jump(string number)
    {
        if (int.TryParse(number, out var slide))
        {
            Player.GoToSlide(slide - 1);
        }
        else
        {
            _desk.Say("Type a slide's number first, then g.");
        }
    }

    /// <summary>The step that keys without a name are about.</summary>
    private Step? Target() => State.StepInQuestion();

    /// <summary>Does what was chosen about a step that failed.</summary>
    private void Take(string stepId, ChoiceKind kind)
    {
        switch (kind)
        {
            case ChoiceKind.Retry:
                Player.Retry(stepId);
                break;
            case ChoiceKind.Replay:
                Player.Replay(stepId);
                break;
            case ChoiceKind.EditAndRun when State.Scenario.FindStep(stepId) is { } step:
                Player.CloseChoice();
                Edit(step);
                break;
            case ChoiceKind.Solve:
                Player.Solve(stepId);
                break;
            case ChoiceKind.Hint:
                Player.CloseChoice();
                Player.ShowHint(stepId);
                break;
            case ChoiceKind.Shell:
                Player.CloseChoice();
                OpenShell();
                break;
            default:
                Player.Skip(stepId);
                break;
        }
    }

    private void Edit(Step step) => _desk.Open(new EditBox(
        _desk,
        step.Id,
        State.StateOf(step.Id).EditedText ?? step.Script.Text,
        text => Player.EditAndRun(step.Id, text)));

    private void OpenShell()
    {
        var pane = Player.Panes.OpenShell();
        _panes.Leave();
        _panes.Choose(pane.Name);
        ShowPanes();
        _panes.Enter();
    }

    /// <summary>A pane that is to be used must be on the screen.</summary>
    private void ShowPanes()
    {
        if (!_isZoomed && LayoutNow(State) is (SlideLayout.Slide or SlideLayout.Scoreboard))
        {
            (_choice, _wantedFigures) = (LayoutChoice.Split, null);
        }
    }
}
