using Evolve.Scenarios.Model;
using Evolve.Stage.Notes;
using Evolve.Stage.Tests.Support;
using Evolve.Testing;

namespace Evolve.Stage.Tests.Notes;

public sealed class TalkClockSpecs : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TalkFile _file = new("""
        ---
        title: A talk
        duration: 5m
        ---

        # One

        <!-- note: 0:30. First. -->

        ---

        ## Two

        <!-- note: 1:00. Second. -->

        ---

        # Three

        <!-- note: 2:00. Third. -->
        """);

    [Fact]
    public void Times_are_counted_per_slide_and_chapter()
    {
        var clock = new TalkClock(_time);
        Wait(20);
        clock.Enter(1);
        Wait(70);
        var times = clock.Read(Talk);
        Assert.Equal(TimeSpan.FromSeconds(90), times.Elapsed);
        Assert.Equal(TimeSpan.FromMinutes(5), times.Planned);
        Assert.Equal((TimeSpan.FromSeconds(70), TimeSpan.FromMinutes(1)), (times.SlideElapsed, times.SlidePlanned));
        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(90)), (times.ChapterElapsed, times.ChapterPlanned));
        Assert.Equal(TimeSpan.FromSeconds(30), times.PlannedBefore);
    }

    [Theory]
    [InlineData(20, 40, -10)]
    [InlineData(30, 60, 0)]
    [InlineData(50, 60, 20)]
    [InlineData(30, 90, 30)]
    public void Late_is_what_is_lost_so_far(int first, int second, int late)
    {
        var clock = new TalkClock(_time);
        Wait(first);
        clock.Enter(1);
        Wait(second);
        Assert.Equal(TimeSpan.FromSeconds(late), clock.Read(Talk).Late);
    }

    [Fact]
    public void A_slide_that_is_come_back_to_goes_on_counting()
    {
        var clock = new TalkClock(_time);
        Wait(10);
        clock.Enter(2);
        Wait(5);
        clock.Enter(0);
        Wait(3);
        Assert.Equal(TimeSpan.FromSeconds(13), clock.Read(Talk).SlideElapsed);
    }

    private Scenario Talk => _file.Scenario;

    public void Dispose() => _file.Dispose();

    private void Wait(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
