using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>A talk by lines from the command line, of a scenario that needs no engine.</summary>
public sealed class ReplSpecs : IDisposable
{
    private readonly Prompt _prompt = new();

    [Fact]
    public void The_tour_is_given_by_lines()
    {
        Assert.Equal(ExitCode.Success, _prompt.RunWith("goto base\nrun base\nsteps\nwhere\n", "repl", "tour"));
        var lines = _prompt.Lines;
        Assert.Equal("slide 1 of 7: Welcome", lines[0]);
        Assert.Contains("slide 3 of 7: A place to play in", lines);
        Assert.Contains(lines, line => line.StartsWith("| debian:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("step base: done in ", StringComparison.Ordinal));
        Assert.Empty(_prompt.Error);
        Assert.DoesNotContain('\e', _prompt.Output);
        Assert.DoesNotContain("evolve>", _prompt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slide_is_read_as_far_as_it_is_shown()
    {
        Assert.Equal(ExitCode.Success, _prompt.RunWith("read\nforward\nread\ngoto kettle\nread\n", "repl", "tour"));
        var lines = _prompt.Lines;
        Assert.Contains("This is Evolve: slides whose commands are real.", lines);
        Assert.Contains("forward | Space, → or PageDown", lines);
        Assert.Single(lines, line => line.StartsWith("You just pressed it once.", StringComparison.Ordinal));
        Assert.Contains("step kettle:", lines);
        Assert.Contains("    sleep 2", lines);
    }

    [Fact]
    public void A_command_that_fails_is_told_and_counts_and_the_next_is_done()
    {
        Assert.Equal(ExitCode.Failure, _prompt.RunWith("run no-such-step\nwhere\n", "repl", "tour"));
        Assert.StartsWith("evolve: There is no step “no-such-step”.", _prompt.Error, StringComparison.Ordinal);
        Assert.StartsWith("slide 1 of 7: Welcome; next: ", _prompt.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_agreement_nothing_runs()
    {
        var talk = Write($"touch {_prompt.Folder}/never");
        Assert.Equal(ExitCode.Failure, _prompt.RunWith("run one\n", "repl", talk));
        Assert.Contains("that you have not agreed to", _prompt.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_prompt.PathOf("never")));
        Assert.Equal(ExitCode.Success, _prompt.RunWith("run one\nquit\nrun no-more\n", "repl", talk, "--trust"));
        Assert.True(File.Exists(_prompt.PathOf("never")));
    }

    [Fact]
    public void A_step_that_fails_makes_the_run_fail()
    {
        Assert.Equal(ExitCode.Failure, _prompt.RunWith("run one\n", "repl", Write("exit 4"), "--trust"));
        Assert.Contains("ended with status 4", _prompt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_command_with_what_it_takes()
    {
        Assert.Equal(ExitCode.Success, _prompt.RunWith("help\n", "repl"));
        Assert.Contains(_prompt.Lines, line => line.StartsWith("tier TIER FLAVOUR ", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_without_a_talk_say_how_to_start_one()
    {
        Assert.Equal(ExitCode.Usage, _prompt.RunWith("forward\n", "notes", "--plain"));
        Assert.Contains("No talk is on yet: start one with ./run.sh", _prompt.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _prompt.Dispose();

    private string Write(string commands) =>
        _prompt.Write("talk.md", $"---\ntitle: Mine\n---\n\n# First\n\n```sh {{#one .run}}\n{commands}\n```\n");
}
