using System.Collections.Immutable;
using CsCheck;
using Evolve.Player.Playing;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Overlays;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Overlays;

public class OverlayTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);
    private static readonly PlainHighlighter s_plain = new();

    private static readonly ImmutableArray<KeyGroup> s_keys =
    [
        new KeyGroup("The talk", [new KeyHint("Space", "forward: show, type, run, go on"), new KeyHint("PageUp", "back, without running anything"), new KeyHint("7 g", "go to slide 7")]),
        new KeyGroup("Panes", [new KeyHint("Tab", "next pane"), new KeyHint("z", "zoom, and back")]),
        new KeyGroup("The app", [new KeyHint("?", "these keys"), new KeyHint("q", "quit, asks first")]),
    ];

    private static readonly ImmutableArray<IndexEntry> s_entries =
    [
        new IndexEntry(0, null, "Welcome", "Welcome", null),
        new IndexEntry(1, null, "A step", "Welcome", null),
        new IndexEntry(1, "machine", "machine", "Welcome", StepStatus.Done),
        new IndexEntry(1, "kettle", "kettle", "Welcome", StepStatus.Failed),
        new IndexEntry(2, null, "Containers", "LAMP", null),
    ];

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 36)]
    public async Task Help_shows_all_keys_in_groups(int width, int height) =>
        await Verifier.Verify(Text(HelpRenderer.Render(s_keys, width, height, s_theme)), $"{width}x{height}");

    [Fact]
    public async Task The_index_shows_slides_and_the_states_of_steps() =>
        await Verifier.Verify(Styled(IndexRenderer.Render(s_entries, "", 2, 1, 80, 24, s_theme, default)));

    [Fact]
    public void The_index_is_searched_by_all_words_of_a_query()
    {
        Assert.Equal(["machine"], IndexEntry.Filter(s_entries, "MACH").Select(entry => entry.Text));
        Assert.Equal(["Containers"], IndexEntry.Filter(s_entries, "lamp cont").Select(entry => entry.Text));
        Assert.Equal(5, IndexEntry.Filter(s_entries, " ").Length);
        Assert.Empty(IndexEntry.Filter(s_entries, "nothing"));
    }

    [Fact]
    public async Task After_a_failure_the_choice_says_why_and_what_can_be_done() =>
        await Verifier.Verify(Styled(DialogRenderer.Render(
            Dialogs.AfterFailure(Build.Step("build-php", "docker build"), new StepState(StepStatus.Failed, 1, Reason: "docker build ended with exit status 1: there is no Dockerfile in assets/php."), 2),
            80,
            24,
            s_theme,
            s_plain)));

    [Fact]
    public async Task The_question_of_trust_lists_every_command() =>
        await Verifier.Verify(Text(DialogRenderer.Render(Trust(3), 80, 24, s_theme, s_plain)));

    [Fact]
    public async Task Quitting_asks_what_becomes_of_the_deployment() =>
        await Verifier.Verify(Text(DialogRenderer.Render(Dialogs.Quit(4, 0), 80, 24, s_theme, s_plain)));

    [Fact]
    public async Task Quitting_without_a_deployment_only_asks_if() =>
        await Verifier.Verify(Text(DialogRenderer.Render(Dialogs.Quit(0, 0), 80, 24, s_theme, s_plain)));

    [Fact]
    public void Every_command_can_be_scrolled_to_while_the_answers_stay()
    {
        var seen = new HashSet<string>();
        var first = DialogRenderer.Render(Trust(40), 80, 24, s_theme, s_plain);
        Assert.True(first.MaxScroll > 0);
        for (var scroll = 0; scroll <= first.MaxScroll; scroll++)
        {
            var box = DialogRenderer.Render(Trust(40) with { Scroll = scroll }, 80, 24, s_theme, s_plain);
            Assert.Equal(first.Height, box.Height);
            Assert.True(box.Height <= 24);
            Assert.Contains(box.Lines, line => line.Item == 1);
            seen.UnionWith(box.Lines.Select(line => line.Line.Text.Trim('│', ' ')));
        }

        Assert.All(Enumerable.Range(0, 40), i => Assert.Contains($"echo {i}", seen));
    }

    [Theory]
    [InlineData(ForwardKind.Run, "run build-php")]
    [InlineData(ForwardKind.Wait, "wait: build-php is running")]
    [InlineData(ForwardKind.Choose, "choose what to do about build-php")]
    [InlineData(ForwardKind.NextSlide, "next slide: What a container is")]
    [InlineData(ForwardKind.End, "the end")]
    public async Task The_status_line_says_what_the_next_press_does(ForwardKind kind, string words) =>
        await Verifier.Verify(Dump.Styled([StatusLineRenderer.Render(Status(kind, words), 80, s_theme)], s_theme), $"{kind}");

    [Fact]
    public void The_status_line_fills_any_width_and_its_figures_stand_still()
    {
        Gen.Select(Gen.Int[1, 220], Gen.Int[1, 50], Gen.Int[0, 20_000]).Sample((width, slide, seconds) =>
            Assert.Equal(width, StatusLineRenderer.Render(Status(ForwardKind.Run, "run build-php") with { Slide = slide, SlideCount = 50, Elapsed = TimeSpan.FromSeconds(seconds) }, width, s_theme).Width()));
        var places = Enumerable.Range(1, 50).Select(slide =>
            StatusLineRenderer.Render(Status(ForwardKind.Run, "run") with { Slide = slide, SlideCount = 50, Elapsed = TimeSpan.FromSeconds(slide * 60) }, 80, s_theme).Text.IndexOf("/50", StringComparison.Ordinal));
        Assert.Single(places.Distinct());
    }

    [Fact]
    public void A_banner_takes_no_more_lines_than_it_may_and_says_what_is_left_out()
    {
        var lines = BannerRenderer.Render(string.Join('\n', Enumerable.Range(1, 9).Select(i => $"talk.md:{i}:1: wrong")), 80, 3, s_theme);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Equal(80, line.Width()));
        Assert.Contains("and 6 more lines", lines[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_is_too_small_says_so_at_any_size() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 30]).Sample((width, height) =>
        {
            var lines = TooSmallRenderer.Render(width, height, s_theme);
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.True(line.Width() <= width));
        });

    [Fact]
    public void Every_box_fits_the_screen_and_has_straight_sides() =>
        Gen.Select(Gen.Int[40, 220], Gen.Int[16, 70], Gen.Int[0, 4]).Sample((width, height, which) =>
        {
            var box = which switch
            {
                0 => HelpRenderer.Render(s_keys, width, height, s_theme),
                1 => IndexRenderer.Render(s_entries, "a", 1, 0, width, height, s_theme, default),
                2 => DialogRenderer.Render(Trust(30), width, height, s_theme, s_plain),
                3 => DialogRenderer.Render(Dialogs.Quit(2, 1), width, height, s_theme, s_plain),
                _ => DialogRenderer.Render(
                    Dialogs.AfterFailure(Build.Step("a", "b"), new StepState(StepStatus.TimedOut, Reason: string.Join(' ', Enumerable.Repeat("too long", 60))), 0), width, height, s_theme, s_plain),
            };
            Assert.True(box.Height <= height, $"{box.Height} lines of {height}");
            Assert.True(box.Width <= width);
            Assert.All(box.Lines, line => Assert.Equal(box.Width, line.Line.Width()));
        });

    private static DialogView Trust(int count) => Dialogs.Trust(
        "/home/me/talk.md", [.. Enumerable.Range(0, count).Select(i => new DialogDetail($"step-{i} (run)", $"echo {i}"))], isReload: false, selected: 0, scroll: 0);

    private static StatusView Status(ForwardKind kind, string words) => new()
    {
        Next = new ForwardAction(kind, words),
        Slide = 7,
        SlideCount = 42,
        Elapsed = TimeSpan.FromSeconds(762),
        Planned = TimeSpan.FromMinutes(45),
    };

    private static string Text(Overlay box) => Dump.Text(box.Lines.Select(line => line.Line));

    private static string Styled(Overlay box) => Dump.Styled(box.Lines.Select(line => line.Line), s_theme);
}
