using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws the screen's last line: what the next press will do, place and time.</summary>
public static class StatusLineRenderer
{
    /// <summary>The line, exactly <paramref name="width"/> wide.</summary>
    public static StyledLine Render(StatusView view, int width, Theme theme)
    {
        CellStyle On(Role role) => theme.On(role, Surface.Bar);
        var fill = theme.Fill(Surface.Bar);
        var right = Right(view, theme, width).Clip(width);
        var room = width - right.Width();
        var left = new LineBuilder().Add(" ", fill);
        if (view.Message is { } message)
        {
            left.Add(message, On(Role.Warning));
        }
        else if (view.Number is { Length: > 0 } number)
        {
            left.Add(number, On(Role.Key)).Add(" then g goes to that slide", On(Role.Text));
        }
        else if (view.Focus is { } focus)
        {
            left.Add(focus, On(Role.Warning));
        }
        else
        {
            left.Add($"{SymbolOf(view, theme)} ", On(RoleOf(view.Next.Kind))).Add(view.Next.Words, On(Role.Strong));
            if (view.Next.Kind == ForwardKind.Wait)
            {
                left.Add("; ", On(Role.Muted)).Add(view.Stop.Key, On(Role.Key)).Add($" {view.Stop.What}", On(Role.Muted));
            }
            else if (view.Next.Kind == ForwardKind.FinishReplay)
            {
                left.Add("; ", On(Role.Muted)).Add(KeyMap.NameOf(UiCommand.Replay), On(Role.Key)).Add(" pauses", On(Role.Muted));
            }
        }

        return new LineBuilder()
            .Add(left.Build().Clip(Math.Max(0, room - 1), theme.Symbols.Ellipsis))
            .PadTo(room, fill)
            .Add(right)
            .Build();
    }

    private static StyledLine Right(StatusView view, Theme theme, int width)
    {
        CellStyle On(Role role) => theme.On(role, Surface.Bar);
        var line = new LineBuilder();
        if (width >= 60)
        {
            line.Add(view.Help.Key, On(Role.Key)).Add($" {view.Help.What}   ", On(Role.Muted));
        }

        if (view.Progress.Total > 0)
        {
            Progress(line, view.Progress, theme, width);
        }

        // Figures stand in columns of their own, so that nothing moves when they grow.
        var count = $"{view.SlideCount}";
        line.Add($"{$"{view.Slide}".PadLeft(count.Length)}/{count}", On(Role.Text));
        var clock = Durations.Clock(view.Elapsed);
        var isLate = view.Planned is { } planned && view.Elapsed > planned;
        line.Add($"  {clock.PadLeft(5)}", On(isLate ? Role.Warning : Role.Text));
        if (view.Planned is { } plan && width >= 90)
        {
            line.Add($" of {Durations.Planned(plan)}", On(Role.Muted));
        }

        return line.Add(" ", theme.Fill(Surface.Bar)).Build();
    }

    /// <summary>A cell for each exercise and quiz of the chapter, as long as there is room for so many.</summary>
    private static void Progress(LineBuilder line, ChapterProgress progress, Theme theme, int width)
    {
        var cells = Math.Min(progress.Total, width >= 100 ? 12 : 6);
        var full = progress.Done * cells / progress.Total;
        line.Add(new string(theme.Symbols.Lines[9], full), theme.On(Role.StepDone, Surface.Bar))
            .Add(new string(theme.Symbols.Lines[0], cells - full), theme.On(Role.Muted, Surface.Bar))
            .Add($" {progress.Done}/{progress.Total} done   ", theme.On(progress.Done == progress.Total ? Role.StepDone : Role.Text, Surface.Bar));
    }

    private static string SymbolOf(StatusView view, Theme theme) => view.Next.Kind switch
    {
        ForwardKind.Wait => theme.Symbols.Busy(view.Now),
        ForwardKind.Choose or ForwardKind.TakeSafeChoice => theme.Symbols.Of(StepStatus.Failed, view.Now),
        ForwardKind.End => theme.Symbols.Of(StepStatus.Done, view.Now),
        _ => theme.Symbols.Arrow.Right,
    };

    private static Role RoleOf(ForwardKind kind) => kind switch
    {
        ForwardKind.Wait => Role.StepRunning,
        ForwardKind.Choose or ForwardKind.TakeSafeChoice => Role.StepFailed,
        ForwardKind.End => Role.StepDone,
        _ => Role.Key,
    };
}
