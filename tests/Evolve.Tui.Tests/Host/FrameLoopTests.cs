using Evolve.Tui.Host;
using Xunit;

namespace Evolve.Tui.Tests.Host;

public sealed class FrameLoopTests
{
    [Theory]
    [InlineData(1, 10_000, 32)]
    [InlineData(40, 10_000, -7)]
    [InlineData(1, 99, 4)]
    [InlineData(6, 20, -1)]
    public void Changed_content_waits_for_its_frame_and_while_somebody_types_only_a_moment(int sinceFrame, int sinceKey, int expected) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(expected),
            FrameLoop.UntilFrame(TimeSpan.FromMilliseconds(sinceFrame), TimeSpan.FromMilliseconds(sinceKey)));

    [Fact]
    public void What_is_posted_is_done_at_once_and_in_order_and_a_change_alone_draws_too()
    {
        using var loop = new FrameLoop();
        var done = new List<int>();
        loop.Post(() => done.Add(1));
        loop.Post(() => done.Add(2));

        loop.WaitForWork(null, () => done.Add(-1));
        Assert.Equal([1, 2], done);

        loop.Invalidate();
        loop.WaitForWork(null, () => done.Add(-1));
        Assert.Equal([1, 2], done);
    }

    [Fact]
    public void Without_work_the_alarm_comes()
    {
        using var loop = new FrameLoop();
        var alarms = 0;

        loop.WaitForWork(TimeSpan.FromMilliseconds(1), () => alarms++);

        Assert.Equal(1, alarms);
    }
}
