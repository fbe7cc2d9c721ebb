using System.Text.RegularExpressions;
using System.Xml.Linq;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Player.Verifying;
using Evolve.Scenarios.Model;
using Evolve.Testing;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Verifying;

public sealed partial class VerificationSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-verify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_step_and_check_runs_in_order_and_progress_is_told()
    {
        var (report, text) = await Verify(
            Run("one", "echo first > file; stty size", step => step with { Expect = new("24 80") }),
            Make.Type("two", "cat file"),
            Run("serve", "sleep 77.777", step => step.WithChecks(Check("true")) with { IsBackground = true, Pane = "serve" }),
            new StepStop(Step("write", StepKind.Exercise, "# do it") with { Solve = Script("touch done"), Checks = [Check("test -e done"), Check("true")] }));

        Assert.True(report.IsGood);
        Assert.Empty(Stage.ProcessesWith("77.777"));
        await Verifier.Verify(text);
    }

    [Fact]
    public async Task The_first_failure_ends_it_with_reason_and_last_lines()
    {
        var (report, text) = await Verify(
            Run("one"),
            Run("two", "for i in $(seq 1 60); do echo line $i; done; exit 9"),
            Run("three", "touch never"));

        Assert.False(report.IsGood);
        Assert.Equal([Verdict.Passed, Verdict.Failed, Verdict.NotRun], report.Steps.Select(step => step.Verdict));
        Assert.Equal("line 21", report.Steps[1].Output[0]);
        Assert.Equal(ScenarioVerification.LinesOnFailure, report.Steps[1].Output.Length);
        Assert.False(File.Exists(Path.Combine(_folder, "never")));
        await Verifier.Verify(text);
    }

    [Fact]
    public async Task It_stops_after_the_step_that_is_named()
    {
        var (report, _) = await Verify(through: "two", verbose: false, Run("one"), Run("two"), Run("three", "exit 1"));
        Assert.True(report.IsGood);
        Assert.Equal(["one", "two"], report.Steps.Select(step => step.Step.Id));

        var (wrong, text) = await Verify(through: "nine", verbose: false, Run("one"), Run("two"));
        Assert.False(wrong.IsGood);
        Assert.Equal("There is no step “nine” in /talks/talk.md: its steps are one, two.", wrong.Problem);
        Assert.Equal("", text);
    }

    [Fact]
    public async Task Output_of_steps_is_written_on_request()
    {
        var (_, text) = await Verify(through: null, verbose: true, Run("one", "printf '\\e[31mred\\e[0m\\nblue\\n'"));
        Assert.Contains("        | red\n        | blue\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_without_a_line_end_is_written_too()
    {
        var (_, text) = await Verify(through: null, verbose: true, Run("one", "printf 'first\nhalf'"), Run("two", "printf whole"));
        Assert.Contains("        | first\n        | half\n        done", text, StringComparison.Ordinal);
        Assert.Contains("        | whole\n        done", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_step_fails_with_the_refusal()
    {
        var (report, _) = await Verify(
            Run("serve", "sleep 60", step => step with { IsBackground = true }), Run("other"));
        Assert.Equal("The pane “run” is busy with serve: wait for its end or stop it.", report.Steps[1].Reason);
    }

    [Fact]
    public async Task It_can_be_broken_off()
    {
        using var stop = new CancellationTokenSource();
        var output = new StringWriter();
        var run = new ScenarioVerification(output).RunAsync(
            Scenario(Slide("One", Run("long", "sleep 55.555"))),
            Options() with { StepOutput = null, Log = null },
            cancellationToken: stop.Token);
        await stop.CancelAsync();
        var report = await run;

        Assert.False(report.IsGood);
        Assert.Equal("It was broken off.", report.Problem);
        Assert.Empty(Stage.ProcessesWith("55.555"));
    }

    [Fact]
    public async Task It_goes_back_by_the_undos_youngest_first()
    {
        var (report, text) = await VerifyAndGoBack(
            Run("one", "touch one", step => step.UndoneBy("test ! -e two; rm one; echo one >> back")),
            Run("look", "test -e one", step => step.UndoneBy("true")),
            Run("two", "touch two", step => step.UndoneBy("rm two; echo two >> back")),
            Run("serve", "sleep 88.888", step => step.UndoneBy("true") with { IsBackground = true, Pane = "serve" }));
        Assert.True(report.IsGood);
        Assert.True(report.WayBack!.IsWhole);
        Assert.Equal("two\none\n", File.ReadAllText(Path.Combine(_folder, "back")));
        Assert.Empty(Stage.ProcessesWith("88.888"));
        Assert.EndsWith("passed: 4 steps in TIME\ntaken back: 3 steps in TIME\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failure_it_goes_back_too()
    {
        var (report, _) = await VerifyAndGoBack(
            Run("one", "touch one", step => step.UndoneBy("rm one")),
            Run("two", "touch half; exit 3", step => step.UndoneBy("rm half")));
        Assert.False(report.IsGood);
        Assert.True(report.WayBack!.IsWhole);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task A_step_without_undo_keeps_it_from_going_back()
    {
        var (report, text) = await VerifyAndGoBack(
            Run("one", "touch one", step => step.UndoneBy("rm one")), Run("two", "true"));
        Assert.True(report.IsGood);
        Assert.StartsWith("two cannot be taken back, for it has no undo", report.WayBack!.Obstacle, StringComparison.Ordinal);
        Assert.Contains(report.WayBack.Obstacle!, text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "one")));
    }

    [Fact]
    public async Task An_undo_that_fails_is_told_and_ends_the_way_back()
    {
        var (report, text) = await VerifyAndGoBack(
            Run("one", "touch one", step => step.UndoneBy("rm one")), Run("two", "true", step => step.UndoneBy("exit 7")));
        Assert.StartsWith(
            "The way back to the start ends at two, after 0 of 2: two could not be taken back:", report.WayBack!.Failure, StringComparison.Ordinal);
        Assert.Contains(report.WayBack.Failure!, text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "one")));
    }

    [Fact]
    public async Task The_report_is_valid_JUnit_XML()
    {
        var (report, _) = await Verify(
            Run("one"),
            Run("two", @"printf 'a\001<&>]]>\xff😀\n'; exit 1"),
            Run("three"));
        using var stream = new MemoryStream();
        JUnitReport.Write(stream, report, new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero));
        stream.Position = 0;
        var suite = XDocument.Load(stream).Root!.Element("testsuite")!;

        Assert.Equal(("3", "1", "1", "0"), (Of("tests"), Of("failures"), Of("skipped"), Of("errors")));
        Assert.Equal("2026-05-01T09:00:00", Of("timestamp"));
        var cases = suite.Elements("testcase").ToList();
        Assert.Equal(["one", "two", "three"], cases.Select(element => element.Attribute("name")!.Value));
        Assert.Contains("ended with status 1", cases[1].Element("failure")!.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Equal("a<&>]]>\ufffd😀", cases[1].Element("system-out")!.Value);
        Assert.NotNull(cases[2].Element("skipped"));

        string Of(string name) => suite.Attribute(name)!.Value;
    }

    [GeneratedRegex(@"in \d[\d.]* (ms|s)")]
    private static partial Regex Time { get; }

    private Task<(VerificationReport Report, string Text)> Verify(params Stop[] stops) => Verify(null, false, stops);

    private Task<(VerificationReport Report, string Text)> VerifyAndGoBack(params Stop[] stops) => Verify(null, false, goesBack: true, stops);

    private Task<(VerificationReport Report, string Text)> Verify(string? through, bool verbose, params Stop[] stops) =>
        Verify(through, verbose, goesBack: false, stops);

    private async Task<(VerificationReport Report, string Text)> Verify(string? through, bool verbose, bool goesBack, Stop[] stops)
    {
        var output = new StringWriter();
        var report = await new ScenarioVerification(output, verbose) { GoesBack = goesBack }.RunAsync(
            Scenario(Slide("One", stops), Slide("Two")), Options(), through);
        return (report, Time.Replace(output.ToString(), "in TIME"));
    }

    private PlayerOptions Options() => new()
    {
        Environment = new StepEnvironment(_folder, new Dictionary<string, string> { ["TERM"] = "xterm-256color" }),
    };
}
