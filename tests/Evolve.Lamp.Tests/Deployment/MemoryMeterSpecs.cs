using System.Text.Json;
using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Tests.Deployment;

public sealed class MemoryMeterSpecs
{
    [Theory]
    [InlineData("""{"memory_stats":{"usage":1000,"stats":{"total_inactive_file":300,"inactive_file":5}}}""", 700L)]
    [InlineData("""{"memory_stats":{"usage":1000,"stats":{"inactive_file":250}}}""", 750L)]
    [InlineData("""{"memory_stats":{"usage":1000,"stats":{"inactive_file":2000}}}""", 1000L)]
    [InlineData("""{"memory_stats":{"usage":1000}}""", 1000L)]
    [InlineData("""{"memory_stats":{}}""", null)]
    [InlineData("{}", null)]
    public void Memory_is_what_docker_stats_shows_under_either_version_of_cgroups(string stats, long? expected)
    {
        using var document = JsonDocument.Parse(stats);
        Assert.Equal(expected, MemoryMeter.MemoryOf(document.RootElement));
    }
}
