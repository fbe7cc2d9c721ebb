using Evolve.Scenarios.Model;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>The talk of forty minutes, and the same in depth: two ways through the same chapters.</summary>
public class TalkSpecs
{
    private const string Talk = "scenarios/evolution.md", InDepth = "scenarios/in-depth.md", Chapters = "scenarios/evolution";

    [Fact]
    public void The_talk_takes_forty_minutes_to_the_minute()
    {
        var told = TimeSpan.FromTicks(ShippedScenarios.SlidesOf(Talk).Sum(slide => SlideTime.Of(slide)!.Value.Ticks));
        Assert.Equal(TimeSpan.FromMinutes(40), ShippedScenarios.Read(Talk).Scenario!.FrontMatter.Duration);
        Assert.InRange(told, TimeSpan.FromMinutes(39), TimeSpan.FromMinutes(40));
    }

    [Fact]
    public void The_talk_in_depth_has_every_slide_of_the_talk_in_its_order()
    {
        var talk = ShippedScenarios.SlidesOf(Talk).Select(ShippedScenarios.NameOf).ToList();
        Assert.Equal(talk, ShippedScenarios.SlidesOf(InDepth).Select(ShippedScenarios.NameOf).Where(talk.Contains));
    }

    [Fact]
    public void Every_chapter_has_its_place_in_the_talk_in_depth_once()
    {
        var there = Directory.EnumerateFiles(Repository.PathOf(Chapters)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        var included = ShippedScenarios.SlidesOf(InDepth).Select(slide => slide.Location.File).Distinct().Select(Path.GetFileName);
        Assert.Equal(there, included.Order(StringComparer.Ordinal));
        var slides = ShippedScenarios.SlidesOf(InDepth).Select(ShippedScenarios.NameOf).ToList();
        Assert.Equal(slides.Distinct(), slides);
    }

    [Fact]
    public void A_chapter_begins_with_its_title_and_what_goes_deeper_belongs_to_it()
    {
        var first = ShippedScenarios.SlidesOf(InDepth).GroupBy(slide => slide.Location.File).Select(slides => slides.First()).ToList();
        Assert.All(first, slide => Assert.Equal(
            !slide.Location.File.EndsWith("-depth.md", StringComparison.Ordinal),
            slide.Blocks.OfType<HeadingBlock>().First().Level == 1));
    }

    [Theory]
    [InlineData(Talk)]
    [InlineData(InDepth)]
    public void A_step_comes_after_those_that_it_needs(string path)
    {
        var seen = new HashSet<string>();
        foreach (var step in ShippedScenarios.Read(path).Scenario!.Steps)
        {
            Assert.True(seen.IsSupersetOf(step.Needs), $"{step.Id} needs {string.Join(", ", step.Needs.Except(seen))}, which comes later.");
            seen.Add(step.Id);
        }
    }

    [Fact]
    public void Every_step_that_touches_the_engine_can_be_taken_back() =>
        Assert.Empty(
            from step in ShippedScenarios.Read(InDepth).Scenario!.Steps
            where step.Undo is null && step.Script.Text.Contains("docker", StringComparison.Ordinal)
            select step.Id);

    [Theory]
    [InlineData("MirageOS")]
    [InlineData("Rumprun")]
    [InlineData("rump kernel")]
    [InlineData("HaLVM")]
    [InlineData("container")]
    [InlineData("LAMP")]
    [InlineData("Docker Hub")]
    [InlineData("docker build")]
    [InlineData("docker run")]
    public void What_the_original_talk_announced_is_on_a_slide(string word) =>
        Assert.Contains(ShippedScenarios.SlidesOf(Talk), slide => SlideText.Of(slide).Contains(word, StringComparison.Ordinal));
}
