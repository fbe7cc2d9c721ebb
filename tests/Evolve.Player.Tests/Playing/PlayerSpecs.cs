using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;
using Evolve.Testing;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Playing;

/// <summary>The player around the machine: its clock, its queue and its end.</summary>
public sealed class PlayerSpecs
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedRunner _runner = new();

    [Fact]
    public async Task A_text_is_typed_by_the_players_own_clock()
    {
        await using var player = Open(Slide("One", Make.Type("hello", "echo hi")));
        player.Forward();
        await player.WhenAsync(state => state.StateOf("hello").Status == StepStatus.Typing);
        _time.Advance(TimeSpan.FromMilliseconds(75));
        await player.WhenAsync(state => state.StateOf("hello").TypedCharacters == 3);
        _time.Advance(TimeSpan.FromSeconds(1));

        var typed = await player.WhenAsync(state => state.Next.Kind == ForwardKind.Run);
        Assert.Equal(7, typed.StateOf("hello").TypedCharacters);
        Assert.Equal(0, _time.PendingTimers);
        Assert.Empty(_runner.Started);
    }

    [Fact]
    public async Task Presses_are_timed_when_they_are_made()
    {
        await using var player = Open(Slide("One", Pause(1), Pause(2), Pause(3), Pause(4)));
        foreach (var pause in new[] { 0, 100, 150, 60, 300 })
        {
            _time.Advance(TimeSpan.FromMilliseconds(pause));
            player.Forward();
        }

        // At 0, 310 and 610 ms: the others came too soon after one that counted.
        await player.WhenAsync(state => state.Reveal == 3);
        player.GoToSlide(0);
        await player.WhenAsync(state => state.Reveal == 0);
    }

    [Fact]
    public async Task Commands_from_many_threads_are_taken_one_after_the_other()
    {
        await using var player = Open(Slide("One", Run("a")), Slide("Two"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => player.Run("a"))));
        await player.WhenAsync(state => state.StateOf("a").IsActive);
        player.GoToSlide(1);
        await player.WhenAsync(state => state.SlideIndex == 1);

        Assert.Single(_runner.Started);
    }

    [Fact]
    public async Task A_listener_that_throws_is_not_hidden()
    {
        var player = Open(Slide("One", Pause(1)));
        player.Changed += () => throw new InvalidOperationException("a view is wrong");
        player.Forward();

        await Assert.ThrowsAsync<InvalidOperationException>(() => player.Completion);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await player.DisposeAsync());
    }

    [Fact]
    public async Task The_end_of_the_player_stops_what_runs()
    {
        var player = Open(Slide("One", Run("a")));
        player.Run("a");
        await player.WhenAsync(state => state.StateOf("a").IsActive);
        await player.DisposeAsync();

        Assert.True(Assert.Single(_runner.Started).Stop.IsCancellationRequested);
    }

    [Fact]
    public async Task Trust_that_cannot_be_remembered_is_told_and_holds_all_the_same()
    {
        var scenario = Scenario(Slide("One", Run("a")));
        await using var player = new ScenarioPlayer(
            scenario, Options() with { Trust = new ForgetfulTrust() }, _runner);
        Assert.Single(player.State.Untrusted);
        player.Trust();

        var state = await player.WhenAsync(now => now.Notice is not null);
        Assert.Equal("Your agreement holds for now but could not be remembered: the disk is full", state.Notice!.Sentence);
        player.Run("a");
        await player.WhenAsync(now => now.StateOf("a").IsActive);
    }

    private ScenarioPlayer Open(params Slide[] slides) => new(Scenario(slides), Options(), _runner);

    private PlayerOptions Options() => new()
    {
        Environment = new StepEnvironment("/", new Dictionary<string, string>()),
        Time = _time,
    };

    private sealed class ScriptedRunner : IStepRunner
    {
        private readonly Lock _lock = new();
        private readonly List<(StepRequest Request, CancellationToken Stop)> _started = [];

        public IReadOnlyList<(StepRequest Request, CancellationToken Stop)> Started
        {
            get
            {
                lock (_lock)
                {
                    return [.. _started];
                }
            }
        }

        public StepRun Start(StepRequest request, Action checking, CancellationToken stop)
        {
            lock (_lock)
            {
                _started.Add((request, stop));
            }

            var outcome = new TaskCompletionSource<StepOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            var end = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            stop.Register(() =>
            {
                outcome.TrySetResult(new(OutcomeKind.Cancelled, TimeSpan.Zero, "It was stopped."));
                end.TrySetResult(null);
            });
            return new(outcome.Task, end.Task);
        }
    }

    private sealed class ForgetfulTrust : ITrust
    {
        public ImmutableArray<ScenarioCommand> Untrusted(Scenario scenario) =>
            CommandDigest.Of(scenario).Commands;

        public void Trust(IEnumerable<ScenarioCommand> commands) => throw new IOException("the disk is full");
    }
}
