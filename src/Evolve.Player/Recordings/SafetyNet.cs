using Evolve.Lamp.Deployment;
using Evolve.Lamp.Traffic;
using Evolve.Player.Playing;

namespace Evolve.Player.Recordings;

/// <summary>Puts recordings under a live talk: once the engine is gone they are played, until it is back.</summary>
public sealed class SafetyNet : IDisposable
{
    private const string Lost = "The engine is gone: recordings are played now.";

    private readonly ScenarioPlayer _player;
    private readonly IDeploymentSource _deployment;
    private readonly ITrafficControl? _traffic;
    private readonly Lock _lock = new();
    private EngineState _last = EngineState.Connected;

    /// <summary>Begins to watch.</summary>
    /// <param name="player">A player that began with an engine.</param>
    /// <param name="deployment">The live deployment, which stays its owner's.</param>
    /// <param name="traffic">The live traffic, which ends with the engine: its failures would hide what was recorded; null when there is none.</param>
    public SafetyNet(ScenarioPlayer player, IDeploymentSource deployment, ITrafficControl? traffic = null)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(deployment);
        (_player, _deployment, _traffic) = (player, deployment, traffic);
        _deployment.Changed += Look;
        Look();
    }

    /// <inheritdoc/>
    public void Dispose() => _deployment.Changed -= Look;

    private void Look()
    {
        lock (_lock)
        {
            // Asking again is no answer yet.
            if (_deployment.Current.Engine is var engine && engine != EngineState.Connecting && engine != _last)
            {
                _last = engine;
                if (engine == EngineState.Absent)
                {
                    _traffic?.Stop();
                    _player.EngineIsLost(Lost);
                }
                else
                {
                    _player.EngineIsBack();
                }
            }
        }
    }
}
