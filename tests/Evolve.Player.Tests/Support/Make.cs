using System.Text.RegularExpressions;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Support;

/// <summary>Makes scenarios without a file.</summary>
internal static class Make
{
    internal static Scenario Scenario(params Slide[] slides) => new()
    {
        Path = "/talks/talk.md",
        FrontMatter = new FrontMatter { Title = "A talk" },
        Slides = [.. slides.Select((slide, i) => slide with { Location = new("/talks/talk.md", 10 * (i + 1), 1) })],
        Files = ["/talks/talk.md"],
    };

    internal static Slide Slide(string title, params Stop[] stops) => new()
    {
        Title = title,
        Blocks = [new HeadingBlock(1, [new TextInline(title)])],
        Stops = [.. stops],
        Location = new("/talks/talk.md", 1, 1),
    };

    internal static PauseStop Pause(int number) => new(number);

    internal static StepStop Run(string id, string text = "true", Func<Step, Step>? with = null) =>
        new((with ?? (step => step))(Step(id, StepKind.Run, text)));

    internal static StepStop Type(string id, string text = "echo hi") => new(Step(id, StepKind.Type, text));

    internal static StepStop Exercise(string id, string? solve = null) =>
        new(Step(id, StepKind.Exercise, "") with { Solve = solve is null ? null : Script(solve), Checks = [Check("true")] });

    internal static StepStop Exercise(string id, string solve, params string[] hints) =>
        new(Exercise(id, solve).Step with { Hints = [.. hints] });

    internal static QuizStop Quiz(string id, params bool[] right) => new(new Quiz
    {
        Id = id,
        Options = [.. right.Select((isRight, i) => new QuizOption([new TextInline($"answer {i + 1}")], isRight))],
        Location = new("/talks/talk.md", 3, 1),
    });

    internal static Step Step(string id, StepKind kind, string text) => new()
    {
        Id = id,
        Kind = kind,
        Script = Script(text),
        Location = new("/talks/talk.md", 7, 1),
    };

    internal static Script Script(string text, ShellKind shell = ShellKind.Bash) =>
        new(shell, text, TimeSpan.FromSeconds(10), new("/talks/talk.md", 7, 1));

    internal static Check Check(string text, double within = 0, string? expect = null, double timeout = 10) => new(
        Script(text) with { Timeout = TimeSpan.FromSeconds(timeout), Location = new("/talks/talk.md", 9, 1) },
        TimeSpan.FromSeconds(within),
        expect is null ? null : new Regex(expect));

    internal static Step WithChecks(this Step step, params Check[] checks) => step with { Checks = [.. checks] };

    internal static Step Needing(this Step step, params string[] ids) => step with { Needs = [.. ids] };

    internal static Step UndoneBy(this Step step, string text) => step with { Undo = Script(text) };

    internal static Step InPane(this Step step, string pane) => step with { Pane = pane };

}
