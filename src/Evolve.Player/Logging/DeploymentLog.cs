using System.Text.Json.Nodes;
using Evolve.Lamp.Deployment;

namespace Evolve.Player.Logging;

/// <summary>Writes into the run log which containers the deployment has, whenever that becomes another.</summary>
public sealed class DeploymentLog : IDisposable
{
    private readonly IDeploymentSource _source;
    private readonly RunLog _log;
    private readonly Lock _lock = new();
    private string _last = "[]";

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
        var containers = new JsonArray([.. _source.Current.Containers
            .Where(container => container.IsOfTier)
            .Select(container => new JsonObject
            {
                ["name"] = container.Name,
                ["tier"] = container.Tier,
                ["flavour"] = container.Flavour,
                ["state"] = container.State.ToString().ToLowerInvariant(),
                ["serves"] = container.Serves,
                ["accelerator"] = container.Accelerator?.ToString().ToLowerInvariant(),
            })]);
        lock (_lock)
        {
            // Memory figures come every second; only what a picture of the deployment shows is an event.
            var text = containers.ToJsonString();
            if (text == _last)
            {
                return;
            }

            _last = text;
            _log.Write("deployment", ("containers", containers));
        }
    }
}
