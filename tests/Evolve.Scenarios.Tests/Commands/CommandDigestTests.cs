using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Commands;

public sealed class CommandDigestTests
{
    private const string Talk = """
        # A

        ```sh {.check of=build}
        check it
        ```

        ```sh {#build .run}
        build it
        ```

        ```sh {.solve of=build}
        solve it
        ```

        ```sh {.undo of=build}
        undo it
        ```

        ```sh
        only shown
        ```

        ```bash {#look .run}
        look at it
        ```
        """;

    [Fact]
    public void It_holds_every_command_that_could_run_and_no_other() => Assert.Equal(
        ["Step build: build it", "Check build: check it", "Undo build: undo it", "Solve build: solve it", "Step look: look at it"],
        Digest(Talk).Commands.Select(command => $"{command.Purpose} {command.StepId}: {command.Script.Text}"));

    /// <summary>People have these hashes in their state folder: a change here would ask all of them again.</summary>
    [Fact]
    public void The_hashes_stay_what_they_are()
    {
        var digest = Digest(Talk);

        Assert.Equal("cc2a92bbeeeb20dd48d5d74ffb0f125ef09dabb505146dcb44cd1ad1db29d5c7", digest.Commands[0].Sha256);
        Assert.Equal("ebf0abdb820717fdee7c57b872fd61b46078e80576dcab532f0df3f78a11f9b2", digest.Sha256);
    }

    [Fact]
    public void Moving_and_renaming_a_step_asks_for_no_new_trust()
    {
        var known = Digest(Talk).Commands.Select(command => command.Sha256).ToHashSet();
        var moved = "# Title\n\nText\n\n---\n\n" + Talk.Replace("build}", "make}", StringComparison.Ordinal)
            .Replace("#build", "#make", StringComparison.Ordinal).Replace("of=build", "of=make", StringComparison.Ordinal);

        Assert.Empty(Digest(moved).NotIn(known));
    }

    [Fact]
    public void A_changed_command_is_the_only_one_asked_about()
    {
        var known = Digest(Talk).Commands.Select(command => command.Sha256).ToHashSet();

        var changed = Digest(Talk.Replace("check it", "rm -rf /", StringComparison.Ordinal)).NotIn(known);

        Assert.Equal("rm -rf /", Assert.Single(changed).Script.Text);
    }

    [Fact]
    public void Another_shell_is_another_command() => Assert.NotEqual(
        Digest(Talk).Commands[4].Sha256,
        Digest(Talk.Replace("```bash", "```sh", StringComparison.Ordinal)).Commands[4].Sha256);

    [Fact]
    public void Another_order_is_another_digest()
    {
        var one = Digest("# A\n\n```sh {.run}\na\n```\n\n```sh {.run}\nb\n```\n");
        var two = Digest("# A\n\n```sh {.run}\nb\n```\n\n```sh {.run}\na\n```\n");

        Assert.NotEqual(one.Sha256, two.Sha256);
        Assert.Empty(two.NotIn(one.Commands.Select(command => command.Sha256).ToHashSet()));
    }

    [Fact]
    public void A_scenario_without_commands_has_a_digest_too() => Assert.Empty(Digest("# A").Commands);

    private static CommandDigest Digest(string text) => CommandDigest.Of(TalkReader.ReadGood(text));
}
