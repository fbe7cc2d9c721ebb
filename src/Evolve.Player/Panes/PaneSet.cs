using System.Collections.Immutable;
using Evolve.Player.Running;
using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Panes;

/// <summary>The panes of a talk, in the order in which they were first used; they outlive slides and reloads.</summary>
public sealed partial class PaneSet : IAsyncDisposable
{
    /// <summary>The pane of <see cref="OpenShell"/>.</summary>
    public const string ShellName = "shell";

    /// <summary>How long a shell has to end after its terminal is gone.</summary>
    private static readonly TimeSpan ShellGrace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly IPaneSources _sources;
    private readonly Func<StepEnvironment> _environment;
    private readonly List<Task> _shells = [];
    private readonly CancellationTokenSource _closing = new();
    private ImmutableArray<Pane> _panes = [];
    private TerminalSize _newPaneSize;

    /// <summary>Makes an empty set.</summary>
    /// <param name="sources">Starts programs.</param>
    /// <param name="environment">Asked for the environment each time a shell is opened.</param>
    /// <param name="newPaneSize">The size of a new pane until a view gives it another.</param>
    public PaneSet(IPaneSources sources, Func<StepEnvironment> environment, TerminalSize newPaneSize)
    {
        _sources = sources;
        _environment = environment;
        _newPaneSize = newPaneSize;
    }

    /// <summary>Raised, on any thread, after a pane was added.</summary>
    public event Action? Changed;

    /// <summary>All panes.</summary>
    public IReadOnlyList<Pane> Panes => Read().AsReadOnly();

    /// <summary>The size of panes that are made from now on; a view sets what it will give them.</summary>
    public TerminalSize NewPaneSize
    {
        get
        {
            lock (_lock)
            {
                return _newPaneSize;
            }
        }

        set
        {
            lock (_lock)
            {
                _newPaneSize = value;
            }
        }
    }

    /// <summary>The pane of this name, or null while nobody has opened it.</summary>
    public Pane? Find(string name) => Read().FirstOrDefault(pane => pane.Name == name);

    /// <summary>The pane of this name, made on first use.</summary>
    public Pane Open(string name)
    {
        Pane made;
        lock (_lock)
        {
            if (_panes.FirstOrDefault(pane => pane.Name == name) is { } known)
            {
                return known;
            }

            made = new Pane(name, _newPaneSize);
            _panes = _panes.Add(made);
        }

        Changed?.Invoke();
        return made;
    }

    /// <summary>
    /// A pane with an interactive bash in the workspace with the demo's environment: the one that runs already, or a new
    /// one. When steps hold the pane of that name, it opens beside it under another.
    /// </summary>
    public Pane OpenShell()
    {
        for (var number = 1; ; number++)
        {
            var pane = Open(number == 1 ? ShellName : $"{ShellName}-{number}");
            if (pane.TryTake("a shell", null, out var lease))
            {
                StartShell(lease);
                return pane;
            }

            if (pane.StepId is null)
            {
                return pane;
            }
        }
    }

    /// <summary>Ends all shells; steps are ended by the player.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task[] shells;
        lock (_lock)
        {
            shells = [.. _shells];
        }

        await Task.WhenAll(shells);
        _closing.Dispose();
    }

    private ImmutableArray<Pane> Read()
    {
        lock (_lock)
        {
            return _panes;
        }
    }

    private void StartShell(PaneLease lease)
    {
        Start(ShellCommands.Interactive(_environment(), lease.Size), lease, "The shell");
    }

    private void Start(PtyCommand command, PaneLease lease, string what)
    {
        IPaneSource source;
        try
        {
            source = _sources.Start(command, lease.Feed);
        }
        catch (PtyException exception)
        {
            lease.Show($"{what} could not be started: {PaneText.Safe(exception.Message)}\r\n");
            lease.Dispose();
            return;
        }

        lease.Attach(source);
        Keep(FollowAsync(source, lease, what));
    }

    /// <summary>Waited for when the set is disposed of.</summary>
    private void Keep(Task program)
    {
        lock (_lock)
        {
            _shells.RemoveAll(task => task.IsCompletedSuccessfully);
            _shells.Add(program);
        }
    }

    private async Task FollowAsync(IPaneSource source, PaneLease lease, string what)
    {
        await using (source)
        {
            try
            {
                await source.Completion.WaitAsync(_closing.Token);
            }
            catch (OperationCanceledException)
            {
                await source.KillAsync(ShellGrace);
            }
        }

        lease.Show(PaneText.AfterProgram);
        lease.Show(PaneText.Faint($"{what} has ended.") + "\r\n");
        lease.Dispose();
    }
}
