using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Jumping;

/// <summary>
/// Finds what has to be done to stand at a place of the scenario as if one had walked there: every earlier step that
/// changes something is done, with what it needs, and no later one is. A step that changes nothing is left out unless
/// something needs it; one that was left out on purpose stays left out unless something needs it. A pure function.
/// </summary>
public static class JumpPlanner
{
    /// <summary>The plan for a goal.</summary>
    public static JumpPlan Plan(PlayerState state, JumpGoal goal)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(goal);
        var graph = new StepGraph(state.Scenario);
        var plan = goal switch
        {
            JumpGoal.Step to => ToStep(state, graph, to),
            JumpGoal.Slide to => ToSlide(state, graph, to),
            JumpGoal.Undo of => OfStep(state, graph, of),
            JumpGoal.Chapter of => OfChapter(state, graph, of),
            JumpGoal.Start => Back(state, graph, goal, "back to the start", graph.Steps.Select(step => step.Id)),
            _ => throw new ArgumentOutOfRangeException(nameof(goal), goal, "No such goal."),
        };
        var active = state.Scenario.Steps.FirstOrDefault(step => state.StateOf(step.Id).IsActive);
        return active is null || plan.Obstacle is not null
            ? plan
            : plan with { Obstacle = $"{active.Id} is running: wait for its end, or stop it first." };
    }

    /// <summary>The first slide of the chapter that a slide is in, from 0: a level-1 heading begins one.</summary>
    public static int ChapterStart(Scenario scenario, int slideIndex)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var start = Math.Clamp(slideIndex, 0, scenario.Slides.Length - 1);
        while (start > 0 && !BeginsChapter(scenario.Slides[start]))
        {
            start--;
        }

        return start;
    }

    private static bool BeginsChapter(Slide slide) => slide.Blocks.Any(block => block is HeadingBlock { Level: 1 });

    private static JumpPlan ToStep(PlayerState state, StepGraph graph, JumpGoal.Step to)
    {
        var place = graph.Steps.ToList().FindIndex(step => step.Id == to.Id);
        return place < 0
            ? new JumpPlan { Goal = to, Words = $"to {to.Id}", Obstacle = NoSuchStep(to.Id) }
            : ToPlace(state, graph, to, $"to {to.Id}", place, to.Id);
    }

    private static JumpPlan ToSlide(PlayerState state, StepGraph graph, JumpGoal.Slide to)
    {
        var slides = state.Scenario.Slides;
        var index = Math.Clamp(to.Index, 0, slides.Length - 1);
        return ToPlace(state, graph, new JumpGoal.Slide(index), $"to slide {index + 1}", slides.Take(index).Sum(slide => slide.Steps.Count()), null);
    }

    private static JumpPlan ToPlace(PlayerState state, StepGraph graph, JumpGoal goal, string words, int place, string? target)
    {
        var (needed, needing) = target is null ? ([], []) : (graph.NeededBy(target), graph.Needing(target));
        var wanted = graph.Steps.Take(place)
            .Where(step => StepGraph.ChangesSomething(step) && state.StateOf(step.Id).Status != StepStatus.Skipped)
            .Select(step => step.Id)
            .Where(id => !needing.Contains(id))
            .Concat(needed)
            .ToHashSet(StringComparer.Ordinal);
        wanted.UnionWith(graph.NeededBy(wanted));

        var missing = wanted.Where(id => !IsThere(state, id)).ToHashSet(StringComparer.Ordinal);
        var behind = graph.Steps.Skip(place).Select(step => step.Id).Where(id => !wanted.Contains(id));
        var back = Back(state, graph, goal, words, behind);
        return back with
        {
            Actions = [.. back.Actions, .. graph.InOrder(missing).Select(step => Doing(state, step))],
        };
    }

    private static JumpPlan OfStep(PlayerState state, StepGraph graph, JumpGoal.Undo of)
    {
        var words = $"back before {of.Id}";
        if (state.Scenario.FindStep(of.Id) is null)
        {
            return new JumpPlan { Goal = of, Words = words, Obstacle = NoSuchStep(of.Id) };
        }

        var plan = Back(state, graph, of, words, [of.Id]);
        return plan.Actions.IsEmpty && plan.Obstacle is null
            ? plan with { Obstacle = $"{of.Id} is not done: there is nothing to take back." }
            : plan;
    }

    private static JumpPlan OfChapter(PlayerState state, StepGraph graph, JumpGoal.Chapter of)
    {
        var slides = state.Scenario.Slides;
        var start = ChapterStart(state.Scenario, of.SlideIndex);
        var chapter = slides.Skip(start).Take(1).Concat(slides.Skip(start + 1).TakeWhile(slide => !BeginsChapter(slide)));
        var name = slides[start].Chapter is { Length: > 0 } title ? $"“{title}”" : $"slide {start + 1}";
        return Back(state, graph, new JumpGoal.Chapter(start), $"back to {name}", chapter.SelectMany(slide => slide.Steps).Select(step => step.Id));
    }

    /// <summary>Takes back those of these that left something, and before them what needs them.</summary>
    private static JumpPlan Back(PlayerState state, StepGraph graph, JumpGoal goal, string words, IEnumerable<string> ids)
    {
        var all = ids.Where(Left).ToHashSet(StringComparer.Ordinal);
        all.UnionWith(graph.Needing(all).Where(Left));
        var order = graph.Backwards(all, id => state.StateOf(id).Completion);
        return new JumpPlan
        {
            Goal = goal,
            Words = words,
            Actions = [.. order.Select(step => TakingBack(state, step))],
            Obstacle = order.FirstOrDefault(step => step.Undo is null && IsReal(state, step)) is { } stuck ? NoUndo(stuck) : null,
        };

        bool Left(string id) => state.StateOf(id).MayBeTakenBack;
    }

    private static JumpAction Doing(PlayerState state, Step step)
    {
        var kind = step is { Kind: StepKind.Exercise, Solve: not null } ? JumpActionKind.Solve : JumpActionKind.Run;
        return state.Times.GetValueOrDefault(step.Id)?.Run is { } measured ? new(kind, step.Id, measured)
            : state.Recorded.TryGetValue(step.Id, out var recorded) ? new(kind, step.Id, recorded, TimeSource.Recorded)
            : new(kind, step.Id, PlannedFor(state.Scenario, step), TimeSource.Planned);
    }

    /// <summary>A step's share of what its slide plans, or null; nobody plans for a step alone.</summary>
    private static TimeSpan? PlannedFor(Scenario scenario, Step step)
    {
        var slide = scenario.Slides.First(slide => slide.Steps.Any(other => other.Id == step.Id));
        return slide.Planned / slide.Steps.Count();
    }

    /// <summary>Where nothing runs, what was replayed is all that can be there.</summary>
    private static bool IsThere(PlayerState state, string id) =>
        state.StateOf(id).IsDone || (state.ReplayReason is not null && state.StateOf(id).Status == StepStatus.Replayed);

    private static bool IsReal(PlayerState state, Step step) => state.StateOf(step.Id).Status != StepStatus.Replayed;

    private static JumpAction TakingBack(PlayerState state, Step step) =>
        IsReal(state, step) && (StepGraph.ChangesSomething(step) || state.StateOf(step.Id).RunsOn)
            ? new(JumpActionKind.Undo, step.Id, state.Times.GetValueOrDefault(step.Id)?.Undo)
            : new(JumpActionKind.Forget, step.Id);

    private static string NoSuchStep(string id) => $"There is no step “{id}” in this scenario.";

    private static string NoUndo(Step step) =>
        $"{step.Id} cannot be taken back, for it has no undo: write one ({{.undo of={step.Id}}}, only `true` if it changes nothing), or leave it as it is.";
}
