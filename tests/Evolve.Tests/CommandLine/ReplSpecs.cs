using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>A talk by lines from the command line, of a scenario that needs no engine.</summary>
public sealed class ReplSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-repl-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void The_tour_is_given_by_lines()
    {
        Assert.Equal(ExitCode.Success, Run("goto base\nrun base\nsteps\nwhere\n", "repl", "tour"));
        var lines = Lines();
        Assert.Equal("slide 1 of 7: Welcome", lines[0]);
        Assert.Contains("slide 3 of 7: A place to play in", lines);
        Assert.Contains(lines, line => line.StartsWith("| debian:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("step base: done in ", StringComparison.Ordinal));
        Assert.Empty(_error.ToString());
        Assert.DoesNotContain('\e', _output.ToString());
        Assert.DoesNotContain("evolve>", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slide_is_read_as_far_as_it_is_shown()
    {
        Assert.Equal(ExitCode.Success, Run("read\nforward\nread\ngoto kettle\nread\n", "repl", "tour"));
        var lines = Lines();
        Assert.Contains("This is Evolve: slides whose commands are real.", lines);
        Assert.Contains("forward | Space, → or PageDown", lines);
        Assert.Single(lines, line => line.StartsWith("You just pressed it once.", StringComparison.Ordinal));
        Assert.Contains("step kettle:", lines);
        Assert.Contains("    sleep 2", lines);
    }

    [Fact]
    public void A_command_that_fails_is_told_and_counts_and_the_next_is_done()
    {
        Assert.Equal(ExitCode.Failure, Run("run no-such-step\nwhere\n", "repl", "tour"));
        Assert.StartsWith("evolve: There is no step “no-such-step”.", _error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("slide 1 of 7: Welcome; next: ", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_agreement_nothing_runs()
    {
        var talk = Write($"touch {_folder}/never");
        Assert.Equal(ExitCode.Failure, Run("run one\n", "repl", talk));
        Assert.Contains("that you have not agreed to", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "never")));
        Assert.Equal(ExitCode.Success, Run("run one\nquit\nrun no-more\n", "repl", talk, "--trust"));
        Assert.True(File.Exists(Path.Combine(_folder, "never")));
    }

    [Fact]
    public void A_step_that_fails_makes_the_run_fail()
    {
        Assert.Equal(ExitCode.Failure, Run("run one\n", "repl", Write("exit 4"), "--trust"));
        Assert.Contains("ended with status 4", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_command_with_what_it_takes()
    {
        Assert.Equal(ExitCode.Success, Run("help\n", "repl"));
        Assert.Contains(Lines(), line => line.StartsWith("tier TIER FLAVOUR ", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_without_a_talk_say_how_to_start_one()
    {
        Assert.Equal(ExitCode.Usage, Run("forward\n", "notes", "--plain"));
        Assert.Contains("No talk is on yet: start one with ./run.sh", _error.ToString(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Lines() => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private string Write(string commands)
    {
        var path = Path.Combine(_folder, "talk.md");
        File.WriteAllText(path, $"---\ntitle: Mine\n---\n\n# First\n\n```sh {{#one .run}}\n{commands}\n```\n");
        return path;
    }

    private int Run(string input, params string[] arguments)
    {
        using var reader = new StringReader(input);
        return EntryPoint.Run(arguments, Repository.Root, new StateHost(_folder), _output, _error, reader);
    }
}
