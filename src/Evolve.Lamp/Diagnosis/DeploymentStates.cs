using System.Collections.Immutable;
using System.Text;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Diagnosis;

/// <summary>The states of a deployment's containers now, without watching it.</summary>
/// <param name="engine">The engine, or null when there is none.</param>
/// <param name="deploymentId">The deployment's id.</param>
public sealed class DeploymentStates(DockerEngine? engine, string deploymentId)
{
    /// <summary>The names of the containers that run, in the order of the alphabet; none without an engine.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<ImmutableArray<string>> RunningAsync(CancellationToken cancellationToken = default) => engine is null
        ? []
        :
        [
            .. (await new ContainerReader(engine, deploymentId).ReadAsync(cancellationToken))
                .Where(found => found.Container.State == ContainerState.Running)
                .Select(found => found.Container.Name)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A line a container: name, state, health and address; or a sentence that says why there is none.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken = default)
    {
        if (engine is null)
        {
            return "There is no engine.\n";
        }

        try
        {
            var text = new StringBuilder();
            foreach (var (container, _, _) in await new ContainerReader(engine, deploymentId).ReadAsync(cancellationToken))
            {
                text.Append(container.Name).Append("  ").Append(container.State).Append(", health ").Append(container.Health)
                    .Append(", address ").Append(container.Address ?? "none").Append('\n');
            }

            return text.Length > 0 ? text.ToString() : "There is no container of the deployment.\n";
        }
        catch (EngineException exception)
        {
            return exception.Problem.Sentence + "\n";
        }
    }
}
