namespace Evolve.Terminal.Screen.Storage;

/// <summary>
/// The lines above the screen, oldest dropped first. Each slot of the ring keeps its array for the next line, so that
/// output without end makes no garbage and memory stays flat.
/// </summary>
internal sealed class Scrollback(int limit, long dropped = 0)
{
    private const int Granule = 32;
    private readonly LineCodec _codec = new();
    private Slot[] _slots = [];
    private int _first;

    /// <summary>Lines kept; only wrapping at a smaller width makes more, since that must lose nothing.</summary>
    public int Limit { get; } = Math.Max(0, limit);

    public int Count { get; private set; }

    /// <summary>Lines dropped so far, by the limit or when all were cleared.</summary>
    public long Dropped { get; private set; } = dropped;

    /// <summary>Grows with every change; for whoever keeps a decoded line.</summary>
    public long Version { get; private set; }

    /// <summary>
    /// Adds the youngest line; at the limit the oldest makes room. What wrapping made beyond it goes too: if it stayed,
    /// each change of width could add as much again.
    /// </summary>
    public void Add(GridLine line)
    {
        if (Limit == 0)
        {
            return;
        }

        if (Count >= Limit)
        {
            DropOldest(Count - Limit + 1);
        }

        AddBeyondLimit(line);
    }

    /// <summary>Adds the youngest line and drops none.</summary>
    public void AddBeyondLimit(GridLine line)
    {
        Version++;
        if (Count == _slots.Length)
        {
            Grow();
        }

        ref var slot = ref _slots[Physical(Count++)];
        var bytes = _codec.Encode(line);
        var capacity = slot.Bytes?.Length ?? 0;
        if (capacity < bytes.Length || capacity > (4 * bytes.Length) + Granule)
        {
            slot.Bytes = bytes.IsEmpty ? [] : new byte[(bytes.Length + Granule - 1) / Granule * Granule];
        }

        bytes.CopyTo(slot.Bytes);
        slot.Length = bytes.Length;
        slot.Size = line.Size;
        slot.Used = line.Used;
        slot.IsWrapped = line.IsWrapped;
    }

    /// <summary>Columns up to the last written one.</summary>
    public int UsedAt(int index) => At(index).Used;

    public bool IsWrappedAt(int index) => At(index).IsWrapped;

    /// <summary>The line as it was when it scrolled away.</summary>
    public void Read(int index, GridLine line, int columns)
    {
        ref var slot = ref At(index);
        line.Reset();
        LineCodec.Decode(slot.Bytes.AsSpan(0, slot.Length), line, columns);
        line.Expand(slot.Size, slot.Size);
        line.Size = Math.Max(slot.Size, slot.Used);
        line.Used = slot.Used;
        line.IsWrapped = slot.IsWrapped;
    }

    /// <summary>The youngest line, which leaves the scrollback.</summary>
    public void TakeLast(GridLine line, int columns)
    {
        Version++;
        Read(Count - 1, line, columns);
        Count--;
    }

    /// <summary>The youngest line no longer continues on the screen.</summary>
    public void UnwrapLast()
    {
        if (Count > 0)
        {
            At(Count - 1).IsWrapped = false;
        }
    }

    public void Clear()
    {
        Version++;
        Dropped += Count;
        _slots = [];
        _first = 0;
        Count = 0;
    }

    private void DropOldest(int count)
    {
        Dropped += count;
        _first = Physical(count);
        Count -= count;
        if (count > 1)
        {
            // The slots themselves, and what they hold, are given back too.
            MoveTo(new Slot[Limit]);
        }
    }

    private ref Slot At(int index) => ref _slots[Physical(index)];

    private int Physical(int index)
    {
        var position = _first + index;
        return position >= _slots.Length ? position - _slots.Length : position;
    }

    private void Grow() => MoveTo(new Slot[Count < Limit ? Math.Min(Limit, Math.Max(64, 2 * Count)) : (2 * Count) + 64]);

    private void MoveTo(Slot[] slots)
    {
        for (var i = 0; i < Count; i++)
        {
            slots[i] = At(i);
        }

        _slots = slots;
        _first = 0;
    }

    private struct Slot
    {
        public byte[]? Bytes;
        public int Length;
        public int Size;
        public int Used;
        public bool IsWrapped;
    }
}
