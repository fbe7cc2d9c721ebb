using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Whether there is a way out of this machine; nothing is sent.</summary>
internal sealed class NetworkCheck(IHost host) : IDoctorCheck
{
    public string Subject => "network";

    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(
        HasRoute("/proc/net/route", "00000000", column: 1) || HasRoute("/proc/net/ipv6_route", new string('0', 32), column: 0)
            ? new Finding(Subject, FindingLevel.Good, "there is a way out (a default route)")
            : new Finding(
                Subject,
                FindingLevel.Warning,
                "there is no way out of this machine (no default route)",
                "What is built already does not need it; packages and images that are missing do."));

    /// <summary>Whether a table of the kernel has a default route by some other device than the loopback.</summary>
    private bool HasRoute(string table, string destination, int column) => (host.ReadText(table) ?? "")
        .Split('\n')
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Any(fields => fields.Length > 7 && fields[column] == destination && fields[0] != "lo" && fields[^1] != "lo");
}
