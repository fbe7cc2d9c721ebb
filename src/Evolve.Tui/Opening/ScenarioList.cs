using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Overlays;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Opening;

/// <summary>The list of scenarios, as loosely set as all of it fits; the chosen one always in sight.</summary>
internal static class ScenarioList
{
    /// <summary>A title with a line of facts; with a blank line after it; with two lines of facts, which keeps them whole.</summary>
    private const int Dense = 2, Apart = 3, Roomy = 4;

    /// <summary>The lines that all of it takes where there is room enough.</summary>
    public static int HeightOf(OpeningView view) => HeightOf(view, Loosest(view));

    private static int HeightOf(OpeningView view, int linesEach) =>
        (linesEach == Dense ? 2 : 1) + (Math.Max(1, view.Scenarios.Length) * linesEach);

    private static int Loosest(OpeningView view) => view.Height >= 30 ? Roomy : Apart;

    private static int LinesEach(OpeningView view, int room)
    {
        var each = Loosest(view);
        while (each > Dense && HeightOf(view, each) > room)
        {
            each--;
        }

        return each;
    }

    public static ImmutableArray<OverlayLine> Draw(OpeningView view, int width, int room)
    {
        var theme = view.Theme;
        var lines = new List<OverlayLine> { new(StyledLines.Of("Scenarios", theme[Role.Heading2])), new(StyledLine.Empty) };
        if (view.Scenarios.IsEmpty)
        {
            lines.AddRange(Wrapping.Wrap(
                "There is no scenario here. Give a Markdown file on the command line, such as ./run.sh play my-talk.md.",
                theme[Role.Text],
                width).Select(line => new OverlayLine(line)));
            return [.. lines];
        }

        var each = LinesEach(view, room);
        var count = Math.Max(1, (room - (each == Dense ? 2 : 1)) / each);
        var first = Math.Clamp(view.Selected - (count / 2), 0, Math.Max(0, view.Scenarios.Length - count));
        var last = Math.Min(view.Scenarios.Length, first + count);
        for (var i = first; i < last; i++)
        {
            lines.AddRange(Entry(view, i, width, each == Roomy ? 2 : 1));
            if (each > Dense && i + 1 < last)
            {
                lines.Add(new OverlayLine(StyledLine.Empty));
            }
        }

        var hidden = view.Scenarios.Length - (last - first);
        if (hidden > 0)
        {
            lines[0] = new OverlayLine(new LineBuilder()
                .Add(lines[0].Line)
                .Add($"  {first + 1} to {last} of {view.Scenarios.Length}", theme[Role.Muted])
                .Build());
        }

        return [.. lines];
    }

    private static IEnumerable<OverlayLine> Entry(OpeningView view, int index, int width, int factLines)
    {
        var theme = view.Theme;
        var entry = view.Scenarios[index];
        var isSelected = index == view.Selected;
        var surface = isSelected ? Surface.Selected : Surface.Canvas;
        var marker = isSelected ? theme.Symbols.Marker : " ";
        var fill = theme.Fill(surface);
        var duration = entry.Error is null && entry.Duration is { } planned ? Durations.Planned(planned) : "";

        yield return new OverlayLine(
            new LineBuilder()
                .Add($"{marker} ", theme.On(Role.Key, surface))
                .Add(CellText.Clip(entry.Title, width - 4 - CellText.Width(duration), theme.Symbols.Ellipsis), theme.On(Role.Strong, surface))
                .PadTo(width - CellText.Width(duration) - 1, fill)
                .Add(duration, theme.On(Role.Text, surface))
                .PadTo(width, fill)
                .Build(),
            index);
        var role = entry.Error is null ? Role.Muted : Role.StepFailed;
        foreach (var fact in Facts(view, entry, width - 4, factLines))
        {
            yield return new OverlayLine(
                new LineBuilder()
                    .Add($"{marker} ", theme.On(Role.Key, surface))
                    .Add(fact, theme.On(role, surface) with { Attributes = fill.Attributes })
                    .PadTo(width, fill)
                    .Build(),
                index);
        }
    }

    private static IEnumerable<string> Facts(OpeningView view, OpeningEntry entry, int width, int count)
    {
        var theme = view.Theme;
        if (entry.Error is { } error)
        {
            var lines = Wrapping.Wrap($"{theme.Symbols.Finding.Problem} {error}", default, width).Select(line => line.Text).ToArray();
            return lines.Length <= count
                ? lines.Concat(Enumerable.Repeat("", count - lines.Length))
                : [.. lines.Take(count - 1), CellText.Clip(string.Join(' ', lines.Skip(count - 1)), width, theme.Symbols.Ellipsis)];
        }

        var audience = entry.Audience is { } people ? $"for {people}" : "";
        var needs = entry.Requires.IsEmpty ? "needs nothing" : $"needs {string.Join(" and ", entry.Requires)}";
        var steps = entry.StepCount == 1 ? "1 step" : $"{entry.StepCount} steps";
        var dot = $" {theme.Symbols.Dot} ";
        string[] facts = count == 2
            ? [audience, needs + dot + steps]
            : [string.Join(dot, new[] { steps, needs, audience }.Where(fact => fact.Length > 0))];
        return facts.Select(fact => CellText.Clip(fact, width, theme.Symbols.Ellipsis));
    }
}
