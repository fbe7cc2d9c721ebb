using System.Text.RegularExpressions;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>What an audience may rely on in every shipped scenario.</summary>
public partial class StorySpecs
{
    public static TheoryData<string> Shipped => new(ShippedScenarios.Paths);

    [Fact]
    public void The_tour_the_talks_and_two_workshops_are_shipped() =>
        Assert.Equal(
            ["scenarios/evolution.md", "scenarios/in-depth.md", "scenarios/newcomer.md", "scenarios/tour.md", "scenarios/workshop.md"],
            ShippedScenarios.Paths);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_scenario_reads_without_errors(string path) => Assert.Empty(ShippedScenarios.Read(path).Errors);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_slide_has_a_title_and_a_note_for_the_speaker(string path) =>
        Assert.Empty(
            from slide in ShippedScenarios.SlidesOf(path)
            where slide.Title.Length == 0 || slide.Notes.All(string.IsNullOrWhiteSpace)
            select ShippedScenarios.NameOf(slide));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_note_begins_with_the_time_its_slide_takes(string path) =>
        Assert.Empty(
            from slide in ShippedScenarios.SlidesOf(path)
            where SlideTime.Of(slide) is null
            select ShippedScenarios.NameOf(slide));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_times_of_the_slides_add_up_to_the_planned_duration(string path)
    {
        var slides = ShippedScenarios.SlidesOf(path).ToList();
        var planned = ShippedScenarios.Read(path).Scenario!.FrontMatter.Duration;
        var told = TimeSpan.FromTicks(slides.Sum(slide => SlideTime.Of(slide)!.Value.Ticks));
        Assert.NotNull(planned);
        Assert.InRange(told, planned.Value * 0.8, planned.Value);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_slide_that_states_a_year_or_a_figure_names_its_source(string path) =>
        Assert.Empty(
            from slide in ShippedScenarios.SlidesOf(path)
            where slide.Footnotes.IsEmpty
            let figure = Figure().Match(SlideText.Of(slide))
            where figure.Success
            select $"{ShippedScenarios.NameOf(slide)}: {figure.Value}");

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_source_can_be_looked_up(string path) =>
        Assert.Empty(
            from slide in ShippedScenarios.SlidesOf(path)
            from footnote in slide.Footnotes
            where !SlideText.Links(footnote.Content).Any(link => Uri.TryCreate(link, UriKind.Absolute, out _))
            select $"{ShippedScenarios.NameOf(slide)}: {SlideText.Of(footnote.Content)}");

    [GeneratedRegex(@"\b(19|20)\d\d\b|\b\d+([.,]\d+)?\s?(ms|s|seconds?|kB|KB|MB|GB|%|lines|times)\b")]
    private static partial Regex Figure();
}
