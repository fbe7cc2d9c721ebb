using Evolve.EndToEnd.Site;
using Evolve.Lamp.Base;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;
using Evolve.Player.Playing;
using Evolve.Player.Workspaces;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>The shipped workshop on a real engine: its solutions, and the mistakes that people make.</summary>
public sealed class WorkshopSpecs : IDisposable
{
    /// <summary>Where no image was built before, the workshop builds them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly AppUnderTest _app = new(LampFixture.State);

    [Fact]
    public void Every_exercise_is_solved_by_its_solution()
    {
        var result = _app.Run(["verify", "workshop", "--port", $"{FreePort.Find()}"]);
        Assert.True(result.Code == 0, result.Output + result.Error);
    }

    [Fact]
    public void A_newcomers_first_day_ends_with_a_moved_tier()
    {
        var result = _app.Run(["verify", "newcomer", "--port", $"{FreePort.Find()}"]);
        Assert.True(result.Code == 0, result.Output + result.Error);
    }

    /// <summary>
    /// In one go, since each exercise stands on the one before: at each every mistake is made and named, then the
    /// solution is run over what the mistake has left.
    /// </summary>
    [Fact]
    public async Task Every_likely_mistake_is_named()
    {
        // Makes the workspace, the identity and the base image as the app does.
        Assert.Equal(0, _app.Run(["verify", "workshop", "--port", $"{FreePort.Find()}", "--through", "fresh-start"]).Code);
        var scenario = new ScenarioReader(new DiskFileReader()).Read(Repository.PathOf("scenarios", "workshop.md")).Scenario!;
        using var workspace = Workspace.Open(Path.Combine(_app.Home, "evolve", "workspaces"), Repository.PathOf("assets"), null);
        await using var player = new ScenarioPlayer(scenario, new PlayerOptions { Environment = workspace.CreateEnvironment(Variables()) });

        var wrong = new List<string>();
        foreach (var step in scenario.Steps)
        {
            foreach (var mistake in WorkshopMistakes.All.Where(mistake => mistake.Exercise == step.Id))
            {
                var known = await EndOfAsync(player, step.Id, () => player.EditAndRun(step.Id, mistake.Commands));
                if (known.Status != StepStatus.Failed || known.Reason?.Contains(mistake.Words, StringComparison.Ordinal) != true)
                {
                    wrong.Add($"{step.Id}: expected “{mistake.Words}”, but it is {known.Status}: {known.Reason}");
                }
            }

            var end = await EndOfAsync(player, step.Id, () => Do(player, step));
            Assert.True(end.Status == StepStatus.Done, $"{step.Id} is {end.Status}: {end.Reason}\n{string.Join('\n', wrong)}");
        }

        Assert.Empty(wrong);
        Assert.Empty(
            from step in scenario.Steps
            where step.Kind == StepKind.Exercise && WorkshopMistakes.All.Count(mistake => mistake.Exercise == step.Id) < 2
            select step.Id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _app.Run(["clean"]);

        // What was built without its label is a mistake of the table, and clean cannot find it.
        LampFixture.RunAsync("sh", "-c", "docker images -q -f label=dev.evolve.deployment= | xargs -r docker image rm -f").GetAwaiter().GetResult();
        _app.Dispose();
    }

    private static void Do(ScenarioPlayer player, Step step)
    {
        if (step.Kind == StepKind.Exercise)
        {
            player.Solve(step.Id);
        }
        else
        {
            player.Run(step.Id);
        }
    }

    private static async Task<StepState> EndOfAsync(ScenarioPlayer player, string id, Action start)
    {
        var (attempt, notice) = (player.State.StateOf(id).Attempt, player.State.Notice?.Number);
        start();
        using var patience = new CancellationTokenSource(Patience);
        var state = await player.WhenAsync(
            state => state.StateOf(id) is { IsActive: false } known && (known.Attempt > attempt || (state.Notice?.IsRefusalOf == id && state.Notice.Number != notice)), patience.Token);
        return state.StateOf(id);
    }

    private Dictionary<string, string> Variables()
    {
        var state = Path.Combine(_app.Home, "evolve");
        var variables = new Dictionary<string, string>(new DockerEndpointResolver(new Host()).Resolve().Endpoint!.Environment)
        {
            ["EVOLVE"] = Repository.PathOf("run.sh"),
            ["EVOLVE_DEPLOYMENT"] = File.ReadAllText(Path.Combine(state, "deployment")).Trim(),
            ["EVOLVE_PORT"] = $"{FreePort.Find()}",
            ["EVOLVE_SECRETS"] = Path.Combine(state, "secrets.env"),
            ["EVOLVE_APT_MIRROR"] = new AptMirror(new Host()).FindForBuilds()?.ToString() ?? "",
            ["EVOLVE_KVM"] = "",
        };
        return variables;
    }
}
