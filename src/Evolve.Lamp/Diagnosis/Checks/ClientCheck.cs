using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>The docker command that the steps run.</summary>
internal sealed class ClientCheck(DockerEndpoint? endpoint) : IDoctorCheck
{
    public string Subject => "docker command";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken) =>
        await CommandLook.AskAsync(endpoint, "docker", ["--version"], cancellationToken) switch
        {
            null => new Finding(
                Subject, FindingLevel.Problem, "not installed", "On Debian or Ubuntu, type `sudo apt-get install docker.io`."),
            "" => new Finding(Subject, FindingLevel.Problem, "does not run", "See what `docker --version` says."),
            var version => new Finding(Subject, FindingLevel.Good, version.Replace("Docker version ", "", StringComparison.Ordinal)),
        };
}
