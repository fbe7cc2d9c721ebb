using System.Collections.Immutable;
using CsCheck;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Scoreboard;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Figures;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Figures;

public class ScoreboardRendererTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<int, int> Sizes => new() { { 80, 23 }, { 120, 35 }, { 200, 59 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task The_stage_before_stands_above_and_recorded_figures_are_marked(int width, int height) =>
        await Verifier.Verify(Draw(Table(), width, height), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Before_anything_is_measured_the_rows_are_there(int width, int height) =>
        await Verifier.Verify(Draw(ScoreTable.Of(Flavours("container"), [], s_now, null), width, height), $"{width}x{height}");

    [Fact]
    public void Where_there_is_no_room_for_every_figure_the_most_telling_have_a_column()
    {
        string Names(int width) => Dump.Text(Lines(Table(), width, 23, s_theme)).Split('\n')[1].Trim();
        Assert.Equal("image shipped start memory answers files", string.Join(' ', Names(80).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("image shipped start memory answers p99 machine files programs options", string.Join(' ', Names(200).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Without_utf8_it_is_ascii()
    {
        var text = Dump.Text(Lines(Table(), 80, 23, new Theme(ThemeKind.Dark, ColorDepth.Monochrome, Symbols.Ascii)));
        Assert.All(text, character => Assert.InRange(character, '\n', '~'));
        await Verifier.Verify(text);
    }

    [Fact]
    public void A_flavour_of_the_catalogue_has_a_row_and_nothing_else_has()
    {
        var table = ScoreTable.Of(Flavours("container", "mirage"), [new("php", "nowhere", ScoreMeasure.Rate, 1, s_now)], s_now, null);
        Assert.Equal(["web/container", "web/mirage", "php/container", "php/mirage", "db/container", "db/mirage"], table.Rows.Select(row => $"{row.Tier}/{row.Flavour}"));
        Assert.All(table.Rows, row => Assert.Empty(row.Scores));
    }

    [Fact]
    public void Of_two_figures_the_younger_counts_and_is_of_this_run()
    {
        var table = ScoreTable.Of(
            Flavours("container"),
            [new("php", "container", ScoreMeasure.Start, 1, s_now.AddDays(-1)), new("php", "container", ScoreMeasure.Start, 2, s_now.AddMinutes(1))],
            s_now,
            null);
        var score = table.Rows.Single(row => row.Tier == "php")[ScoreMeasure.Start]!;
        Assert.Equal(2, score.Value);
        Assert.False(table.IsRecorded(score));
    }

    [Fact]
    public void Any_scoreboard_fits_any_size()
    {
        var scores = Gen.Select(Pick.From("web", "php", "db"), Pick.From("container", "linux-unikernel", "漢字"), Gen.Enum<ScoreMeasure>(), Gen.Double[0, 1e15], Gen.Int[-5, 5])
            .Select((tier, flavour, measure, value, day) => new Score(tier, flavour, measure, value, s_now.AddDays(day)));
        Gen.Select(scores.Array[0, 40], Gen.Int[1, 220], Gen.Int[1, 70], Gen.Bool).Sample((known, width, height, ascii) =>
        {
            var table = ScoreTable.Of(Flavours("container", "linux-unikernel", "漢字"), known, s_now, 61_000_000);
            var theme = new Theme(ThemeKind.Light, ColorDepth.Indexed, ascii ? Symbols.Ascii : Symbols.Unicode);
            var lines = Lines(table, width, height, theme);
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.True(line.Width() <= width));
        });
    }

    internal static ScoreTable Table()
    {
        List<Score> scores = [];
        foreach (var (tier, factor) in new[] { ("web", 1.0), ("php", 1.4), ("db", 1.9) })
        {
            Add(tier, "container", 0, 110e6 * factor, 42e6 * factor, 0.31 * factor, 9e6 * factor, 2400 / factor, 0.009 * factor, 0, 3300 * factor, 420 * factor);
            Add(tier, "container-slim", -3, 14e6 * factor, 6e6 * factor, 0.29 * factor, 8.5e6 * factor, 2420 / factor, 0.009 * factor, 0, 60 * factor, 2);
            Add(tier, "linux-unikernel", 0, 68e6 * factor, 27e6 * factor, 1.2 * factor, 88e6 * factor, 460 / factor, 0.048 * factor, 50e6 * factor, 60 * factor, 2, 510 * factor);
        }

        return ScoreTable.Of(Flavours("container", "container-slim", "linux-unikernel"), scores, s_now, 61_000_000);

        void Add(string tier, string flavour, int day, params double[] values) =>
            scores.AddRange(values.Index().Where(figure => figure.Item > 0).Select(figure => new Score(tier, flavour, (ScoreMeasure)figure.Index, figure.Item, s_now.AddDays(day))));
    }

    private static IEnumerable<Flavour> Flavours(params string[] names) =>
        from tier in new[] { "db", "edge", "php", "web" }
        from name in names
        select new Flavour(tier, name, "", "", Family(name), [], [], []);

    private static FlavourFamily Family(string name) => name switch
    {
        "linux-unikernel" => FlavourFamily.Evolutionary,
        "mirage" => FlavourFamily.CleanSlate,
        _ => FlavourFamily.Container,
    };

    private static string Draw(ScoreTable table, int width, int height) => Dump.Text(Lines(table, width, height, s_theme));

    private static ImmutableArray<StyledLine> Lines(ScoreTable table, int width, int height, Theme theme) =>
        ScoreboardRenderer.Render(new ScoreboardView { Table = table, Width = width, Height = height, Theme = theme });
}
