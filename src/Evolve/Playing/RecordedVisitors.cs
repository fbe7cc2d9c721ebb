using Evolve.Lamp.Traffic;
using Evolve.Player.Recordings;
using Evolve.Scenarios.Model;

namespace Evolve.Playing;

/// <summary>
/// Sends traffic while a scenario that shows its figures is recorded, as a speaker does on stage: from the site's first
/// right answer on.
/// </summary>
internal sealed class RecordedVisitors : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly TrafficControl _traffic;
    private readonly Task _waiting;

    private RecordedVisitors(Backstage backstage, RunRecorder recorder)
    {
        _traffic = new TrafficControl(
            backstage.Site, backstage.State["traffic"], address => new HttpSite(address, TimeProvider.System), TimeProvider.System);
        recorder.Follow(_traffic);
        _waiting = StartAsync(backstage.Site, _stop.Token);
    }

    /// <summary>Begins; null for a scenario without a slide that shows traffic.</summary>
    public static RecordedVisitors? Of(Scenario scenario, Backstage backstage, RunRecorder recorder) =>
        scenario.FrontMatter.Requires.Contains(Requirement.Engine) && scenario.Slides.Any(slide => slide.Layout == SlideLayout.Traffic)
            ? new RecordedVisitors(backstage, recorder)
            : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _traffic.DisposeAsync();
        _stop.Dispose();
    }

    private async Task StartAsync(Uri address, CancellationToken stop)
    {
        using var site = new HttpSite(address, TimeProvider.System);
        while (!(await site.ReadAsync(stop)).IsRight)
        {
            await Task.Delay(Pause, stop);
        }

        _traffic.Start();
    }
}
