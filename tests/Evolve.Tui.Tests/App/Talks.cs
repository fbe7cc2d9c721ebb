using Evolve.Scenarios.Model;

namespace Evolve.Tui.Tests.App;

/// <summary>Scenarios for tests, made without a file.</summary>
internal static class Talks
{
    private static readonly SourceLocation s_place = new("talk.md", 1, 1);

    /// <summary>Three slides: a title with a pause, a slide with two steps, an end.</summary>
    public static Scenario Small { get; } = Of(
        Slide(
            "Evolution, live",
            Paragraph("A web site on four Linux containers, then one tier at a time on something smaller."),
            Paragraph("Everything you will see runs now, on this machine.") with { Reveal = 1 }),
        Slide(
            "The PHP tier",
            Paragraph("An image is built from a Dockerfile of nine lines."),
            StepOf("build-php", "build", "docker build -t evolve/php:container assets/php/container"),
            Paragraph("Then it runs, beside the others."),
            StepOf("run-php", "run", "docker run -d --name php-container-1 --network evolve evolve/php:container")),
        Slide("Questions?", Paragraph("Thank you.")));

    public static Scenario Of(params Slide[] slides) => new()
    {
        Path = "/talks/talk.md",
        FrontMatter = new FrontMatter { Title = "Evolution, live", Duration = TimeSpan.FromMinutes(20), Audience = "everybody", Requires = [Requirement.Engine] },
        Slides = [.. slides],
        Files = ["/talks/talk.md"],
    };

    public static Slide Slide(string title, params Block[] blocks)
    {
        var pauses = blocks.Select(block => block.Reveal).Distinct().Where(reveal => reveal > 0).Order().Select(Stop (reveal) => new PauseStop(reveal));
        var steps = blocks.OfType<StepBlock>().Select(Stop (block) => new StepStop(block.Step));
        return new Slide
        {
            Title = title,
            Chapter = "Containers",
            Blocks = [new HeadingBlock(2, [new TextInline(title)]), .. blocks],
            Stops = [.. pauses, .. steps],
            Location = s_place,
        };
    }

    public static ParagraphBlock Paragraph(string text) => new([new TextInline(text)]);

    public static StepBlock StepOf(string id, string pane, string script) => new(new Step
    {
        Id = id,
        Kind = StepKind.Run,
        Pane = pane,
        Script = new Script(ShellKind.Bash, script, TimeSpan.FromMinutes(5), s_place),
        Location = s_place,
    });
}
