using System.Runtime.InteropServices;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Linux on x86-64, WSL 2 included.</summary>
internal sealed class PlatformCheck(IHost host) : IDoctorCheck
{
    public string Subject => "platform";

    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var machine = RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86-64" : RuntimeInformation.OSArchitecture.ToString();
        var release = host.ReadText("/proc/sys/kernel/osrelease")?.Trim() ?? "";
        var isWindows = release.Contains("microsoft", StringComparison.OrdinalIgnoreCase);

        // WSL 1 has no Linux kernel: its release is 4.4.0-N-Microsoft, that of WSL 2 says microsoft-standard.
        var isFirstWsl = isWindows && !release.Contains("microsoft-standard", StringComparison.OrdinalIgnoreCase)
            && !release.Contains("WSL2", StringComparison.OrdinalIgnoreCase);
        var value = $"{Name()}, {machine}{(isFirstWsl ? ", WSL 1" : isWindows ? ", WSL 2" : "")}";
        var isSupported = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && !isFirstWsl;
        return Task.FromResult(isSupported
            ? new Finding(Subject, FindingLevel.Good, value)
            : new Finding(Subject, FindingLevel.Problem, value, "Evolve runs on Linux on x86-64, WSL 2 included: use such a machine."));
    }

    private string Name()
    {
        var line = host.ReadText("/etc/os-release")?.Split('\n')
            .FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal));
        return line is null ? RuntimeInformation.OSDescription : SafeText.Of(line["PRETTY_NAME=".Length..].Trim('"', '\''), 60);
    }
}
