using System.Collections.Immutable;
using Evolve.Player.Recordings;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>
/// The state machine that plays a scenario: takes one input after the other, knows no clock, process or file, and hands
/// out what is to be done as effects. One thread at a time.
/// </summary>
internal sealed partial class PlayerMachine
{
    /// <summary>Presses of the same key nearer than this count once: a clicker's button bounces.</summary>
    internal static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(300);

    /// <summary>The pace of typing: 40 characters a second, brisk but to be followed by eye.</summary>
    internal static readonly TimeSpan TypingPace = TimeSpan.FromMilliseconds(25);

    private readonly Func<Scenario, ImmutableArray<ScenarioCommand>> _untrusted;
    private readonly Func<string, string?> _paneOccupant;
    private readonly Func<string, StepRecording?> _recordings;
    private readonly List<PlayerEffect> _effects = [];
    private readonly Dictionary<int, int> _revealsOnReturn = [];
    private readonly Dictionary<long, ActiveRun> _runs = [];
    private PlayerState _state;
    private Instant _now;
    private long _lastRun;
    private long _lastNotice;
    private (Type Press, TimeSpan At)? _lastPress;
    private (string StepId, TimeSpan Since)? _typing;

    /// <param name="scenario">What is played.</param>
    /// <param name="untrusted">Says which commands nobody has agreed to yet.</param>
    /// <param name="paneOccupant">Says what, other than a step of this machine, is at work in a pane; null when nothing is.</param>
    /// <param name="recordings">The recordings of steps; null when there are none.</param>
    /// <param name="replayReason">Why recordings are played and nothing runs; null when steps run.</param>
    /// <param name="isWorkshop">Whether it is played as a workshop.</param>
    internal PlayerMachine(
        Scenario scenario,
        Func<Scenario, ImmutableArray<ScenarioCommand>> untrusted,
        Func<string, string?> paneOccupant,
        Func<string, StepRecording?>? recordings = null,
        string? replayReason = null,
        bool isWorkshop = false)
    {
        _recordings = recordings ?? (_ => null);
        _untrusted = untrusted;
        _paneOccupant = paneOccupant;
        _state = new PlayerState
        {
            Scenario = scenario,
            Next = new(ForwardKind.End, ""),
            Untrusted = untrusted(scenario),
            Recorded = RecordedOf(scenario),
            ReplayReason = replayReason,
            Workshop = new() { IsOn = isWorkshop },
        };
        _state = _state with { Next = ForwardRules.Next(_state) };
    }

    /// <summary>The moment after the last input.</summary>
    internal PlayerState State => _state;

    /// <summary>Takes one input; the effects are to be carried out in order.</summary>
    internal ImmutableArray<PlayerEffect> Handle(PlayerInput input, Instant now)
    {
        _now = now;
        _effects.Clear();
        if (!IsBounce(input))
        {
            Take(input);
            Recall();
            Travel();
            BeginExercises();
            _state = _state with { Next = ForwardRules.Next(_state) };
        }

        return [.. _effects];
    }

    private bool IsBounce(PlayerInput input)
    {
        if (input is not (PlayerInput.Forward { IsPress: true } or PlayerInput.Back { IsPress: true }))
        {
            return false;
        }

        if (_lastPress is { } last && last.Press == input.GetType() && _now.Elapsed - last.At < Debounce)
        {
            return true;
        }

        _lastPress = (input.GetType(), _now.Elapsed);
        return false;
    }

    private void Take(PlayerInput input)
    {
        switch (input)
        {
            case PlayerInput.TypingTick:
                Type();
                return;
            case PlayerInput.CheckingBegan began:
                OnCheckingBegan(began.Number);
                return;
            case PlayerInput.RunEnded ended:
                OnRunEnded(ended.Number, ended.Outcome);
                return;
            case PlayerInput.BackgroundEnded ended:
                OnBackgroundEnded(ended.Number, ended.Remark);
                return;
            case PlayerInput.Reload reload:
                OnReload(reload.Result);
                return;
            case PlayerInput.Say say:
                Say(say.Sentence);
                return;
            case PlayerInput.EngineLost lost:
                OnEngineLost(lost.Reason);
                return;
            case PlayerInput.EngineBack:
                OnEngineBack();
                return;
            case PlayerInput.Look { IsAsked: false } look:
                Look(look.StepId, isAsked: false);
                return;
        }

        // What was said is answered by the next command.
        _state = _state with { Notice = null };
        if (WhyNotUnderWay(input) is { } sentence)
        {
            Say(sentence);
            return;
        }

        switch (input)
        {
            case PlayerInput.Forward:
                GoForward();
                break;
            case PlayerInput.Back:
                GoBack();
                break;
            case PlayerInput.GoToSlide go:
                Jump(Math.Clamp(go.Index, 0, _state.Scenario.Slides.Length - 1), reveal: 0);
                break;
            case PlayerInput.GoToStep go:
                GoToStep(go.StepId);
                break;
            case PlayerInput.GoToChange:
                GoToChange();
                break;
            case PlayerInput.Run run:
                WithStep(run.StepId, step => Start(step, RunForm.Own, null, byForward: false));
                break;
            case PlayerInput.EditAndRun edit:
                WithStep(edit.StepId, step => Start(step, RunForm.Edited, edit.Text, byForward: false));
                break;
            case PlayerInput.Look look:
                Look(look.StepId, isAsked: true);
                break;
            case PlayerInput.ShowHint hint:
                WithStep(hint.StepId, ShowHint);
                break;
            case PlayerInput.Answer answer:
                Pick(answer.QuizId, answer.Option);
                break;
            case PlayerInput.Solve solve:
                WithTarget(solve.StepId, Solve);
                break;
            case PlayerInput.Retry retry:
                WithTarget(retry.StepId ?? FailedStep(), step => Retry(step, byForward: false));
                break;
            case PlayerInput.Replay replay:
                WithTarget(replay.StepId, step => Replay(step, byForward: false));
                break;
            case PlayerInput.Skip skip:
                WithTarget(skip.StepId, Skip);
                break;
            case PlayerInput.Cancel cancel:
                Cancel(cancel.StepId);
                break;
            case PlayerInput.OpenChoice open:
                WithTarget(open.StepId ?? FailedStep(), OpenChoice);
                break;
            case PlayerInput.CloseChoice:
                _state = _state with { Choice = null };
                break;
            case PlayerInput.Trust:
                Trust();
                break;
            case PlayerInput.SetOut jump:
                SetOut(jump.Goal);
                break;
            case PlayerInput.Resume resume:
                Resume(resume.Progress);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "No such input.");
        }
    }

    private ImmutableDictionary<string, TimeSpan> RecordedOf(Scenario scenario) => scenario.Steps
        .Select(step => (step.Id, Recording: _recordings(step.Id)))
        .Where(pair => pair.Recording is not null)
        .ToImmutableDictionary(pair => pair.Id, pair => pair.Recording!.Step.Elapsed, StringComparer.Ordinal);

    private void Say(string sentence, string? refusalOf = null) =>
        _state = _state with { Notice = new(++_lastNotice, sentence, refusalOf) };

    private StepState Known(string stepId) => _state.StateOf(stepId);

    private void Set(string stepId, StepState known)
    {
        _state = _state with { Steps = _state.Steps.SetItem(stepId, known) };
        if (_state.Choice?.StepId == stepId && !known.NeedsChoice)
        {
            _state = _state with { Choice = null };
        }

        if (known.IsDone)
        {
            Lift(Refusal.UnmetNeeds, id => _state.Scenario.FindStep(id) is { } step && step.Needs.All(need => Known(need).IsDone));
        }
    }

    private void WithStep(string stepId, Action<Step> action)
    {
        if (_state.Scenario.FindStep(stepId) is { } step)
        {
            action(step);
        }
        else
        {
            Say($"There is no step “{stepId}” in this scenario.");
        }
    }

    /// <summary>The failed step that is meant when none is named: that of the choice, one that forward stands at, or the youngest.</summary>
    private string? FailedStep() =>
        _state.Choice?.StepId
        ?? (_state.Next is { Kind: ForwardKind.Choose, StepId: var id } ? id : null)
        ?? _state.Steps.Where(pair => pair.Value.NeedsChoice)
            .OrderByDescending(pair => pair.Value.StartedAt)
            .Select(pair => pair.Key)
            .FirstOrDefault(known => _state.Scenario.FindStep(known) is not null);

    /// <summary>The step that is meant when none is named: that of the choice, or the one that forward stands at.</summary>
    private void WithTarget(string? stepId, Action<Step> action)
    {
        var id = stepId ?? _state.Choice?.StepId ?? _state.Next.StepId;
        if (id is null)
        {
            Say("There is no step here that this could be done to.");
            return;
        }

        WithStep(id, action);
    }

    private void Trust()
    {
        if (_state.Untrusted.IsEmpty)
        {
            return;
        }

        _effects.Add(new PlayerEffect.RememberTrust(_state.Untrusted));
        _state = _state with { Untrusted = [] };
        Lift(Refusal.NotTrusted, _ => true);
    }

    /// <summary>What was refused for a reason that is gone is as if nobody had asked for it yet.</summary>
    private void Lift(Refusal refusal, Func<string, bool> isOver)
    {
        foreach (var (id, known) in _state.Steps.Where(pair => pair.Value.Refusal == refusal && isOver(pair.Key)))
        {
            Set(id, known with { Status = StepStatus.Waiting, Reason = null, Refusal = null, Failures = 0 });
        }
    }
}

/// <summary>A moment: by the wall clock, to be shown, and by a clock that never jumps, to be counted with.</summary>
internal readonly record struct Instant(DateTimeOffset Wall, TimeSpan Elapsed);

/// <summary>A process, or a row of checks, that the machine has started.</summary>
internal sealed record ActiveRun(string StepId, string Digest, string? Pane, bool RunsOn = false, RunForm Form = RunForm.Own)
{
    /// <summary>True for a look at an exercise, whose failure is none.</summary>
    public bool IsLook { get; init; }

    /// <summary>True for a look that somebody asked for and waits for.</summary>
    public bool IsAsked { get; init; }
}

/// <summary>What a run of a step puts into its pane.</summary>
internal enum RunForm
{
    /// <summary>The step's own script; for an exercise only its checks.</summary>
    Own,

    /// <summary>A text that somebody edited.</summary>
    Edited,

    /// <summary>The step's solution.</summary>
    Solution,

    /// <summary>The step's undo; then the checks of what it stood on.</summary>
    Undo,

    /// <summary>Nothing: its checks are made once, to see whether what it does is there.</summary>
    Look,

    /// <summary>The same for a step that an earlier session has done.</summary>
    Recall,
}
