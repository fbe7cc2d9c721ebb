using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Diagnosis.Checks;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Guests;

/// <summary>
/// Finds out whether KVM works by booting the runner's probe guest on it, in a container like those of the guests. A
/// device that opens may still not run a guest (nested virtualisation): only a boot shows it.
/// </summary>
/// <param name="endpoint">The engine.</param>
/// <param name="deploymentId">The id that the container bears while it runs.</param>
/// <param name="image">The runner's image.</param>
/// <param name="device">The device's path on the host.</param>
public sealed class KvmProbe(DockerEndpoint endpoint, string deploymentId, string image = "evolve/runner", string device = "/dev/kvm")
{
    /// <summary>Boots; null when the runner's image is not there, or no docker command. Takes a few seconds at most.</summary>
    public async Task<KvmAnswer?> BootAsync(CancellationToken cancellationToken)
    {
        if (await CommandLook.AskAsync(endpoint, "docker", ["image", "inspect", "--format", "{{.Id}}", image], cancellationToken) is null or "")
        {
            return null;
        }

        var result = await Cli.Wrap("docker")
            .WithArguments(Arguments())
            .WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(endpoint)
            .ExecuteBufferedAsync(cancellationToken);
        return KvmAnswer.Read(result.StandardOutput + result.StandardError, result.ExitCode);
    }

    // It ends by itself within the two deadlines, also when nobody waits for it any more.
    private string[] Arguments() =>
    [
        "run", "--rm", "--label", $"{Labels.Deployment}={deploymentId}", "--network", "none",
        "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--device", $"{device}:/dev/kvm", "--group-add", SystemCalls.GroupOf(device).ToString(CultureInfo.InvariantCulture),
        "-e", "RUNNER_CONF=/probe/guest.conf", "-e", "RUNNER_ACCEL=kvm", "-e", "RUNNER_KVM_TIMEOUT=2s", "-e", "RUNNER_READY_TIMEOUT=5s",
        "-e", "PROBE=exit 0", image,
    ];
}
