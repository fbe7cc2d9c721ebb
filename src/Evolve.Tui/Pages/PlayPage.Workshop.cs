using System.Text;
using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Boxes;
using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;

namespace Evolve.Tui.Pages;

/// <content>Exercises and quizzes: their keys, and the shell that comes with them.</content>
internal sealed partial class PlayPage
{
    /// <summary>The exercise whose shell was given the keys; whoever takes them back keeps them.</summary>
    private string? _exercise;

    private Step? Exercise => State.OpenExercise ?? State.Slide.Steps.LastOrDefault(step => step.Kind == StepKind.Exercise);

    private bool TryWorkshop(UiCommand command)
    {
        switch (command)
        {
            case UiCommand.Summary:
                ShowSummary();
                return true;
            case UiCommand.CheckNow:
                Player.CheckExercise();
                return true;
            case UiCommand.Hint when Exercise is null:
                _desk.Say("There is no exercise on this slide.");
                return true;
            case UiCommand.Hint or UiCommand.Solve when Exercise is { } step && State.Workshop is { IsOn: true } workshop && !workshop.HasHintsLeft(step):
                AskSolution(step);
                return true;
            case UiCommand.Hint:
                Player.ShowHint(Exercise!.Id);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Picks an answer by its number; false when there is nothing to answer, and the digit is the beginning of a slide's number.</summary>
    private bool AnswersQuiz(Rune digit)
    {
        if (_number.Length > 0 || State.OpenQuiz is not { } quiz || !Rune.IsDigit(digit) || digit.Value == '0')
        {
            return false;
        }

        Player.Answer(quiz.Id, digit.Value - '1');
        return true;
    }

    /// <summary>At the end forward shows what was done.</summary>
    private bool TryEndWorkshop()
    {
        if (State is not { Workshop.IsOn: true, Next.Kind: ForwardKind.End })
        {
            return false;
        }

        ShowSummary();
        return true;
    }

    private void ShowSummary() => _desk.Open(new SummaryBox(_desk, WorkshopSummary.Of(State), Elapsed));

    private void AskSolution(Step step)
    {
        if (step.Solve is null)
        {
            _desk.Say($"The scenario brings no solution for {step.Id}.");
            return;
        }

        _desk.Open(new QuestionBox(_desk, Dialogs.Solution(step), answer =>
        {
            if (answer.Key == "y")
            {
                // It runs in another pane, which is to be seen.
                _panes.Leave();
                Player.Solve(step.Id);
            }
        }));
    }

    /// <summary>
    /// Where forward stands at an exercise, its shell is opened and has the keys, once; a slide without one takes them back.
    /// </summary>
    private void FollowExercise(PlayerState state, bool isNewSlide)
    {
        if (!state.Workshop.IsOn)
        {
            return;
        }

        if (_exercise is { } known && state.StateOf(known) is { Status: StepStatus.Done, IsSolved: var isSolved })
        {
            _exercise = null;
            _desk.Say(isSolved ? $"Solved. {GoesOn}" : $"Done, by yourself. {GoesOn}");
        }

        if (state.Next is { Kind: ForwardKind.Check, StepId: { } next } && state.Untrusted.IsEmpty)
        {
            if (_exercise != next)
            {
                _exercise = next;
                OpenShell();
            }
        }
        else if (isNewSlide)
        {
            _exercise = null;
            _panes.Leave();
        }
    }

    /// <summary>The shell may still have the keys: the clicker's belong to the talk all the same.</summary>
    private static string GoesOn => $"{KeyMap.NameOf(UiCommand.Forward)} goes on.";
}
