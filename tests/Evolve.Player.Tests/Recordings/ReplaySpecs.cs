using System.Collections.Immutable;
using System.Text;
using Evolve.Lamp.Deployment;
using Evolve.Player.Recordings;
using Evolve.Terminal.Pty;
using Evolve.Testing;

namespace Evolve.Player.Tests.Recordings;

/// <summary>Recordings in time, by a clock that a test moves.</summary>
public sealed class ReplaySpecs
{
    private const string Header = "{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}}\n";

    private readonly ManualTimeProvider _time = new();
    private readonly ReplayControl _control;
    private readonly List<(double At, string What)> _shown = [];
    private readonly TimeSpan _start;

    public ReplaySpecs()
    {
        _control = new ReplayControl(_time);
        _start = Now;
    }

    private TimeSpan Now => TimeSpan.FromTicks(_time.GetTimestamp());

    [Fact]
    public async Task Every_event_comes_at_its_moment()
    {
        await using var source = Play("[0.004,\"o\",\"a\"]\n[1.5,\"o\",\"b\"]\n[0.25,\"i\",\"typed\"]\n[0.25,\"o\",\"c\"]\n[0.5,\"x\",\"7\"]\n");
        var exit = await EndAsync(source);

        Assert.Equal([(0.004, "a"), (1.504, "b"), (2.004, "c")], _shown);
        Assert.Equal(new PtyExit(7, null), exit);
        Assert.Equal(2.504, Elapsed);
    }

    [Fact]
    public async Task A_thousand_events_do_not_drift()
    {
        await using var source = Play(string.Concat(Enumerable.Repeat("[0.0105,\"o\",\"a\"]\n", 1000)));
        await EndAsync(source);

        Assert.All(_shown.Select((shown, i) => shown.At - (0.0105 * (i + 1))), late => Assert.InRange(Math.Round(late, 6), 0, 0.010));
    }

    [Fact]
    public async Task Long_waits_are_shortened_and_counted()
    {
        var timeline = Timeline("[1,\"o\",\"a\"]\n[30,\"o\",\"b\"]\n[1,\"o\",\"c\"]\n[4,\"x\",\"0\"]\n");
        await using var source = Play(timeline);
        await EndAsync(source);

        Assert.Equal([(1, "a"), (3, "b"), (4, "c")], _shown);
        Assert.Equal(6, Elapsed);
        Assert.Equal(TimeSpan.FromSeconds(30), timeline.LeftOut);
    }

    [Fact]
    public async Task The_deployment_moves_with_the_output_and_ends_as_it_was_when_the_next_step_began()
    {
        var timeline = Timeline(
            "[1,\"o\",\"a\"]\n[1,\"x\",\"0\"]\n",
            new(TimeSpan.Zero, Picture("none")),
            new(TimeSpan.FromSeconds(1.5), Picture("created")),
            new(TimeSpan.FromSeconds(7), Picture("started")),
            new(TimeSpan.FromSeconds(9), Picture("healthy")));
        await using var source = Play(timeline);
        await EndAsync(source);

        Assert.Equal([(0, "none"), (1, "a"), (1.5, "created"), (2, "healthy")], _shown);
    }

    [Fact]
    public async Task Traffic_moves_with_the_output_and_ends_no_wait()
    {
        var timeline = Timeline(
            "[1,\"o\",\"a\"]\n[30,\"o\",\"b\"]\n[1,\"x\",\"0\"]\n",
            new(TimeSpan.Zero, Picture("none")) { Traffic = Traffic(1) },
            new(TimeSpan.FromSeconds(1.5), null) { Traffic = Traffic(2) },
            new(TimeSpan.FromSeconds(20), null) { Traffic = Traffic(3) },
            new(TimeSpan.FromSeconds(31.5), null) { Traffic = Traffic(4) },
            new(TimeSpan.FromSeconds(40), Picture("healthy")),
            new(TimeSpan.FromSeconds(41), null) { Traffic = Traffic(5) });
        await using var source = Play(timeline);
        await EndAsync(source);

        Assert.Equal([(0, "none1"), (1, "a"), (1.5, "2"), (3, "3"), (3, "b"), (3.5, "4"), (4, "healthy5")], _shown);
        Assert.Equal(TimeSpan.FromSeconds(28), timeline.LeftOut);
    }

    [Fact]
    public async Task It_runs_faster_and_stands_still()
    {
        _control.Speed = 4;
        await using var source = Play("[1,\"o\",\"a\"]\n[1,\"o\",\"b\"]\n[1,\"o\",\"c\"]\n");
        await UntilWaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(0.25));
        await ShownAsync(1);
        _control.IsPaused = true;
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([(0.25, "a")], _shown);

        _control.IsPaused = false;
        await EndAsync(source);
        Assert.Equal([(0.25, "a"), (60.5, "b"), (60.75, "c")], _shown);
    }

    [Fact]
    public async Task It_can_be_skipped_to_its_end_and_what_begins_later_is_not()
    {
        await using var source = Play("[1,\"o\",\"a\"]\n[1,\"o\",\"b\"]\n[1,\"x\",\"0\"]\n");
        await UntilWaitingAsync();
        _control.Skip();
        await source.Completion;
        Assert.Equal([(0, "a"), (0, "b")], _shown);

        await using var next = Play("[1,\"o\",\"c\"]\n");
        await EndAsync(next);
        Assert.Equal((1, "c"), _shown[^1]);
    }

    [Fact]
    public async Task It_can_be_stopped()
    {
        await using var source = Play("[1,\"o\",\"a\"]\n");
        await UntilWaitingAsync();
        await source.KillAsync(TimeSpan.Zero);

        Assert.NotNull((await source.Completion).Signal);
        Assert.Empty(_shown);
    }

    [Fact]
    public async Task Damage_in_the_middle_is_told_after_what_was_good()
    {
        await using var source = Play("[0,\"o\",\"a\"]\n[0,\"o\"\n");
        var problem = await Assert.ThrowsAsync<CastException>(() => source.Completion);
        Assert.StartsWith("a.cast:3: ", problem.Message, StringComparison.Ordinal);
        Assert.Equal([(0, "a")], _shown);
    }

    private double Elapsed => Math.Round((Now - _start).TotalSeconds, 6);

    private static DeploymentSnapshot Picture(string network) => new(EngineState.Connected, [], network, null);

    private static RecordedTraffic Traffic(int rate) => new(new() { Rate = rate }, [], 0, 0);

    private static ReplayTimeline Timeline(string events, params ImmutableArray<RecordedMoment> moments) =>
        new(CastReader.Open("a.cast", new MemoryStream(Encoding.UTF8.GetBytes(Header + events))), moments);

    private ReplaySource Play(string events) => Play(Timeline(events));

    private ReplaySource Play(ReplayTimeline timeline) => new(
        timeline, _control, _control.Begin(), bytes => Note(Encoding.UTF8.GetString(bytes.Span)), moment => Note(moment.Traffic is { } traffic
            ? $"{moment.Picture?.Network}{traffic.Figures.Rate:0}"
            : moment.Picture!.Network!));

    private void Note(string what)
    {
        lock (_shown)
        {
            _shown.Add((Elapsed, what));
        }
    }

    /// <summary>Moves the clock by milliseconds, each only when the replay waits for it.</summary>
    private async Task<PtyExit> EndAsync(ReplaySource source)
    {
        while (!source.Completion.IsCompleted)
        {
            if (_time.PendingTimers > 0)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
            else
            {
                await Task.Yield();
            }
        }

        return await source.Completion;
    }

    private async Task UntilWaitingAsync()
    {
        while (_time.PendingTimers == 0)
        {
            await Task.Yield();
        }
    }

    private async Task ShownAsync(int count)
    {
        while (true)
        {
            lock (_shown)
            {
                if (_shown.Count >= count)
                {
                    return;
                }
            }

            await Task.Yield();
        }
    }
}
