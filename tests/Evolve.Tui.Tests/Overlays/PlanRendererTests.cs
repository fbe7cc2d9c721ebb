using CsCheck;
using Evolve.Player.Jumping;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Overlays;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Overlays;

/// <summary>What is shown of a jump, before it and under way.</summary>
public class PlanRendererTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly JumpPlan s_plan = new()
    {
        Goal = new JumpGoal.Step("php-use"),
        Words = "to php-use",
        Actions =
        [
            new(JumpActionKind.Undo, "web-move", TimeSpan.FromSeconds(3.2)),
            new(JumpActionKind.Forget, "nobody-noticed"),
            new(JumpActionKind.Run, "build-php", TimeSpan.FromSeconds(75)),
            new(JumpActionKind.Run, "php-run"),
            new(JumpActionKind.Run, "php-ready", TimeSpan.FromSeconds(2.5), TimeSource.Recorded),
            new(JumpActionKind.Run, "php-switch", TimeSpan.FromSeconds(30), TimeSource.Planned),
            new(JumpActionKind.Solve, "sign", TimeSpan.FromSeconds(0.4)),
        ],
    };

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Before_it_is_set_out_on_the_plan_is_shown_with_expected_times(int width, int height) =>
        await Verifier.Verify(Text(PlanRenderer.Render(new(s_plan), width, height, s_theme, s_now)), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Under_way_it_shows_how_far_it_is(int width, int height) =>
        await Verifier.Verify(Text(PlanRenderer.Render(new(s_plan, new Journey(s_plan, 2, s_now.AddSeconds(-17))), width, height, s_theme, s_now)), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task The_question_whether_to_go_on_says_where(int width, int height) =>
        await Verifier.Verify(
            Text(DialogRenderer.Render(Dialogs.Resume(17, "The PHP tier", 12, 30), width, height, s_theme, new PlainHighlighter())), $"{width}x{height}");

    [Fact]
    public void A_long_plan_scrolls_and_keeps_the_action_at_work_in_sight()
    {
        var plan = s_plan with { Actions = [.. Enumerable.Range(0, 90).Select(i => new JumpAction(JumpActionKind.Run, $"step-{i}"))] };
        var seen = new HashSet<string>();
        var first = PlanRenderer.Render(new(plan), 80, 24, s_theme, s_now);
        for (var scroll = 0; scroll <= first.MaxScroll; scroll++)
        {
            seen.UnionWith(PlanRenderer.Render(new(plan, Scroll: scroll), 80, 24, s_theme, s_now).Lines.SelectMany(line => line.Line.Text.Split(' ', '│')));
        }

        Assert.All(Enumerable.Range(0, 90), i => Assert.Contains($"step-{i}", seen));
        Assert.All(Enumerable.Range(0, 90), passed =>
            Assert.Contains(
                PlanRenderer.Render(new(plan, new Journey(plan, passed, s_now)), 80, 24, s_theme, s_now).Lines,
                line => line.Line.Text.Split(' ', '│').Contains($"step-{passed}")));
    }

    [Fact]
    public void It_fits_every_screen_and_has_straight_sides() =>
        Gen.Select(Gen.Int[40, 220], Gen.Int[16, 70], Gen.Int[0, 90], Gen.Bool).Sample((width, height, count, isUnderWay) =>
        {
            var plan = s_plan with { Actions = [.. Enumerable.Range(0, count).Select(i => new JumpAction(JumpActionKind.Run, $"a-step-with-a-long-name-{i}", TimeSpan.FromSeconds(i)))] };
            var box = PlanRenderer.Render(new(plan, isUnderWay ? new Journey(plan, count / 2, s_now) : null), width, height, s_theme, s_now);
            Assert.True(box.Height <= height, $"{box.Height} lines of {height}");
            Assert.True(box.Width <= width);
            Assert.All(box.Lines, line => Assert.Equal(box.Width, line.Line.Width()));
        });

    private static string Text(Overlay box) => Dump.Text(box.Lines.Select(line => line.Line));
}
