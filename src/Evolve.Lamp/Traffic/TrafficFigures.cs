using System.Collections.Immutable;

namespace Evolve.Lamp.Traffic;

/// <summary>Counts what ends; bounded however long it goes on. May be used from any thread.</summary>
/// <param name="elapsed">The time since the beginning.</param>
public sealed class TrafficFigures(Func<TimeSpan> elapsed)
{
    /// <summary>The window of what is shown, in whole seconds.</summary>
    private const int Window = 5;

    /// <summary>Answers of a hostile site have hundreds of statuses: beyond this many kinds they are counted together.</summary>
    private const int MostKinds = 20;

    private readonly Lock _lock = new();
    private readonly LatencyHistogram _all = new();
    private readonly LatencyHistogram[] _window = [.. Enumerable.Range(0, Window + 1).Select(_ => new LatencyHistogram())];
    private readonly List<TrafficSecond> _seconds = [default];
    private readonly Dictionary<string, long> _failures = [];
    private TrafficCounts _counts;
    private TimeSpan _longest;

    /// <summary>How many are on their way, by the time at which they were due: several may be due at the same instant.</summary>
    private readonly SortedDictionary<TimeSpan, int> _due = [];

    private TrafficLap _lap;
    private long _second;

    /// <summary>The latencies of all answers.</summary>
    public (TimeSpan? Median, TimeSpan? P99) Overall
    {
        get
        {
            lock (_lock)
            {
                return (_all.At(50), _all.At(99));
            }
        }
    }

    /// <summary>A request is on its way.</summary>
    public void Begin(DueRequest request)
    {
        lock (_lock)
        {
            _due[request.At] = _due.GetValueOrDefault(request.At) + 1;
        }
    }

    /// <summary>A request is sent again.</summary>
    public void Retry()
    {
        lock (_lock)
        {
            _counts = _counts with { Retried = _counts.Retried + 1 };
        }
    }

    /// <summary>A request has come to its end.</summary>
    public void End(DueRequest request, SiteAnswer answer)
    {
        lock (_lock)
        {
            var now = elapsed();
            var latency = now - request.At;
            TurnTo(now);
            Leave(request.At);
            _lap = _lap.With(request, latency, answer);
            _longest = latency > _longest ? latency : _longest;
            var second = _seconds[^1];
            second = second with { Longest = latency > second.Longest ? latency : second.Longest };
            if (answer.Problem is { } problem)
            {
                _counts = _counts with { Failed = _counts.Failed + 1 };
                var kind = _failures.ContainsKey(problem) || _failures.Count < MostKinds ? problem : "other failures";
                _failures[kind] = _failures.GetValueOrDefault(kind) + 1;
                _seconds[^1] = second with { Failed = second.Failed + 1 };
                return;
            }

            _counts = request.IsWrite ? _counts with { Writes = _counts.Writes + 1 } : _counts with { Reads = _counts.Reads + 1 };
            _all.Record(latency);
            _window[_second % _window.Length].Record(latency);
            _seconds[^1] = second with { Right = second.Right + 1 };
        }
    }

    /// <summary>What ended since this was asked last.</summary>
    public TrafficLap TakeLap()
    {
        lock (_lock)
        {
            var lap = _lap;
            _lap = default;
            return lap;
        }
    }

    /// <summary>The figures as they are now.</summary>
    public TrafficSnapshot Take()
    {
        lock (_lock)
        {
            var now = elapsed();
            TurnTo(now);
            var window = new LatencyHistogram();
            foreach (var part in _window)
            {
                window.Add(part);
            }

            var whole = _seconds.SkipLast(1).TakeLast(Window).ToArray();
            return new TrafficSnapshot
            {
                Elapsed = now,
                Rate = whole.Length > 0 ? whole.Average(second => second.Right) : 0,
                Median = window.At(50),
                P99 = window.At(99),
                Longest = _longest,
                Waiting = _due.Values.Sum(),
                Oldest = _due.Count > 0 ? _due.Keys.First() : null,
                Counts = _counts,
                Failures = [.. _failures.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new TrafficFailure(pair.Key, pair.Value))],
                Recent = [.. _seconds],
            };
        }
    }

    private void Leave(TimeSpan due)
    {
        if (_due.GetValueOrDefault(due) > 1)
        {
            _due[due]--;
        }
        else
        {
            _due.Remove(due);
        }
    }

    private void TurnTo(TimeSpan now)
    {
        for (var behind = (long)now.TotalSeconds - _second; behind > 0; behind--)
        {
            _second++;
            _window[_second % _window.Length].Reset();
            _seconds.Add(default);
            if (_seconds.Count > TrafficSnapshot.SecondsKept)
            {
                _seconds.RemoveAt(0);
            }
        }
    }
}
