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

    /// <summary>An exercise with two hints, a quiz, and an end.</summary>
    public static Scenario Workshop { get; } = Of(
        Slide("A network", Paragraph("The next slide is the first exercise.")),
        Slide(
            "Your turn",
            Paragraph("Start a container in the background, and call it my-web."),
            new StepBlock(new Step
            {
                Id = "start-one",
                Kind = StepKind.Exercise,
                Script = new Script(ShellKind.Bash, "docker run --help\ndocker ps", TimeSpan.FromMinutes(5), s_place),
                Checks = [new Check(new Script(ShellKind.Sh, "check-one", TimeSpan.FromSeconds(10), s_place), TimeSpan.Zero, null)],
                Solve = new Script(ShellKind.Bash, "docker run -d --name my-web \\\n  evolve/web:container", TimeSpan.FromMinutes(5), s_place),
                Hints = ["In the background is `-d`.", "The name is `--name my-web`; the image comes last, after all options."],
                Location = s_place,
            })),
        Slide(
            "Whose kernel?",
            Paragraph("Which kernel does the program in my-web ask to open a file?"),
            new QuizBlock(new Quiz
            {
                Id = "whose-kernel",
                Options =
                [
                    new QuizOption([new TextInline("Debian's, which came with the image")], false),
                    new QuizOption([new TextInline("the one of this machine")], true),
                    new QuizOption([new TextInline("a small one that Docker brings for each container")], false),
                ],
                Explanation = [new TextInline("An image holds files, and no kernel that runs; try "), new CodeInline("uname -r"), new TextInline(".")],
                Location = s_place,
            })),
        Slide("The end", Paragraph("Thank you.")));

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
        var quizzes = blocks.OfType<QuizBlock>().Select(Stop (block) => new QuizStop(block.Quiz));
        return new Slide
        {
            Title = title,
            Chapter = "Containers",
            Blocks = [new HeadingBlock(2, [new TextInline(title)]), .. blocks],
            Stops = [.. pauses, .. steps, .. quizzes],
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
