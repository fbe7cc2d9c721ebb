namespace Evolve.Lamp.Deployment;

/// <summary>The live picture of the deployment: pushed by the engine's events, never polled.</summary>
public interface IDeploymentSource : IAsyncDisposable
{
    /// <summary>The last picture.</summary>
    DeploymentSnapshot Current { get; }

    /// <summary>Raised, on any thread, after <see cref="Current"/> became another.</summary>
    event Action? Changed;

    /// <summary>While true, memory figures are read as a stream from the engine and the edge is asked who serves; set only while somebody looks.</summary>
    bool WantsStats { get; set; }
}
