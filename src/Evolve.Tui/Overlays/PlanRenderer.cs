using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws what a jump will do, or how far it is.</summary>
public static class PlanRenderer
{
    /// <summary>The item of the line that sets out.</summary>
    public const int GoItem = 0;

    /// <summary>The item of the line that leaves.</summary>
    public const int LeaveItem = 1;

    /// <summary>The item of the line that stops a journey.</summary>
    public const int StopItem = 2;

    private const int WidestBox = 64;

    /// <summary>The box; under way it scrolls by itself, so that the action at work is seen.</summary>
    /// <param name="view">The jump.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen.</param>
    /// <param name="theme">How it looks.</param>
    /// <param name="now">The moment, for what moves.</param>
    public static Overlay Render(PlanView view, int width, int height, Theme theme, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(theme);
        var box = new OverlayBox(theme, Math.Clamp(width - 4, 20, WidestBox));
        var text = Wrapping.Wrap(view.Journey is { } under ? Progress(under, now) : Summary(view.Plan), box[Role.Text], box.InnerWidth);
        var lines = text.Select(line => (OverlayLine?)new OverlayLine(line)).ToList();

        var actions = view.Plan.Actions;
        var room = Math.Clamp(height - 10 - text.Length, 1, Math.Max(1, actions.Length));
        var maxScroll = Math.Max(0, actions.Length - room);
        var first = view.Journey is { } journey ? Math.Clamp(journey.Passed - (room / 2), 0, maxScroll) : Math.Clamp(view.Scroll, 0, maxScroll);
        lines.Add(null);
        lines.AddRange(Enumerable.Range(first, Math.Min(room, actions.Length - first))
            .Select(i => (OverlayLine?)new OverlayLine(Action(view, i, box, theme, now))));
        lines.Add(null);
        lines.AddRange(view.Journey is null
            ? [Key(box, "Enter", "go", GoItem), Key(box, "Esc", "stay here; nothing runs", LeaveItem)]
            : [Key(box, KeyMap.NameOf(UiCommand.Cancel), "stop after this step; twice: at once", StopItem), Key(box, "Esc", "back to the slide; it goes on", LeaveItem)]);

        var footer = maxScroll == 0 ? StyledLine.Empty : StyledLines.Of($"{first + 1} to {first + room} of {actions.Length}", box[Role.Muted]);
        return box.Build(Title(view.Plan), lines, footer, maxScroll);
    }

    private static string Title(JumpPlan plan) => $"The way {plan.Words}";

    private static string Summary(JumpPlan plan)
    {
        var back = plan.Actions.Count(action => action.Kind is JumpActionKind.Undo or JumpActionKind.Forget);
        var ahead = plan.Actions.Length - back;
        var what = (ahead, back) switch
        {
            (_, 0) => $"{Steps(ahead)} to do",
            (0, _) => $"{Steps(back)} to take back",
            _ => $"{Steps(back)} to take back, then {ahead} to do",
        };
        string[] times =
        [
            .. plan.Expected > TimeSpan.Zero ? [$"about {Durations.Taken(plan.Expected)}"] : Array.Empty<string>(),
            .. plan.Planned > TimeSpan.Zero ? [$"at most {Durations.Taken(plan.Planned)} as planned"] : Array.Empty<string>(),
        ];
        return (times, plan.Untimed) switch
        {
            ([], 0) => $"{what}.",
            ([], _) => $"{what}; how long it takes was never measured.",
            (_, 0) => $"{what}; {string.Join(" and ", times)}.",
            (_, var untimed) => $"{what}; {string.Join(", ", times)}, and {untimed} {(untimed == 1 ? "was" : "were")} never measured.",
        };
    }

    /// <summary>How long an action takes; a time that was not measured here says where it is from.</summary>
    private static string Time(JumpAction action) => action switch
    {
        { Expected: null } => "",
        { Expected: { } time, Source: TimeSource.Measured } => Durations.Taken(time),
        { Expected: { } time, Source: var source } => $"{source.ToString().ToLowerInvariant()} {Durations.Taken(time),6}",
    };

    private static string Progress(Journey journey, DateTimeOffset now)
    {
        var place = $"{journey.Passed} of {journey.Plan.Actions.Length} after {Durations.Running(now - journey.StartedAt)}";
        return journey.IsStopping && journey.Current is { } last ? $"{place}; it ends after {last.StepId}." : $"{place}.";
    }

    private static string Steps(int count) => count == 1 ? "1 step" : $"{count} steps";

    private static StyledLine Action(PlanView view, int index, OverlayBox box, Theme theme, DateTimeOffset now)
    {
        var action = view.Plan.Actions[index];
        var (symbol, role) = view.Journey switch
        {
            { Passed: var passed } when index < passed => (theme.Symbols.Of(StepStatus.Done, now), Role.StepDone),
            { Passed: var passed } when index == passed => (theme.Symbols.Busy(now), Role.StepRunning),
            _ => (theme.Symbols.Of(StepStatus.Waiting, now), Role.StepWaiting),
        };
        var verb = action.Kind switch
        {
            JumpActionKind.Run => "run",
            JumpActionKind.Solve => "solve",
            JumpActionKind.Undo => "undo",
            _ => "forget",
        };
        var time = Time(action);
        return new LineBuilder()
            .Add($"{symbol} ", box[role])
            .Add(verb.PadRight(8), box[Role.Muted])
            .Add(CellText.Clip(action.StepId, box.InnerWidth - 11 - time.Length, theme.Symbols.Ellipsis), box[Role.Text])
            .PadTo(box.InnerWidth - time.Length, box.Fill)
            .Add(time, box[Role.Muted])
            .Build();
    }

    private static OverlayLine? Key(OverlayBox box, string key, string what, int item) => new OverlayLine(
        new LineBuilder().Add($"  {key.PadRight(7)}", box[Role.Key]).Add(what, box[Role.Text]).Build(),
        item);
}
