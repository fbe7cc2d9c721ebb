using System.Collections.Immutable;
using System.Text;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Evolve.Tui.Slides;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Slides;

/// <summary>Markdown in, the lines of a slide out, 40 columns wide.</summary>
public class MarkdownSpecs
{
    [Fact]
    public void Emphasis_code_and_links_are_running_text() => Spec(
        "Some *soft* and **loud** text, `code`, ~~gone~~ and a [link](https://example.org).",
        """
        Some soft and loud text, code, gone
        and a link.
        """);

    [Fact]
    public void A_hard_break_ends_a_line_and_a_soft_one_does_not() => Spec(
        "one\ntwo  \nthree",
        """
        one two
        three
        """);

    [Fact]
    public void Lists_nest_and_hang() => Spec(
        "- a long item that certainly needs two lines\n  - inside\n    - deeper\n- last\n\n1. one\n2. two",
        """
        • a long item that certainly needs
          two lines
          ◦ inside
            ▪ deeper
        • last

        1. one
        2. two
        """);

    [Fact]
    public void A_task_list_has_boxes() => Spec(
        "- [x] done\n- [ ] open",
        """
        ☑ done
        ☐ open
        """);

    [Fact]
    public void A_quotation_has_a_bar() => Spec(
        "> One program,\n> one kernel.\n>\n> - always",
        """
        ▎ One program, one kernel.
        ▎
        ▎ • always
        """);

    [Fact]
    public void A_table_keeps_its_alignment() => Spec(
        "| flavour | size |\n|:--|--:|\n| container | 124 MB |\n| mirage | 2 MB |",
        """
        flavour   │   size
        ──────────┼───────
        container │ 124 MB
        mirage    │   2 MB
        """);

    [Fact]
    public void A_wide_table_wraps_its_cells() => Spec(
        "| key | what it does |\n|---|---|\n| `Ctrl-P` | finds a slide or a step by its name |\n| `b` | blanks the screen, and brings it back again |",
        """
        key    │ what it does
        ───────┼────────────────────────────
        Ctrl-P │ finds a slide or a step by
               │ its name
        ╌╌╌╌╌╌╌│╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
        b      │ blanks the screen, and
               │ brings it back again
        """);

    [Fact]
    public void A_picture_is_shown_by_its_description() => Spec(
        "![a camel](camel.png)",
        "▣ a camel");

    [Fact]
    public void A_footnote_stands_at_the_foot() => Spec(
        "A fact.[^a]\n\n[^a]: Its [source](https://example.org/paper).",
        """
        A fact.¹

        ────────────
        ¹ Its source example.org/paper.
        """);

    [Fact]
    public void A_step_is_a_card_and_its_check_is_not_on_the_slide() => Spec(
        "```sh {#look .run pane=build}\nls -l\n```\n\n```sh {.check of=look}\ntrue\n```",
        """
        ╭─ ○ look ─────────────── waiting ─╮
        │ ls -l                            │
        ╰─ 1 check ───────────── in build ─╯
        """);

    [Fact]
    public void An_exercise_says_whose_turn_it_is() => Spec(
        "```sh {#fix .exercise}\necho repair me\n```\n\n```sh {.check of=fix}\ntrue\n```\n\n```sh {.solve of=fix}\ntrue\n```",
        """
        ╭─ ○ your turn: fix ─────── to do ─╮
        """,
        firstLineOnly: true);

    private static void Spec(string markdown, string expected, bool firstLineOnly = false)
    {
        var file = Path.Combine(Path.GetTempPath(), "talk.md");
        var read = new ScenarioReader(new OneFile(file, $"---\ntitle: A talk\n---\n\n## A slide\n\n{markdown}\n")).Read(file);
        Assert.Empty(read.Errors);
        var picture = new SlideRenderer(new PlainHighlighter()).Render(new SlideView
        {
            Slide = read.Scenario!.Slides[0],
            Width = 40,
            Height = 12,
            Theme = new Theme(ThemeKind.Dark),
        });

        // Title, rule, margins and the space above the footnotes are the slide's, not the block's.
        var lines = picture.Lines.Select(line => line.Line.Text).SkipWhile(line => !line.Contains("──", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Length > 2 ? line[2..].TrimEnd() : "").ToList();
        var text = new StringBuilder();
        foreach (var line in lines.SkipWhile(line => line.Length == 0))
        {
            text.Append(line).Append('\n');
        }

        var actual = text.ToString().TrimEnd();
        while (actual.Contains("\n\n\n", StringComparison.Ordinal))
        {
            actual = actual.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        }

        if (firstLineOnly)
        {
            actual = actual.Split('\n')[0];
        }

        Assert.Equal(expected.ReplaceLineEndings("\n").TrimEnd(), actual);
    }

    private sealed class OneFile(string path, string text) : IFileReader
    {
        public byte[] Read(string file, int limit) =>
            file == path ? Encoding.UTF8.GetBytes(text) : throw new FileNotFoundException("There is one file only.", file);

        public string GetRealPath(string file) => file;

        public ImmutableArray<string> List(string folder, string extension) => [path];
    }
}
