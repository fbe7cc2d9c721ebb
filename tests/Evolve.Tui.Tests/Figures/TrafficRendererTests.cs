using System.Collections.Immutable;
using CsCheck;
using Evolve.Lamp.Traffic;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Figures;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Figures;

public class TrafficRendererTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);

    /// <summary>What the layout gives it at 80x24, 120x36 and 200x60.</summary>
    public static TheoryData<int, int> Sizes => new() { { 80, 12 }, { 120, 18 }, { 200, 31 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Traffic_without_a_fault_is_read_from_the_back_row(int width, int height) =>
        await Verifier.Verify(Draw(Running(), width, height), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_failed_and_what_was_lost_cannot_be_overlooked(int width, int height) =>
        await Verifier.Verify(Draw(Broken(), width, height), $"{width}x{height}");

    [Fact]
    public async Task Before_anything_was_sent_it_says_how_to_begin() => await Verifier.Verify(Draw(TrafficSnapshot.None, 80, 12));

    [Fact]
    public async Task Zeros_and_faults_have_their_colours() => await Verifier.Verify(Dump.Styled(Lines(Broken(), 80, 12, s_theme), s_theme));

    [Fact]
    public async Task Without_utf8_it_is_ascii()
    {
        var theme = new Theme(ThemeKind.Dark, ColorDepth.Monochrome, Symbols.Ascii);
        var text = Dump.Text(Lines(Broken(), 120, 18, theme));
        Assert.All(text, character => Assert.InRange(character, '\n', '~'));
        await Verifier.Verify(text);
    }

    [Fact]
    public void Why_it_ended_by_itself_is_said()
    {
        var text = Draw(Running() with { Phase = TrafficPhase.Off, Problem = "The ledger /x cannot be written: no space left." }, 80, 12);
        Assert.Contains("no space left", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_that_change_move_nothing()
    {
        foreach (var (width, height) in new[] { (80, 12), (120, 18), (200, 31) })
        {
            var places =
                from rate in new[] { 0, 9.5, 87, 999, 12_000 }
                from milliseconds in new[] { 0.4, 42, 9_999, 120_000 }
                from count in new long[] { 0, 9, 99_999, 12_000_000 }
                let now = Running() with
                {
                    Rate = rate,
                    Median = TimeSpan.FromMilliseconds(milliseconds),
                    P99 = TimeSpan.FromMilliseconds(milliseconds),
                    Counts = new TrafficCounts(10, 10, count, 0),
                    Audit = new AuditState(count, count, count, count, 1),
                }
                let lines = Lines(now, width, height, s_theme)
                select string.Join('|', lines.Select(line => string.Join(',', new[] { "answers a", "p50", "p99", "failed", "missing", "doubled" }.Select(word => line.Text.IndexOf(word, StringComparison.Ordinal)))));
            Assert.Single(places.Distinct());
        }
    }

    [Fact]
    public void Any_traffic_fits_any_size() =>
        Gen.Select(Gen.Int[1, 250], Gen.Int[1, 80], Gen.Double[0, 1e12], Gen.Long[0, long.MaxValue / 2], Gen.Enum<TrafficPhase>(), Gen.Bool).Sample((width, height, rate, count, phase, ascii) =>
        {
            var theme = new Theme(ThemeKind.Dark, ColorDepth.Indexed, ascii ? Symbols.Ascii : Symbols.Unicode);
            var now = Broken() with { Rate = rate, Phase = phase, Counts = new TrafficCounts(count, 0, count, count), Audit = new AuditState(count, count, count, count, count % 2) };
            var lines = Lines(now, width, height, theme);
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.True(line.Width() <= width));
        });

    internal static TrafficSnapshot Running() => new()
    {
        Phase = TrafficPhase.Running,
        Elapsed = TimeSpan.FromSeconds(95),
        Rate = 20,
        Median = TimeSpan.FromMilliseconds(8.4),
        P99 = TimeSpan.FromMilliseconds(47.3),
        Longest = TimeSpan.FromMilliseconds(312),
        Waiting = 1,
        Counts = new TrafficCounts(1520, 380, 0, 0),
        Audit = new AuditState(1380, 0, 0, 0, 90),
        Recent = [.. Enumerable.Range(0, 96).Select(i => new TrafficSecond(20, 0, TimeSpan.FromMilliseconds(i == 60 ? 312 : 20 + (i * 7 % 30))))],
    };

    private static TrafficSnapshot Broken() => Running() with
    {
        P99 = TimeSpan.FromMilliseconds(2140),
        Longest = TimeSpan.FromSeconds(10),
        Waiting = 17,
        Counts = new TrafficCounts(1520, 380, 23, 4),
        Failures = [new TrafficFailure("HTTP 503", 21), new TrafficFailure("no answer in 10 s", 2)],
        Audit = new AuditState(1380, 2, 2, 1, 90),
        Recent = [.. Running().Recent.Select((second, i) => i is > 70 and < 75 ? new TrafficSecond(3, 5, TimeSpan.FromSeconds(i - 70)) : second)],
    };

    private static string Draw(TrafficSnapshot traffic, int width, int height) => Dump.Text(Lines(traffic, width, height, s_theme));

    private static ImmutableArray<StyledLine> Lines(TrafficSnapshot traffic, int width, int height, Theme theme) =>
        TrafficRenderer.Render(new TrafficView { Traffic = traffic, Width = width, Height = height, Theme = theme });
}
