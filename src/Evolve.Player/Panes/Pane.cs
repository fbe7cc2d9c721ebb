using System.Diagnostics.CodeAnalysis;
using Evolve.Terminal;
using Evolve.Terminal.Screen;

namespace Evolve.Player.Panes;

/// <summary>
/// A named screen that outlives slides and steps, filled by one source at a time. Everything may be called from any
/// thread; nothing blocks for longer than it takes to read a few kilobytes of output.
/// </summary>
public sealed class Pane
{
    /// <summary>How much is read under one lock: some 50 microseconds of work, so that a reader never waits for a flood.</summary>
    private const int SliceBytes = 4096;

    private readonly Lock _lock = new();
    private readonly VtScreen _screen;
    private int _readersWaiting;
    private long _version;
    private PaneLease? _lease;
    private string? _recorded;

    internal Pane(string name, TerminalSize size)
    {
        Name = name;
        _screen = new VtScreen(size);
        _screen.Reply += bytes => _lease?.Write(bytes.Span);
    }

    /// <summary>Raised, on any thread, after the screen or what fills it has changed; as often as output comes.</summary>
    public event Action? Changed;

    /// <summary>Its name, as steps give it.</summary>
    public string Name { get; }

    /// <summary>True while something runs in it.</summary>
    public bool IsBusy => Volatile.Read(ref _lease) is not null;

    /// <summary>The step that runs in it, or null.</summary>
    public string? StepId => Volatile.Read(ref _lease)?.StepId;

    /// <summary>What runs in it, in words: a step's id or "a shell"; null when nothing does.</summary>
    public string? Occupant => Volatile.Read(ref _lease)?.Occupant;

    /// <summary>When and where what it shows was recorded; null when what ran in it last was live.</summary>
    public string? Recorded => Volatile.Read(ref _recorded);

    /// <summary>Grows with every visible change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Looks at the screen; it does not change while <paramref name="look"/> runs, which should be brief.</summary>
    public T Read<T>(Func<VtScreen, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        Interlocked.Increment(ref _readersWaiting);
        _lock.Enter();
        Interlocked.Decrement(ref _readersWaiting);
        try
        {
            return look(_screen);
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Gives keys to what runs in it; without anything they are lost.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Volatile.Read(ref _lease)?.Write(bytes);

    /// <summary>Changes the size of the screen and tells what runs in it.</summary>
    public void Resize(TerminalSize size)
    {
        if (!Read(screen =>
            {
                if (screen.Size == size)
                {
                    return false;
                }

                screen.Resize(size);
                Volatile.Write(ref _version, screen.Version);
                return true;
            }))
        {
            return;
        }

        Volatile.Read(ref _lease)?.Resize(size);
        Changed?.Invoke();
    }

    /// <summary>The size of the screen.</summary>
    public TerminalSize Size => Read(screen => screen.Size);

    /// <summary>Takes the pane for one source; false when something else has it.</summary>
    internal bool TryTake(string occupant, string? stepId, [NotNullWhen(true)] out PaneLease? lease, string? recorded = null)
    {
        var mine = new PaneLease(this, occupant, stepId);
        lease = Interlocked.CompareExchange(ref _lease, mine, null) is null ? mine : null;
        if (lease is not null)
        {
            Volatile.Write(ref _recorded, recorded);
            Changed?.Invoke();
        }

        return lease is not null;
    }

    internal void Release(PaneLease lease)
    {
        if (Interlocked.CompareExchange(ref _lease, null, lease) == lease)
        {
            Changed?.Invoke();
        }
    }

    internal void Feed(ReadOnlySpan<byte> bytes)
    {
        var before = Version;
        while (!bytes.IsEmpty)
        {
            // A lock is not fair: without this a flood would take it again before a waiting reader wakes.
            var spin = default(SpinWait);
            while (Volatile.Read(ref _readersWaiting) > 0)
            {
                spin.SpinOnce();
            }

            var slice = bytes[..Math.Min(bytes.Length, SliceBytes)];
            lock (_lock)
            {
                _screen.Feed(slice);
                Volatile.Write(ref _version, _screen.Version);
            }

            bytes = bytes[slice.Length..];
        }

        if (Version != before)
        {
            Changed?.Invoke();
        }
    }
}
