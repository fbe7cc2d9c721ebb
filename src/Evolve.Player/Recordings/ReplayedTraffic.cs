using Evolve.Lamp.Traffic;

namespace Evolve.Player.Recordings;

/// <summary>
/// Traffic as it is to be seen: the live one, and from the beginning of a replayed step that saw some, until the next
/// that runs, the recorded one. What really flows is never hidden.
/// </summary>
public sealed class ReplayedTraffic : IDisposable
{
    private readonly ITrafficControl? _live;
    private volatile TrafficSnapshot? _recorded;

    /// <summary>Shows what is live.</summary>
    /// <param name="live">The live traffic, which stays its owner's; or null when there is no engine.</param>
    public ReplayedTraffic(ITrafficControl? live)
    {
        _live = live;
        if (_live is not null)
        {
            _live.Changed += OnLive;
        }
    }

    /// <summary>Raised, on any thread, after <see cref="Current"/> became another.</summary>
    public event Action? Changed;

    /// <summary>True when there are figures to show, live or recorded.</summary>
    public bool Exists => _live is not null || IsRecorded;

    /// <summary>True while recorded figures are shown.</summary>
    public bool IsRecorded => _recorded is not null && _live is null or { Current.Phase: TrafficPhase.Off };

    /// <summary>The figures.</summary>
    public TrafficSnapshot Current =>
        (_live is null or { Current.Phase: TrafficPhase.Off } ? _recorded : null) ?? _live?.Current ?? TrafficSnapshot.None;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_live is not null)
        {
            _live.Changed -= OnLive;
        }
    }

    /// <summary>Shows recorded figures.</summary>
    internal void Show(TrafficSnapshot figures)
    {
        _recorded = figures;
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

    private void OnLive() => Changed?.Invoke();
}
