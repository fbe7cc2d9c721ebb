using Evolve.Player.Jumping;
using Evolve.Player.Progress;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Playing;

/// <content>What it can be told: each joins the queue.</content>
public sealed partial class ScenarioPlayer
{
    /// <summary>Does what <see cref="PlayerState.Next"/> says.</summary>
    /// <param name="isPress">True for a button, whose presses within 300 ms count once; a command is meant each time.</param>
    public void Forward(bool isPress = true) => Post(new PlayerInput.Forward(isPress));

    /// <summary>Closes the choice, or goes to the slide before and shows all of it; never runs anything.</summary>
    /// <param name="isPress">As for <see cref="Forward"/>.</param>
    public void Back(bool isPress = true) => Post(new PlayerInput.Back(isPress));

    /// <summary>Goes to the beginning of a slide, counted from 0; a number out of range goes to the nearest end.</summary>
    public void GoToSlide(int index) => Post(new PlayerInput.GoToSlide(index));

    /// <summary>Goes to a step and shows its slide up to it.</summary>
    public void GoToStep(string id) => Post(new PlayerInput.GoToStep(id));

    /// <summary>Goes to <see cref="PlayerState.ChangedSlide"/> and shows all of it.</summary>
    public void GoToChange() => Post(new PlayerInput.GoToChange());

    /// <summary>Runs a step, in or out of order, also again; refused with a sentence when something that it needs is missing.</summary>
    public void Run(string stepId) => Post(new PlayerInput.Run(stepId));

    /// <summary>Runs a step that failed again, as it ran last.</summary>
    /// <param name="stepId">The step; by default the one the choice or forward is about, else the youngest failure.</param>
    public void Retry(string? stepId = null) => Post(new PlayerInput.Retry(stepId));

    /// <summary>Runs another text in the place of a step's own; its checks stay.</summary>
    public void EditAndRun(string stepId, string text) => Post(new PlayerInput.EditAndRun(stepId, text));

    /// <summary>Runs the solution that the scenario brings for a step.</summary>
    /// <param name="stepId">The step; by default as for <see cref="Retry"/>.</param>
    public void Solve(string? stepId = null) => Post(new PlayerInput.Solve(stepId));

    /// <summary>Plays a step's recording in its place; runs nothing.</summary>
    /// <param name="stepId">The step; by default the one the choice or forward is about.</param>
    public void Replay(string? stepId = null) => Post(new PlayerInput.Replay(stepId));

    /// <summary>Puts the next hint of an exercise on the slide.</summary>
    public void ShowHint(string stepId) => Post(new PlayerInput.ShowHint(stepId));

    /// <summary>Checks an exercise; not being done yet is no failure, and is told on its card.</summary>
    /// <param name="stepId">The exercise; by default the first one on the slide that is not done.</param>
    public void CheckExercise(string? stepId = null) => Post(new PlayerInput.Look(stepId, IsAsked: true));

    /// <summary>The same without being asked: says nothing, and does nothing while anything is at work.</summary>
    public void NoticeChange() => Post(new PlayerInput.Look(null, IsAsked: false));

    /// <summary>Picks an answer of a quiz on the slide, from 0; it is judged once as many are picked as are right.</summary>
    public void Answer(string quizId, int option) => Post(new PlayerInput.Answer(quizId, option));

    /// <summary>Goes on without a step.</summary>
    /// <param name="stepId">The step; by default as for <see cref="Retry"/>.</param>
    public void Skip(string? stepId = null) => Post(new PlayerInput.Skip(stepId));

    /// <summary>Ends a step's whole session and the containers that it holds in the foreground.</summary>
    /// <param name="stepId">The step; by default the one at work on this slide, at work anywhere, or in the background.</param>
    public void Cancel(string? stepId = null) => Post(new PlayerInput.Cancel(stepId));

    /// <summary>Opens the choice of what to do about a step that failed.</summary>
    /// <param name="stepId">The step; by default as for <see cref="Retry"/>.</param>
    public void OpenChoice(string? stepId = null) => Post(new PlayerInput.OpenChoice(stepId));

    /// <summary>Closes the choice without choosing.</summary>
    public void CloseChoice() => Post(new PlayerInput.CloseChoice());

    /// <summary>Agrees to all of <see cref="PlayerState.Untrusted"/>, which the user must have seen.</summary>
    public void Trust() => Post(new PlayerInput.Trust());

    /// <summary>Takes a done step back by its undo, and before it the done steps that need it; the slide stays on.</summary>
    public void Undo(string stepId) => Post(new PlayerInput.SetOut(new JumpGoal.Undo(stepId)));

    /// <summary>Takes back all that was done in the chapter of a slide, counted from 0, with what needs it, and goes to its beginning.</summary>
    public void UndoChapter(int slideIndex) => Post(new PlayerInput.SetOut(new JumpGoal.Chapter(slideIndex)));

    /// <summary>Takes back everything and goes to the first slide.</summary>
    public void StartOver() => Post(new PlayerInput.SetOut(new JumpGoal.Start()));

    /// <summary>
    /// Goes to a step with everything as if one had walked there: does what is missing before it and takes back what is
    /// behind it, as <see cref="Plan"/> tells beforehand. <see cref="Cancel"/> without a step stops it.
    /// </summary>
    public void JumpTo(string stepId) => Post(new PlayerInput.SetOut(new JumpGoal.Step(stepId)));

    /// <summary>Goes to the beginning of a slide, counted from 0, with everything as if one had walked there.</summary>
    public void JumpToSlide(int index) => Post(new PlayerInput.SetOut(new JumpGoal.Slide(index)));

    /// <summary>Sets out for a goal; see <see cref="JumpTo"/>.</summary>
    public void SetOut(JumpGoal goal) => Post(new PlayerInput.SetOut(goal));

    /// <summary>What setting out for a goal would do now; nothing runs.</summary>
    public JumpPlan Plan(JumpGoal goal) => JumpPlanner.Plan(State, goal);

    /// <summary>Goes on where an earlier session ended; what was done is believed after its checks were made again.</summary>
    public void Resume(SavedProgress progress) => Post(new PlayerInput.Resume(progress));

    /// <summary>Takes a new version of the scenario; keeps place, step states and panes. An error becomes the banner.</summary>
    public void Reload(ReadResult result) => Post(new PlayerInput.Reload(result));
}
