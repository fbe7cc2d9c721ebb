using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>What builds the images: both builders can.</summary>
internal sealed class BuilderCheck(DockerEndpoint? endpoint) : IDoctorCheck
{
    public string Subject => "builder";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var version = await CommandLook.AskAsync(endpoint, "docker", ["buildx", "version"], cancellationToken);
        return version switch
        {
            null => new Finding(Subject, FindingLevel.Warning, "not known without the docker command"),

            // A client without the plug-in prints its help, or an error.
            _ when !version.Contains("buildx", StringComparison.Ordinal) => new Finding(Subject, FindingLevel.Good, "the engine's own (legacy)"),
            _ => new Finding(Subject, FindingLevel.Good, "BuildKit, " + string.Join(' ', version.Split(' ').Take(2))),
        };
    }
}
