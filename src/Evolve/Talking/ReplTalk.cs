using Evolve.Lamp.Engine;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Player.Commands;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Reports;

namespace Evolve.Talking;

/// <summary>What commands ask of a talk that is given without a screen.</summary>
internal sealed class ReplTalk(Backstage backstage, ScenarioPlayer player) : ITalkControl, IAsyncDisposable
{
    private TrafficControl? _traffic;

    /// <summary>True after <c>quit</c>.</summary>
    public bool IsOver { get; private set; }

    public void Forward() => player.Forward(isPress: false);

    public void Back() => player.Back(isPress: false);

    public void AskTrust() => throw new CommandException(
        $"{player.State.Scenario.Path} would run commands that you have not agreed to: look at them with ./run.sh play {player.State.Scenario.Path}, or agree to all with --trust.");

    public void SetOut(JumpGoal goal) => player.SetOut(goal);

    public void ShowTheme(string? name) => throw new CommandException("There are no colours here: `theme` is for the app.");

    public void ShowHelp(Action<string> print)
    {
        foreach (var line in CommandReference.Lines())
        {
            print(line);
        }
    }

    public void ShowPane(string name)
    {
        // All panes are one here: what they print is printed.
    }

    public void Quit() => IsOver = true;

    public async Task SwitchTrafficAsync(bool? isOn, Action<string> print, CancellationToken cancellationToken)
    {
        var traffic = _traffic ??= Connect();
        var flows = traffic.Current.Phase != TrafficPhase.Off;
        if (isOn == flows)
        {
            print(flows ? "Traffic flows already." : "No traffic flows.");
        }
        else if (flows)
        {
            traffic.Stop();
            await EndedAsync(traffic, cancellationToken);
            print(TrafficWords.Line(traffic.Current));
            if (traffic.Current.Problem is { } problem)
            {
                throw new CommandException(problem);
            }
        }
        else
        {
            traffic.Start();
            print($"Traffic flows to {backstage.Site}; `traffic off` ends it and says what it came to.");
        }
    }

    public async Task MeasureAsync(Action<string> print, CancellationToken cancellationToken)
    {
        try
        {
            await using var scoreboard = backstage.OpenScoreboard(null);
            foreach (var line in ScoreText.Table(await scoreboard.MeasureAsync(cancellationToken)).Split('\n'))
            {
                print(line);
            }
        }
        catch (Exception exception) when (exception is UserException or EngineException or ScoreboardException)
        {
            throw new CommandException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The figures cannot be kept: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_traffic is not null)
        {
            await _traffic.DisposeAsync();
        }
    }

    private TrafficControl Connect() => backstage.Engine is null
        ? throw new CommandException("There is no engine, so there is no site to send traffic to.")
        : new TrafficControl(backstage.Site, backstage.State["traffic"], address => new HttpSite(address, TimeProvider.System), TimeProvider.System);

    private static async Task EndedAsync(TrafficControl traffic, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        traffic.Changed += Look;
        Look();
        await ended.Task.WaitAsync(cancellationToken);
        traffic.Changed -= Look;

        void Look()
        {
            if (traffic.Current.Phase == TrafficPhase.Off)
            {
                ended.TrySetResult();
            }
        }
    }
}
