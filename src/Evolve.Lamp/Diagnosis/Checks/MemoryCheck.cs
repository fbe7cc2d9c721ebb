using System.Globalization;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Memory that is free for the deployment.</summary>
internal sealed class MemoryCheck(IHost host) : IDoctorCheck
{
    /// <summary>The four containers take about 200 MB, a build as much again.</summary>
    private const long Needed = 500 * ByteSize.Mega;
    private const long Comfortable = ByteSize.Giga;

    public string Subject => "memory";

    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var line = host.ReadText("/proc/meminfo")?.Split('\n')
            .FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var number, ..]
            || !long.TryParse(number, CultureInfo.InvariantCulture, out var kibibytes))
        {
            return Task.FromResult(new Finding(Subject, FindingLevel.Warning, "the kernel does not tell"));
        }

        var free = kibibytes * 1024;
        var value = $"{ByteSize.Of(free)} free";
        return Task.FromResult(free switch
        {
            < Needed => new Finding(Subject, FindingLevel.Problem, value, "Close other programs: the deployment needs 500 MB."),
            < Comfortable => new Finding(Subject, FindingLevel.Warning, value, "Close what you do not need: 1 GB is comfortable."),
            _ => new Finding(Subject, FindingLevel.Good, value),
        });
    }
}
