using Evolve.Player.Panes;

namespace Evolve.Tui.Panes;

/// <summary>Follows all panes of a set, also those that are opened later.</summary>
internal sealed class PaneWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PaneSet _panes;
    private readonly Action _changed;
    private readonly HashSet<Pane> _followed = [];

    public PaneWatch(PaneSet panes, Action changed)
    {
        (_panes, _changed) = (panes, changed);
        panes.Changed += Follow;
        Follow();
    }

    public void Dispose()
    {
        _panes.Changed -= Follow;
        lock (_lock)
        {
            foreach (var pane in _followed)
            {
                pane.Changed -= _changed;
            }
        }
    }

    private void Follow()
    {
        lock (_lock)
        {
            foreach (var pane in _panes.Panes.Where(_followed.Add))
            {
                pane.Changed += _changed;
            }
        }

        _changed();
    }
}
