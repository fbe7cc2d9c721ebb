using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Terminal;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>A workshop as an attendee has it.</summary>
public sealed class WorkshopTests
{
    private const string NotYet = "Expected a running container my-web, found none. docker ps -a shows what there is.";

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 }, { 200, 60 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_card_shows_the_last_hint_what_was_found_and_the_keys(int columns, int rows)
    {
        var text = AtWork(Options(columns, rows));
        Assert.All(
            ["your turn: start-one", "not yet", "hint 1 of 2", "In the background is -d.", "! Expected a running container", "F4 hint 2 of 2", "F5 check", "0/2 done"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_colours_and_utf8_the_card_says_the_same()
    {
        var text = AtWork(Options(80, 24) with { Abilities = new TerminalAbilities(ColorDepth.Monochrome, IsUnicode: false) });
        Assert.All(["+- o your turn: start-one", "! Expected a running container", "-- 0/2 done"], words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_wrong_answer_is_told_with_the_right_one_and_the_reason(int columns, int rows)
    {
        using var app = AtQuiz(Options(columns, rows));
        app.Press("1").ShouldShow("Not quite: 2.").ShouldShow("An image holds files").ShouldShow("2/2 done");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_summary_at_the_end_says_what_was_done_and_how(int columns, int rows)
    {
        using var app = AtQuiz(Options(columns, rows));
        app.Press("2").ShouldShow("Right.").Press("PageDown").ShouldShow("Thank you.").Wait(TimeSpan.FromMinutes(41));
        app.Press("PageDown").ShouldShow("What you have done").ShouldShow("by yourself").ShouldShow("answered right")
            .ShouldShow("1 exercise done, 1 by yourself; 1 quiz answered, 1 right.");
    }

    [Fact]
    public void The_shell_has_the_keys_where_an_exercise_begins_and_gives_them_back_after_it()
    {
        using var app = AppDriver.Play(Options(100, 30));
        app.Press("PageDown").ShouldShow("keys go to shell").Type("ls");
        app.Until(() => app.Options.Programs.Keys.EndsWith("ls", StringComparison.Ordinal), "the keys in the shell");
        app.Press("F12").ShouldNotShow("keys go to shell").Press("s").ShouldShow("next slide: Whose kernel?");
        app.Press("PageDown").ShouldShow("Press 1 to 3.").ShouldNotShow("keys go to shell");
    }

    [Fact]
    public void Keys_that_were_taken_back_are_not_given_away_again()
    {
        using var app = AtExercise(Options(100, 30));
        app.Press("F12").ShouldNotShow("keys go to shell").Press("F5").ShouldShow("not yet").ShouldNotShow("keys go to shell");
    }

    [Fact]
    public void A_hint_and_a_check_work_from_inside_the_shell_and_the_shell_never_sees_them()
    {
        using var app = AtExercise(Options(100, 30));
        app.Press("F4").ShouldShow("hint 1 of 2").ShouldShow("In the background is -d.").Press("F5").ShouldShow("not yet");
        Assert.Equal("", app.Options.Programs.Keys);
        app.ShouldShow("Expected a running container my-web");
    }

    [Fact]
    public void In_a_talk_these_keys_are_the_programs_own()
    {
        using var app = AppDriver.Play(Options(100, 30) with { IsWorkshop = false });
        app.Press("PageDown", "x").ShouldShow("keys go to shell").Press("F4");
        app.Until(() => app.Options.Programs.Keys.Length > 0, "F4 in the shell");
    }

    [Fact]
    public void A_check_that_fails_opens_no_box()
    {
        using var app = AtExercise(Options(100, 30));
        app.Press("F5").ShouldShow("not yet").ShouldNotShow("Retry");
        Assert.Null(app.Player.State.Choice);
    }

    [Fact]
    public void Done_is_told_with_the_key_that_goes_on_and_counts()
    {
        using var app = AtExercise(Options(100, 30));
        app.ShouldShow(" 0/2 done").Options.Programs.When("check-one", "", 0);
        app.Press("F5").ShouldShow("Done, by yourself. PageDown goes on.").ShouldShow(" 1/2 done");
        app.Press("PageDown").ShouldShow("Whose kernel?");
    }

    [Fact]
    public void The_solution_is_shown_before_it_runs_and_counts_as_a_solution()
    {
        using var app = AtExercise(Options(100, 30));
        AllHints(app).Press("F4").ShouldShow("These commands do it").ShouldShow("evolve/web:container");
        app.Options.Programs.When("check-one", "", 0).When("--name my-web", "f00d\n", 0);
        app.Press("y").ShouldShow("Solved. PageDown goes on.").ShouldShow("solved for you");
    }

    [Fact]
    public void Not_yet_runs_nothing()
    {
        using var app = AtExercise(Options(100, 30));
        AllHints(app).Press("F4").ShouldShow("These commands do it").Press("PageDown").ShouldNotShow("These commands do it");
        Assert.Equal(0, app.Player.State.StateOf("start-one").Attempt);
    }

    [Fact]
    public void Digits_answer_a_quiz_and_then_name_slides_again()
    {
        using var app = AtQuiz(Options(100, 30));
        app.Press("2").ShouldShow("Right.").Press("1").ShouldShow("then g goes to that slide").Press("g").ShouldShow("The next slide is");
        Assert.Equal(QuizVerdict.Right, app.Player.State.Workshop.AnswerTo("whose-kernel").Verdict);
    }

    [Fact]
    public void The_summary_opens_on_a_key_at_any_time()
    {
        using var app = AppDriver.Play(Options(100, 30));
        app.Press("F6").ShouldShow("0 exercises done").Press("F6").ShouldNotShow("What you have done");
    }

    [Fact]
    public void A_clicker_alone_gets_to_the_end()
    {
        using var app = AppDriver.Play(Options(80, 24));
        for (var presses = 0; presses < 40 && app.Player.State.Next.Kind != ForwardKind.End; presses++)
        {
            var before = app.Player.State;
            app.Press("PageDown").Until(() => app.Player.State != before && !app.Player.State.IsChecking, "what the press did");
            if (app.Player.State.Choice?.Safe == ChoiceKind.Solve)
            {
                app.ShouldShow("docker run -d --name my-web").Options.Programs.When("check-one", "", 0).When("--name my-web", "f00d\n", 0);
            }
        }

        app.ShouldShow("see what you have done").Press("PageDown").ShouldShow("with the solution, 2 hints");
    }

    /// <summary>One after the other: a key means what the slide says when it is pressed.</summary>
    private static AppDriver AllHints(AppDriver app) =>
        app.Press("F4").ShouldShow("hint 1 of 2").Press("F4").ShouldShow("F4 solution");

    private static string AtWork(AppOptions options)
    {
        using var app = AtExercise(options);
        app.Press("F4").ShouldShow("In the background is").Press("F5").ShouldShow("its card says why");
        return app.Wait(TimeSpan.FromSeconds(7)).ShouldNotShow("its card says why").Screen;
    }

    private static AppDriver AtExercise(AppOptions options)
    {
        var app = AppDriver.Play(options);
        return app.Press("PageDown").ShouldShow("your turn: start-one").ShouldShow("keys go to shell");
    }

    private static AppDriver AtQuiz(AppOptions options)
    {
        var app = AtExercise(options);
        app.Options.Programs.When("check-one", "", 0);
        return app.Press("F5").ShouldShow("by yourself").Press("PageDown").ShouldShow("Press 1 to 3.");
    }

    private static AppOptions Options(int columns, int rows) => new()
    {
        Size = new TerminalSize(columns, rows),
        Scenario = Talks.Workshop,
        IsWorkshop = true,
        Deployment = ClickerTests.RunningDeployment(),
        Programs = new FakePrograms().When("check-one", NotYet + "\n", 1).When("--norc -i", "evolve$ ", null),
    };
}
