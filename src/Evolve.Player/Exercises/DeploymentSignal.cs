using Evolve.Lamp.Deployment;

namespace Evolve.Player.Exercises;

/// <summary>The engine's events, as the picture of the deployment.</summary>
public sealed class DeploymentSignal : IChangeSignal
{
    private readonly IDeploymentSource _source;

    /// <summary>Listens to a picture that somebody else keeps.</summary>
    public DeploymentSignal(IDeploymentSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _source.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public bool IsMovedByChecks => true;

    /// <inheritdoc/>
    public void Dispose() => _source.Changed -= OnChanged;

    private void OnChanged() => Changed?.Invoke();
}
