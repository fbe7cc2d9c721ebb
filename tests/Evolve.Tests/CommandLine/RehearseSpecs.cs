using System.Text.Json.Nodes;
using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>A rehearsal from the command line, of a scenario that needs no engine.</summary>
public sealed class RehearseSpecs : IDisposable
{
    private readonly Prompt _prompt = new();

    [Fact]
    public void A_flaky_step_is_found_by_playing_again()
    {
        // What a step leaves in the workspace is gone before the next play; what it leaves elsewhere is not.
        var talk = Write(
            "test ! -e left-over; touch left-over",
            $"if test -e {_prompt.Folder}/second; then true; else touch {_prompt.Folder}/second; false; fi",
            "true");
        var json = _prompt.PathOf("out.json");
        Assert.Equal(ExitCode.Failure, _prompt.Run("rehearse", talk, "--repeat", "3", "--trust", "--json", json));
        Assert.Contains("Play 3 of 3.", _prompt.Output, StringComparison.Ordinal);
        Assert.Contains("two (talk.md:11) is flaky, it failed 1 of 3 times", _prompt.Output, StringComparison.Ordinal);
        var steps = JsonNode.Parse(File.ReadAllText(json))!["chapters"]![0]!["slides"]![0]!["steps"]!.AsArray();
        Assert.Equal(["steady", "flaky", "steady"], steps.Select(step => (string)step!["steadiness"]!));
        Assert.Equal([3, 2, 2], steps.Select(step => step!["seconds"]!.AsArray().Count));
    }

    [Fact]
    public void Between_two_plays_it_goes_back_by_the_undos()
    {
        var talk = Write(
            $"test ! -e {_prompt.Folder}/made; touch {_prompt.Folder}/made",
            "true",
            "true",
            $"rm {_prompt.Folder}/made; echo x >> {_prompt.Folder}/undone");
        var json = _prompt.PathOf("out.json");
        Assert.Equal(ExitCode.Success, _prompt.Run("rehearse", talk, "--repeat", "3", "--trust", "--json", json));
        Assert.Equal("x\nx\n", File.ReadAllText(_prompt.PathOf("undone")));
        Assert.DoesNotContain("removed", _prompt.Output, StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(File.ReadAllText(json))!["wayBackSeconds"]!.AsArray().Count);
    }

    [Fact]
    public void An_undo_that_fails_is_a_finding_and_the_next_play_begins_afresh()
    {
        var talk = Write("test ! -e left-over; touch left-over", "true", "true", "exit 3");
        Assert.Equal(ExitCode.Failure, _prompt.Run("rehearse", talk, "--repeat", "2", "--trust"));
        Assert.Contains("ends at one, after 2 of 3: one could not be taken back:", _prompt.Output, StringComparison.Ordinal);
        Assert.Contains("What it has made is removed instead of taken back.\nPlay 2 of 2.", _prompt.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("flaky", _prompt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_late_is_told_and_does_no_harm()
    {
        Assert.Equal(ExitCode.Success, _prompt.Run("rehearse", Write("true", "sleep 1.2", "true"), "--trust"));
        Assert.Contains("Slide 1 “One” runs 0:0", _prompt.Output, StringComparison.Ordinal);
        Assert.Contains("late: its steps take 0:0", _prompt.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Play 1", _prompt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_agreement_nothing_runs()
    {
        Assert.Equal(ExitCode.Failure, _prompt.Run("rehearse", Write($"touch {_prompt.Folder}/never", "true", "true"), "--repeat", "2"));
        Assert.Contains("that you have not agreed to", _prompt.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_prompt.PathOf("never")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("often")]
    [InlineData("1.5")]
    public void The_number_of_plays_is_a_whole_one_within_reason(string number)
    {
        Assert.Equal(ExitCode.Usage, _prompt.Run("rehearse", "tour", "--repeat", number));
        Assert.Contains($"--repeat takes a whole number from 1 to 100, not “{number}”.", _prompt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_scenario_is_refused_with_its_errors()
    {
        var path = _prompt.Write("talk.md", "# One\n\n```sh {#a .run .type}\ntrue\n```\n");
        Assert.Equal(ExitCode.Usage, _prompt.Run("rehearse", path));
        Assert.Contains("talk.md:3:", _prompt.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _prompt.Dispose();

    // Apart from the state folder, since a scenario's own folder is copied into the workspace.
    private string Write(string one, string two, string three, string? undo = null) =>
        _prompt.Write("talk/talk.md", $"""
            ---
            title: A talk
            ---
            # One

            <!-- note: 0:01. Quickly. -->
            ```bash {"{#one .run}"}
            {one}
            ```

            ```bash {"{#two .run}"}
            {two}
            ```

            ```bash {"{#three .run}"}
            {three}
            ```
            """ + (undo is null ? "" : $"""


            ```bash {"{.undo of=one}"}
            {undo}
            ```

            ```bash {"{.undo of=two}"}
            true
            ```

            ```bash {"{.undo of=three}"}
            true
            ```
            """));
}
