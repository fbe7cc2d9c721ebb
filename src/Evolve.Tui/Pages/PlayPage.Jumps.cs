using Evolve.Player.Jumping;
using Evolve.Scenarios.Model;
using Evolve.Tui.Boxes;
using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;

namespace Evolve.Tui.Pages;

/// <content>Undo and jumps: what will be done is shown first, unless nothing has to run.</content>
internal sealed partial class PlayPage
{
    private void PerformJump(UiCommand command)
    {
        if (State.Journey is not null)
        {
            _desk.Open(new PlanBox(_desk, Player));
            return;
        }

        switch (command)
        {
            case UiCommand.Undo when LastDone() is { } step:
                SetOut(new JumpGoal.Undo(step.Id), shows: plan => plan.Actions.Length > 1);
                break;
            case UiCommand.Undo:
                _desk.Say("No step of this slide is done.");
                break;
            case UiCommand.UndoChapter:
                SetOut(new JumpGoal.Chapter(State.SlideIndex), shows: plan => !plan.Actions.IsEmpty);
                break;
            case UiCommand.StartOver:
                SetOut(new JumpGoal.Start(), shows: plan => !plan.Actions.IsEmpty);
                break;
            default:
                SetOut(CatchUpGoal());
                break;
        }
    }

    /// <summary>Sets out, after showing what that would do where it is worth a look.</summary>
    private void SetOut(JumpGoal goal, Func<JumpPlan, bool>? shows = null)
    {
        var plan = Player.Plan(goal);
        if (plan.Obstacle is null && (shows is null ? !plan.IsImmediate : shows(plan)))
        {
            _desk.Open(new PlanBox(_desk, Player, plan));
        }
        else
        {
            Player.SetOut(goal);
        }
    }

    /// <summary>The step of this slide that was done, or tried, last.</summary>
    private Step? LastDone() => State.Slide.Steps
        .Where(step => State.StateOf(step.Id).MayBeTakenBack)
        .MaxBy(step => State.StateOf(step.Id).Completion);

    /// <summary>Where the presenter stands: before the step that is next on this slide, else at the slide itself.</summary>
    private JumpGoal CatchUpGoal() =>
        State.Slide.Steps.FirstOrDefault(step => !State.StateOf(step.Id).IsSettled) is { } next
            ? new JumpGoal.Step(next.Id)
            : new JumpGoal.Slide(State.SlideIndex);

    private void AskResume()
    {
        if (_session.Progress is not { Found: { } found } progress)
        {
            return;
        }

        var scenario = State.Scenario;
        var slide = found.FindSlide(scenario);
        var view = Dialogs.Resume(slide + 1, scenario.Slides[slide].Title, found.CountDone(scenario), scenario.Steps.Length);
        _desk.Open(new QuestionBox(_desk, view, answer =>
        {
            if (answer.Key == "y")
            {
                progress.GoOn();
            }
            else
            {
                progress.StartAfresh();
            }
        }));
    }
}
