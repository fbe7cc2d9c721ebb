using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Tests.Support;

/// <summary>Plays a machine by hand: presses keys a second apart and ends runs as a test wants.</summary>
internal sealed class MachineDriver
{
    private readonly PlayerMachine _machine;
    private DateTimeOffset _now = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed = TimeSpan.FromHours(1);

    internal MachineDriver(
        Scenario scenario, bool isWorkshop = false, IReadOnlyList<StepRecording>? recordings = null, string? replayReason = null) =>
        _machine = new PlayerMachine(
            scenario,
            _ => Untrusted,
            pane => BusyPane == pane ? "a shell" : null,
            id => recordings?.FirstOrDefault(recording => recording.Step.Id == id),
            replayReason,
            isWorkshop);

    internal ImmutableArray<ScenarioCommand> Untrusted { get; set; } = [];

    internal string? BusyPane { get; set; }

    internal PlayerState State => _machine.State;

    internal ForwardKind Next => State.Next.Kind;

    internal ImmutableArray<PlayerEffect> Effects { get; private set; } = [];

    /// <summary>Runs that were started and have not ended, oldest first.</summary>
    internal List<StepRequest> Pending { get; } = [];

    internal StepState this[string id] => State.StateOf(id);

    internal static MachineDriver For(params Slide[] slides) => new(Make.Scenario(slides));

    internal static MachineDriver Workshop(params Slide[] slides) => new(Make.Scenario(slides), isWorkshop: true);

    internal MachineDriver Wait(double milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        _elapsed += TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    internal MachineDriver Send(PlayerInput input)
    {
        Effects = _machine.Handle(input, new(_now, _elapsed));
        Pending.AddRange(Effects.OfType<PlayerEffect.Start>().Select(start => start.Request));
        return this;
    }

    internal MachineDriver Forward() => Wait(1000).Send(new PlayerInput.Forward());

    internal MachineDriver Back() => Wait(1000).Send(new PlayerInput.Back());

    internal MachineDriver Run(string id) => Send(new PlayerInput.Run(id));

    internal MachineDriver End(OutcomeKind kind = OutcomeKind.Succeeded, string? reason = null, bool runsOn = false, int index = 0)
    {
        var run = Pending[index].Run;
        Pending.RemoveAt(index);
        return Send(new PlayerInput.RunEnded(run, new(kind, TimeSpan.FromSeconds(2), reason ?? (kind == OutcomeKind.Succeeded ? null : "It broke.")) { RunsOn = runsOn }));
    }

    internal MachineDriver Reload(params Slide[] slides) =>
        Send(new PlayerInput.Reload(new ReadResult(Make.Scenario(slides), [])));
}
