using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Jumping;

/// <summary>The steps of a scenario, and which of them need which.</summary>
internal sealed class StepGraph
{
    private readonly Dictionary<string, Step> _steps;
    private readonly ILookup<string, string> _needing;

    internal StepGraph(Scenario scenario)
    {
        Steps = scenario.Steps;
        _steps = Steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        _needing = Steps.SelectMany(step => step.Needs, (step, need) => (step, need)).ToLookup(pair => pair.need, pair => pair.step.Id);
    }

    /// <summary>All steps in document order.</summary>
    internal ImmutableArray<Step> Steps { get; }

    internal Step this[string id] => _steps[id];

    /// <summary>
    /// False for a step whose undo is only <c>true</c>: its author says that there is nothing to take back. A step
    /// without an undo may have changed something; nobody says how to take that back.
    /// </summary>
    internal static bool ChangesSomething(Step step) => step.Undo?.Text.Trim() is not ("true" or ":");

    /// <summary>All that these need, directly or through others; without themselves.</summary>
    internal HashSet<string> NeededBy(params IEnumerable<string> ids) =>
        Reach(ids, id => _steps.TryGetValue(id, out var step) ? step.Needs : []);

    /// <summary>All that need one of these, directly or through others; without themselves.</summary>
    internal HashSet<string> Needing(params IEnumerable<string> ids) => Reach(ids, id => _needing[id]);

    /// <summary>These in the order of doing: that of the document, but what another needs before it.</summary>
    internal ImmutableArray<Step> InOrder(IReadOnlySet<string> ids)
    {
        var order = ImmutableArray.CreateBuilder<Step>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in Steps)
        {
            Visit(step);
        }

        return order.ToImmutable();

        void Visit(Step step)
        {
            if (!ids.Contains(step.Id) || !seen.Add(step.Id))
            {
                return;
            }

            foreach (var need in step.Needs.Where(_steps.ContainsKey))
            {
                Visit(_steps[need]);
            }

            order.Add(step);
        }
    }

    /// <summary>These in the order of taking back: the youngest first, but what needs another before it.</summary>
    /// <param name="ids">The steps.</param>
    /// <param name="completion">The place of each in the order of completion.</param>
    internal ImmutableArray<Step> Backwards(IEnumerable<string> ids, Func<string, long> completion)
    {
        var left = Steps.Select((step, place) => (step.Id, Place: place)).ToDictionary(pair => pair.Id, pair => pair.Place);
        var waiting = ids.Where(left.ContainsKey).OrderByDescending(completion).ThenByDescending(id => left[id]).ToList();
        var order = ImmutableArray.CreateBuilder<Step>(waiting.Count);
        while (waiting.Count > 0)
        {
            // No circles: there is always one that nothing left needs.
            var next = waiting.First(id => !Needing(id).Overlaps(waiting));
            waiting.Remove(next);
            order.Add(_steps[next]);
        }

        return order.ToImmutable();
    }

    private static HashSet<string> Reach(IEnumerable<string> ids, Func<string, IEnumerable<string>> next)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(ids);
        while (open.TryPop(out var id))
        {
            foreach (var other in next(id))
            {
                if (found.Add(other))
                {
                    open.Push(other);
                }
            }
        }

        return found;
    }
}
