using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Evolve.Lamp.Scoreboard;
using Evolve.Player.Secrets;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Reporting;

/// <summary>Makes a report of a scenario and what the run log says of it.</summary>
/// <param name="scenario">The scenario as it is now; what the log says of steps that it has no more is left out.</param>
/// <param name="history">What happened.</param>
/// <param name="scores">The figures of this machine.</param>
public sealed class RunReportBuilder(Scenario scenario, RunHistory history, IEnumerable<Score> scores)
{
    private static readonly string[] Tiers = ["edge", "web", "php", "db"];

    private static readonly Dictionary<ScoreMeasure, string> Measures = new()
    {
        [ScoreMeasure.Start] = Start,
        [ScoreMeasure.Image] = "Image, unpacked",
        [ScoreMeasure.Shipped] = "Image, as shipped",
        [ScoreMeasure.Memory] = "Memory",
        [ScoreMeasure.Rate] = "Answers a second",
        [ScoreMeasure.P99] = "99 of 100 answers came within",
        [ScoreMeasure.GuestMemory] = "Memory of the machine",
        [ScoreMeasure.Files] = "Files inside",
        [ScoreMeasure.Executables] = "Programs inside",
        [ScoreMeasure.KernelOptions] = "Options of the kernel inside",
    };

    private readonly SecretMask _secrets = new(scenario.FrontMatter.Secrets);

    private const string Start = "Start to the first right answer";

    /// <summary>Finds the text of a step's asciicast, or null; by default there is none.</summary>
    public Func<string, string?> FindRecording { get; init; } = _ => null;

    /// <summary>The report.</summary>
    public RunReport Build()
    {
        var steps = scenario.Steps.ToDictionary(step => step.Id, step => new ReportedStep(step) { Recording = FindRecording(step.Id) }, StringComparer.Ordinal);
        foreach (var one in history.Events)
        {
            if (one.Text("step") is { } id && steps.TryGetValue(id, out var step))
            {
                steps[id] = After(step, one);
            }
        }

        var chapters = scenario.Slides
            .GroupBy(slide => slide.Chapter, StringComparer.Ordinal)
            .Select(chapter => new ReportedChapter(chapter.Key, [.. chapter.SelectMany(slide => slide.Steps).Select(step => Hide(steps[step.Id]))]))
            .Where(chapter => chapter.Steps.Length > 0);
        var from = history.Events[0].At;
        return new RunReport(scenario.FrontMatter.Title, from, history.Events[^1].At, [.. chapters], Stages(), Figures(from))
        {
            Answers = Answers(),
        };
    }

    private ReportedStep Hide(ReportedStep step) => step with
    {
        Commands = _secrets.Of(step.Commands),
        Reason = step.Reason is { } reason ? _secrets.Of(reason) : null,
        Screen = step.Screen is { } screen ? _secrets.OfScreen(screen) : null,
    };

    /// <summary>The last answer to each question.</summary>
    private ImmutableArray<bool> Answers() =>
        [.. history.Events
            .Where(one => one.Name == "quiz-answered" && one.Text("quiz") is not null)
            .GroupBy(one => one.Text("quiz"), StringComparer.Ordinal)
            .Select(quiz => quiz.Last().Text("verdict") == "right")];

    private static ReportedStep After(ReportedStep step, LoggedEvent one) => one.Name switch
    {
        "step-started" => step with
        {
            Outcome = ReportedOutcome.Begun,
            At = one.At,
            Attempts = step.Attempts + 1,
            IsEdited = one.Flag("edited"),
            IsSolved = one.Flag("solved"),
            Elapsed = TimeSpan.Zero,
            Reason = null,
            Screen = null,
        },
        "step-ended" => step with
        {
            Outcome = one.Text("status") switch
            {
                "done" => ReportedOutcome.Done,
                "replayed" => ReportedOutcome.Replayed,
                _ => ReportedOutcome.Failed,
            },
            At = step.At ?? one.At,
            Elapsed = one.Time("elapsed-ms"),
            Reason = one.Text("reason"),
            Screen = one.Text("screen"),
        },
        "step-skipped" => step with { Outcome = ReportedOutcome.Skipped },
        "step-undoing" => new ReportedStep(step.Step) { Recording = step.Recording },
        "hint-shown" => step with { Hints = step.Hints + 1 },
        _ => step,
    };

    /// <summary>What a step did to the deployment is seen shortly after its end, so it is what holds when the next one begins.</summary>
    private ImmutableArray<ReportedStage> Stages()
    {
        var stages = ImmutableArray.CreateBuilder<ReportedStage>();
        string? step = null;
        LoggedEvent? latest = null;
        foreach (var one in history.Events)
        {
            switch (one.Name)
            {
                case "deployment":
                    latest = one;
                    break;
                case "step-started":
                    Take();
                    step = one.Text("step");
                    break;
            }
        }

        Take();
        return stages.ToImmutable();

        void Take()
        {
            var containers = latest is null ? [] : Containers(latest);
            var before = stages.Count == 0 ? [] : stages[^1].Containers;
            if (!containers.SequenceEqual(before))
            {
                stages.Add(new ReportedStage(step, latest!.At, containers));
            }
        }
    }

    private static ImmutableArray<ReportedContainer> Containers(LoggedEvent one) =>
        [.. one.Objects("containers").Select(Container).Where(container => Tiers.Contains(container.Tier))
            .OrderBy(container => Array.IndexOf(Tiers, container.Tier))];

    private static ReportedContainer Container(JsonElement data) => new(
        LoggedEvent.TextOf(data, "name") ?? "",
        LoggedEvent.TextOf(data, "tier") ?? "",
        LoggedEvent.TextOf(data, "flavour") ?? "",
        LoggedEvent.TextOf(data, "state") ?? "",
        data.TryGetProperty("serves", out var serves) && serves.ValueKind == JsonValueKind.True);

    private ImmutableArray<Figure> Figures(DateTimeOffset from)
    {
        var measured = history.Events
            .Where(one => one.Name == "measured")
            .Select(one => (Name: one.Text("name")?.Split('/') ?? [], Seconds: one.Time("elapsed-ms").TotalSeconds))
            .Where(one => one.Name.Length == 3)
            .Select(one => new Figure(
                one.Name[2] == "start" ? Start : $"Time to {one.Name[2]}",
                $"{one.Name[0]} {one.Name[1]}",
                one.Seconds,
                one.Seconds.ToString(one.Seconds < 10 ? "0.00 s" : "0.0 s", CultureInfo.InvariantCulture),
                IsEarlier: false));
        var kept = Score.Youngest(scores).Select(score => new Figure(
            Measures[score.Measure], $"{score.Tier} {score.Flavour}", score.Value, ScoreWords.Of(score), score.At < from));

        // What this run measured counts for more than what was kept, and the last of several for more than the first.
        return [.. kept.Concat(measured)
            .Where(figure => double.IsFinite(figure.Value))
            .GroupBy(figure => (figure.Measure, figure.Label))
            .Select(same => same.Last())
            .OrderBy(figure => Array.IndexOf([.. Measures.Values], figure.Measure) is var place and >= 0 ? place : int.MaxValue)
            .ThenBy(figure => figure.Measure, StringComparer.Ordinal)
            .ThenBy(figure => Array.IndexOf(Tiers, figure.Label.Split(' ')[0]))
            .ThenBy(figure => figure.Label, StringComparer.Ordinal)];
    }
}
