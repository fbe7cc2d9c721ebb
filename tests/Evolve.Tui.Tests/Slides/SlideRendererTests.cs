using System.Collections.Immutable;
using CsCheck;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Scenarios.Model;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Slides;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Slides;

public class SlideRendererTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddMinutes(5);

    private static readonly StepRecording s_recording = new(
        "/recordings/build-php.cast",
        new RecordedStep("build-php", "digest", "x86-64, 2 CPUs, emulated guests", TimeSpan.FromSeconds(3.42)),
        new DateTimeOffset(2026, 4, 1, 9, 0, 0, TimeSpan.Zero));

    public static TheoryData<int, int> Sizes => new() { { 44, 22 }, { 70, 34 }, { 200, 58 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_slide_with_everything_looks_well(int width, int height) =>
        await Verifier.Verify(Dump.Text(All(Draw(Everything(), width, height))), $"{width}x{height}");

    [Fact]
    public async Task A_slide_has_the_themes_styles() =>
        await Verifier.Verify(Dump.Styled(All(Draw(Everything(), 60, 40)), s_theme));

    [Fact]
    public async Task A_slide_without_utf8_is_ascii()
    {
        var text = Dump.Text(All(Draw(Everything(), 60, 40, theme: new Theme(ThemeKind.Dark, ColorDepth.Sixteen, Symbols.Ascii))));
        await Verifier.Verify(text);
    }

    [Fact]
    public async Task A_chapters_title_stands_in_the_middle() =>
        await Verifier.Verify(Dump.Text(All(Draw(Build.Slide(Build.Heading(1, "What is a unikernel?"), Build.Paragraph("One program, one kernel.")), 44, 22))));

    [Theory]
    [InlineData(StepStatus.Waiting)]
    [InlineData(StepStatus.Running)]
    [InlineData(StepStatus.Checking)]
    [InlineData(StepStatus.Done)]
    [InlineData(StepStatus.Failed)]
    [InlineData(StepStatus.Cancelled)]
    [InlineData(StepStatus.TimedOut)]
    [InlineData(StepStatus.Skipped)]
    [InlineData(StepStatus.Replayed)]
    public async Task A_step_says_how_it_is(StepStatus status)
    {
        var step = Build.Step("build-php", "docker build -t evolve/php:container assets/php/container", checks: 2);
        var ended = status is StepStatus.Done or StepStatus.Replayed or StepStatus.Failed or StepStatus.Cancelled or StepStatus.TimedOut;
        var state = new StepState(
            status,
            2,
            s_now.AddSeconds(-72),
            ended ? TimeSpan.FromSeconds(3.42) : default,
            status is StepStatus.Failed or StepStatus.TimedOut ? "The check docker image inspect did not hold within 30 s." : null)
        {
            Recording = status == StepStatus.Replayed ? s_recording : null,
        };
        await Verifier.Verify(Dump.Styled(Trimmed(Draw(Build.Slide(new StepBlock(step)), 44, 12, steps: [("build-php", state)])), s_theme), $"{status}");
    }

    [Theory]
    [InlineData(0, "│ ▒                                    │")]
    [InlineData(1, "│ l▒                                   │")]
    [InlineData(5, "│ ls -l▒                               │")]
    [InlineData(6, "│ ls -l                                │")]
    public void A_typed_step_shows_as_many_characters_as_are_typed_and_a_cursor(int typed, string expected)
    {
        var slide = Build.Slide(new StepBlock(Build.Step("look", "ls -l\npwd", StepKind.Type)));
        var picture = Draw(slide, 44, 12, steps: [("look", new StepState(StepStatus.Typing, TypedCharacters: typed))]);
        var cursor = s_theme.Badge(Role.StepRunning);
        var line = string.Concat(picture.Lines[2].Line.Spans.Select(span => span.Style == cursor ? "▒" : span.Text));
        Assert.Equal(expected, line.Trim());
    }

    [Fact]
    public void Typing_keeps_the_place_of_everything()
    {
        var slide = Build.Slide(new StepBlock(Build.Step("look", "docker build -t evolve/php:container assets/php/container\npwd", StepKind.Type)), Build.Paragraph("After."));
        var heights = Enumerable.Range(0, 60).Select(typed =>
            Array.FindIndex([.. Draw(slide, 44, 22, steps: [("look", new StepState(StepStatus.Typing, TypedCharacters: typed))]).Lines], line => line.Line.Text.Contains("After.", StringComparison.Ordinal)));
        Assert.Single(heights.Distinct());
    }

    [Fact]
    public void A_long_command_goes_on_below_with_an_indent_and_loses_nothing()
    {
        const string Command = "docker build --build-arg EVOLVE_DEPLOYMENT -t evolve/php:container assets/php/container";
        var lines = Trimmed(Draw(Build.Slide(new StepBlock(Build.Step("build", Command))), 44, 12)).ToArray()[1..^1];
        var shown = string.Join(' ', lines.Select(line => line.Text.Trim().Trim('│').Trim().TrimStart('↳').Trim()));
        Assert.Equal(Command, shown);
        Assert.True(lines.Length > 1);
    }

    [Fact]
    public void A_diagram_is_never_wrapped_and_stands_in_the_middle()
    {
        var slide = Build.Slide(new CodeBlock("", "┌────┐\n│ vm │\n└────┘"));
        Assert.Equal(
            ["┌────┐", "│ vm │", "└────┘"],
            Trimmed(Draw(slide, 44, 12)).Select(line => line.Text.Trim()));
        Assert.All(Trimmed(Draw(slide, 44, 12)), line => Assert.Equal(19, line.Text.Length - line.Text.TrimStart().Length));
    }

    [Fact]
    public void A_diagram_that_is_too_wide_is_clipped_with_a_mark()
    {
        var slide = Build.Slide(new CodeBlock("", $"┌{new string('─', 50)}┐\n│ short"));
        var lines = Trimmed(Draw(slide, 44, 12)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("─…", lines[0].Text, StringComparison.Ordinal);
        Assert.Equal(44, lines[0].Width());
    }

    [Fact]
    public void A_diagram_may_use_the_whole_width_of_the_slide()
    {
        var slide = Build.Slide(new CodeBlock("", $"┌{new string('─', 41)}┐"));
        Assert.DoesNotContain("…", Trimmed(Draw(slide, 44, 12)).Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slide_that_is_too_tall_says_that_there_is_more()
    {
        var slide = Build.Slide([.. Enumerable.Range(1, 20).Select(i => Build.Paragraph($"Line {i}"))]);
        var picture = Draw(slide, 44, 10);
        Assert.True(picture.MaxScroll > 0);
        Assert.EndsWith("▼ more ", picture.Window(0)[^1].Line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("more", picture.Window(0)[0].Line.Text, StringComparison.Ordinal);
        Assert.EndsWith("▲ more ", picture.Window(3)[0].Line.Text, StringComparison.Ordinal);
        Assert.Contains("Line 20", picture.Window(int.MaxValue)[^1].Line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_is_scrolled_to_with_its_whole_card()
    {
        var slide = Build.Slide([.. Enumerable.Range(1, 20).Select(i => Build.Paragraph($"Line {i}")), new StepBlock(Build.Step("last", "true"))]);
        var picture = Draw(slide, 44, 10);
        var scroll = picture.ScrollToStep("last", 0);
        Assert.Equal(3, picture.Window(scroll).Count(line => line.StepId == "last"));
        Assert.Equal(scroll, picture.ScrollToStep("last", scroll));
        Assert.Equal(0, picture.ScrollToStep("no such step", 0));
    }

    [Fact]
    public void What_is_hidden_can_neither_be_seen_nor_clicked()
    {
        var slide = Build.Slide(Build.Paragraph("Seen."), new StepBlock(Build.Step("later", "true")) { Reveal = 1 });
        Assert.DoesNotContain(Draw(slide, 44, 12).Lines, line => line.StepId == "later" || line.Line.Text.Contains("later", StringComparison.Ordinal));
        Assert.Contains(Draw(slide, 44, 12, reveal: 1).Lines, line => line.StepId == "later");
    }

    [Fact]
    public void A_footnote_appears_with_what_refers_to_it()
    {
        var slide = Build.Slide(
            Build.Paragraph("Seen."),
            Build.Paragraph(new TextInline("Later."), new FootnoteInline(1)) with { Reveal = 1 }) with
        {
            Footnotes = [new Footnote(1, "a", Build.Text("The source."))],
        };
        Assert.DoesNotContain(Draw(slide, 44, 12).Lines, line => line.Line.Text.Contains("source", StringComparison.Ordinal));
        Assert.Contains("¹ The source.", Draw(slide, 44, 12, reveal: 1).Lines[^1].Line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_slide_fits_any_width() =>
        Gen.Select(AnySlide.Generator, Gen.Int[20, 200], Gen.Int[5, 60], Gen.Int[0, 3], Gen.Bool).Sample((any, width, height, reveal, isUnicode) =>
        {
            var theme = isUnicode ? s_theme : new Theme(ThemeKind.Dark, ColorDepth.Monochrome, Symbols.Ascii);
            var picture = new SlideRenderer(new PlainHighlighter()).Render(new SlideView
            {
                Slide = any.Slide,
                Steps = any.Steps,
                Width = width,
                Height = height,
                Reveal = reveal,
                Theme = theme,
                Now = s_now,
            });
            Assert.True(picture.Lines.Length >= height);
            Assert.All(picture.Lines.Concat(picture.Window(1)), line => Assert.True(line.Line.Width() <= width));
            Assert.DoesNotContain(picture.Lines.SelectMany(line => line.Line.Text), char.IsControl);
        });

    [Fact]
    public void Revealing_never_moves_a_line() =>
        Gen.Select(AnySlide.Generator, Gen.Int[20, 120], Gen.Int[5, 40]).Sample((any, width, height) =>
        {
            SlidePicture At(int reveal) => new SlideRenderer(new PlainHighlighter()).Render(new SlideView
            {
                Slide = any.Slide,
                Steps = any.Steps,
                Width = width,
                Height = height,
                Reveal = reveal,
                Theme = s_theme,
                Now = s_now,
            });
            var all = At(99).Lines;
            for (var reveal = 0; reveal < 4; reveal++)
            {
                var lines = At(reveal).Lines;
                Assert.Equal(all.Length, lines.Length);
                Assert.All(lines.Zip(all), pair =>
                    Assert.True(pair.First.Line.Spans.IsEmpty || pair.First.Line.Text == pair.Second.Line.Text));
            }
        });

    private static Slide Everything() => Build.Slide(
        Build.Heading(2, "Two families"),
        Build.Paragraph(
            new TextInline("A "),
            new StrongInline(Build.Text("unikernel")),
            new TextInline(" is "),
            new EmphasisInline(Build.Text("one program")),
            new TextInline(" with "),
            new CodeInline("its own"),
            new TextInline(" kernel"),
            new FootnoteInline(1),
            new TextInline(", "),
            new StrikeInline(Build.Text("not two")),
            new TextInline("; see "),
            new LinkInline("https://mirage.io", Build.Text("MirageOS")),
            new TextInline(".")),
        Build.Bullets(
            Build.Item("Clean-slate: written anew, in OCaml or Haskell, with a library for everything"),
            new ListItem([Build.Paragraph("Evolutionary:"), Build.Bullets(Build.Item("Rumprun"), Build.Item("later", reveal: 1))], null)),
        new ListBlock(9, false, [Build.Item("nine"), Build.Item("ten")]),
        Build.Bullets(Build.Item("done", ticked: true), Build.Item("open", ticked: false)),
        new QuoteBlock([Build.Paragraph("The operating system becomes a library, and the rest is left out.")]),
        Build.Table(["Flavour", "Size", "Start"], ["container", "124 MB", "0.3 s"], ["mirage", "2.4 MB", "0.45 s"]),
        Build.Heading(3, "In code"),
        new CodeBlock("c", "int main(void)\n{\n    return 0;\n}"),
        new RuleBlock(),
        Build.Paragraph(new ImageInline("camel.png", "a camel")),
        new StepBlock(Build.Step("build-php", "docker build -t evolve/php:container assets/php/container", checks: 1))) with
    {
        Footnotes = [new Footnote(1, "asplos", [new TextInline("Madhavapeddy et al., ASPLOS 2013, "), new LinkInline("https://doi.org/10.1145/2451116.2451167", Build.Text("paper"))])],
    };

    private static SlidePicture Draw(
        Slide slide, int width, int height, int reveal = 0, Theme? theme = null, IEnumerable<(string Id, StepState State)>? steps = null) =>
        new SlideRenderer(new PlainHighlighter()).Render(new SlideView
        {
            Slide = slide,
            Width = width,
            Height = height,
            Reveal = reveal,
            Theme = theme ?? s_theme,
            Now = s_now,
            Steps = (steps ?? []).ToImmutableDictionary(pair => pair.Id, pair => pair.State),
        });

    private static IEnumerable<StyledLine> All(SlidePicture picture) => picture.Lines.Select(line => line.Line);

    private static IEnumerable<StyledLine> Trimmed(SlidePicture picture) => All(picture).Where(line => line.Text.Trim().Length > 0);
}
