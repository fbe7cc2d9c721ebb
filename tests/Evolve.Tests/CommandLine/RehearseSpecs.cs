using System.Text.Json.Nodes;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>A rehearsal from the command line, of a scenario that needs no engine.</summary>
public sealed class RehearseSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-rehearse-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void A_flaky_step_is_found_by_playing_again()
    {
        // What a step leaves in the workspace is gone before the next play; what it leaves elsewhere is not.
        var talk = Write(
            "test ! -e left-over; touch left-over",
            $"if test -e {_folder}/second; then true; else touch {_folder}/second; false; fi",
            "true");
        var json = Path.Combine(_folder, "out.json");
        Assert.Equal(ExitCode.Failure, Run("rehearse", talk, "--repeat", "3", "--trust", "--json", json));
        Assert.Contains("Play 3 of 3.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("two (talk.md:11) is flaky, it failed 1 of 3 times", _output.ToString(), StringComparison.Ordinal);
        var steps = JsonNode.Parse(File.ReadAllText(json))!["chapters"]![0]!["slides"]![0]!["steps"]!.AsArray();
        Assert.Equal(["steady", "flaky", "steady"], steps.Select(step => (string)step!["steadiness"]!));
        Assert.Equal([3, 2, 2], steps.Select(step => step!["seconds"]!.AsArray().Count));
    }

    [Fact]
    public void Between_two_plays_it_goes_back_by_the_undos()
    {
        var talk = Write(
            $"test ! -e {_folder}/made; touch {_folder}/made",
            "true",
            "true",
            $"rm {_folder}/made; echo x >> {_folder}/undone");
        var json = Path.Combine(_folder, "out.json");
        Assert.Equal(ExitCode.Success, Run("rehearse", talk, "--repeat", "3", "--trust", "--json", json));
        Assert.Equal("x\nx\n", File.ReadAllText(Path.Combine(_folder, "undone")));
        Assert.DoesNotContain("removed", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(File.ReadAllText(json))!["wayBackSeconds"]!.AsArray().Count);
    }

    [Fact]
    public void An_undo_that_fails_is_a_finding_and_the_next_play_begins_afresh()
    {
        var talk = Write("test ! -e left-over; touch left-over", "true", "true", "exit 3");
        Assert.Equal(ExitCode.Failure, Run("rehearse", talk, "--repeat", "2", "--trust"));
        Assert.Contains("ends at one, after 2 of 3: one could not be taken back:", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("What it has made is removed instead of taken back.\nPlay 2 of 2.", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("flaky", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_late_is_told_and_does_no_harm()
    {
        Assert.Equal(ExitCode.Success, Run("rehearse", Write("true", "sleep 1.2", "true"), "--trust"));
        Assert.Contains("Slide 1 “One” runs 0:0", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("late: its steps take 0:0", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Play 1", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_agreement_nothing_runs()
    {
        Assert.Equal(ExitCode.Failure, Run("rehearse", Write($"touch {_folder}/never", "true", "true"), "--repeat", "2"));
        Assert.Contains("that you have not agreed to", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "never")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("often")]
    [InlineData("1.5")]
    public void The_number_of_plays_is_a_whole_one_within_reason(string number)
    {
        Assert.Equal(ExitCode.Usage, Run("rehearse", "tour", "--repeat", number));
        Assert.Contains($"--repeat takes a whole number from 1 to 100, not “{number}”.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_scenario_is_refused_with_its_errors()
    {
        var path = Path.Combine(_folder, "talk.md");
        File.WriteAllText(path, "# One\n\n```sh {#a .run .type}\ntrue\n```\n");
        Assert.Equal(ExitCode.Usage, Run("rehearse", path));
        Assert.Contains("talk.md:3:", _error.ToString(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string one, string two, string three, string? undo = null)
    {
        // Apart from the state folder, since a scenario's own folder is copied into the workspace.
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "talk")).FullName, "talk.md");
        File.WriteAllText(path, $"""
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
        return path;
    }

    private int Run(params string[] arguments) =>
        EntryPoint.Run(arguments, Repository.Root, new StateHost(_folder), _output, _error);
}
