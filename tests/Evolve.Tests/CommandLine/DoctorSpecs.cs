using Xunit;

namespace Evolve.Tests.CommandLine;

public sealed class DoctorSpecs : IDisposable
{
    private readonly Prompt _prompt = new();

    [Fact]
    public void A_scenario_without_an_engine_asks_for_none()
    {
        Assert.Equal(ExitCode.Success, _prompt.Run("doctor", "tour"));
        Assert.Contains("recordings", _prompt.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("docker's disk", _prompt.Output, StringComparison.Ordinal);
        Assert.Contains("“A tour of Evolve” can be given on this machine.", _prompt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_nothing_to_warm_for_it_either()
    {
        Assert.Equal(ExitCode.Success, _prompt.Run("doctor", "tour", "--warm"));
        Assert.Contains("“A tour of Evolve” needs no engine, so there is nothing to make.", _prompt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Assert.Equal(ExitCode.Usage, _prompt.Run("doctor", _prompt.PathOf("none.md")));
        Assert.Contains("none.md", _prompt.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _prompt.Run("doctor", "--warm"));
        Assert.Contains("--warm needs a scenario", _prompt.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _prompt.Dispose();
}
