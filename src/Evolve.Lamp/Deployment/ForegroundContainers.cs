using Docker.DotNet.Models;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>The containers that a step runs in its foreground: they outlive the docker client that is killed with the step.</summary>
public sealed class ForegroundContainers(DockerEngine engine, string deploymentId)
{
    private const uint GraceSeconds = 3;

    /// <summary>
    /// Stops those of ours that were created at or after a moment and had a client attached (what <c>docker run</c>
    /// without <c>--detach</c> makes), and removes those that were never started; gives their names.
    /// </summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<IReadOnlyList<string>> StopAsync(DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        var parameters = new ContainersListParameters { All = true, Filters = LabelFilter.Of(deploymentId) };
        var candidates = await engine.AskAsync(
            (client, token) => client.Containers.ListContainersAsync(parameters, token), cancellationToken);
        var names = await Task.WhenAll(
            candidates.Select(candidate => StopAsync(candidate.ID, since, cancellationToken)));
        return [.. names.OfType<string>().Order(StringComparer.Ordinal)];
    }

    private async Task<string?> StopAsync(string id, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var container = await engine.FindAsync(
            (client, token) => client.Containers.InspectContainerAsync(id, token), cancellationToken);
        if (container is null
            || !container.Config.AttachStdout
            || new DateTimeOffset(container.Created.ToUniversalTime()) < since)
        {
            return null;
        }

        switch (container.State.Status)
        {
            case "running" or "restarting" or "paused":
                await engine.FindAsync(
                    async (client, token) => (object)await client.Containers.StopContainerAsync(
                        id, new ContainerStopParameters { WaitBeforeKillSeconds = GraceSeconds }, token),
                    cancellationToken);
                break;
            case "created":
                // Its client was killed between the two requests: left alone, its name would be taken for ever.
                await engine.FindAsync(
                    async (client, token) =>
                    {
                        await client.Containers.RemoveContainerAsync(
                            id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token);
                        return new object();
                    },
                    cancellationToken);
                break;
            default:
                return null;
        }

        return container.Name.TrimStart('/');
    }
}
