namespace Evolve.Bench.Tests;

/// <summary>Amounts, as the engine and the runner write them.</summary>
public sealed class GaugeSpecs
{
    [Theory]
    [InlineData("0B", 0)]
    [InlineData("512KiB", 512 * 1024)]
    [InlineData("34.5MiB", 34.5 * 1024 * 1024)]
    [InlineData("1.25GiB", 1.25 * 1024 * 1024 * 1024)]
    public void The_engine_counts_in_binary_units(string amount, double bytes) => Assert.Equal(bytes, Gauge.Bytes(amount));

    [Fact]
    public void The_runner_says_how_large_the_machine_is() =>
        Assert.Equal(24 * 1024 * 1024, Gauge.MachineBytes("machine      microvm, 24 MB, 1 processor\nruns on      emulation (tcg)\n"));
}
