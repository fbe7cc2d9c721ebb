using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

public sealed class DoctorSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-doctor-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void A_scenario_without_an_engine_asks_for_none()
    {
        Assert.Equal(ExitCode.Success, Run("doctor", "tour"));
        Assert.Contains("recordings", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("docker's disk", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("“A tour of Evolve” can be given on this machine.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_nothing_to_warm_for_it_either()
    {
        Assert.Equal(ExitCode.Success, Run("doctor", "tour", "--warm"));
        Assert.Contains("“A tour of Evolve” needs no engine, so there is nothing to make.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Assert.Equal(ExitCode.Usage, Run("doctor", Path.Combine(_folder, "none.md")));
        Assert.Contains("none.md", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run("doctor", "--warm"));
        Assert.Contains("--warm needs a scenario", _error.ToString(), StringComparison.Ordinal);
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
