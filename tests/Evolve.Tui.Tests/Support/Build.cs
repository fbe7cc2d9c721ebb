using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Tui.Tests.Support;

/// <summary>Slides made by hand, where Markdown would hide what a test is about.</summary>
internal static class Build
{
    private static readonly SourceLocation s_place = new("talk.md", 1, 1);

    public static Slide Slide(params Block[] blocks) => new()
    {
        Title = "A slide",
        Blocks = [.. blocks],
        Stops = [.. blocks.OfType<StepBlock>().Select(block => new StepStop(block.Step))],
        Location = s_place,
    };

    public static ImmutableArray<Inline> Text(string text) => [new TextInline(text)];

    public static HeadingBlock Heading(int level, string text) => new(level, Text(text));

    public static ParagraphBlock Paragraph(params Inline[] content) => new([.. content]);

    public static ParagraphBlock Paragraph(string text) => new(Text(text));

    public static ListItem Item(string text, bool? ticked = null, int reveal = 0) => new([Paragraph(text)], ticked) { Reveal = reveal };

    public static ListBlock Bullets(params ListItem[] items) => new(null, false, [.. items]);

    public static TableBlock Table(string[] header, params string[][] rows) => new(
        [.. header.Select((_, i) => i == 0 ? ColumnAlignment.Left : ColumnAlignment.Right)],
        [.. header.Select(Text)],
        [.. rows.Select(row => row.Select(Text).ToImmutableArray())]);

    public static Step Step(string id, string commands, StepKind kind = StepKind.Run, int checks = 0) => new()
    {
        Id = id,
        Kind = kind,
        Script = Script(commands),
        Pane = "build",
        Checks = [.. Enumerable.Range(0, checks).Select(_ => new Check(Script("true"), TimeSpan.Zero, null))],
        Location = s_place,
    };

    private static Script Script(string text) => new(ShellKind.Bash, text, TimeSpan.FromMinutes(5), s_place);
}
