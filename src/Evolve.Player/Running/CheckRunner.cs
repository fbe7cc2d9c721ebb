using System.Text.RegularExpressions;
using Evolve.Player.Panes;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Running;

/// <summary>Makes checks: out of sight, each attempt bounded, again and again until it holds or its time is over.</summary>
internal sealed class CheckRunner(IPaneSources sources, TimeProvider time)
{
    /// <summary>Wide, so that no tool wraps or cuts what a check looks for.</summary>
    private static readonly TerminalSize Size = new(200, 50);

    /// <summary>An attempt whose time is over gets no time to clean up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes all checks of a step in order.</summary>
    /// <returns>Null when all hold, else why the first one that does not does not.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal async Task<string?> RunAsync(Step step, StepEnvironment environment, CancellationToken stop)
    {
        foreach (var check in step.Checks)
        {
            if (await UntilItHoldsAsync(step, check, environment, stop) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private async Task<string?> UntilItHoldsAsync(Step step, Check check, StepEnvironment environment, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            stop.ThrowIfCancellationRequested();
            var left = check.Within - time.GetElapsedTime(start);
            var bound = attempts > 1 && left < check.Script.Timeout ? Max(left, Check.Interval) : check.Script.Timeout;
            if (await AttemptAsync(step, check, environment, bound, stop) is not { } found)
            {
                return null;
            }

            if (time.GetElapsedTime(start) + Check.Interval > check.Within)
            {
                if (found.Sentence is { } own)
                {
                    return own;
                }

                var tries = attempts == 1 ? "" : $" after {attempts} attempts in {Sentences.Duration(time.GetElapsedTime(start))}";
                return $"The check at {Sentences.Place(check.Script.Location)} does not hold{tries}: {found.Words}";
            }

            await Task.Delay(Check.Interval, time, stop);
        }
    }

    /// <summary>Null when it holds, else what was expected and what was found.</summary>
    private async Task<Finding?> AttemptAsync(
        Step step, Check check, StepEnvironment environment, TimeSpan bound, CancellationToken stop)
    {
        var output = new OutputTail();
        IPaneSource source;
        try
        {
            source = sources.Start(
                ShellCommands.Check(step.Id, check.Script, environment, Size),
                bytes => output.Add(bytes.Span));
        }
        catch (PtyException exception)
        {
            return new Finding(exception.Message);
        }

        await using (source)
        {
            using var deadline = new Deadline(bound, time, stop);
            PtyExit exit;
            try
            {
                exit = await source.Completion.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                await source.KillAsync(Grace);
                stop.ThrowIfCancellationRequested();
                return new Finding($"it had not ended after {Sentences.Duration(bound)}.{Found(output)}");
            }

            if (!exit.IsSuccess)
            {
                return new Finding($"it {Sentences.Exit(exit)}, status 0 was expected.{Found(output)}")
                {
                    // A check of an exercise is written to say what is wrong, and whoever reads it is no author.
                    Sentence = step.Kind == StepKind.Exercise && exit.Signal is null && output.LastLines(1) is [var line]
                        ? Sentences.Shorten(line, Sentences.LongestOfCheck)
                        : null,
                };
            }

            return check.Expect is { } expect && Matching.Find(expect, output) is { } problem
                ? new Finding($"{problem}{Found(output)}")
                : null;
        }
    }

    private static string Found(OutputTail output) => output.LastLines(3) is { Length: > 0 } lines
        ? $" Found: “{Sentences.Shorten(string.Join(" ⏎ ", lines))}”."
        : " Found: no output.";

    /// <summary>Why an attempt does not hold.</summary>
    /// <param name="Words">What was expected and what was found, for the author.</param>
    private sealed record Finding(string Words)
    {
        /// <summary>What the check itself says, for the attendee; or null.</summary>
        public string? Sentence { get; init; }
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}

/// <summary>Looks for what a script's output must hold.</summary>
internal static class Matching
{
    /// <summary>Null when it is there, else a sentence.</summary>
    internal static string? Find(Regex expect, OutputTail output)
    {
        try
        {
            return expect.IsMatch(output.ToText()) ? null : $"its output was to match /{expect}/ and does not.";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"looking for /{expect}/ in its output took too long: write a simpler expression.";
        }
    }
}
