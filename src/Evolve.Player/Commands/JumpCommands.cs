using System.Globalization;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Running;

namespace Evolve.Player.Commands;

/// <summary>Commands that take back, and that bring the deployment to where a place needs it.</summary>
internal static class JumpCommands
{
    internal static Task UndoAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var state = call.Player.State;
        JumpGoal goal = call[0] switch
        {
            { } named when state.Scenario.FindStep(named) is not null => new JumpGoal.Undo(named),
            "chapter" => new JumpGoal.Chapter(state.SlideIndex),
            "all" => new JumpGoal.Start(),
            _ => new JumpGoal.Undo(LastDone(state) ?? throw new CommandException("No step of this slide is done.")),
        };
        return SetOutAsync(call, goal, cancellationToken);
    }

    internal static Task JumpAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var state = call.Player.State;
        JumpGoal goal = call[0] switch
        {
            null => Here(state),
            { } place when state.Scenario.FindStep(place) is not null => new JumpGoal.Step(place),
            "first" => new JumpGoal.Slide(0),
            "last" => new JumpGoal.Slide(state.Scenario.Slides.Length - 1),
            { } number => new JumpGoal.Slide(int.Parse(number, CultureInfo.InvariantCulture) - 1),
        };
        return SetOutAsync(call, goal, cancellationToken);
    }

    /// <summary>Where nobody is asked, what will be done is told first.</summary>
    private static async Task SetOutAsync(CommandCall call, JumpGoal goal, CancellationToken cancellationToken)
    {
        if (!call.Stage.IsPrivate)
        {
            call.Stage.Talk.SetOut(goal);
            return;
        }

        if (!call.Player.State.Untrusted.IsEmpty)
        {
            call.Stage.Talk.AskTrust();
            return;
        }

        var plan = call.Player.Plan(goal);
        if (plan.Obstacle is { } obstacle)
        {
            throw new CommandException(obstacle);
        }

        if (!plan.IsImmediate)
        {
            call.Print(InWords(plan));
        }

        call.Player.SetOut(goal);
        if (!call.Stage.Follows)
        {
            return;
        }

        await call.Player.HandledAsync();
        var state = await call.Player.WhenAsync(now => now.Journey is null, cancellationToken);
        if (call.Player.Plan(goal) is { Obstacle: null, IsImmediate: false })
        {
            throw new CommandException(state.Notice?.Sentence ?? $"The way {plan.Words} was not gone to its end.");
        }
    }

    /// <summary>The step of this slide that was done, or tried, last.</summary>
    private static string? LastDone(PlayerState state) => state.Slide.Steps
        .Where(step => state.StateOf(step.Id).MayBeTakenBack)
        .MaxBy(step => state.StateOf(step.Id).Completion)?.Id;

    /// <summary>Before the step that is next on this slide, else the slide itself.</summary>
    private static JumpGoal Here(PlayerState state) =>
        state.Slide.Steps.FirstOrDefault(step => !state.StateOf(step.Id).IsSettled) is { } next
            ? new JumpGoal.Step(next.Id)
            : new JumpGoal.Slide(state.SlideIndex);

    private static string InWords(JumpPlan plan)
    {
        var actions = plan.Actions
            .Where(action => action.Kind != JumpActionKind.Forget)
            .Select(action => $"{action.Kind.ToString().ToLowerInvariant()} {action.StepId}{Time(action)}");
        var time = plan is { Untimed: 0, Planned.Ticks: 0 } ? $"; about {Sentences.Duration(plan.Expected)}" : "";
        return $"the way {plan.Words}: {string.Join(", ", actions)}{time}";
    }

    private static string Time(JumpAction action) => action.Expected is { } expected
        ? $" ({Sentences.Duration(expected)}, {action.Source.ToString().ToLowerInvariant()})"
        : "";
}
