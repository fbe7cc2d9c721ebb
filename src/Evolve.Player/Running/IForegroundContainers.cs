using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;

namespace Evolve.Player.Running;

/// <summary>Ends the containers that a stopped step held in its foreground, for they outlive the docker client.</summary>
public interface IForegroundContainers
{
    /// <summary>Stops those of ours that were created at or after a moment with a client attached; gives their names.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    Task<IReadOnlyList<string>> StopAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>Those of the live engine.</summary>
public sealed class EngineForegroundContainers(ForegroundContainers containers) : IForegroundContainers
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StopAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        containers.StopAsync(since, cancellationToken);
}
