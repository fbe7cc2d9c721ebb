using Evolve.Player.Jumping;
using Evolve.Tui.Boxes;
using Evolve.Tui.Overlays;

namespace Evolve.Tui.Pages;

/// <content>Undo and jumps: what will be done is shown first, unless nothing has to run.</content>
internal sealed partial class PlayPage
{
    /// <summary>Sets out, after showing what that would do where it is worth a look; under way it shows how far it is.</summary>
    private void SetOut(JumpGoal goal)
    {
        if (State.Journey is not null)
        {
            _desk.Open(new PlanBox(_desk, Player));
            return;
        }

        var plan = Player.Plan(goal);
        var isWorthALook = goal switch
        {
            JumpGoal.Undo => plan.Actions.Length > 1,
            JumpGoal.Chapter or JumpGoal.Start => !plan.Actions.IsEmpty,
            _ => !plan.IsImmediate,
        };
        if (plan.Obstacle is null && isWorthALook)
        {
            _desk.Open(new PlanBox(_desk, Player, plan));
        }
        else
        {
            Player.SetOut(goal);
        }
    }

    private void AskResume()
    {
        // Where nothing runs nothing can be looked at: what is kept stays for a time when it can.
        if (State.ReplayReason is not null || _session.Progress is not { Found: { } found } progress)
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
