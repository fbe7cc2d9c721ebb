using System.Text.RegularExpressions;
using Evolve.Scenarios.Model;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>Everything that a shipped scenario does can be taken back: an undo is only <c>true</c> where nothing lasts.</summary>
public partial class UndoSpecs
{
    public static TheoryData<string> Shipped => new(ShippedScenarios.Paths);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_step_has_an_undo(string path) =>
        Assert.Empty(StepsOf(path).Where(step => step.Undo is null).Select(step => step.Id));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_step_that_says_it_changes_nothing_makes_nothing_that_stays(string path) =>
        Assert.Empty(
            from step in StepsOf(path)
            where step.Undo?.Text == "true"
            from text in Scripts(step)
            let lasting = Lasting().Match(text)
            where lasting.Success || (Container().IsMatch(text) && !text.Contains("docker rm", StringComparison.Ordinal))
            select $"{step.Id}: {lasting.Value}");

    [Theory]
    [MemberData(nameof(Shipped))]
    public void What_a_step_makes_under_a_name_its_undo_removes(string path)
    {
        var made = (
            from step in StepsOf(path)
            from text in Scripts(step)
            from Match name in Named().Matches(text)
            select (step, Name: name.Groups[1].Value)).ToList();
        Assert.Empty(
            from entry in made
            where !entry.step.Undo!.Text.Contains(entry.Name, StringComparison.Ordinal)
            select $"{entry.step.Id}: {entry.Name}");
    }

    [Fact]
    public void After_the_undo_of_a_move_another_server_has_the_work() =>
        Assert.Empty(
            from step in StepsOf("scenarios/in-depth.md")
            from Match use in Use().Matches(Joined(step.Script))
            where ServesAfterUndo(step, use.Groups[1].Value) == use.Groups[2].Value
            select $"{step.Id}: {use.Groups[2].Value}");

    private static string? ServesAfterUndo(Step step, string tier) =>
        Use().Matches(Joined(step.Undo!)).LastOrDefault(use => use.Groups[1].Value == tier)?.Groups[2].Value;

    private static IEnumerable<Step> StepsOf(string path) => ShippedScenarios.SlidesOf(path).SelectMany(slide => slide.Steps);

    /// <summary>What is run for a step: its commands, or for an exercise its solution.</summary>
    private static IEnumerable<string> Scripts(Step step) => [Joined(step.Kind == StepKind.Exercise ? step.Solve! : step.Script)];

    /// <summary>Lines that are continued are one.</summary>
    private static string Joined(Script script) => script.Text.Replace("\\\n", " ", StringComparison.Ordinal);

    [GeneratedRegex(@"docker (build|tag|push|pull|(volume|network) create)|tier (use|add|remove|drain|switch|pause)|>> ""\$EVOLVE_ENV""|sed -i")]
    private static partial Regex Lasting();

    [GeneratedRegex(@"docker (create|run\b(?!.*--rm))")]
    private static partial Regex Container();

    [GeneratedRegex(@"(?:docker run -d --name|docker build .*?-t|docker network create[^$\n]*(?: \$ours)?|docker volume create[^$\n]*(?: \$ours)?)\s+([a-z][\w./:-]*)(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex Named();

    [GeneratedRegex(@"tier\s+(?:use|switch)\s+(web|php|db)\s+([\w-]+)")]
    private static partial Regex Use();
}
