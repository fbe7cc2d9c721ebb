using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Tests.Support;

namespace Evolve.Player.Tests.Progress;

/// <summary>Progress that is kept while real steps run.</summary>
public class KeeperSpecs
{
    [Fact]
    public async Task What_one_session_has_done_the_next_goes_on_with()
    {
        var scenario = Make.Scenario(
            Make.Slide("One", Make.Run("make", "echo SHIP=here >> $EVOLVE_ENV; touch made", step => step.UndoneBy("rm made").WithChecks(Make.Check("test -e made")))),
            Make.Slide("Two", Make.Run("use", "echo use $SHIP", step => step.UndoneBy("true"))));
        await using var first = new Stage(scenario);
        var file = ProgressFile.For(Path.Combine(first.Folder, "progress"), scenario.Path, null);
        await using (var keeper = Keeper(first, file))
        {
            Assert.Null(keeper.Found);
            await first.Run("make");
            first.Player.GoToSlide(1);
            await first.When(state => state.SlideIndex == 1);
        }

        await using var second = new Stage(scenario);
        File.WriteAllText(Path.Combine(second.Folder, "made"), "");
        await using (var keeper = Keeper(second, file))
        {
            Assert.Equal(1, keeper.Found!.CountDone(scenario));
            keeper.GoOn();
            Assert.Null(keeper.Found);
            await second.When(state => state.StateOf("make").Status == StepStatus.Done && state.SlideIndex == 1);
            await second.Run("use");
            Assert.Contains("use here", second.Text(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task While_nobody_has_said_whether_to_go_on_what_was_kept_stays()
    {
        var scenario = Make.Scenario(Make.Slide("One", Make.Run("make")), Make.Slide("Two"));
        await using var stage = new Stage(scenario);
        var file = ProgressFile.For(Path.Combine(stage.Folder, "progress"), scenario.Path, null);
        file.Write(new SavedProgress { SlideIndex = 1, SlideTitle = "Two" });
        var before = File.ReadAllText(file.Path);
        await using (var keeper = Keeper(stage, file))
        {
            await stage.Run("make");
            Assert.NotNull(keeper.Found);
        }

        Assert.Equal(before, File.ReadAllText(file.Path));
    }

    [Fact]
    public async Task A_step_that_is_at_work_when_the_session_ends_is_kept_as_begun()
    {
        var scenario = Make.Scenario(Make.Slide("One", Make.Run("long", "sleep 60")));
        await using var stage = new Stage(scenario);
        var file = ProgressFile.For(Path.Combine(stage.Folder, "progress"), scenario.Path, null);
        await using (Keeper(stage, file))
        {
            stage.Player.Run("long");
            await stage.When(state => state.StateOf("long").Status == StepStatus.Running);
        }

        Assert.Equal(SavedStatus.Begun, Assert.Single(file.Read()!.Steps).Status);
    }

    [Fact]
    public async Task Where_nothing_can_be_written_it_says_so_and_the_talk_goes_on()
    {
        await using var stage = Stage.For(Make.Run("make"));
        var blocked = Path.Combine(stage.Folder, "progress");
        File.WriteAllText(blocked, "a file where the folder would be");
        await using var keeper = Keeper(stage, ProgressFile.For(blocked, "/talks/talk.md", null));
        await stage.When(state => state.Notice?.Sentence.StartsWith("How far you are cannot be kept", StringComparison.Ordinal) == true);
        Assert.Equal(StepStatus.Done, (await stage.Run("make")).Status);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_does_not_stop_the_talk()
    {
        await using var stage = Stage.For(Make.Run("make"));
        var file = ProgressFile.For(Path.Combine(stage.Folder, "progress"), "/talks/talk.md", null);
        file.Write(new SavedProgress());
        File.WriteAllText(file.Path, "{");
        await using var keeper = Keeper(stage, file);
        var told = await stage.When(state => state.Notice is not null);
        Assert.StartsWith("What was done the last time cannot be read", told.Notice!.Sentence, StringComparison.Ordinal);
        Assert.Null(keeper.Found);
    }

    private static ProgressKeeper Keeper(Stage stage, ProgressFile file) => new(stage.Player, file, Path.Combine(stage.Folder, "environment"));
}
