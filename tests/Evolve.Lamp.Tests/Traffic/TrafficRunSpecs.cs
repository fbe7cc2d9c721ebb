using Evolve.Lamp.Tests.Testing;
using Evolve.Lamp.Traffic;
using Evolve.Testing;

namespace Evolve.Lamp.Tests.Traffic;

/// <summary>Whole runs in virtual time: minutes of traffic take no time.</summary>
public sealed class TrafficRunSpecs : IAsyncLifetime, IDisposable
{
    private static readonly TrafficPlan Plan = new() { Rate = 10, Writes = 50 };
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly FakeSite _site;
    private WriteLedger _ledger = null!;

    public TrafficRunSpecs() => _site = new FakeSite(_time);

    public Task InitializeAsync()
    {
        _ledger = WriteLedger.Create(_folder["ledger"], "traffic-test", new Uri("http://127.0.0.1:1/"));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_good_site_gets_what_is_due_and_a_report_of_zeros()
    {
        var report = await RunAsync(Plan, TimeSpan.FromMinutes(1));
        Assert.True(report.IsGood);
        Assert.Equal(new TrafficCounts(300, 300, 0, 0), report.Counts);
        Assert.Equal((300, 0, 0), (report.Audit.Acknowledged, report.Audit.Missing, report.Audit.Doubled));
        Assert.Equal(300, LedgerContents.Read(_folder["ledger"]).Numbers.Length);
    }

    [Fact]
    public async Task A_site_that_stands_still_is_charged_for_everybody_who_would_have_come()
    {
        var begin = _time.GetUtcNow();
        _site.Delay = () => begin + TimeSpan.FromSeconds(8) - _time.GetUtcNow();
        var report = await RunAsync(Plan, TimeSpan.FromSeconds(10));
        Assert.Equal(100, report.Counts.Total);

        // Of 100 requests in 10 s, those of the first 8 s waited for its end: half of all waited for more than 3 s.
        Assert.InRange(report.Median!.Value, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(4));
        Assert.True(report.Longest >= TimeSpan.FromSeconds(7), $"{report.Longest}");
    }

    [Fact]
    public async Task A_write_that_the_site_has_not_stored_is_missing()
    {
        _site.Copies = number => number == 7 ? 0 : 1;
        var report = await RunAsync(Plan, TimeSpan.FromSeconds(5));
        Assert.Equal((1, 0), (report.Audit.Missing, report.Audit.Doubled));
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task A_write_that_the_site_has_stored_twice_is_doubled()
    {
        _site.Copies = number => number == 10 ? 2 : 1;
        var report = await RunAsync(Plan, TimeSpan.FromSeconds(5));
        Assert.Equal((0, 1), (report.Audit.Missing, report.Audit.Doubled));
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task A_failed_request_is_a_failure_and_is_not_sent_again_unless_the_plan_says_so()
    {
        _site.Answer = request => request % 10 == 3 ? new SiteAnswer("HTTP 503", MayPass: true) : SiteAnswer.Right;
        var report = await RunAsync(Plan, TimeSpan.FromSeconds(10));
        Assert.Equal((10, 0), (report.Counts.Failed, report.Counts.Retried));
        Assert.Equal(100, _site.Requests);
        Assert.Equal(0, report.Audit.Missing);
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_counted_and_its_latency_counts_on()
    {
        _site.Answer = request => request == 3 ? new SiteAnswer("HTTP 503", MayPass: true) : SiteAnswer.Right;
        var report = await RunAsync(Plan with { Retries = 2 }, TimeSpan.FromSeconds(5));
        Assert.Equal((0, 1), (report.Counts.Failed, report.Counts.Retried));
        Assert.True(report.Longest >= TimeSpan.FromMilliseconds(200));
        Assert.True(report.IsGood);
    }

    [Fact]
    public async Task What_cannot_pass_is_not_sent_again()
    {
        _site.Answer = _ => new SiteAnswer("HTTP 404");
        var report = await RunAsync(Plan with { Retries = 5 }, TimeSpan.FromSeconds(2));
        Assert.Equal(new TrafficCounts(0, 0, 20, 0), report.Counts);
    }

    [Fact]
    public async Task A_site_that_does_not_say_what_it_has_stored_gets_no_good_report()
    {
        _site.Lists = false;
        var report = await RunAsync(Plan, TimeSpan.FromSeconds(2));
        Assert.False(report.IsAudited);
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task Without_its_ledger_traffic_ends_and_says_why()
    {
        await _ledger.DisposeAsync();
        var report = await RunAsync(Plan, TimeSpan.FromMinutes(10));
        Assert.Contains("ledger", report.Problem, StringComparison.Ordinal);
        Assert.Equal(0, report.Audit.Acknowledged);
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task A_killed_run_is_audited_by_its_ledger_alone()
    {
        await RunAsync(Plan, TimeSpan.FromSeconds(10));
        _site.Lose(4);
        var state = await LedgerContents.Read(_folder["ledger"]).AuditAsync(_site, TimeProvider.System, TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(new AuditState(50, 1, 1, 0, 1), state);
    }

    [Fact]
    public async Task Another_plan_is_followed_at_once()
    {
        var run = new TrafficRun(_site, _ledger, new TrafficPlan { Rate = 0.1, Writes = 0 }, _time);
        using var stop = new CancellationTokenSource();
        var running = run.RunAsync(null, stop.Token, CancellationToken.None);
        await DriveAsync(() => run.Current.Counts.Total == 1);
        run.Plan = new TrafficPlan { Rate = 50, Writes = 100 };
        await DriveAsync(() => run.Current.Counts.Writes >= 100);
        Assert.True(run.Current.Elapsed < TimeSpan.FromSeconds(8), $"{run.Current.Elapsed}");
        await stop.CancelAsync();
        await DriveAsync(() => running.IsCompleted);
        Assert.True((await running).IsGood);
    }

    public Task DisposeAsync() => _ledger.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    private async Task<TrafficReport> RunAsync(TrafficPlan plan, TimeSpan duration)
    {
        var running = new TrafficRun(_site, _ledger, plan, _time).RunAsync(duration, CancellationToken.None, CancellationToken.None);
        await DriveAsync(() => running.IsCompleted);
        return await running;
    }

    /// <summary>Lets virtual time pass until something holds.</summary>
    private async Task DriveAsync(Func<bool> holds)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            late.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }
    }
}
