using System.Text.Json.Nodes;
using Evolve.Player.Verifying;
using Evolve.Stage.Rehearsing;
using Evolve.Stage.Tests.Support;
using Evolve.Testing;

namespace Evolve.Stage.Tests.Rehearsing;

public sealed class RehearsalSpecs : IDisposable
{
    private const string Text = """
        ---
        title: A talk
        duration: 4m
        ---

        # Welcome

        <!-- note: 0:30. Say hello. -->

        ---

        # Containers

        ```sh {#build .run}
        true
        ```

        ```sh {#start .run}
        true
        ```

        <!-- note: 1:00. Build it, and start it. -->

        ---

        ## It answers

        ```sh {#ask .run}
        true
        ```

        <!-- note: 0:10. One request. -->

        ---

        # The end

        No note says how long this is.

        ```sh {#stop .run}
        true
        ```
        """;

    private readonly TalkFile _talk = new(Text);

    public void Dispose() => _talk.Dispose();

    [Fact]
    public async Task A_table_of_chapters_says_what_is_left_to_speak()
    {
        var report = Report([10, 5, 2, 1], [12, 5, 2.2, 1], [11, 5, 2.1, 1]);
        Assert.True(report.IsGood);
        await Verifier.Verify(RehearsalText.Of(report));
    }

    [Fact]
    public async Task What_is_late_varies_or_fails_is_a_sentence_each()
    {
        var report = Report([30, 5, 62, 1], [70, 5, null, null], [72, 5, 64, null]);
        Assert.False(report.IsGood);
        await Verifier.Verify(RehearsalText.Of(report));
    }

    [Fact]
    public void A_step_that_failed_once_and_passed_once_is_flaky()
    {
        var steps = Report([10, 5, null, null], [10, 5, 2, 1]).Steps.ToDictionary(step => step.Step.Id);
        Assert.Equal(Steadiness.Flaky, steps["ask"].Steadiness);
        Assert.Equal((1, 2), (steps["ask"].Failures, steps["ask"].Runs.Length));
        Assert.Equal(TimeSpan.FromSeconds(2), steps["ask"].Median);
        Assert.Equal("It broke.", steps["ask"].Reason);
        Assert.Equal(Steadiness.Steady, steps["stop"].Steadiness);
    }

    [Fact]
    public void A_step_that_no_play_came_to_is_not_run()
    {
        var report = Report([10, null, null, null], [10, null, null, null]);
        Assert.Equal(
            [Steadiness.Steady, Steadiness.Fails, Steadiness.NotRun, Steadiness.NotRun], report.Steps.Select(step => step.Steadiness));
        Assert.False(report.IsGood);
    }

    [Theory]
    [InlineData(2.0, 2.9, Steadiness.Steady)]
    [InlineData(0.1, 0.9, Steadiness.Steady)]
    [InlineData(2.0, 3.1, Steadiness.Varies)]
    [InlineData(100, 120, Steadiness.Steady)]
    public void A_step_varies_when_a_speaker_would_notice(double first, double second, Steadiness expected) =>
        Assert.Equal(expected, Report([first, 1, 1, 1], [second, 1, 1, 1]).Steps.First().Steadiness);

    [Fact]
    public void The_middle_time_of_two_is_between_them() =>
        Assert.Equal(TimeSpan.FromSeconds(3), Report([2, 1, 1, 1], [4, 1, 1, 1]).Steps.First().Median);

    [Fact]
    public void What_was_not_asked_for_is_not_judged()
    {
        // As `--through start` does: the report of a play has these steps only.
        var whole = Play([10, 5, 2, 1]);
        var report = RehearsalReport.Of(_talk.Scenario, [whole with { Steps = whole.Steps[..2] }]);
        Assert.Equal(["Welcome", "Containers"], report.Slides.Select(slide => slide.Title));
        Assert.True(report.IsGood);
    }

    [Fact]
    public void Programs_get_the_same_in_seconds()
    {
        var json = JsonNode.Parse(RehearsalJson.Of(Report([70, 5, 2, null], [60, 5, 2, 1])))!;
        Assert.Equal(240, (double)json["durationSeconds"]!);
        Assert.False((bool)json["isGood"]!);
        var chapter = json["chapters"]![1]!;
        Assert.Equal(70, (double)chapter["plannedSeconds"]!);
        Assert.Equal(-2, (double)chapter["toSpeakSeconds"]!);
        var slide = chapter["slides"]![0]!;
        Assert.Equal(10, (double)slide["lateSeconds"]!);
        Assert.Equal([60, 70], slide["steps"]![0]!["seconds"]!.AsArray().Select(time => (double)time!));
        var stop = json["chapters"]![2]!["slides"]![0]!["steps"]![0]!;
        Assert.Equal(("flaky", 1, "It broke."), ((string)stop["steadiness"]!, (int)stop["failures"]!, (string)stop["reason"]!));
    }

    [Fact]
    public async Task It_is_played_as_often_as_asked_also_after_a_failure()
    {
        List<RehearsalRound> played = [];
        var output = new StringWriter();
        var report = await new Rehearsal(output, (round, _) =>
        {
            played.Add(round);
            return Task.FromResult(Play(played.Count == 1 ? [1, null, null, null] : [1, 1, 1, 1]) with { WayBack = new(2, TimeSpan.FromSeconds(3)) });
        }).RunAsync(_talk.Scenario, 3);
        Assert.Equal([new(false, GoesBack: true), new(false, GoesBack: true), new(false, GoesBack: false)], played);
        Assert.Equal(3, report.Plays);
        Assert.Equal("Play 1 of 3.\nPlay 2 of 3.\nPlay 3 of 3.\n", output.ToString());
    }

    [Fact]
    public async Task What_could_not_be_taken_back_is_removed_and_a_failed_undo_is_a_finding()
    {
        const string Stuck = "The way back to the start ends at stop, after 0 of 4: stop could not be taken back: it broke.";
        WayBack[] ways =
        [
            new(0, default) { Obstacle = "stop has no undo." },
            new(4, TimeSpan.FromSeconds(1)) { Failure = Stuck },
            new(4, TimeSpan.FromSeconds(2.5)),
        ];
        List<bool> removed = [];
        var output = new StringWriter();
        var report = await new Rehearsal(output, (round, _) =>
        {
            removed.Add(round.RemovesFirst);
            return Task.FromResult(Play([1, 1, 1, 1]) with { WayBack = round.GoesBack ? ways[removed.Count - 1] : null });
        }).RunAsync(_talk.Scenario, 4);
        Assert.Equal([false, true, true, false], removed);
        Assert.Contains("What it has made is removed instead of taken back.\nPlay 2 of 4.", output.ToString(), StringComparison.Ordinal);
        Assert.False(report.IsGood);
        Assert.Contains(Stuck, RehearsalText.Findings(report));
        var json = JsonNode.Parse(RehearsalJson.Of(report))!;
        Assert.Equal([2.5], json["wayBackSeconds"]!.AsArray().Select(time => (double)time!));
        Assert.Equal([Stuck], json["stuckOnTheWayBack"]!.AsArray().Select(sentence => (string)sentence!));
    }

    [Fact]
    public async Task What_cannot_begin_is_not_tried_again()
    {
        var plays = 0;
        var report = await new Rehearsal(TextWriter.Null, (_, _) =>
        {
            plays++;
            return Task.FromResult(new VerificationReport("A talk", [], TimeSpan.Zero, "There is no step “nine”."));
        }).RunAsync(_talk.Scenario, 5);
        Assert.Equal(1, plays);
        Assert.Equal("There is no step “nine”.", report.Problem);
        Assert.False(report.IsGood);
    }

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.6, "1:00")]
    [InlineData(-17, "-0:17")]
    [InlineData(-0.2, "0:00")]
    [InlineData(5025, "83:45")]
    public void Times_are_minutes_and_seconds(double seconds, string expected) =>
        Assert.Equal(expected, RehearsalText.Clock(TimeSpan.FromSeconds(seconds)));

    private RehearsalReport Report(params double?[][] plays) => RehearsalReport.Of(_talk.Scenario, [.. plays.Select(Play)]);

    /// <summary>A play whose steps took these seconds; the first that is null failed, and those behind it were not run.</summary>
    private VerificationReport Play(double?[] seconds)
    {
        var failed = Array.IndexOf(seconds, null);
        return new VerificationReport("A talk", [.. _talk.Scenario.Steps.Select((step, index) => new VerifiedStep(
            step,
            failed < 0 || index < failed ? Verdict.Passed : index == failed ? Verdict.Failed : Verdict.NotRun,
            TimeSpan.FromSeconds(seconds[index] ?? 0),
            index == failed ? "It broke." : null,
            []))], TimeSpan.FromSeconds(9));
    }
}
