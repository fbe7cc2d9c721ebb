using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Tests.Traffic;

public sealed class TrafficFiguresSpecs
{
    private readonly TrafficFigures _figures;
    private TimeSpan _now;

    public TrafficFiguresSpecs() => _figures = new TrafficFigures(() => _now);

    [Fact]
    public void Latency_counts_from_the_time_at_which_a_request_was_due()
    {
        _now = TimeSpan.FromSeconds(3);
        End(1, SiteAnswer.Right);
        Assert.Equal(2000, _figures.Take().Median!.Value.TotalMilliseconds, 20.0);
        Assert.Equal(TimeSpan.FromSeconds(2), _figures.Take().Longest);
    }

    [Fact]
    public void The_rate_is_of_whole_seconds_and_only_of_right_answers()
    {
        for (var i = 0; i < 60; i++)
        {
            _now = TimeSpan.FromSeconds(i / 10.0);
            End(i / 10.0, i % 10 == 0 ? new SiteAnswer("HTTP 503") : SiteAnswer.Right);
        }

        Assert.Equal(9, _figures.Take().Rate, 3);
        Assert.Equal(new TrafficFailure("HTTP 503", 6), Assert.Single(_figures.Take().Failures));
    }

    [Fact]
    public void What_is_shown_as_latency_forgets_what_is_long_ago_and_the_longest_does_not()
    {
        _now = TimeSpan.FromSeconds(1);
        End(0, SiteAnswer.Right);
        _now = TimeSpan.FromSeconds(20);
        End(19.99, SiteAnswer.Right);
        var now = _figures.Take();
        Assert.True(now.P99 < TimeSpan.FromMilliseconds(20), $"{now.P99}");
        Assert.Equal(TimeSpan.FromSeconds(1), now.Longest);
        Assert.Equal(1000, _figures.Overall.P99!.Value.TotalMilliseconds, 10.0);
    }

    [Fact]
    public void A_long_run_and_hostile_answers_keep_a_bounded_size()
    {
        for (var i = 0; i < 1000; i++)
        {
            _now = TimeSpan.FromSeconds(i);
            End(i, new SiteAnswer($"HTTP {i}"));
        }

        var now = _figures.Take();
        Assert.Equal(TrafficSnapshot.SecondsKept, now.Recent.Length);
        Assert.True(now.Failures.Length <= 21);
        Assert.Equal(1000, now.Failures.Sum(failure => failure.Count));
    }

    [Fact]
    public void Without_an_answer_there_is_no_latency()
    {
        _figures.Begin(new DueRequest(TimeSpan.FromSeconds(1), false));
        _now = TimeSpan.FromSeconds(7);
        Assert.Equal(TimeSpan.FromSeconds(1), _figures.Take().Oldest);
        Assert.Equal((null, null, 1), (_figures.Take().Median, _figures.Take().P99, _figures.Take().Waiting));
    }

    [Fact]
    public void Of_two_requests_that_were_due_at_the_same_instant_the_second_still_waits_when_the_first_has_ended()
    {
        var request = new DueRequest(TimeSpan.FromSeconds(1), true);
        _figures.Begin(request);
        _figures.Begin(request);
        Assert.Equal(2, _figures.Take().Waiting);
        _figures.End(request, SiteAnswer.Right);
        Assert.Equal((1, request.At), (_figures.Take().Waiting, _figures.Take().Oldest));
        _figures.End(request, SiteAnswer.Right);
        Assert.Equal((0, null), (_figures.Take().Waiting, _figures.Take().Oldest));
    }

    [Fact]
    public void A_lap_has_what_ended_in_it_and_writes_have_a_longest_of_their_own()
    {
        _now = TimeSpan.FromSeconds(5);
        End(1, SiteAnswer.Right);
        End(3, new SiteAnswer("HTTP 503"), isWrite: true);
        Assert.Equal(new TrafficLap(2, 1, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)), _figures.TakeLap());
        End(4, SiteAnswer.Right);
        Assert.Equal(new TrafficLap(1, 0, TimeSpan.FromSeconds(1), TimeSpan.Zero), _figures.TakeLap());
        Assert.Equal(default, _figures.TakeLap());
    }

    private void End(double due, SiteAnswer answer, bool isWrite = false)
    {
        var request = new DueRequest(TimeSpan.FromSeconds(due), isWrite);
        _figures.Begin(request);
        _figures.End(request, answer);
    }
}
