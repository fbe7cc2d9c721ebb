using System.Diagnostics;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Bench;

/// <summary>What a jump costs by itself: between neighbours, where nothing must run, in a talk of a hundred steps that are all done.</summary>
internal static class JumpBench
{
    public const string Median = "to a neighbour, median";
    public const string Worst = "to a neighbour, worst";
    public const string Ours = "ours";

    private const int Slides = 100;

    public static async Task RunAsync(Action<Result> report)
    {
        var steps = Enumerable.Range(1, Slides).Select(StepOf).ToList();
        await using var player = new ScenarioPlayer(Of(steps), new PlayerOptions
        {
            Environment = new StepEnvironment(Path.GetTempPath(), new Dictionary<string, string>()),
        });
        foreach (var step in steps)
        {
            player.Run(step.Id);
            await player.WhenAsync(state => state.StateOf(step.Id).Status == StepStatus.Done);
        }

        // The last slide needs everything before it, and has nothing behind it that would be taken back.
        var times = new List<double>();
        for (var round = 0; round < 100; round++)
        {
            player.GoToSlide(Slides - 1);
            await player.WhenAsync(state => state.SlideIndex == Slides - 1);
            var watch = Stopwatch.StartNew();
            player.SetOut(new JumpGoal.Slide(Slides));
            await player.WhenAsync(state => state.SlideIndex == Slides && state.Journey is null);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        report(new Result("jump", Median, Ours, times[times.Count / 2], "ms"));
        report(new Result("jump", Worst, Ours, times[^1], "ms"));
    }

    private static Step StepOf(int number) => new()
    {
        Id = $"step-{number}",
        Kind = StepKind.Run,
        Script = new Script(ShellKind.Sh, "true", TimeSpan.FromMinutes(1), new("bench.md", number, 1)),
        Location = new("bench.md", number, 1),
    };

    /// <summary>A slide a step, and one at the end.</summary>
    private static Scenario Of(IReadOnlyList<Step> steps) => new()
    {
        Path = "/bench.md",
        FrontMatter = new FrontMatter { Title = "Bench" },
        Slides =
        [
            .. steps.Select(step => new Slide { Title = step.Id, Blocks = [], Stops = [new StepStop(step)], Location = step.Location }),
            new Slide { Title = "The end", Blocks = [], Stops = [], Location = new("bench.md", Slides + 1, 1) },
        ],
        Files = ["/bench.md"],
    };
}
