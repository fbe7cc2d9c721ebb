namespace Evolve.Bench.Tests;

/// <summary>Promises, and what becomes of them.</summary>
public sealed class TargetSpecs
{
    [Fact]
    public void What_was_not_measured_is_not_promised() => Assert.Empty(Target.All([]));

    [Theory]
    [InlineData(0.45, true, true)]
    [InlineData(0.55, true, true)]
    [InlineData(0.65, false, true)]
    [InlineData(0.75, false, false)]
    public void A_start_is_held_against_the_containers_and_a_saved_states(double start, bool isLikeContainer, bool isBeforeSaved)
    {
        Target[] targets =
        [
            .. Target.All(
            [
                new("boot", BootBench.TotalOf("web"), "container", 0.4, "s"),
                new("boot", BootBench.TotalOf("web"), BootBench.Saved, 0.7, "s"),
                new("boot", BootBench.TotalOf("web"), "mirage", start, "s"),
            ]),
        ];
        Assert.Equal([isLikeContainer, isBeforeSaved], targets.Select(target => target.IsMet));
        Assert.Equal("mirage, web starts within 1.5 times the container's 0.40 s", targets[0].Name);
    }

    [Theory]
    [InlineData("size", 3.5e6, 4e6)]
    [InlineData("load", 32 * 1024 * 1024, (32 * 1024 * 1024) + 1)]
    [InlineData("flat", 4.9e6, 5e6)]
    [InlineData("cutover", 0, 1)]
    public void A_figure_is_held_against_its_bound(string benchmark, double good, double bad)
    {
        var name = benchmark switch
        {
            "size" => SizeBench.OwnOf("web"),
            "load" => LoadBench.GuestMemoryOf("web"),
            "flat" => FlatBench.More,
            _ => CutoverBench.FailedOf("web"),
        };
        Assert.True(Assert.Single(Target.All([new(benchmark, name, "mirage", good, "")])).IsMet);
        Assert.False(Assert.Single(Target.All([new(benchmark, name, "mirage", bad, "")])).IsMet);

        // Others promise nothing.
        Assert.Empty(Target.All([new(benchmark, name, "linux-unikernel", bad, "")]));
    }
}
