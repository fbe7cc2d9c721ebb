using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Overlays;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Opening;

/// <summary>Draws what is on the screen before a scenario is chosen.</summary>
public static class OpeningScreen
{
    private const int WidestList = 76;
    private const int WidestReport = 60;
    private const int LeastBeside = 110;
    private const int Between = 6;
    private const int UsualReport = 14;

    /// <summary>The whole screen; a line's <see cref="OverlayLine.Item"/> is the scenario on it.</summary>
    public static ImmutableArray<OverlayLine> Render(OpeningView view)
    {
        var theme = view.Theme;
        var fill = theme.Fill(Surface.Canvas);
        var isBeside = view.Width >= LeastBeside;
        var margin = view.Width >= 100 ? 6 : 3;
        var listWidth = Math.Min(WidestList, isBeside ? (view.Width - (2 * margin) - Between) * 11 / 20 : view.Width - (2 * margin));
        var reportWidth = isBeside ? Math.Min(WidestReport, view.Width - (2 * margin) - Between - listWidth) : listWidth;
        var total = isBeside ? listWidth + Between + reportWidth : listWidth;
        var left = Math.Max(margin, (view.Width - total) / 2);
        var banner = (view.Banner, view.Busy) switch
        {
            ({ } text, _) => BannerRenderer.Render(text, view.Width, 3, theme),
            (null, { } text) => BannerRenderer.RenderBusy(text, view.Width, 3, theme, view.Now),
            _ => [],
        };
        var keys = Keys(view);

        var head = Head(view, total).ToArray();
        var free = view.Height - banner.Length - head.Length - 2;
        var top = Math.Clamp((free - Math.Max(ScenarioList.HeightOf(view), UsualReport)) / 3, 1, 10);
        var bodyRoom = Math.Max(1, free - top);
        var body = isBeside
            ? Beside(ScenarioList.Draw(view, listWidth, bodyRoom), DoctorReport.Draw(view, reportWidth, bodyRoom), listWidth + Between, fill)
            : Below(view, listWidth, bodyRoom);

        var lines = new List<OverlayLine>();
        lines.AddRange(banner.Select(line => new OverlayLine(line)));
        lines.AddRange(Enumerable.Repeat(new OverlayLine(StyledLine.Empty), top));
        lines.AddRange(head.Concat(body).Select(line => line with { Line = line.Line.Indent(left, fill) }));
        var fitted = lines.Take(view.Height - 1).ToList();
        while (fitted.Count < view.Height - 1)
        {
            fitted.Add(new OverlayLine(StyledLine.Empty));
        }

        fitted.Add(new OverlayLine(keys));
        return [.. fitted.Select(line => line with { Line = line.Line.Clip(view.Width, theme.Symbols.Ellipsis) })];
    }

    private static IEnumerable<OverlayLine> Head(OpeningView view, int width)
    {
        var theme = view.Theme;
        var version = view.Version ?? "";
        Role[] shades = [Role.FamilyContainer, Role.Heading3, Role.FamilyEvolutionary, Role.FamilyCleanSlate];
        var title = new LineBuilder();
        for (var i = 0; i < theme.Symbols.Wordmark.Length; i++)
        {
            title.Add(theme.Symbols.Wordmark[i].ToString(), theme[shades[i % shades.Length]] with { Attributes = default });
        }

        yield return new OverlayLine(title
            .Add("  evolve", theme[Role.Strong])
            .PadTo(width - CellText.Width(version), theme.Fill(Surface.Canvas))
            .Add(version, theme[Role.Muted])
            .Build());
        foreach (var line in Wrapping.Wrap("A web site evolves, live, from Linux containers to unikernels.", theme[Role.Muted], width))
        {
            yield return new OverlayLine(line);
        }

        yield return new OverlayLine(StyledLine.Empty);
    }

    private static IEnumerable<OverlayLine> Below(OpeningView view, int width, int room)
    {
        // The doctor's part gets what the list leaves, so that the list stands still while findings come in.
        var listRoom = Math.Min(ScenarioList.HeightOf(view), room * 2 / 3);
        var list = ScenarioList.Draw(view, width, listRoom);
        var report = DoctorReport.Draw(view, width, Math.Max(3, room - list.Length - 1));
        return [.. list, new OverlayLine(StyledLine.Empty), .. report.Select(line => new OverlayLine(line))];
    }

    private static IEnumerable<OverlayLine> Beside(
        ImmutableArray<OverlayLine> list, ImmutableArray<StyledLine> report, int second, Terminal.Screen.CellStyle fill)
    {
        for (var row = 0; row < Math.Max(list.Length, report.Length); row++)
        {
            var line = row < list.Length ? list[row] : new OverlayLine(StyledLine.Empty);
            yield return row < report.Length && report[row].Spans.Length > 0
                ? line with { Line = new LineBuilder().Add(line.Line).PadTo(second, fill).Add(report[row]).Build() }
                : line;
        }
    }

    private static StyledLine Keys(OpeningView view)
    {
        var theme = view.Theme;
        var fill = theme.Fill(Surface.Bar);
        var line = new LineBuilder().Add(" ", fill);
        foreach (var key in view.Keys)
        {
            line.Add(" ", fill).Add(key.Key, theme.On(Role.Key, Surface.Bar)).Add($" {key.What} ", theme.On(Role.Text, Surface.Bar));
        }

        return line.Build().Clip(view.Width, theme.Symbols.Ellipsis).PadRight(view.Width, fill);
    }
}
