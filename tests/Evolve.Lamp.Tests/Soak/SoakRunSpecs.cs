using System.Collections.Immutable;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Soak;
using Evolve.Lamp.Tests.Evolution;
using Evolve.Lamp.Tests.Testing;
using Evolve.Lamp.Tests.Traffic;
using Evolve.Lamp.Traffic;
using Evolve.Testing;

namespace Evolve.Lamp.Tests.Soak;

/// <summary>Whole soaks in virtual time, over a deployment and a site in memory.</summary>
public sealed class SoakRunSpecs : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan MoveTime = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ModelSite _tiers = new();
    private readonly List<SoakMove> _told = [];
    private readonly FakeSite _site;
    private Func<Flavour, Task> _meanwhile = _ => Task.CompletedTask;
    private WriteLedger _ledger = null!;

    public SoakRunSpecs() => _site = new FakeSite(_time);

    private static ImmutableArray<SoakTier> Tiers =>
        [.. CutoverPlanner.Tiers.Select(tier => new SoakTier(ModelSite.Flavour(tier, "container"), ModelSite.Flavour(tier, "copy")))];

    public Task InitializeAsync()
    {
        _ledger = WriteLedger.Create(_folder["ledger"], "traffic-test", new Uri("http://127.0.0.1:1/"));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_tier_goes_away_and_comes_back_as_often_as_asked()
    {
        var report = await RunAsync(2);
        Assert.True(report.IsGood, report.Problem);
        string[] once = ["web copy", "php copy", "db copy", "db container", "php container", "web container"];
        Assert.Equal([.. once, .. once], report.Moves.Select(move => $"{move.Tier} {move.Flavour}"));
        Assert.Equal(report.Moves, _told);
        Assert.Equal((2, 2), (report.Completed, report.Moves[^1].Evolution));
        Assert.All(report.Moves, move => Assert.True(move is { Traffic.Failed: 0, Traffic.Ended: > 60, Audit.MissingAtWorst: 0 } && move.Took >= MoveTime, $"{move}"));
    }

    [Fact]
    public async Task A_request_that_fails_ends_it_at_the_move_that_was_under_way()
    {
        _meanwhile = flavour =>
        {
            _site.Answer = flavour.Tier == "php" ? _ => new SiteAnswer("HTTP 503", MayPass: true) : _ => SiteAnswer.Right;
            return Task.CompletedTask;
        };
        var report = await RunAsync(5);
        Assert.False(report.IsGood);
        Assert.Equal((0, 2, "php"), (report.Completed, report.Moves.Length, report.Moves[^1].Tier));
        Assert.Matches(@"^\d+ of \d+ requests failed: \d+ HTTP 503\.$", report.Problem);
    }

    [Fact]
    public async Task A_write_that_is_lost_is_a_defect_even_when_every_request_was_answered()
    {
        // A pass of the audit is one page, as on the real site: the loss is seen while the move is still under way.
        _site.PageSize = 1000;
        _meanwhile = flavour =>
        {
            _site.Lose(flavour.Tier == "db" ? 3 : -1);
            return Task.CompletedTask;
        };
        var report = await RunAsync(1);
        Assert.Equal("1 acknowledged writes were missing.", report.Problem);
        Assert.Equal("db", report.Moves[^1].Tier);
    }

    [Fact]
    public async Task A_write_that_is_stored_twice_is_a_defect()
    {
        _site.Copies = number => number == 5 ? 2 : 1;
        var report = await RunAsync(1);
        Assert.Equal("1 writes are stored twice.", report.Problem);
    }

    [Theory]
    [InlineData("db", false)]
    [InlineData("web", true)]
    public async Task A_write_may_wait_for_two_seconds_while_the_database_moves(string tier, bool isGood)
    {
        _meanwhile = flavour =>
        {
            var until = _time.GetUtcNow() + TimeSpan.FromSeconds(2.5);
            _site.Delay = () => flavour.Tier == tier ? until - _time.GetUtcNow() : TimeSpan.Zero;
            return Task.CompletedTask;
        };
        var report = await RunAsync(1);
        Assert.Equal(isGood, report.IsGood);
        Assert.Contains(report.Moves, move => move.Tier == tier && move.Traffic.LongestWrite > SoakRun.LongestWait);
        Assert.True(isGood || report.Problem!.StartsWith("A write waited 2.", StringComparison.Ordinal), report.Problem);
    }

    [Fact]
    public async Task A_cut_over_that_fails_is_a_defect_and_says_why()
    {
        _tiers.Broken.Add("copy");
        var report = await RunAsync(1);
        Assert.Equal("web", Assert.Single(report.Moves).Tier);
        Assert.StartsWith("web is not copy, web-container-1 goes on serving", report.Problem, StringComparison.Ordinal);
        Assert.Equal(0, report.Traffic.Counts.Failed);
    }

    [Fact]
    public async Task A_site_that_fails_before_anything_moved_is_left_alone()
    {
        _site.Answer = _ => new SiteAnswer("HTTP 503");
        var report = await RunAsync(1);
        Assert.StartsWith("The site failed before anything moved", report.Problem, StringComparison.Ordinal);
        Assert.Empty(_tiers.Run);
    }

    [Fact]
    public async Task Who_stops_it_is_told_how_far_it_came()
    {
        using var stop = new CancellationTokenSource();
        _meanwhile = async flavour =>
        {
            if (_told.Count == 7)
            {
                await stop.CancelAsync();
            }
        };
        var report = await RunAsync(3, stop.Token);
        Assert.False(report.IsGood);
        Assert.Equal("It was stopped after 1 of 3 evolutions.", report.Problem);
        Assert.True(report.Traffic.IsGood);
    }

    public Task DisposeAsync() => _ledger.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    private async Task<SoakReport> RunAsync(int evolutions, CancellationToken stop = default)
    {
        var evolver = new Evolver(_tiers, _tiers, _time, new Progress<PlanEvent>());
        var run = new SoakRun(EvolveAsync, new TrafficRun(_site, _ledger, new TrafficPlan { Rate = 20, Writes = 50 }, _time), Tiers, _time, new Listener(_told));
        var running = run.RunAsync(evolutions, stop);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!running.IsCompleted)
        {
            late.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        return await running;

        async Task<bool> EvolveAsync(Flavour flavour, CancellationToken cancellationToken)
        {
            await _meanwhile(flavour);
            await Task.Delay(MoveTime, _time, cancellationToken);
            return await evolver.EvolveAsync(flavour, cancellationToken);
        }
    }

    private sealed class Listener(List<SoakMove> told) : IProgress<SoakMove>
    {
        public void Report(SoakMove value) => told.Add(value);
    }
}
