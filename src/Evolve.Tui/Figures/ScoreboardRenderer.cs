using System.Collections.Immutable;
using System.Globalization;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Scoreboard;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Figures;

/// <summary>Draws the scoreboard: a row a tier and flavour, the tier's container above what came after it, a bar a figure.</summary>
public static class ScoreboardRenderer
{
    /// <summary>The head, the names of the columns.</summary>
    private const int Above = 2;

    /// <summary>The line at the foot.</summary>
    private const int Below = 1;

    private const int TierWidth = 5;
    private const int MostBarRows = 3;

    /// <summary>The narrowest column on a screen of 80 or so, and on wider ones, where there are more of them.</summary>
    private const int Narrow = 9;
    private const int Wide = 12;
    private const int WideScreen = 100;

    /// <summary>What tells most comes first: where there is no room for all, the last ones have no column.</summary>
    private static readonly ImmutableArray<ScoreMeasure> s_telling =
    [
        ScoreMeasure.Image, ScoreMeasure.Start, ScoreMeasure.Memory, ScoreMeasure.Rate, ScoreMeasure.Files, ScoreMeasure.Shipped,
        ScoreMeasure.P99, ScoreMeasure.KernelOptions, ScoreMeasure.GuestMemory, ScoreMeasure.Executables,
    ];

    /// <summary>What has a column before anything is known.</summary>
    private static readonly ImmutableArray<ScoreMeasure> s_usual = [ScoreMeasure.Image, ScoreMeasure.Start, ScoreMeasure.Memory, ScoreMeasure.Rate];

    /// <summary>Exactly <see cref="ScoreboardView.Height"/> lines, none wider than <see cref="ScoreboardView.Width"/>.</summary>
    public static ImmutableArray<StyledLine> Render(ScoreboardView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var rows = view.Table.Rows;
        var label = TierWidth + 2 + rows.Select(row => CellText.Width(row.Flavour)).Append(9).Max();
        var room = (view.Width - 1 - label) / (view.Width < WideScreen ? Narrow : Wide);
        var measures = s_telling
            .Where(measure => s_usual.Contains(measure) || rows.Any(row => row[measure] is not null))
            .Take(Math.Max(s_usual.Length, room))
            .Order()
            .ToImmutableArray();
        var column = Math.Max(8, (view.Width - 1 - label) / measures.Length);
        var rowHeight = rows.IsEmpty ? 1 : (view.Height - Above - Below) / rows.Length;

        // A line of figures, then bars as thick as there is room for, then air.
        var bars = Math.Clamp(rowHeight - (rowHeight > 2 ? 2 : 1), 0, MostBarRows);
        var lines = new List<StyledLine> { Head(view), Names(view, measures, label, column) };
        ScoreRow? first = null;
        foreach (var row in rows)
        {
            first = row.Tier == first?.Tier ? first : row;
            lines.Add(Values(view, row, first == row ? null : first, measures, label, column));
            lines.AddRange(Enumerable.Repeat(Bars(view, row, measures, label, column), bars));
            if (rowHeight > bars + 1)
            {
                lines.Add(StyledLine.Empty);
            }
        }

        var theme = view.Theme;
        return
        [
            .. lines.Select(line => line.Clip(view.Width, theme.Symbols.Ellipsis)).FitHeight(view.Height - 1),
            Foot(view).Clip(view.Width, theme.Symbols.Ellipsis),
        ];
    }

    private static StyledLine Head(ScoreboardView view)
    {
        var theme = view.Theme;
        CellStyle On(Role role) => theme.On(role, Surface.Bar);
        const string Words = " measures what runs ";
        var key = KeyMap.NameOf(UiCommand.Measure);
        var line = new LineBuilder();
        if (view.IsMeasuring)
        {
            line.Add($" {theme.Symbols.Busy(view.Now)} ", On(Role.StepRunning)).Add("Measuring", On(Role.Strong)).Add("  what runs now, a few seconds a tier", On(Role.Text));
        }
        else
        {
            line.Add(" Scoreboard", On(Role.Strong)).Add("  a longer bar is more of it", On(Role.Muted));
            var ratios = $"; {(theme.Symbols.IsUnicode ? "×" : "x")} is against the container";
            if (line.Width + CellText.Width(ratios) + 1 < view.Width - key.Length - Words.Length)
            {
                line.Add(ratios, On(Role.Muted));
            }
        }

        var fill = theme.Fill(Surface.Bar);
        return line.PadTo(view.Width - key.Length - Words.Length, fill).Add(key, On(Role.Key)).Add(Words, On(Role.Muted)).PadTo(view.Width, fill).Build();
    }

    private static StyledLine Names(ScoreboardView view, ImmutableArray<ScoreMeasure> measures, int label, int column) =>
        Line(view, [], measures.Select(measure => StyledLines.Of(NameOf(measure), view.Theme[Role.Heading3])), label, column);

    private static StyledLine Values(
        ScoreboardView view, ScoreRow row, ScoreRow? first, ImmutableArray<ScoreMeasure> measures, int label, int column)
    {
        var theme = view.Theme;
        var head = new LineBuilder()
            .Add($" {(first is null ? row.Tier : "")}", theme[Role.Strong])
            .PadTo(TierWidth, theme.Fill(Surface.Canvas))
            .Add(row.Flavour, theme[RoleOf(row.Family)])
            .Build();
        return Line(view, head.Spans, measures.Select(measure => Value(view, row, first, measure, column)), label, column);
    }

    private static StyledLine Value(ScoreboardView view, ScoreRow row, ScoreRow? first, ScoreMeasure measure, int column)
    {
        var theme = view.Theme;
        if (row[measure] is not { } score)
        {
            return StyledLines.Of(theme.Symbols.IsUnicode ? "–" : "-", theme[Role.Muted]);
        }

        var line = new LineBuilder().Add(ScoreWords.Of(score), theme[Role.Strong]);
        if (view.Table.IsRecorded(score))
        {
            line.Add("*", theme[Role.Warning]);
        }

        var ratio = first?[measure] is { Value: > 0 } old
            ? string.Create(CultureInfo.InvariantCulture, $"  {(theme.Symbols.IsUnicode ? "×" : "x")}{(score.Value / old.Value) switch { < 0.095 and var tiny => tiny.ToString("G1", CultureInfo.InvariantCulture), < 10 and var few => few.ToString("0.0", CultureInfo.InvariantCulture), var many => many.ToString("0", CultureInfo.InvariantCulture) }}")
            : "";
        return line.Width + CellText.Width(ratio) < column ? line.Add(ratio, theme[Role.Muted]).Build() : line.Build();
    }

    private static StyledLine Bars(ScoreboardView view, ScoreRow row, ImmutableArray<ScoreMeasure> measures, int label, int column)
    {
        var theme = view.Theme;
        return Line(view, [], measures.Select(Bar), label, column);

        StyledLine Bar(ScoreMeasure measure)
        {
            if (row[measure] is not { } score)
            {
                return StyledLine.Empty;
            }

            var most = view.Table.Rows.Max(other => other[measure]?.Value ?? 0);
            var length = most > 0 ? Math.Max(1, (int)Math.Round(score.Value / most * (column - 2))) : 1;
            var block = (view.Table.IsRecorded(score), theme.Symbols.IsUnicode) switch
            {
                (false, true) => '█',
                (true, true) => '░',
                (false, false) => '#',
                _ => ':',
            };
            return StyledLines.Of(new string(block, Math.Clamp(length, 1, column - 2)), theme[RoleOf(row.Family)]);
        }
    }

    private static StyledLine Line(ScoreboardView view, ImmutableArray<Span> head, IEnumerable<StyledLine> cells, int label, int column)
    {
        var fill = view.Theme.Fill(Surface.Canvas);
        var line = new LineBuilder().Add(new StyledLine(head).Clip(label - 1, view.Theme.Symbols.Ellipsis));
        foreach (var (i, cell) in cells.Index())
        {
            line.PadTo(label + (i * column), fill).Add(cell.Clip(column - 1, view.Theme.Symbols.Ellipsis));
        }

        return line.Build();
    }

    private static StyledLine Foot(ScoreboardView view)
    {
        var theme = view.Theme;
        if (view.Problem is { } problem)
        {
            return StyledLines.Of($" {theme.Symbols.Finding.Problem} {problem}", theme[Role.StepFailed]);
        }

        var line = new LineBuilder();
        var recorded = view.Table.Rows.SelectMany(row => row.Scores.Values).Where(view.Table.IsRecorded).ToArray();
        if (recorded.Length > 0)
        {
            line.Add(" * ", theme[Role.Warning]).Add($"recorded on {recorded.Max(score => score.At).ToString("d MMM yyyy", CultureInfo.InvariantCulture)} or before", theme[Role.Text]);
        }

        if (view.Table.RunnerBytes is { } runner)
        {
            line.Add($"   guests share the runner, {ScoreWords.Bytes(runner)} of each image", theme[Role.Muted]);
        }

        return line.Build();
    }

    private static string NameOf(ScoreMeasure measure) => measure switch
    {
        ScoreMeasure.Image => "image",
        ScoreMeasure.Shipped => "shipped",
        ScoreMeasure.Start => "start",
        ScoreMeasure.Memory => "memory",
        ScoreMeasure.Rate => "answers",
        ScoreMeasure.P99 => "p99",
        ScoreMeasure.GuestMemory => "machine",
        ScoreMeasure.Files => "files",
        ScoreMeasure.Executables => "programs",
        _ => "options",
    };

    private static Role RoleOf(FlavourFamily family) => family switch
    {
        FlavourFamily.Evolutionary => Role.FamilyEvolutionary,
        FlavourFamily.CleanSlate => Role.FamilyCleanSlate,
        _ => Role.FamilyContainer,
    };
}
