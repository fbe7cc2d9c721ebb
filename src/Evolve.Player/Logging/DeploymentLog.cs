using Evolve.Lamp.Deployment;
using Evolve.Player.Recordings;

namespace Evolve.Player.Logging;

/// <summary>Writes into the run log which containers the deployment has, whenever that becomes another.</summary>
public sealed class DeploymentLog : IDisposable
{
    private readonly IDeploymentSource _source;
    private readonly RunLog _log;
    private readonly Lock _lock = new();
    private DeploymentSnapshot _last = DeploymentSnapshot.Unknown;

    /// <summary>Begins with what is there now.</summary>
    public DeploymentLog(IDeploymentSource source, RunLog log)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _log = log;
        _source.Changed += Look;
        Look();
    }

    /// <summary>Writes no more; both the source and the log stay their owners'.</summary>
    public void Dispose() => _source.Changed -= Look;

    private void Look()
    {
        // Memory figures come every second, and are no event.
        var picture = TopologyJson.Essence(_source.Current);
        picture = picture with { Containers = [.. picture.Containers.Select(container => container with { MemoryBytes = null })] };
        lock (_lock)
        {
            // Without an engine nobody knows what there is.
            if (picture.Engine != EngineState.Connected || TopologyJson.AreAlike(_last, picture))
            {
                return;
            }

            _last = picture;
            _log.Write("deployment", [.. TopologyJson.Fields(picture).Select(field => (field.Name, (object?)field.Value))]);
        }
    }
}
