using System.Collections.Immutable;
using System.Globalization;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;
using Evolve.Terminal;

namespace Evolve.Player.Verifying;

/// <summary>
/// Plays a whole scenario without a screen, over the same player as the talk: every step and check for real, in order,
/// up to the first failure; then, if asked, their undos. What goes on in the background is stopped at the end.
/// </summary>
/// <param name="output">Where progress is written, a line at a time.</param>
/// <param name="isVerbose">Whether the steps' own output is written too.</param>
public sealed class ScenarioVerification(TextWriter output, bool isVerbose = false)
{
    /// <summary>How much of a failed step's output is shown.</summary>
    public const int LinesOnFailure = 40;

    private const string BrokenOff = "It was broken off.";

    /// <summary>The same everywhere, so that a result does not depend on somebody's window.</summary>
    private static readonly TerminalSize Size = new(80, 24);

    private readonly Lock _lock = new();
    private string? _current;
    private OutputTail _tail = new();
    private LineSplitter _lines = new();

    /// <summary>Whether everything is taken back afterwards, as by the speaker who starts over.</summary>
    public bool GoesBack { get; init; }

    /// <summary>Runs the steps.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">What the player needs; the size of its panes is always 80x24.</param>
    /// <param name="through">The id of the last step to run, or null for all.</param>
    /// <param name="cancellationToken">Breaks it off; what runs is stopped first.</param>
    public async Task<VerificationReport> RunAsync(
        Scenario scenario,
        PlayerOptions options,
        string? through = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var title = scenario.FrontMatter.Title;
        if (through is not null && scenario.FindStep(through) is null)
        {
            return Refuse(title, $"There is no step “{through}” in {scenario.Path}: its steps are {string.Join(", ", scenario.Steps.Select(step => step.Id))}.");
        }

        var steps = scenario.Steps.TakeWhile(step => step.Id != through).ToList();
        if (through is not null)
        {
            steps.Add(scenario.FindStep(through)!);
        }

        var start = options.Time.GetTimestamp();
        var results = ImmutableArray.CreateBuilder<VerifiedStep>();
        string? problem = null;
        WayBack? back = null;
        TimeSpan elapsed;
        await using (var player = new ScenarioPlayer(scenario, options with { PaneSize = Size, StepOutput = OnOutput }))
        {
            if (player.State.Untrusted is { Length: > 0 } untrusted)
            {
                return Refuse(title, $"{scenario.Path} would run {Count(untrusted.Length, "command")} that you have not agreed to: look at them with `./run.sh play {scenario.Path}`, or agree to all with --trust.");
            }

            Say($"{title}: {Count(steps.Count, "step")}");
            try
            {
                foreach (var step in steps)
                {
                    results.Add(await RunStepAsync(player, step, results.Count + 1, steps.Count, cancellationToken));
                    if (results[^1].Verdict == Verdict.Failed)
                    {
                        break;
                    }
                }
            }
            catch (OperationCanceledException)
            {
                problem = BrokenOff;
            }

            elapsed = options.Time.GetElapsedTime(start);
            results.AddRange(steps.Skip(results.Count).Select(step => new VerifiedStep(step, Verdict.NotRun, default, null, [])));
            Say(Summary(new(title, results.ToImmutable(), elapsed, problem)));
            if (GoesBack && problem is null)
            {
                try
                {
                    back = await GoBackAsync(player, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    problem = BrokenOff;
                }
            }
        }

        return new VerificationReport(title, results.ToImmutable(), elapsed, problem) { WayBack = back };
    }

    private async Task<WayBack> GoBackAsync(ScenarioPlayer player, CancellationToken cancellationToken)
    {
        var start = player.Time.GetTimestamp();
        var plan = player.Plan(new JumpGoal.Start());
        var back = new WayBack(plan.Actions.Count(action => action.Kind == JumpActionKind.Undo), default) { Obstacle = plan.Obstacle };
        if (plan.Obstacle is null)
        {
            player.StartOver();
            await player.HandledAsync().WaitAsync(cancellationToken);
            var state = await player.WhenAsync(now => now.Journey is null, cancellationToken);
            back = back with { Elapsed = player.Time.GetElapsedTime(start), Failure = WhyNotBack(state) };
        }

        Say(back.Obstacle ?? back.Failure ?? $"taken back: {Count(back.Steps, "step")} in {Sentences.Duration(back.Elapsed)}");
        return back;
    }

    private static string? WhyNotBack(PlayerState state)
    {
        var stuck = state.Scenario.Steps.FirstOrDefault(step => state.StateOf(step.Id).MayBeTakenBack);
        return stuck is null ? null : state.Notice?.Sentence ?? state.StateOf(stuck.Id).Reason ?? $"{stuck.Id} was not taken back.";
    }

    private static string Count(int number, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {word}{(number == 1 ? "" : "s")}");

    private static string Summary(VerificationReport report)
    {
        var passed = report.Steps.Count(step => step.Verdict == Verdict.Passed);
        var time = Sentences.Duration(report.Elapsed);
        if (report.IsGood)
        {
            return $"passed: {Count(passed, "step")} in {time}";
        }

        var failed = report.Steps.FirstOrDefault(step => step.Verdict == Verdict.Failed);
        var why = failed is null ? report.Problem : $"{failed.Step.Id} failed";
        return $"failed: {why}; {passed} of {Count(report.Steps.Length, "step")} passed in {time}";
    }

    private static VerificationReport Refuse(string title, string sentence) => new(title, [], TimeSpan.Zero, sentence);

    private async Task<VerifiedStep> RunStepAsync(
        ScenarioPlayer player, Step step, int number, int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _current = step.Id;
            _tail = new OutputTail();
            _lines = new LineSplitter();
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"[{number}/{count}] {step.Id} ({Sentences.Place(step.Location)})"));
        var noticeBefore = player.State.Notice?.Number ?? 0;
        if (step is { Kind: StepKind.Exercise, Solve: not null })
        {
            player.Solve(step.Id);
        }
        else
        {
            player.Run(step.Id);
        }

        var state = await player.WhenAsync(
            now => (now.StateOf(step.Id) is { Attempt: > 0, IsActive: false }) || Refusal(now, step, noticeBefore) is not null,
            cancellationToken);
        var known = state.StateOf(step.Id);
        EndOutput();
        if (known.Status == StepStatus.Done)
        {
            Say($"        {(known.RunsOn ? "started" : "done")} in {Sentences.Duration(known.Elapsed)}{Checks(step)}");
            if (known.Remark is { } remark)
            {
                Say($"        {remark}");
            }

            return new(step, Verdict.Passed, known.Elapsed, null, []);
        }

        var reason = known.Attempt > 0 ? known.Reason : Refusal(state, step, noticeBefore);
        string[] lines;
        lock (_lock)
        {
            lines = _tail.LastLines(LinesOnFailure);
        }

        Say($"        failed: {reason}");
        if (!isVerbose)
        {
            foreach (var line in lines)
            {
                Say($"        | {line}");
            }
        }

        return new(step, Verdict.Failed, known.Elapsed, reason ?? "It did not succeed.", [.. lines]);
    }

    /// <summary>What the player said instead of starting the step.</summary>
    private static string? Refusal(PlayerState state, Step step, long noticeBefore) =>
        state.StateOf(step.Id).Attempt == 0 && state.Notice is { } notice && notice.Number > noticeBefore && notice.IsRefusalOf == step.Id
            ? notice.Sentence
            : null;

    private static string Checks(Step step) => step.Checks.Length switch
    {
        0 => "",
        1 => ", its check holds",
        var many => string.Create(CultureInfo.InvariantCulture, $", its {many} checks hold"),
    };

    private void OnOutput(string stepId, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (stepId != _current)
            {
                return;
            }

            _tail.Add(bytes.Span);
            if (isVerbose)
            {
                Quote(_lines.Add(bytes.Span));
            }
        }
    }

    private void EndOutput()
    {
        lock (_lock)
        {
            Quote(_lines.End());
        }
    }

    private void Quote(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine($"        | {line}");
        }
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
