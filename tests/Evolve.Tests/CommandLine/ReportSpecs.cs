using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

public sealed class ReportSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-report-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void What_verify_ran_can_be_reported()
    {
        var talk = Path.Combine(_folder, "talk.md");
        File.WriteAllText(talk, "---\ntitle: A talk\n---\n# One\n\n```sh {#greet .run}\nprintf '\\033[32mgreen words\\033[0m\\n'\n```\n");
        var target = Path.Combine(_folder, "out.html");
        Assert.Equal(ExitCode.Success, Run("verify", talk, "--trust"));
        Assert.Equal(ExitCode.Success, Run("report", "--out", target));
        var page = File.ReadAllText(target);
        Assert.Contains("<span style=\"color:var(--ansi-2)\">green words</span>", page, StringComparison.Ordinal);
        Assert.Contains("1 of 1", page, StringComparison.Ordinal);
        Assert.Contains($"The report is in {target}", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_play_there_is_nothing_to_report()
    {
        Assert.Equal(ExitCode.Usage, Run("report"));
        Assert.Contains("Nothing was played yet", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run("report", "tour"));
        Assert.Contains("tour.md was not played yet", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_player_that_is_not_there_is_told()
    {
        Assert.Equal(ExitCode.Usage, Run("report", "--player", _folder));
        Assert.Contains("unpack the npm package asciinema-player there", _error.ToString(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int Run(params string[] arguments) =>
        EntryPoint.Run(arguments, Repository.Root, new StateHost(_folder), _output, _error);
}
