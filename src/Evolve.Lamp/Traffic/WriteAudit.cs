namespace Evolve.Lamp.Traffic;

/// <summary>
/// Compares what was acknowledged with what the site has stored, a page at a time and over and over again: a write that
/// was there may be lost later. May be used from any thread.
/// </summary>
public sealed class WriteAudit
{
    private readonly Lock _lock = new();
    private readonly NumberSet _acknowledged = new();
    private readonly HashSet<long> _missing = [];
    private readonly HashSet<long> _doubled = [];
    private long _after;
    private long _missingAtWorst;
    private long _passes;

    /// <summary>What is known now.</summary>
    public AuditState State
    {
        get
        {
            lock (_lock)
            {
                return new AuditState(_acknowledged.Count, _missing.Count, _missingAtWorst, _doubled.Count, _passes);
            }
        }
    }

    /// <summary>Takes up a write that the site has acknowledged and the ledger has kept.</summary>
    public void Acknowledge(long number)
    {
        lock (_lock)
        {
            _acknowledged.Add(number);
        }
    }

    /// <summary>Begins a pass over everything anew, whatever the one before had come to.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _after = 0;
        }
    }

    /// <summary>What to ask the site for; only what is acknowledged now is looked for in its answer.</summary>
    public AuditRound Begin()
    {
        lock (_lock)
        {
            return new AuditRound(_after, _acknowledged.Copy());
        }
    }

    /// <summary>Compares the site's answer.</summary>
    /// <returns>True when a pass over everything is complete.</returns>
    public bool Take(AuditRound round, StoredWrites stored)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(stored);

        // The last number of a page may be there once more behind it: the next page begins with it.
        var next = stored.Next is { } last && last - 1 > round.After ? last - 1 : stored.Next;
        var end = next + 1 ?? long.MaxValue;
        var counted = stored.Numbers.Where(number => number < end).CountBy(number => number).ToDictionary();
        lock (_lock)
        {
            _missing.RemoveWhere(number => number > round.After && number < end);
            _doubled.RemoveWhere(number => number > round.After && number < end);
            _missing.UnionWith(round.Acknowledged.Between(round.After, end).Where(number => !counted.ContainsKey(number)));
            _doubled.UnionWith(counted.Where(pair => pair.Value > 1).Select(pair => pair.Key));
            _missingAtWorst = Math.Max(_missingAtWorst, _missing.Count);
            _after = next ?? 0;
            _passes += next is null ? 1 : 0;
            return next is null;
        }
    }
}

/// <summary>One question of an audit.</summary>
public sealed class AuditRound
{
    internal AuditRound(long after, NumberSet acknowledged) => (After, Acknowledged) = (after, acknowledged);

    /// <summary>The page begins after this number.</summary>
    public long After { get; }

    internal NumberSet Acknowledged { get; }
}

/// <summary>What an audit has found.</summary>
/// <param name="Acknowledged">How many writes the site has acknowledged.</param>
/// <param name="Missing">How many of them it has not stored, as far as asked.</param>
/// <param name="MissingAtWorst">The most that were missing at any time.</param>
/// <param name="Doubled">How many it has stored more than once.</param>
/// <param name="Passes">How often everything was compared.</param>
public readonly record struct AuditState(long Acknowledged, long Missing, long MissingAtWorst, long Doubled, long Passes);
