using System.Collections.Immutable;
using Evolve.Stage.Notes;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Notes;

/// <summary>
/// Draws what only the presenter sees: the notes, as large a part as can be; times, what comes next and what is wrong
/// beside them, or around them in a narrow window.
/// </summary>
public static class NotesRenderer
{
    private const int WideFrom = 100;
    private const int SideWidth = 40;

    /// <summary>All lines of the window but the last.</summary>
    public static NotesPicture Render(NotesView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.State is { } state ? Talk(view, state) : Nothing(view);
    }

    private static NotesPicture Nothing(NotesView view)
    {
        var lines = Wrapping.Wrap(view.Absence, view.Theme[Role.Text], Math.Min(60, view.Width - 4));
        var top = Math.Max(0, (view.Height - lines.Length) / 2);
        var all = Enumerable.Repeat(StyledLine.Empty, top)
            .Concat(lines.Select(line => line.Center(view.Width, view.Theme.Fill(Surface.Canvas))));
        return new([.. all.FitHeight(view.Height)], 0);
    }

    private static NotesPicture Talk(NotesView view, NotesState state)
    {
        var output = Output(view);
        var room = view.Height - 2 - output.Length;
        var picture = view.Width >= WideFrom ? Wide(view, state, room) : Narrow(view, state, room);
        return picture with { Lines = [Head(view, state), StyledLine.Empty, .. picture.Lines.FitHeight(room), .. output] };
    }

    private static NotesPicture Wide(NotesView view, NotesState state, int room)
    {
        var fill = view.Theme.Fill(Surface.Canvas);
        var left = view.Width - SideWidth - 5;
        var notes = Notes(view, state, left, room);
        var side = Times(view, state, SideWidth)
            .Append(StyledLine.Empty).Concat(Next(view, state, SideWidth, 8))
            .Append(StyledLine.Empty).Concat(Health(view, state, SideWidth))
            .FitHeight(room);
        var body = notes.Lines.FitHeight(room).Zip(side, (one, other) => new LineBuilder()
            .PadTo(2, fill).Add(one.Clip(left)).PadTo(left + 3, fill).Add(other).Build());
        return notes with { Lines = [.. body] };
    }

    private static NotesPicture Narrow(NotesView view, NotesState state, int room)
    {
        var fill = view.Theme.Fill(Surface.Canvas);
        var width = view.Width - 4;
        var below = Next(view, state, width, 2).Concat(Health(view, state, width).Take(4)).ToList();
        var above = Times(view, state, width).ToList();
        var notes = Notes(view, state, width, Math.Max(3, room - above.Count - below.Count - 2));
        var body = above
            .Append(StyledLine.Empty)
            .Concat(notes.Lines.FitHeight(Math.Max(3, room - above.Count - below.Count - 2)))
            .Append(StyledLine.Empty)
            .Concat(below);
        return notes with { Lines = [.. body.Select(line => line.Indent(2, fill))] };
    }

    private static StyledLine Head(NotesView view, NotesState state)
    {
        CellStyle On(Role role) => view.Theme.On(role, Surface.Bar);
        var right = $"slide {state.Slide} of {state.SlideCount} ";
        var left = new LineBuilder().Add(" ", view.Theme.Fill(Surface.Bar)).Add(state.Title, On(Role.Strong));
        if (state.Chapter.Length > 0 && state.Chapter != state.Title)
        {
            left.Add($"  {state.Chapter}", On(Role.Muted));
        }

        return new LineBuilder()
            .Add(left.Build().Clip(view.Width - CellText.Width(right) - 1, view.Theme.Symbols.Ellipsis))
            .PadTo(view.Width - CellText.Width(right), view.Theme.Fill(Surface.Bar))
            .Add(right, On(Role.Text))
            .Build();
    }

    private static NotesPicture Notes(NotesView view, NotesState state, int width, int height)
    {
        var theme = view.Theme;
        var lines = new List<StyledLine>();
        foreach (var note in state.Notes)
        {
            lines.AddRange(Wrapping.Wrap(note, theme[Role.Text], width));
            lines.Add(StyledLine.Empty);
        }

        if (lines.Count == 0)
        {
            lines.AddRange(Wrapping.Wrap("This slide has no notes.", theme[Role.Muted], width));
        }
        else
        {
            lines.RemoveAt(lines.Count - 1);
        }

        var room = Math.Max(1, height - 2);
        var maxScroll = Math.Max(0, lines.Count - room);
        var first = Math.Clamp(view.Scroll, 0, maxScroll);
        var title = new LineBuilder().Add(state.SlideTitle.Length > 0 ? state.SlideTitle : "(no title)", theme[Role.Heading2]);
        if (maxScroll > 0)
        {
            var more = first < maxScroll ? $"  {theme.Symbols.More.Down} more with Down" : $"  {theme.Symbols.More.Up} more with Up";
            title = new LineBuilder().Add(title.Build().Clip(width - CellText.Width(more), theme.Symbols.Ellipsis)).Add(more, theme[Role.Muted]);
        }

        return new([title.Build().Clip(width, theme.Symbols.Ellipsis), StyledLine.Empty, .. lines.Skip(first).Take(room)], maxScroll);
    }

    private static IEnumerable<StyledLine> Times(NotesView view, NotesState state, int width)
    {
        var times = view.Times;
        yield return Time("talk", times.Elapsed, times.Planned, Late(times), times.Late > TimeSpan.FromSeconds(30), view.Theme, width);
        yield return Time("slide", times.SlideElapsed, times.SlidePlanned, Left(times.SlideElapsed, times.SlidePlanned), IsOver(times.SlideElapsed, times.SlidePlanned), view.Theme, width);
        if (state.Chapter.Length > 0)
        {
            yield return Time("chapter", times.ChapterElapsed, times.ChapterPlanned, Left(times.ChapterElapsed, times.ChapterPlanned), IsOver(times.ChapterElapsed, times.ChapterPlanned), view.Theme, width);
        }
    }

    private static StyledLine Time(string what, TimeSpan elapsed, TimeSpan? planned, string words, bool isLate, Theme theme, int width) => new LineBuilder()
        .Add(what.PadRight(9), theme[Role.Muted])
        .Add(Durations.Clock(elapsed).PadLeft(7), theme[isLate ? Role.Warning : Role.Strong])
        .Add(planned is { } plan ? $" of {Durations.Clock(plan)}".PadRight(11) : new string(' ', 11), theme[Role.Muted])
        .Add(words, theme[isLate ? Role.Warning : Role.Muted])
        .Build().Clip(width);

    private static string Late(NotesTimes times) => times.Late switch
    {
        null => "",
        { TotalSeconds: >= 1 } late => $"{Durations.Clock(late)} late",
        { TotalSeconds: <= -1 } early => $"{Durations.Clock(-early)} in hand",
        _ => "on time",
    };

    private static string Left(TimeSpan elapsed, TimeSpan? planned) => planned is not { } plan ? ""
        : elapsed <= plan ? $"{Durations.Clock(plan - elapsed)} left"
        : $"{Durations.Clock(elapsed - plan)} over";

    private static bool IsOver(TimeSpan elapsed, TimeSpan? planned) => planned is { } plan && elapsed > plan;

    private static IEnumerable<StyledLine> Next(NotesView view, NotesState state, int width, int mostCommands)
    {
        var theme = view.Theme;
        var busy = state.Working is { } working ? $"{theme.Symbols.Busy(view.Now)} {working} is at work; " : "";
        yield return new LineBuilder().Add("forward  ", theme[Role.Muted]).Add(busy, theme[Role.StepRunning]).Add(state.Next, theme[Role.Strong])
            .Build().Clip(width, theme.Symbols.Ellipsis);
        foreach (var line in (state.NextCommands ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(mostCommands))
        {
            yield return StyledLines.Of($"  {line}", theme[Role.Code]).Clip(width, theme.Symbols.Ellipsis);
        }

        yield return new LineBuilder().Add("then     ", theme[Role.Muted]).Add(state.NextSlide ?? "the end", theme[Role.Text])
            .Build().Clip(width, theme.Symbols.Ellipsis);
    }

    private static IEnumerable<StyledLine> Health(NotesView view, NotesState state, int width)
    {
        var theme = view.Theme;
        foreach (var trouble in state.Troubles)
        {
            foreach (var line in Wrapping.Wrap($"{theme.Symbols.Finding.Problem} {trouble}", theme[Role.StepFailed], width))
            {
                yield return line;
            }
        }

        foreach (var container in state.Containers.OrderBy(container => container.IsGood))
        {
            yield return new LineBuilder()
                .Add(container.IsGood ? theme.Symbols.Finding.Good : theme.Symbols.Finding.Problem, theme[container.IsGood ? Role.StepDone : Role.StepFailed])
                .Add($" {container.Name}  ", theme[Role.Text]).Add(container.State, theme[Role.Muted])
                .Build().Clip(width, theme.Symbols.Ellipsis);
        }

        if (!state.Panes.IsEmpty)
        {
            var panes = state.Panes.Select(pane => pane.Occupant is { } occupant && occupant != pane.Name ? $"{pane.Name} ({occupant})" : pane.Name);
            yield return new LineBuilder().Add("panes    ", theme[Role.Muted]).Add(string.Join(", ", panes), theme[Role.Text])
                .Build().Clip(width, theme.Symbols.Ellipsis);
        }
    }

    /// <summary>What the last command printed: its end, in all but ten lines of the window.</summary>
    private static ImmutableArray<StyledLine> Output(NotesView view)
    {
        if (view.Output.IsEmpty)
        {
            return [];
        }

        var fill = view.Theme.Fill(Surface.Raised);
        return
        [
            .. view.Output.TakeLast(Math.Max(1, view.Height - 10)).Select(line =>
                StyledLines.Of($" {line}", view.Theme.On(Role.Text, Surface.Raised)).Clip(view.Width, view.Theme.Symbols.Ellipsis).PadRight(view.Width, fill)),
        ];
    }
}
