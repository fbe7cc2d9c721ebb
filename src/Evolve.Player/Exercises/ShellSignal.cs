using Evolve.Player.Panes;

namespace Evolve.Player.Exercises;

/// <summary>
/// The shells: their output went on to another line, as it does when a command was given and when it has ended. What is
/// typed on a line changes nothing yet.
/// </summary>
public sealed class ShellSignal : IChangeSignal
{
    private readonly Lock _lock = new();
    private readonly PaneSet _panes;
    private readonly Dictionary<Pane, (Action Look, long Line)> _known = [];
    private bool _isDisposed;

    /// <summary>Follows all panes of a set, also those that come.</summary>
    public ShellSignal(PaneSet panes)
    {
        ArgumentNullException.ThrowIfNull(panes);
        _panes = panes;
        _panes.Changed += Follow;
        Follow();
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public bool IsMovedByChecks => false;

    /// <inheritdoc/>
    public void Dispose()
    {
        _panes.Changed -= Follow;
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var (pane, (look, _)) in _known)
            {
                pane.Changed -= look;
            }

            _known.Clear();
        }
    }

    private void Follow()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            foreach (var pane in _panes.Panes.Where(pane => !_known.ContainsKey(pane)))
            {
                void Look() => OnChanged(pane);
                _known[pane] = (Look, LineOf(pane));
                pane.Changed += Look;
            }
        }
    }

    private void OnChanged(Pane pane)
    {
        // A step's output is followed by its own checks.
        if (!pane.IsBusy || pane.StepId is not null)
        {
            return;
        }

        var line = LineOf(pane);
        lock (_lock)
        {
            if (!_known.TryGetValue(pane, out var known) || known.Line == line)
            {
                return;
            }

            _known[pane] = (known.Look, line);
        }

        Changed?.Invoke();
    }

    private static long LineOf(Pane pane) => pane.Read(screen => screen.ScrolledLines + screen.Cursor.Row);
}
