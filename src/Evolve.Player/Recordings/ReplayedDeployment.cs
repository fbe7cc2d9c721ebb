using Evolve.Lamp.Deployment;

namespace Evolve.Player.Recordings;

/// <summary>
/// The deployment as it is to be seen: the live one, and from the beginning of a replayed step, until the next that runs,
/// the one that was recorded.
/// </summary>
public sealed class ReplayedDeployment : IDeploymentSource
{
    private readonly IDeploymentSource? _live;
    private volatile DeploymentSnapshot? _recorded;
    private bool _wantsStats;

    /// <summary>Shows what is live.</summary>
    /// <param name="live">The live deployment, which stays its owner's; or null when there is no engine.</param>
    public ReplayedDeployment(IDeploymentSource? live)
    {
        _live = live;
        if (_live is not null)
        {
            _live.Changed += OnLive;
        }
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>True while a recorded deployment is shown.</summary>
    public bool IsRecorded => _recorded is not null;

    /// <inheritdoc/>
    public DeploymentSnapshot Current => _recorded ?? _live?.Current ?? DeploymentSnapshot.Unknown with { Engine = EngineState.Absent };

    /// <inheritdoc/>
    public bool WantsStats
    {
        get => _live?.WantsStats ?? _wantsStats;
        set
        {
            _wantsStats = value;
            if (_live is not null)
            {
                _live.WantsStats = value;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_live is not null)
        {
            _live.Changed -= OnLive;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Shows a recorded moment.</summary>
    internal void Show(DeploymentSnapshot picture)
    {
        _recorded = picture;
        Changed?.Invoke();
    }

    /// <summary>Shows what is live again: a step runs.</summary>
    internal void ShowLive()
    {
        if (_recorded is not null)
        {
            _recorded = null;
            Changed?.Invoke();
        }
    }

    private void OnLive()
    {
        if (_recorded is null)
        {
            Changed?.Invoke();
        }
    }
}
