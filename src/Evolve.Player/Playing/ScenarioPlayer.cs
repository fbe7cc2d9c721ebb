using System.Collections.Immutable;
using System.Threading.Channels;
using Evolve.Player.Jumping;
using Evolve.Player.Logging;
using Evolve.Player.Panes;
using Evolve.Player.Progress;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Playing;

/// <summary>
/// Plays a scenario. Everything may be called from any thread and never blocks: a command joins a queue, and what became
/// of it is seen in the next <see cref="State"/>.
/// </summary>
public sealed class ScenarioPlayer : IAsyncDisposable
{
    private readonly Channel<(PlayerInput Input, Instant At)> _queue =
        Channel.CreateUnbounded<(PlayerInput, Instant)>(new() { SingleReader = true });

    private readonly PlayerMachine _machine;
    private readonly IStepRunner _runner;
    private readonly ReplayRunner _replayer;
    private readonly ReplayedDeployment? _replayed;
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
        _replayer = new ReplayRunner(Panes, options, Replays);
        _replayed = options.Replayed;
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

    /// <summary>Does what <see cref="PlayerState.Next"/> says.</summary>
    /// <param name="isPress">True for a button, whose presses within 300 ms count once; a command is meant each time.</param>
    public void Forward(bool isPress = true) => Post(new PlayerInput.Forward(isPress));

    /// <summary>Closes the choice, or goes to the slide before and shows all of it; never runs anything.</summary>
    /// <param name="isPress">As for <see cref="Forward"/>.</param>
    public void Back(bool isPress = true) => Post(new PlayerInput.Back(isPress));

    /// <summary>Goes to the beginning of a slide, counted from 0; a number out of range goes to the nearest end.</summary>
    public void GoToSlide(int index) => Post(new PlayerInput.GoToSlide(index));

    /// <summary>Goes to a step and shows its slide up to it.</summary>
    public void GoToStep(string id) => Post(new PlayerInput.GoToStep(id));

    /// <summary>Goes to <see cref="PlayerState.ChangedSlide"/> and shows all of it.</summary>
    public void GoToChange() => Post(new PlayerInput.GoToChange());

    /// <summary>Runs a step, in or out of order, also again; refused with a sentence when something that it needs is missing.</summary>
    public void Run(string stepId) => Post(new PlayerInput.Run(stepId));

    /// <summary>Runs a step that failed again, as it ran last.</summary>
    /// <param name="stepId">The step; by default the one the choice or forward is about, else the youngest failure.</param>
    public void Retry(string? stepId = null) => Post(new PlayerInput.Retry(stepId));

    /// <summary>Runs another text in the place of a step's own; its checks stay.</summary>
    public void EditAndRun(string stepId, string text) => Post(new PlayerInput.EditAndRun(stepId, text));

    /// <summary>Runs the solution that the scenario brings for a step.</summary>
    /// <param name="stepId">The step; by default as for <see cref="Retry"/>.</param>
    public void Solve(string? stepId = null) => Post(new PlayerInput.Solve(stepId));

    /// <summary>Plays a step's recording in its place; runs nothing.</summary>
    /// <param name="stepId">The step; by default the one the choice or forward is about.</param>
    public void Replay(string? stepId = null) => Post(new PlayerInput.Replay(stepId));

    /// <summary>Puts the next hint of an exercise on the slide.</summary>
    public void ShowHint(string stepId) => Post(new PlayerInput.ShowHint(stepId));

    /// <summary>Checks an exercise; not being done yet is no failure, and is told on its card.</summary>
    /// <param name="stepId">The exercise; by default the first one on the slide that is not done.</param>
    public void CheckExercise(string? stepId = null) => Post(new PlayerInput.Look(stepId, IsAsked: true));

    /// <summary>The same without being asked: says nothing, and does nothing while anything is at work.</summary>
    public void NoticeChange() => Post(new PlayerInput.Look(null, IsAsked: false));

    /// <summary>Picks an answer of a quiz on the slide, from 0; it is judged once as many are picked as are right.</summary>
    public void Answer(string quizId, int option) => Post(new PlayerInput.Answer(quizId, option));

    /// <summary>Goes on without a step.</summary>
    /// <param name="stepId">The step; by default as for <see cref="Retry"/>.</param>
    public void Skip(string? stepId = null) => Post(new PlayerInput.Skip(stepId));

    /// <summary>Ends a step's whole session and the containers that it holds in the foreground.</summary>
    /// <param name="stepId">The step; by default the one at work on this slide, at work anywhere, or in the background.</param>
    public void Cancel(string? stepId = null) => Post(new PlayerInput.Cancel(stepId));

    /// <summary>Opens the choice of what to do about a step that failed.</summary>
    /// <param name="stepId">The step; by default as for <see cref="Retry"/>.</param>
    public void OpenChoice(string? stepId = null) => Post(new PlayerInput.OpenChoice(stepId));

    /// <summary>Closes the choice without choosing.</summary>
    public void CloseChoice() => Post(new PlayerInput.CloseChoice());

    /// <summary>Agrees to all of <see cref="PlayerState.Untrusted"/>, which the user must have seen.</summary>
    public void Trust() => Post(new PlayerInput.Trust());

    /// <summary>Takes a done step back by its undo, and before it the done steps that need it; the slide stays on.</summary>
    public void Undo(string stepId) => Post(new PlayerInput.SetOut(new JumpGoal.Undo(stepId)));

    /// <summary>Takes back all that was done in the chapter of a slide, counted from 0, with what needs it, and goes to its beginning.</summary>
    public void UndoChapter(int slideIndex) => Post(new PlayerInput.SetOut(new JumpGoal.Chapter(slideIndex)));

    /// <summary>Takes back everything and goes to the first slide.</summary>
    public void StartOver() => Post(new PlayerInput.SetOut(new JumpGoal.Start()));

    /// <summary>
    /// Goes to a step with everything as if one had walked there: does what is missing before it and takes back what is
    /// behind it, as <see cref="Plan"/> tells beforehand. <see cref="Cancel"/> without a step stops it.
    /// </summary>
    public void JumpTo(string stepId) => Post(new PlayerInput.SetOut(new JumpGoal.Step(stepId)));

    /// <summary>Goes to the beginning of a slide, counted from 0, with everything as if one had walked there.</summary>
    public void JumpToSlide(int index) => Post(new PlayerInput.SetOut(new JumpGoal.Slide(index)));

    /// <summary>Sets out for a goal; see <see cref="JumpTo"/>.</summary>
    public void SetOut(JumpGoal goal) => Post(new PlayerInput.SetOut(goal));

    /// <summary>What setting out for a goal would do now; nothing runs.</summary>
    public JumpPlan Plan(JumpGoal goal) => JumpPlanner.Plan(State, goal);

    /// <summary>Goes on where an earlier session ended; what was done is believed after its checks were made again.</summary>
    public void Resume(SavedProgress progress) => Post(new PlayerInput.Resume(progress));

    /// <summary>Takes a new version of the scenario; keeps place, step states and panes. An error becomes the banner.</summary>
    public void Reload(ReadResult result) => Post(new PlayerInput.Reload(result));

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
