namespace Evolve.Lamp.Traffic;

/// <summary>Sends traffic to a site, once, and audits it all the while.</summary>
public sealed class TrafficRun
{
    /// <summary>More requests than this are never on their way; what is due waits then, and its latency counts on.</summary>
    private const int MostAtOnce = 256;

    /// <summary>How long a site that has gone may take to come back for the last audit.</summary>
    private static readonly TimeSpan AuditPatience = TimeSpan.FromSeconds(30);

    /// <summary>A change of plan is seen this soon, however far off the next request is.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly WriteAudit _audit = new();
    private readonly ISite _site;
    private readonly WriteLedger _ledger;
    private readonly TimeProvider _time;
    private readonly TrafficFigures _figures;
    private long _start;
    private TrafficPlan _plan;
    private bool _isAdjusted;
    private long _number;
    private TimeSpan _sentFor;
    private volatile TrafficPhase _phase = TrafficPhase.Running;
    private volatile string? _problem;

    /// <summary>Sends nothing yet.</summary>
    /// <param name="site">The site.</param>
    /// <param name="ledger">A new ledger; stays the caller's.</param>
    /// <param name="plan">What to send, until it is adjusted.</param>
    /// <param name="time">The clock.</param>
    public TrafficRun(ISite site, WriteLedger ledger, TrafficPlan plan, TimeProvider time)
    {
        (_site, _ledger, _plan, _time) = (site, ledger, plan, time);
        _figures = new TrafficFigures(() => Elapsed);
    }

    /// <summary>What is sent from now on.</summary>
    public TrafficPlan Plan
    {
        get
        {
            lock (_lock)
            {
                return _plan;
            }
        }

        set
        {
            lock (_lock)
            {
                (_plan, _isAdjusted) = (value, true);
            }
        }
    }

    /// <summary>Traffic as it is now.</summary>
    public TrafficSnapshot Current => _figures.Take() with { Phase = _phase, Plan = Plan, Audit = _audit.State, Problem = _problem };

    /// <summary>What ended since this was asked last: the requests of one stretch apart from those of the next.</summary>
    public TrafficLap TakeLap() => _figures.TakeLap();

    private TimeSpan Elapsed => Volatile.Read(ref _start) is not 0 and var start ? _time.GetElapsedTime(start) : TimeSpan.Zero;

    /// <summary>Sends for a while, or until it is stopped; then waits for the last answers and compares everything.</summary>
    /// <param name="duration">How long to send, or null for without end.</param>
    /// <param name="stop">Ends the sending.</param>
    /// <param name="abort">Ends everything at once.</param>
    /// <exception cref="OperationCanceledException">It was aborted.</exception>
    public async Task<TrafficReport> RunAsync(TimeSpan? duration, CancellationToken stop, CancellationToken abort)
    {
        var auditor = new Auditor(_site, _ledger.Client, _audit, _time);
        using var sent = CancellationTokenSource.CreateLinkedTokenSource(abort);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(stop, abort);

        // One question that is not counted: the first request shall not pay for this program's own beginning.
        await auditor.WarmUpAsync(stopped.Token);
        Volatile.Write(ref _start, _time.GetTimestamp());
        var auditing = auditor.GoOnAsync(sent.Token);
        try
        {
            await SendAsync(duration ?? TimeSpan.MaxValue, stopped, abort);
        }
        finally
        {
            await sent.CancelAsync();
            await auditing;
        }

        abort.ThrowIfCancellationRequested();
        var isAudited = await auditor.FinishAsync(AuditPatience, abort);
        _phase = TrafficPhase.Off;
        var (median, p99) = _figures.Overall;
        var end = Current;
        return new TrafficReport
        {
            Client = _ledger.Client,
            Ledger = _ledger.Path,
            Plan = end.Plan,
            Elapsed = _sentFor,
            Counts = end.Counts,
            Failures = end.Failures,
            Median = median,
            P99 = p99,
            Longest = end.Longest,
            Audit = end.Audit,
            IsAudited = isAudited,
            Problem = _problem,
        };
    }

    private async Task SendAsync(TimeSpan duration, CancellationTokenSource stopped, CancellationToken abort)
    {
        using var slots = new SemaphoreSlim(MostAtOnce);
        var schedule = new TrafficSchedule(TimeSpan.Zero, 0);
        try
        {
            while (schedule.Next < duration)
            {
                schedule = await WaitAsync(schedule, stopped.Token);
                await slots.WaitAsync(stopped.Token);
                (var request, schedule) = schedule.Take(Plan);
                _figures.Begin(request);
                _ = SendOneAsync(request, request.IsWrite ? ++_number : 0, slots, stopped, abort);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Asked to end.
        }

        _phase = TrafficPhase.Ending;
        _sentFor = Elapsed;
        for (var taken = 0; taken < MostAtOnce; taken++)
        {
            await slots.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits until the next request is due; gives the schedule, which a change of plan may have changed.</summary>
    private async Task<TrafficSchedule> WaitAsync(TrafficSchedule schedule, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                schedule = _isAdjusted ? schedule.Adjust(_plan, Elapsed) : schedule;
                _isAdjusted = false;
            }

            var rest = schedule.Next - Elapsed;
            if (rest <= TimeSpan.Zero)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return schedule;
            }

            await Task.Delay(rest < LongestSleep ? rest : LongestSleep, _time, cancellationToken);
        }
    }

    private async Task SendOneAsync(DueRequest request, long number, SemaphoreSlim slots, CancellationTokenSource stopped, CancellationToken abort)
    {
        // The schedule goes on at once, whatever the site's client does before its first wait.
        await Task.Yield();
        try
        {
            var answer = await AskAsync(request, number, abort);
            _figures.End(request, answer);
            if (request.IsWrite && answer.IsRight)
            {
                await _ledger.KeepAsync(number);
                _audit.Acknowledge(number);
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (Exception exception)
        {
            // Without its ledger traffic can promise nothing, and a defect is no figure: both end it, and are told.
            _problem = exception.Message;
            await stopped.CancelAsync();
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<SiteAnswer> AskAsync(DueRequest request, long number, CancellationToken abort)
    {
        for (var left = Plan.Retries; ; left--)
        {
            var answer = request.IsWrite
                ? await _site.WriteAsync(_ledger.Client, number, abort)
                : await _site.ReadAsync(abort);
            if (answer.IsRight || !answer.MayPass || left <= 0)
            {
                return answer;
            }

            _figures.Retry();
            await Task.Delay(RetryPause, _time, abort);
        }
    }
}
