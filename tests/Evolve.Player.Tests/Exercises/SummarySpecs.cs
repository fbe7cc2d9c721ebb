using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Player.Tests.Support;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Exercises;

public sealed class SummarySpecs
{
    [Fact]
    public void It_tells_by_whom_each_exercise_was_done_and_how_quizzes_went()
    {
        var talk = MachineDriver.Workshop(
            Slide("One", Exercise("own", "true"), Exercise("solved", "true", "a hint"), Exercise("skipped", "true"), Exercise("open", "true")) with { Chapter = "First" },
            Slide("Two", Run("no-exercise")) with { Chapter = "Second" },
            Slide("Three", Quiz("right", true, false), Quiz("wrong", true, false), Quiz("shown", true, false)) with { Chapter = "Third" });
        talk.Send(new PlayerInput.GoToSlide(0)).Wait(30_000);
        talk.Send(new PlayerInput.Look("own", IsAsked: true)).End();
        talk.Send(new PlayerInput.ShowHint("solved")).Wait(30_000).Send(new PlayerInput.Solve("solved")).End();
        talk.Send(new PlayerInput.Skip("skipped"));
        talk.Send(new PlayerInput.GoToSlide(2)).Send(new PlayerInput.Answer("right", 0)).Send(new PlayerInput.Answer("wrong", 1)).Forward();

        var summary = WorkshopSummary.Of(talk.State);
        Assert.Equal(["First", "Third"], summary.Chapters.Select(chapter => chapter.Title));
        Assert.Equal(
            [
                new("own", SummaryKind.ByOneself, TimeSpan.FromSeconds(30), 0),
                new("solved", SummaryKind.WithSolution, TimeSpan.FromSeconds(60), 1),
                new("skipped", SummaryKind.LeftOut, null, 0),
                new("open", SummaryKind.Open, null, 0),
                new("right", SummaryKind.AnsweredRight, null, 0),
                new("wrong", SummaryKind.AnsweredWrong, null, 0),
                new SummaryPart("shown", SummaryKind.LeftOut, null, 0),
            ],
            summary.Parts);
    }

    [Fact]
    public void Progress_is_that_of_the_chapter_that_is_on()
    {
        var talk = MachineDriver.Workshop(
            Slide("One", Exercise("one", "true"), Quiz("why", true, false)) with { Chapter = "First" },
            Slide("Two", Exercise("two", "true")) with { Chapter = "First" },
            Slide("Three") with { Chapter = "Second" });
        Assert.Equal(new(0, 3), ChapterProgress.Of(talk.State));
        talk.Send(new PlayerInput.Look("one", IsAsked: true)).End().Send(new PlayerInput.Answer("why", 1));
        Assert.Equal(new(2, 3), ChapterProgress.Of(talk.State));
        talk.Send(new PlayerInput.GoToSlide(2));
        Assert.Equal(new(0, 0), ChapterProgress.Of(talk.State));
    }
}
