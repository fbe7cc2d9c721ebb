using Xunit;

namespace Evolve.Tests.CommandLine;

public sealed class ReportSpecs : IDisposable
{
    private readonly Prompt _prompt = new();

    [Fact]
    public void What_verify_ran_can_be_reported()
    {
        var talk = _prompt.Write("talk.md", "---\ntitle: A talk\n---\n# One\n\n```sh {#greet .run}\nprintf '\\033[32mgreen words\\033[0m\\n'\n```\n");
        var target = _prompt.PathOf("out.html");
        Assert.Equal(ExitCode.Success, _prompt.Run("verify", talk, "--trust"));
        Assert.Equal(ExitCode.Success, _prompt.Run("report", "--out", target));
        var page = File.ReadAllText(target);
        Assert.Contains("<span style=\"color:var(--ansi-2)\">green words</span>", page, StringComparison.Ordinal);
        Assert.Contains("1 of 1", page, StringComparison.Ordinal);
        Assert.Contains($"The report is in {target}", _prompt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_play_there_is_nothing_to_report()
    {
        Assert.Equal(ExitCode.Usage, _prompt.Run("report"));
        Assert.Contains("Nothing was played yet", _prompt.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _prompt.Run("report", "tour"));
        Assert.Contains("tour.md was not played yet", _prompt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_player_that_is_not_there_is_told()
    {
        Assert.Equal(ExitCode.Usage, _prompt.Run("report", "--player", _prompt.Folder));
        Assert.Contains("unpack the npm package asciinema-player there", _prompt.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _prompt.Dispose();
}
