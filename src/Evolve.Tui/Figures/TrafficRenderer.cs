using System.Collections.Immutable;
using System.Globalization;
using Evolve.Lamp.Traffic;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Figures;

/// <summary>Draws traffic: six figures for the back row, and the waits of the last minutes. The places of figures do not follow their values.</summary>
public static class TrafficRenderer
{
    private const string Recorded = " recorded ";
    private const int FiguresARow = 3;
    private const int MostChartRows = 8;

    /// <summary>A calm site shall not look wild: the chart's top is never less.</summary>
    private static readonly TimeSpan s_leastTop = TimeSpan.FromMilliseconds(100);

    /// <summary>Exactly <see cref="TrafficView.Height"/> lines, none wider than <see cref="TrafficView.Width"/>.</summary>
    public static ImmutableArray<StyledLine> Render(TrafficView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var cell = (view.Width - 2) / FiguresARow;
        var lines = new List<StyledLine> { Head(view) };

        // Head, two rows of figures with their labels, a line between them, the chart's label and a row of it.
        var scale = BigText.Fit(cell - 1, (view.Height - 6) / 2, view.Theme.Symbols);
        var figures = Figures(view);
        var spare = view.Height - 6 - (2 * (scale?.Rows ?? 1));
        AddIf(spare-- > 0);
        AddRow(figures[..FiguresARow]);
        lines.Add(StyledLine.Empty);
        AddRow(figures[FiguresARow..]);
        AddIf(spare-- > 1);
        lines.Add(Below(view));
        lines.AddRange(Chart(view, Math.Clamp(view.Height - lines.Count, 1, MostChartRows)));
        return lines.Select(line => line.Clip(view.Width, view.Theme.Symbols.Ellipsis)).FitHeight(view.Height);

        void AddIf(bool isRoom)
        {
            if (isRoom)
            {
                lines.Add(StyledLine.Empty);
            }
        }

        void AddRow(ImmutableArray<Figure> row)
        {
            var drawn = row.Select(figure => scale is { } known ? BigText.Draw(figure.Value, known, view.Theme.Symbols) : [figure.Value]).ToArray();
            for (var i = 0; i < drawn[0].Length; i++)
            {
                lines.Add(Cells(view, row.Select((figure, column) => StyledLines.Of(drawn[column][i], view.Theme[figure.Role])), cell));
            }

            lines.Add(Cells(view, row.Select(figure => figure.Label(view.Theme)), cell));
        }
    }

    private static StyledLine Cells(TrafficView view, IEnumerable<StyledLine> cells, int width)
    {
        var line = new LineBuilder();
        var fill = view.Theme.Fill(Surface.Canvas);
        foreach (var (i, cell) in cells.Index())
        {
            line.PadTo(1 + (i * width), fill).Add(cell.Clip(width - 1, view.Theme.Symbols.Ellipsis));
        }

        return line.Build();
    }

    private static StyledLine Head(TrafficView view)
    {
        var (theme, now) = (view.Theme, view.Traffic);
        CellStyle On(Role role) => theme.On(role, Surface.Bar);
        var (symbol, word, role) = now.Phase switch
        {
            TrafficPhase.Running => (theme.Symbols.Container.Running, "Traffic", Role.StepDone),
            TrafficPhase.Ending => (theme.Symbols.Busy(view.Now), "Traffic ends", Role.StepRunning),
            _ => (theme.Symbols.Container.Stopped, "No traffic", Role.Muted),
        };
        var line = new LineBuilder()
            .Add($" {symbol} ", On(role))
            .Add(word, On(Role.Strong))
            .Add(string.Create(CultureInfo.InvariantCulture, $"  {now.Plan.Rate:0.#} requests a second, {now.Plan.Writes:0.#}% writes"), On(Role.Text));
        if (view.IsRecorded)
        {
            return line.PadTo(view.Width - CellText.Width(Recorded), theme.Fill(Surface.Bar)).Add(Recorded, theme.Badge(Role.Warning)).Build();
        }

        var keys = new LineBuilder();
        foreach (var (key, what) in new[]
        {
            (KeyMap.NameOf(UiCommand.Traffic), now.Phase == TrafficPhase.Off ? "starts" : "stops"),
            ($"{KeyMap.NameOf(UiCommand.MoreTraffic)} {KeyMap.NameOf(UiCommand.LessTraffic)}", "rate"),
            ($"{KeyMap.NameOf(UiCommand.FewerWrites)} {KeyMap.NameOf(UiCommand.MoreWrites)}", "writes"),
        })
        {
            keys.Add($"{key} ", On(Role.Key)).Add($"{what}  ", On(Role.Muted));
        }

        var right = keys.Build();
        var fill = theme.Fill(Surface.Bar);
        return line.Width + right.Width() > view.Width
            ? line.PadTo(view.Width, fill).Build()
            : line.PadTo(view.Width - right.Width(), fill).Add(right).Build();
    }

    private static ImmutableArray<Figure> Figures(TrafficView view)
    {
        var now = view.Traffic;
        var isKnown = now.Elapsed > TimeSpan.Zero;
        var isAudited = now.Audit.Passes > 0;
        return
        [
            new(isKnown ? BigText.Of(now.Rate) : "-", "answers a second", Role.Strong),
            new(Milliseconds(now.Median), "p50, ms", Role.Heading2),
            new(Milliseconds(now.P99), "p99, ms", Role.Heading2),
            Promise(isKnown, now.Counts.Failed, "failed"),
            Promise(isAudited, now.Audit.Missing, "missing of " + Spaced(now.Audit.Acknowledged)),
            Promise(isAudited, now.Audit.Doubled, "doubled"),
        ];
    }

    /// <summary>What must be zero.</summary>
    private static Figure Promise(bool isKnown, long count, string label) => !isKnown
        ? new Figure("-", label, Role.Muted)
        : new Figure(BigText.Of(count), label, count == 0 ? Role.StepDone : Role.StepFailed, count == 0);

    private static string Milliseconds(TimeSpan? time) => time is { } known ? BigText.Of(known.TotalMilliseconds) : "-";

    private static string Spaced(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>What the chart shows, and what failed; why traffic ended comes first.</summary>
    private static StyledLine Below(TrafficView view)
    {
        var (theme, now) = (view.Theme, view.Traffic);
        if (now.Problem is { } problem)
        {
            return new LineBuilder().Add($" {theme.Symbols.Finding.Problem} {problem}", theme[Role.StepFailed]).Build();
        }

        if (now.Elapsed == TimeSpan.Zero)
        {
            return StyledLines.Of($" {KeyMap.NameOf(UiCommand.Traffic)} sends visitors to the site: reads, and writes that are counted.", theme[Role.Muted]);
        }

        var line = new LineBuilder().Add(" ", theme[Role.Muted]);
        if (now.Failures is [var failure, .. var others])
        {
            line.Add($"{theme.Symbols.Finding.Problem} {failure.Count} × {failure.What}{(others.IsEmpty ? "" : $" and {others.Sum(other => other.Count)} more")}   ".Replace("×", theme.Symbols.IsUnicode ? "×" : "x", StringComparison.Ordinal), theme[Role.StepFailed]);
        }

        if (now.Counts.Retried > 0)
        {
            line.Add($"{now.Counts.Retried} sent again   ", theme[Role.Warning]);
        }

        line.Add($"longest wait {Words(now.Longest)}", theme[Role.Text]);
        var waiting = $"   waiting now {now.Waiting}";
        if (line.Width + CellText.Width(waiting) <= view.Width)
        {
            line.Add(waiting, theme[Role.Muted]);
        }

        var top = $"chart: longest wait a second, up to {Words(TopOf(now))} ";
        return line.Width + CellText.Width(top) + 2 > view.Width
            ? line.Build()
            : line.PadTo(view.Width - CellText.Width(top), theme.Fill(Surface.Canvas)).Add(top, theme[Role.Muted]).Build();
    }

    private static string Words(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static TimeSpan TopOf(TrafficSnapshot now) =>
        now.Recent.Select(second => second.Longest).Append(s_leastTop).Max();

    private static IEnumerable<StyledLine> Chart(TrafficView view, int rows)
    {
        var theme = view.Theme;
        var seconds = view.Traffic.Recent.TakeLast(view.Width - 2).ToArray();
        var values = seconds
            .Select(second => ((double?)second.Longest.TotalSeconds, theme[second.Failed > 0 ? Role.StepFailed : Role.Accent]))
            .ToArray();
        return Columns.Draw(values, TopOf(view.Traffic).TotalSeconds, rows, theme)
            .Select(line => line.Indent(view.Width - 1 - values.Length, theme.Fill(Surface.Canvas)));
    }

    /// <summary>A figure with its label.</summary>
    private sealed record Figure(string Value, string Words, Role Role, bool? IsGood = null)
    {
        /// <summary>What must be zero bears a mark as well: colours do not reach everybody.</summary>
        public StyledLine Label(Theme theme)
        {
            var line = new LineBuilder();
            if (IsGood is { } isGood)
            {
                line.Add(isGood ? $"{theme.Symbols.Finding.Good} " : $"{theme.Symbols.Finding.Problem} ", theme[Role]);
            }

            return line.Add(Words, theme[Role.Text]).Build();
        }
    }
}
