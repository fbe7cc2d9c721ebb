using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>The questions that the app asks, in their final words.</summary>
public static class Dialogs
{
    /// <summary>What is said of a deployment that nobody can see, because its engine has gone.</summary>
    public static string KeptUnseen => "The Docker engine has gone: what it has of the deployment stays; ./run.sh clean removes it later.";

    /// <summary>What is printed when the app has ended and its containers have not.</summary>
    public static string KeptRunning => "The deployment keeps running; ./run.sh clean removes it.";

    /// <summary>What to do about a step that did not succeed; the answers are retry, edit, skip and shell in this order.</summary>
    public static DialogView AfterFailure(Step step, StepState state, int selected)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(state);
        var what = state.Status switch
        {
            StepStatus.TimedOut => "took too long",
            StepStatus.Cancelled => "was cancelled",
            _ => "failed",
        };
        return new DialogView
        {
            Title = $"{step.Id} {what}",
            Text = state.Reason ?? $"The step {step.Id} {what}.",
            Frame = Role.StepFailed,
            Selected = selected,
            Choices =
            [
                new DialogChoice("r", "Retry", "run it again as it is"),
                new DialogChoice("e", "Edit and run", "change the commands first"),
                new DialogChoice("s", "Skip", "go on without it", IsSafe: true),
                new DialogChoice("o", "Open a shell", "look around where it ran"),
            ],
            Hint = "Forward again skips the step; the talk goes on.",
        };
    }

    /// <summary>Whether to trust a scenario from elsewhere; lists every command that it would run.</summary>
    public static DialogView Trust(string path, ImmutableArray<DialogDetail> commands, bool isReload, int selected, int scroll) => new()
    {
        Title = isReload ? "Changed commands" : "A scenario from elsewhere",
        Text = isReload
            ? $"{path} was changed. These commands are new or different; they run on this machine as you."
            : $"{path} is not one of the shipped scenarios. These are all the commands it can run, on this machine, as you.",
        Frame = Role.Warning,
        Details = commands,
        Selected = selected,
        Scroll = scroll,
        Choices =
        [
            new DialogChoice("n", "Do not trust", "nothing of it runs", IsSafe: true),
            new DialogChoice("y", "Trust", "remembered until a command changes"),
        ],
    };

    /// <summary>What to do with a running deployment when the app ends; the answers are stay, keep and remove in this order.</summary>
    /// <param name="containers">How many containers run; null when their engine has gone.</param>
    /// <param name="selected">The chosen answer, from 0.</param>
    /// <param name="running">The steps that run and would be stopped.</param>
    public static DialogView Quit(int? containers, int selected, params ImmutableArray<string> running) => containers is null or 0
        ? new DialogView
        {
            Title = "Quit",
            Text = $"Leave Evolve? {(containers is null ? KeptUnseen : "Nothing of the deployment is running.")}{Stopped(running)}",
            Selected = selected,
            Choices =
            [
                new DialogChoice("n", "Stay", "back to the slide", IsSafe: true),
                new DialogChoice("y", "Quit", "close the panes and leave"),
            ],
        }
        : new DialogView
        {
            Title = "Quit",
            Text = $"The deployment is running ({containers} {(containers == 1 ? "container" : "containers")}). What shall happen to it?{Stopped(running)}",
            Selected = selected,
            Choices =
            [
                new DialogChoice("n", "Stay", "back to the slide", IsSafe: true),
                new DialogChoice("k", "Keep it running", "leave; ./run.sh clean removes it later"),
                new DialogChoice("c", "Remove it", "containers, network and volume of this deployment, then leave"),
            ],
        };

    /// <summary>Whether to go on where an earlier session ended.</summary>
    /// <param name="slide">The slide that was on, from 1.</param>
    /// <param name="title">Its title.</param>
    /// <param name="done">How many steps were done.</param>
    /// <param name="steps">How many steps there are.</param>
    public static DialogView Resume(int slide, string title, int done, int steps) => new()
    {
        Title = "You were here before",
        Text = $"Go on at slide {slide}{(title.Length > 0 ? $", “{title}”" : "")} ({done} of {steps} steps done), or start afresh?",
        Choices =
        [
            new DialogChoice("y", "Go on", "what was done is looked at again first", IsSafe: true),
            new DialogChoice("n", "Start afresh", "from the first slide; every step counts as not run"),
        ],
    };

    /// <summary>Whether to run the solution of an exercise; shows its commands.</summary>
    public static DialogView Solution(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new DialogView
        {
            Title = $"The solution of {step.Id}",
            Text = "These commands do it. Read them, or type them yourself: that counts as yours.",
            Details = SolutionOf(step),
            Choices =
            [
                new DialogChoice("n", "Not yet", "back to the exercise", IsSafe: true),
                new DialogChoice("y", "Run it", "in its pane, then check"),
            ],
        };
    }

    /// <summary>The commands of a solution as a dialog lists them.</summary>
    public static ImmutableArray<DialogDetail> SolutionOf(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Solve is { } solve ? [new DialogDetail("solution", solve.Text)] : [];
    }

    /// <summary>Whether to throw away what was changed in the workspace.</summary>
    public static DialogView Reset() => new()
    {
        Title = "Reset the workspace",
        Text = "Put the workspace's files back to what was shipped? What was changed or made there is lost.",
        Frame = Role.Warning,
        Choices =
        [
            new DialogChoice("n", "Keep it", "change nothing", IsSafe: true),
            new DialogChoice("y", "Reset", "all files as they were shipped"),
        ],
    };

    private static string Stopped(ImmutableArray<string> running) => running switch
    {
        [] => "",
        [var one] => $" {one} runs and will be stopped.",
        _ => $" {string.Join(", ", running[..^1])} and {running[^1]} run and will be stopped.",
    };
}
