using CsCheck;
using Evolve.Stage.Notes;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Notes;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Notes;

public sealed class NotesRendererTests
{
    private static readonly NotesState s_state = new()
    {
        Title = "Unikernels, one tier at a time",
        Slide = 12,
        SlideCount = 48,
        SlideTitle = "The php tier moves",
        Chapter = "The php tier",
        Notes =
        [
            "Start the traffic first. One sentence each: what is built, what starts, what drains.\nPoint at the picture: the new box is beside the old one, and the arrow moves.",
            "If asked about the database: it comes in the next chapter.",
        ],
        NextSlide = "What was gained",
        Next = "run move-php",
        NextCommands = "evolve tier php linux-unikernel\ndocker ps",
        Troubles = ["warm-up (3-php.md:12) ended with status 1. Its last words: “no such image”."],
        Panes = [new("run", null), new("build", "build-php")],
        Containers = [new("edge", "running, healthy", true), new("php-container-1", "running, unhealthy, serves", false), new("db-container-1", "running", true)],
    };

    private static readonly NotesTimes s_times = new()
    {
        Elapsed = TimeSpan.FromSeconds(605),
        Planned = TimeSpan.FromMinutes(25),
        SlideElapsed = TimeSpan.FromSeconds(70),
        SlidePlanned = TimeSpan.FromSeconds(45),
        ChapterElapsed = TimeSpan.FromSeconds(130),
        ChapterPlanned = TimeSpan.FromSeconds(240),
        PlannedBefore = TimeSpan.FromSeconds(500),
    };

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 36)]
    [InlineData(200, 60)]
    public async Task The_window_shows_notes_times_and_what_comes_next(int width, int height) =>
        await Verifier.Verify(Draw(View(width, height - 1)), $"{width}x{height}");

    [Fact]
    public async Task Without_colours_and_Unicode_nothing_is_lost() =>
        await Verifier.Verify(Draw(View(80, 23) with { Theme = new Theme(ThemeKind.Dark, ColorDepth.Monochrome, Symbols.Ascii) }));

    [Fact]
    public async Task An_answer_stands_below() =>
        await Verifier.Verify(Draw(View(80, 23) with { Output = ["edge  running", "web   container: web-container-1, running, serves"] }));

    [Fact]
    public void Without_a_talk_it_says_how_to_start_one() =>
        Assert.Contains("./run.sh", Draw(View(80, 23) with { State = null, Absence = NotesLink.None.Absence }), StringComparison.Ordinal);

    [Fact]
    public void Every_size_and_any_text_is_drawn_within_the_window() =>
        Gen.Select(Gen.Int[20, 220], Gen.Int[5, 70], Gen.String.Array[0, 5], Gen.String, Gen.Int[0, 50]).Sample((width, height, notes, text, scroll) =>
        {
            var state = s_state with { Notes = [.. notes], SlideTitle = text, Next = text, Troubles = [text] };
            var picture = NotesRenderer.Render(View(width, height) with { State = state, Scroll = scroll });
            Assert.Equal(height, picture.Lines.Length);
            Assert.All(picture.Lines, line => Assert.True(line.Width() <= width, line.Text));
        });

    private static NotesView View(int width, int height) => new()
    {
        State = s_state,
        Times = s_times,
        Width = width,
        Height = height,
        Theme = new Theme(ThemeKind.Dark),
    };

    private static string Draw(NotesView view) => Dump.Text(NotesRenderer.Render(view).Lines);
}
