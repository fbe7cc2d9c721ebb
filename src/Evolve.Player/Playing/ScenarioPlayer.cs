using System.Collections.Immutable;
using System.Threading.Channels;
using Evolve.Player.Logging;
using Evolve.Player.Panes;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>
/// Plays a scenario. Everything may be called from any thread and never blocks: a command joins a queue, and what became
/// of it is seen in the next <see cref="State"/>.
/// </summary>
public sealed partial class ScenarioPlayer : IAsyncDisposable
{
    private readonly Channel<(PlayerInput Input, Instant At)> _queue =
        Channel.CreateUnbounded<(PlayerInput, Instant)>(new() { SingleReader = true });

    private readonly PlayerMachine _machine;
    private readonly IStepRunner _runner;
    private readonly ReplayRunner _replayer;
    private readonly ReplayedDeployment? _replayed;
    private readonly ReplayedTraffic? _replayedTraffic;
    private readonly ITrust? _trust;
    private readonly RunLog? _log;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (CancellationTokenSource Stop, Task End)> _runs = [];
    private PlayerState _state;
    private ITimer? _typing;
    private bool _isLogProblemTold;

    /// <summary>Presses of the same key nearer than this count once: a clicker's button bounces.</summary>
    public static TimeSpan Debounce => PlayerMachine.Debounce;

    /// <summary>Begins at the first slide; nothing runs yet.</summary>
    public ScenarioPlayer(Scenario scenario, PlayerOptions options)
        : this(scenario, options, null)
    {
    }

    internal ScenarioPlayer(Scenario scenario, PlayerOptions options, IStepRunner? runner)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = options.Time;
        _trust = options.Trust;
        _log = options.Log;
        _start = _time.GetTimestamp();
        Panes = new PaneSet(
            options.Sources,
            () => options.Environment.With(EnvironmentFile.Read(options.Environment.File).Variables),
            options.PaneSize);
        Panes.Secrets = LineMask.Of(scenario.FrontMatter.Secrets);
        _runner = runner ?? new StepRunner(Panes, options);
        Replays = new ReplayControl(options.Time);
        Recording = options.Recording;
        _replayer = new ReplayRunner(Panes, options, Replays);
        (_replayed, _replayedTraffic) = (options.Replayed, options.ReplayedTraffic);
        _machine = new PlayerMachine(
            scenario,
            Untrusted,
            name => Panes.Find(name)?.Occupant,
            id => options.Recordings?.Find(id),
            options.ReplayReason,
            options.IsWorkshop);
        _state = _machine.State;
        _log?.Write("scenario-opened", ("path", scenario.Path), ("title", scenario.FrontMatter.Title));
        Completion = Task.Run(LoopAsync);
    }

    /// <summary>Raised, on any thread, after <see cref="State"/> became another; whoever listens must not throw.</summary>
    public event Action? Changed;

    /// <summary>The present moment.</summary>
    public PlayerState State => Volatile.Read(ref _state);

    /// <summary>The panes that steps run in.</summary>
    public PaneSet Panes { get; }

    /// <summary>The clock of recordings that are played: faster, slower, stopped, at their end.</summary>
    public ReplayControl Replays { get; }

    /// <summary>What records steps on demand; null when nobody can ask for it.</summary>
    public LiveRecording? Recording { get; }

    /// <summary>Ends when the player is disposed; fails when something in it, or a listener, was wrong, for then it is deaf.</summary>
    public Task Completion { get; }

    /// <summary>The clock that it goes by.</summary>
    public TimeProvider Time => _time;

    /// <summary>Ends when all that was asked for before has been taken up, and is seen in <see cref="State"/>.</summary>
    public Task HandledAsync()
    {
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new PlayerInput.Mark(handled));
        return Task.WhenAny(handled.Task, Completion);
    }

    /// <summary>Nothing can run any more: plays recordings in the place of steps until <see cref="EngineIsBack"/>, where there are any.</summary>
    /// <param name="reason">Why, in a sentence that is shown.</param>
    internal void EngineIsLost(string reason) => Post(new PlayerInput.EngineLost(reason));

    /// <summary>Steps run again, but for those that need what was only replayed.</summary>
    internal void EngineIsBack() => Post(new PlayerInput.EngineBack());

    /// <summary>Has a sentence shown as a notice.</summary>
    internal void Tell(string sentence) => Post(new PlayerInput.Say(sentence));

    /// <summary>Stops everything that runs and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await Completion;
        }
        finally
        {
            _typing?.Dispose();
            List<(CancellationTokenSource Stop, Task End)> runs;
            lock (_lock)
            {
                runs = [.. _runs.Values];
            }

            foreach (var (stop, _) in runs)
            {
                await stop.CancelAsync();
            }

            await Task.WhenAll(runs.Select(run => run.End));
            await Panes.DisposeAsync();
            _log?.Write("scenario-closed");
        }
    }

    private ImmutableArray<ScenarioCommand> Untrusted(Scenario scenario) => _trust?.Untrusted(scenario) ?? [];

    private void Post(PlayerInput input) =>
        _queue.Writer.TryWrite((input, new(_time.GetUtcNow(), _time.GetElapsedTime(_start))));

    private async Task LoopAsync()
    {
        await foreach (var (input, at) in _queue.Reader.ReadAllAsync())
        {
            if (input is PlayerInput.Mark mark)
            {
                mark.Handled.TrySetResult();
                continue;
            }

            var before = _machine.State;
            var effects = _machine.Handle(input, at);
            if (_machine.State != before)
            {
                if (_machine.State.Scenario != before.Scenario)
                {
                    Panes.Secrets = LineMask.Of(_machine.State.Scenario.FrontMatter.Secrets);
                }

                Volatile.Write(ref _state, _machine.State);
                RunEvents.Write(_log, before, _machine.State, ScreenOf);
                Changed?.Invoke();
            }

            foreach (var effect in effects)
            {
                Carry(effect);
            }

            if (_log?.Problem is { } problem && !_isLogProblemTold)
            {
                _isLogProblemTold = true;
                Post(new PlayerInput.Say(problem));
            }
        }
    }

    private string? ScreenOf(string stepId) =>
        State.Scenario.FindStep(stepId) is { } step ? Panes.Find(step.Pane)?.Read(screen => screen.ToStyledText()) : null;

    private void Carry(PlayerEffect effect)
    {
        switch (effect)
        {
            case PlayerEffect.Start start:
                Start(start.Request);
                break;
            case PlayerEffect.Stop stop:
                Stop(stop.Run);
                break;
            case PlayerEffect.FinishReplay:
                Replays.Skip();
                break;
            case PlayerEffect.BeginTyping:
                _typing?.Dispose();
                _typing = _time.CreateTimer(_ => Post(new PlayerInput.TypingTick()), null, PlayerMachine.TypingPace, PlayerMachine.TypingPace);
                break;
            case PlayerEffect.EndTyping:
                _typing?.Dispose();
                _typing = null;
                break;
            case PlayerEffect.RememberTrust remember:
                Remember(remember.Commands);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "No such effect.");
        }
    }

    private void Start(StepRequest request)
    {
        var stop = new CancellationTokenSource();
        if (request.Recording is null)
        {
            _replayed?.ShowLive();
            _replayedTraffic?.ShowLive();
        }

        IStepRunner runner = request.Recording is null ? _runner : _replayer;
        var run = runner.Start(request, () => Post(new PlayerInput.CheckingBegan(request.Run)), stop.Token);
        lock (_lock)
        {
            _runs[request.Run] = (stop, FollowAsync(request.Run, run));
        }
    }

    private async Task FollowAsync(long number, StepRun run)
    {
        // Even a run that is over already goes on after its entry is there to be taken out.
        await Task.Yield();
        var outcome = (await run.Outcome).Without(Panes.Secrets);
        Post(new PlayerInput.RunEnded(number, outcome));
        var remark = await run.End;
        if (outcome.RunsOn)
        {
            Post(new PlayerInput.BackgroundEnded(number, Panes.Secrets.Apply(remark ?? "")));
        }

        lock (_lock)
        {
            _runs.Remove(number);
        }
    }

    private void Stop(long run)
    {
        lock (_lock)
        {
            if (_runs.TryGetValue(run, out var known))
            {
                // Not on this thread: what follows a cancellation may take its time.
                _ = known.Stop.CancelAsync();
            }
        }
    }

    private void Remember(ImmutableArray<ScenarioCommand> commands)
    {
        try
        {
            _trust?.Trust(commands);
        }
        catch (IOException exception)
        {
            Post(new PlayerInput.Say($"Your agreement holds for now but could not be remembered: {exception.Message}"));
        }
    }
}
