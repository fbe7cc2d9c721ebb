using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Evolve.Lamp.Engine;
using Evolve.Player.Panes;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Scenarios.Model;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Running;

/// <summary>Runs steps for real: one fresh shell each, in a pane, then their checks out of sight.</summary>
internal sealed class StepRunner(PaneSet panes, PlayerOptions options) : IStepRunner
{
    /// <summary>How long a stopped step has to clean up before it is forced to end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>How long the engine has to stop a step's containers.</summary>
    private static readonly TimeSpan ContainerPatience = TimeSpan.FromSeconds(15);

    private readonly CheckRunner _checks = new(options.Sources, options.Time);

    private PaneSet Panes => panes;

    private PlayerOptions Options => options;

    private TimeProvider Time => options.Time;

    /// <summary>What steps are given now: the player's environment and what earlier steps wrote for later ones.</summary>
    internal StepEnvironment Environment => options.Environment.With(EnvironmentFile.Read(options.Environment.File).Variables);

    /// <inheritdoc/>
    public StepRun Start(StepRequest request, Action checking, CancellationToken stop)
    {
        var outcome = new TaskCompletionSource<StepOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(outcome.Task, Task.Run(() => RunAsync(new(this, request, checking, outcome, stop)), CancellationToken.None));
    }

    private static async Task<string?> RunAsync(Attempt attempt)
    {
        try
        {
            return await attempt.RunAsync();
        }
        catch (Exception exception)
        {
            // Whatever goes wrong here is the step's failure, never the talk's end.
            attempt.Settle(OutcomeKind.Failed, $"{attempt.StepId} could not be run: {exception.Message}");
            return exception.Message;
        }
        finally
        {
            attempt.Publish();
        }
    }

    /// <summary>One run from its start to the end of its last process.</summary>
    private sealed class Attempt(
        StepRunner owner,
        StepRequest request,
        Action checking,
        TaskCompletionSource<StepOutcome> outcome,
        CancellationToken stop)
    {
        private readonly OutputTail _output = new();
        private readonly long _start = owner.Time.GetTimestamp();
        private readonly DateTimeOffset _startedAt = owner.Time.GetUtcNow();
        private ImmutableArray<string> _remarks = [];
        private StepOutcome? _settled;
        private StepCast? _cast;

        internal string StepId => Step.Id;

        private Step Step => request.Step;

        private RunRecorder? Recorder => owner.Options.Recorder ?? (request.IsOwn ? owner.Options.Recording?.Recorder : null);

        private string Place => Sentences.Place((request.Script ?? Step.Script).Location);

        /// <summary>Says how it went; the first to say it is right. Told to others when the pane is free, or at once when it runs on.</summary>
        internal void Settle(OutcomeKind kind, string? reason = null, bool runsOn = false)
        {
            var mine = new StepOutcome(kind, owner.Time.GetElapsedTime(_start), reason) { RunsOn = runsOn };
            if (Interlocked.CompareExchange(ref _settled, mine, null) is not null)
            {
                return;
            }

            _cast?.End(mine);
            if (runsOn)
            {
                Publish();
            }
        }

        internal void Publish() => outcome.TrySetResult(_settled! with { Remarks = _remarks });

        internal async Task<string?> RunAsync()
        {
            if (request.Script is not { } script)
            {
                await CheckAsync(null);
                return null;
            }

            var pane = owner.Panes.Open(Step.Pane);
            if (!pane.TryTake(Step.Id, Step.Id, out var lease))
            {
                Settle(OutcomeKind.Refused, $"The pane “{pane.Name}” is busy with {pane.Occupant ?? "something"}: wait for its end or stop it.");
                return null;
            }

            using (lease)
            {
                _cast = Recorder?.Begin(Step, lease.Size);
                var prompt = PaneText.Prompt(script.Text);
                _cast?.Add(Encoding.UTF8.GetBytes(prompt));
                lease.Show((pane.Read(screen => screen.Cursor.Column) > 0 ? "\r\n" : "") + prompt);
                if (StartSource(script, lease) is not { } source)
                {
                    return null;
                }

                await using (source)
                {
                    lease.Attach(source);
                    var remark = Step.IsBackground ? await BackgroundAsync(source) : await ForegroundAsync(source);
                    lease.Show(PaneText.AfterProgram);
                    if (Step.IsBackground || _settled is not null)
                    {
                        return remark;
                    }
                }
            }

            // The pane is free again: checks are out of sight.
            await CheckAsync(null);
            return null;
        }

        private IPaneSource? StartSource(Script script, PaneLease lease)
        {
            if (Encoding.UTF8.GetByteCount(script.Text) > ShellCommands.MostScriptBytes)
            {
                Settle(OutcomeKind.Failed, $"{Step.Id} ({Place}) is longer than {ShellCommands.MostScriptBytes / 1024} KiB: put its text into a file and run that.");
                return null;
            }

            try
            {
                return owner.Options.Sources.Start(
                    ShellCommands.Step(Step.Id, script, owner.Environment, lease.Size),
                    bytes =>
                    {
                        _output.Add(bytes.Span);
                        _cast?.Add(bytes.Span);
                        owner.Options.StepOutput?.Invoke(StepId, bytes);
                        lease.Feed(bytes);
                    });
            }
            catch (PtyException exception)
            {
                Settle(OutcomeKind.Failed, $"{Step.Id} ({Place}) could not be started: {exception.Message}");
                return null;
            }
        }

        /// <summary>Settles unless the script ended well.</summary>
        private async Task<string?> ForegroundAsync(IPaneSource source)
        {
            using var deadline = new Deadline(Step.Timeout, owner.Time, stop);
            PtyExit exit;
            try
            {
                exit = await source.Completion.WaitAsync(deadline.Token);
                _cast?.Ended(exit);
            }
            catch (OperationCanceledException)
            {
                await EndAsync(source);
                SettleStopped(deadline);
                return null;
            }

            NoteVariables();
            if (exit.Signal is not null || (!exit.IsSuccess && !Step.MayFail))
            {
                Settle(OutcomeKind.Failed, $"{Step.Id} ({Place}) {Sentences.Exit(exit)}.{Sentences.LastWords(_output)}");
            }
            else if (Step.Expect is { } expect && Matching.Find(expect, _output) is { } problem)
            {
                Settle(OutcomeKind.Failed, $"{Step.Id} ({Place}): {problem}{Sentences.LastWords(_output)}");
            }

            return null;
        }

        /// <summary>Settles when it is ready or failed, then stays until its process has ended.</summary>
        private async Task<string?> BackgroundAsync(IPaneSource source)
        {
            if (Step.Expect is not null || !Step.Checks.IsEmpty)
            {
                await ReadyAsync(source);
            }
            else
            {
                Settle(OutcomeKind.Succeeded, runsOn: true);
            }

            if (_settled is not { RunsOn: true })
            {
                // A failed step must not hold its pane against a retry.
                await EndAsync(source);
                return null;
            }

            try
            {
                var exit = await source.Completion.WaitAsync(stop);
                NoteVariables();
                return $"{Step.Id} {Sentences.Exit(exit)} in the background.{Sentences.LastWords(_output)}";
            }
            catch (OperationCanceledException)
            {
                await EndAsync(source);
                return $"{Step.Id} was stopped.";
            }
        }

        private async Task ReadyAsync(IPaneSource source)
        {
            using var ready = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var proof = ProveAsync(source, ready.Token);
            var ended = await Task.WhenAny(proof, source.Completion) == source.Completion;
            if (ended && await source.Completion is var exit && (exit.Signal is not null || (!exit.IsSuccess && !Step.MayFail)))
            {
                // What has failed will not become ready.
                if (!proof.IsCompleted)
                {
                    Settle(OutcomeKind.Failed, $"{Step.Id} ({Place}) {Sentences.Exit(exit)} before it was ready.{Sentences.LastWords(_output)}");
                }

                await ready.CancelAsync();
            }

            await proof;
        }

        private async Task ProveAsync(IPaneSource source, CancellationToken ready)
        {
            if (Step.Expect is { } expect && !await SaysAsync(expect, source, ready))
            {
                return;
            }

            await CheckAsync(source, ready);
        }

        /// <summary>Waits until a background step has said what it must; settles when that does not come.</summary>
        private async Task<bool> SaysAsync(Regex expect, IPaneSource source, CancellationToken ready)
        {
            using var deadline = new Deadline(Step.Timeout, owner.Time, ready);
            while (true)
            {
                var isLast = source.Completion.IsCompleted;
                if (Matching.Find(expect, _output) is not { } problem)
                {
                    return true;
                }

                if (isLast)
                {
                    Settle(OutcomeKind.Failed, $"{Step.Id} ({Place}) has ended: {problem}{Sentences.LastWords(_output)}");
                    return false;
                }

                try
                {
                    await Task.Delay(Check.Interval, owner.Time, deadline.Token);
                }
                catch (OperationCanceledException)
                {
                    SettleStopped(deadline);
                    return false;
                }
            }
        }

        /// <summary>Makes the checks and settles by them.</summary>
        /// <param name="running">The process of a background step.</param>
        /// <param name="ready">Ends the checks; the run's own stop when none is given.</param>
        private async Task CheckAsync(IPaneSource? running, CancellationToken? ready = null)
        {
            try
            {
                if (!Step.Checks.IsEmpty)
                {
                    checking();
                }

                var problem = await owner._checks.RunAsync(Step, owner.Environment, ready ?? stop);
                Settle(
                    problem is null ? OutcomeKind.Succeeded : OutcomeKind.Failed,
                    problem,
                    runsOn: problem is null && running is { Completion.IsCompleted: false });
            }
            catch (OperationCanceledException)
            {
                Settle(OutcomeKind.Cancelled, $"{Step.Id} was stopped while it was being checked.");
            }
        }

        private void SettleStopped(Deadline deadline)
        {
            if (deadline.WasStopped)
            {
                Settle(OutcomeKind.Cancelled, $"{Step.Id} was stopped.");
            }
            else
            {
                Settle(OutcomeKind.TimedOut, $"{Step.Id} ({Place}) had not ended after {Sentences.Duration(Step.Timeout)}.{Sentences.LastWords(_output)}");
            }
        }

        private async Task EndAsync(IPaneSource source)
        {
            await source.KillAsync(Grace);
            if (owner.Options.Containers is { } held)
            {
                using var patience = new CancellationTokenSource(ContainerPatience, owner.Time);
                try
                {
                    await held.StopAsync(_startedAt, patience.Token);
                }
                catch (Exception exception) when (exception is EngineException or OperationCanceledException)
                {
                    _remarks = _remarks.Add($"The containers that {Step.Id} has started may still run: {exception.Message}");
                }
            }
        }

        private void NoteVariables() => _remarks = _remarks.AddRange(EnvironmentFile.Read(owner.Environment.File).Remarks);
    }
}
