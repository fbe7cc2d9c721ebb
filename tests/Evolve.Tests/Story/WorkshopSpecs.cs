using System.Text.RegularExpressions;
using Evolve.Scenarios.Model;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>What an attendee may rely on in the shipped workshops.</summary>
public partial class WorkshopSpecs
{
    private const string Workshop = "scenarios/workshop.md";

    public static TheoryData<string> Workshops => new(Workshop, "scenarios/newcomer.md");

    [Fact]
    public void The_workshop_has_ten_exercises_or_more_three_quizzes_or_more_and_ninety_minutes_at_most()
    {
        var slides = ShippedScenarios.SlidesOf(Workshop).ToList();
        Assert.True(slides.SelectMany(Exercises).Count() >= 10);
        Assert.True(slides.SelectMany(slide => slide.Quizzes).Count() >= 3);
        Assert.True(ShippedScenarios.Read(Workshop).Scenario!.FrontMatter.Duration <= TimeSpan.FromMinutes(90));
    }

    [Theory]
    [MemberData(nameof(Workshops))]
    public void A_workshop_says_so_in_its_front_matter(string path) =>
        Assert.Equal(ScenarioMode.Workshop, ShippedScenarios.Read(path).Scenario!.FrontMatter.Mode);

    [Theory]
    [MemberData(nameof(Workshops))]
    public void Every_exercise_has_two_or_three_hints_a_solution_and_a_way_back(string path) =>
        Assert.Empty(
            from exercise in ShippedScenarios.SlidesOf(path).SelectMany(Exercises)
            where exercise.Hints.Length is < 2 or > 3 || exercise.Solve is null || exercise.Undo is null
            select exercise.Id);

    [Theory]
    [MemberData(nameof(Workshops))]
    public void Every_check_of_an_exercise_names_two_mistakes_or_more(string path) =>
        Assert.Empty(
            from exercise in ShippedScenarios.SlidesOf(path).SelectMany(Exercises)
            where exercise.Checks.Sum(check => Mistake().Count(check.Script.Text)) < 2
            select exercise.Id);

    [Theory]
    [MemberData(nameof(Workshops))]
    public void Every_quiz_is_explained(string path) =>
        Assert.Empty(
            from quiz in ShippedScenarios.SlidesOf(path).SelectMany(slide => slide.Quizzes)
            where quiz.Explanation.IsEmpty
            select quiz.Id);

    [Fact]
    public void A_newcomer_needs_no_engine_to_begin() =>
        Assert.Empty(ShippedScenarios.Read("scenarios/newcomer.md").Scenario!.FrontMatter.Requires);

    private static IEnumerable<Step> Exercises(Slide slide) => slide.Steps.Where(step => step.Kind == StepKind.Exercise);

    /// <summary>A sentence that a check says before it ends.</summary>
    [GeneratedRegex(@"\bno ""[^""]{20,}")]
    private static partial Regex Mistake();
}
