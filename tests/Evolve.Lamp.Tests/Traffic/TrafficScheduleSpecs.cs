using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Tests.Traffic;

public sealed class TrafficScheduleSpecs
{
    [Theory]
    [InlineData(20, 20, 80)]
    [InlineData(7, 33, 46)]
    [InlineData(100, 0, 0)]
    [InlineData(3, 100, 60)]
    public void In_20_seconds_requests_come_evenly_and_writes_evenly_among_them(double rate, double writes, int expected)
    {
        var plan = new TrafficPlan { Rate = rate, Writes = writes };
        var requests = Take(plan, (int)(rate * 20));
        Assert.Equal(expected, requests.Count(request => request.IsWrite), 1.0);
        Assert.All(requests.Zip(requests.Skip(1)), pair => Assert.Equal(1 / rate, (pair.Second.At - pair.First.At).TotalSeconds, 6));
        var gaps = requests.Index().Where(item => item.Item.IsWrite).Select(item => item.Index).ToList();
        Assert.All(gaps.Zip(gaps.Skip(1)), pair => Assert.Equal(100 / Math.Max(writes, 1), pair.Second - pair.First, 1.0));
    }

    [Fact]
    public void A_quicker_plan_does_not_wait_for_the_old_ones_next_request_nor_make_up_for_what_it_would_have_sent()
    {
        var (_, schedule) = default(TrafficSchedule).Take(new TrafficPlan { Rate = 0.1 });
        var adjusted = schedule.Adjust(new TrafficPlan { Rate = 100 }, TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5.01), adjusted.Next);
    }

    [Fact]
    public void What_is_late_already_stays_late()
    {
        var late = new TrafficSchedule(TimeSpan.FromSeconds(1), 0);
        Assert.Equal(late, late.Adjust(new TrafficPlan { Rate = 1 }, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_plan_stays_within_its_bounds()
    {
        var plan = new TrafficPlan { Rate = 1e9, Writes = -3, Retries = 77 };
        Assert.Equal((TrafficPlan.MostRate, 0, TrafficPlan.MostRetries), (plan.Rate, plan.Writes, plan.Retries));
    }

    private static List<DueRequest> Take(TrafficPlan plan, int count)
    {
        List<DueRequest> requests = [];
        for (var schedule = default(TrafficSchedule); requests.Count < count;)
        {
            (var request, schedule) = schedule.Take(plan);
            requests.Add(request);
        }

        return requests;
    }
}
