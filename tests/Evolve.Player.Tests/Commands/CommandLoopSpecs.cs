using Evolve.Player.Commands;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Commands;

/// <summary>A talk by lines, over real processes.</summary>
public class CommandLoopSpecs
{
    private static readonly Stop[] s_stops =
    [
        Make.Run("hello", "echo 'hello there'"),
        Make.Run("broken", "echo oops; exit 3"),
        Make.Exercise("task", solve: "echo solved"),
    ];

    [Fact]
    public async Task A_step_is_run_and_what_it_prints_and_how_it_ends_is_told()
    {
        var (failures, output, error) = await Play("run hello\nwhere\n");
        Assert.Equal(0, failures);
        Assert.Empty(error);
        Assert.Equal("slide 1 of 2: One", output[0]);
        Assert.Contains("| hello there", output);
        Assert.Contains(output, line => line.StartsWith("step hello: done in ", StringComparison.Ordinal));
        Assert.Equal("slide 1 of 2: One; next: run broken.", output[^1]);
    }

    [Fact]
    public async Task A_step_that_fails_is_a_sentence_and_counts()
    {
        var (failures, output, error) = await Play("run broken\nskip broken\nsolve task\nsteps\n");
        Assert.Equal(1, failures);
        Assert.Contains("ended with status 3", Assert.Single(error), StringComparison.Ordinal);
        Assert.Contains(output, line => line.StartsWith("step broken: failed", StringComparison.Ordinal));
        Assert.Contains("step broken: skipped", output.Select(line => line.Split(" in ")[0]));
        Assert.Contains(output, line => line.StartsWith("task    slide  1  done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forward_is_meant_each_time()
    {
        var (failures, output, _) = await Play("forward\nskip\nsolve task\nforward\nwhere\nback\nwhere\n");
        Assert.Equal(0, failures);
        Assert.Contains("slide 2 of 2: Two; next: this is the end.", output);
        Assert.StartsWith("slide 1 of 2: One", output[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_is_told_and_the_next_line_is_done()
    {
        var (failures, output, error) = await Play("runn hello\ngoto 9\ngoto last\n");
        Assert.Equal(2, failures);
        Assert.Contains("Did you mean `run`?", error[0], StringComparison.Ordinal);
        Assert.Equal("slide 2 of 2: Two", output[^1]);
    }

    [Fact]
    public async Task What_cannot_be_done_to_a_step_is_an_error_and_counts()
    {
        var (failures, _, error) = await Play("solve hello\nrun hello\nskip hello\ngoto last\nreplay\n");
        Assert.Equal(3, failures);
        Assert.Equal(
            [
                "evolve: The scenario brings no solution for hello.",
                "evolve: hello is done: there is nothing to leave out.",
                "evolve: There is no step on this slide.",
            ],
            error);
    }

    [Fact]
    public async Task What_needs_an_engine_says_that_there_is_none()
    {
        var (_, _, error) = await Play("tiers\n");
        Assert.StartsWith("evolve: There is no engine", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_stopped_by_a_wait_goes_on_and_is_stopped_by_stop()
    {
        await using var stage = Stage.For(Make.Run("sleep", "sleep 100"));
        var talk = new PlainTalk(stage.Player);
        var commands = new CommandStage(stage.Player, talk) { IsPrivate = true };
        await Parse("run sleep").RunAsync(commands, _ => { }, default);
        var late = await Assert.ThrowsAsync<CommandException>(() => Parse("wait 1").RunAsync(commands, _ => { }, default));
        Assert.Equal("sleep is still at work after 1 s.", late.Message);
        await Parse("stop").RunAsync(commands with { Follows = true }, _ => { }, default);
        Assert.False(stage["sleep"].IsActive);

        ParsedCommand Parse(string line) => CommandParser.Parse(line, commands.Vocabulary)!;
    }

    [Fact]
    public async Task Notes_are_shown_where_no_audience_is()
    {
        var scenario = Make.Scenario(Make.Slide("One") with { Notes = ["0:45. Say why.\nSlowly."] });
        await using var stage = new Stage(scenario);
        var commands = new CommandStage(stage.Player, new PlainTalk(stage.Player));
        var notes = CommandParser.Parse("notes", commands.Vocabulary)!;
        var printed = new List<string>();
        await notes.RunAsync(commands with { IsPrivate = true }, printed.Add, default);
        Assert.Equal(["Say why.", "Slowly."], printed);
        var refused = await Assert.ThrowsAsync<CommandException>(() => notes.RunAsync(commands, printed.Add, default));
        Assert.Contains("./run.sh notes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_screen_a_program_runs_in_a_pane_of_its_own()
    {
        await using var stage = Stage.For(Make.Run("hello"));
        var pane = stage.Player.Panes.OpenProgram("program", "echo", ["two words", "more"]);
        await stage.Shows("two words more", pane.Name);
        await stage.Free(pane.Name);
        Assert.StartsWith("$ echo \"two words\" more", stage.Text(pane.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_in_a_pane_shows_its_lines_and_why_it_failed()
    {
        await using var stage = Stage.For(Make.Run("hello"));
        var pane = stage.Player.Panes.OpenWork("work", "tier php mirage", async (print, _) =>
        {
            print("first\e[2J");
            await Task.Yield();
            throw new CommandException("It is not there.");
        });
        await stage.Free(pane.Name);
        Assert.Equal("$ tier php mirage\nfirst␛[2J\nIt is not there.", stage.Text(pane.Name));
    }

    private static async Task<(int Failures, string[] Output, string[] Error)> Play(string lines)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var input = new StringReader(lines);
        await using var shared = TextWriter.Synchronized(output);
        var teller = new TalkTeller(shared.WriteLine);
        int failures;
        await using (var stage = Stage.For(options => options with { StepOutput = teller.Tell }, s_stops))
        {
            teller.Follow(stage.Player);
            var talk = new PlainTalk(stage.Player);
            var loop = new CommandLoop(input, shared, error);
            failures = await loop.RunAsync(new CommandStage(stage.Player, talk) { Follows = true, IsPrivate = true }, () => false, default);
        }

        return (failures, Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter text) => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
