using Evolve.Terminal.Text;
using Evolve.Tui.Layout;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Panes;

/// <summary>Draws the titles of panes: one over each, or a line of tabs when there is not room for all.</summary>
internal static class PaneTitles
{
    /// <summary>One pane's title: its name, what runs in it, how far it is scrolled back.</summary>
    public static void Title(Canvas canvas, Area area, PaneView view, bool isSelected, bool hasKeys, Theme theme, DateTimeOffset now)
    {
        canvas.Fill(area, theme.Fill(Surface.Bar));
        var x = canvas.Write(area.X, area.Y, Label(view, isSelected, theme, now), LabelStyle(theme, isSelected, hasKeys), area.Right);
        Rest(canvas, x, area, view, hasKeys, theme);
    }

    /// <summary>The title of a pane that is not there yet.</summary>
    public static void Awaited(Canvas canvas, Area area, string name, Theme theme)
    {
        canvas.Fill(area, theme.Fill(Surface.Bar));
        canvas.Write(area.X, area.Y, $" {name} ", LabelStyle(theme, isSelected: false, hasKeys: false), area.Right);
    }

    /// <summary>All panes as tabs; gives where each is, for the mouse.</summary>
    public static List<(Area Area, int Index)> Tabs(
        Canvas canvas, Area area, IReadOnlyList<PaneView> views, int selected, bool hasKeys, Theme theme, DateTimeOffset now)
    {
        canvas.Fill(area, theme.Fill(Surface.Bar));
        var places = new List<(Area, int)>();
        var labels = views.Select((view, i) => Label(view, i == selected, theme, now)).ToList();

        // The chosen tab is always seen: those before it give way.
        var first = 0;
        while (first < selected && labels.Skip(first).Take(selected - first + 1).Sum(label => CellWidth.Measure(label)) > area.Width)
        {
            first++;
        }

        var x = area.X;
        for (var i = first; i < views.Count && x < area.Right; i++)
        {
            var style = i == selected ? LabelStyle(theme, true, hasKeys) : theme.On(views[i].HasNews ? Role.StepRunning : Role.Muted, Surface.Bar);
            var end = canvas.Write(x, area.Y, labels[i], style, area.Right);
            places.Add((new Area(x, area.Y, end - x, 1), i));
            x = end;
        }

        Rest(canvas, x, area, views[selected], hasKeys, theme);
        return places;
    }

    private static string Label(PaneView view, bool isSelected, Theme theme, DateTimeOffset now)
    {
        var mark = view.Pane.IsBusy && view.Pane.StepId is not null ? theme.Symbols.Busy(now) + " "
            : view.HasNews && !isSelected ? theme.Symbols.Container.Running + " "
            : "";
        return $" {mark}{view.Pane.Name} ";
    }

    private static Terminal.Screen.CellStyle LabelStyle(Theme theme, bool isSelected, bool hasKeys) =>
        isSelected && hasKeys ? theme.Badge(Role.BorderFocused)
        : isSelected ? theme.On(Role.Strong, Surface.Selected)
        : theme.On(Role.Muted, Surface.Bar);

    /// <summary>On the right: that it is a recording, the keys' owner, the place of the view, or what runs.</summary>
    private static void Rest(Canvas canvas, int x, Area area, PaneView view, bool hasKeys, Theme theme)
    {
        var (text, role) = view.Look is { } look ? (look.InWords, Role.Warning)
            : hasKeys ? ("your keys are here", Role.Key)
            : (view.Pane.StepId ?? view.Pane.Occupant ?? "", Role.Muted);
        if (view.Look is null && view.Pane.Recorded is { } mark)
        {
            // Whatever there is room for; a recording is never without its mark.
            (text, role) = (new[] { mark, mark.Split(',')[0], "recorded" }.FirstOrDefault(words => Fits(words)) ?? "rec", Role.Warning);
        }

        var width = CellWidth.Measure(text);
        if (text.Length > 0 && x + width + 2 <= area.Right)
        {
            canvas.Write(area.Right - width - 1, area.Y, text, theme.On(role, Surface.Bar));
        }

        bool Fits(string words) => x + CellWidth.Measure(words) + 2 <= area.Right;
    }
}
