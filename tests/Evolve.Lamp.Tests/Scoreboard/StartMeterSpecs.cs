using Evolve.Lamp.Evolution;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Tests.Evolution;

namespace Evolve.Lamp.Tests.Scoreboard;

public sealed class StartMeterSpecs
{
    private readonly ModelSite _site = new();
    private readonly StartMeter _meter = new(TimeProvider.System, new Progress<PlanEvent>());

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public async Task A_new_container_that_answers_has_a_start_and_one_that_was_kept_has_none(string tier)
    {
        await EvolveAsync(tier, "copy");
        var score = Assert.Single(_meter.Take());
        Assert.Equal((tier, "copy", ScoreMeasure.Start), (score.Tier, score.Flavour, score.Measure));
        Assert.InRange(score.Value, 0, 60);

        await EvolveAsync(tier, "container");
        Assert.Empty(_meter.Take());
    }

    [Fact]
    public async Task One_that_does_not_answer_has_no_start()
    {
        _site.Broken.Add("copy");
        await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync("php", "copy"));
        Assert.Empty(_meter.Take());
    }

    private Task<bool> EvolveAsync(string tier, string flavour) =>
        new Evolver(_site, _site, TimeProvider.System, _meter).EvolveAsync(ModelSite.Flavour(tier, flavour), CancellationToken.None);
}
