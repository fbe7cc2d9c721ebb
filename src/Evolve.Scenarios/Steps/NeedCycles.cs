using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Steps;

/// <summary>Finds steps that need each other in a circle; each step is told in one circle at most.</summary>
internal sealed class NeedCycles(Problems problems)
{
    private readonly Dictionary<string, StepFence> _steps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);

    /// <summary>Tells every circle at the step of it that comes first.</summary>
    public void Report(IReadOnlyList<(string Id, StepFence Fence)> steps)
    {
        foreach (var (id, fence) in steps)
        {
            _steps.TryAdd(id, fence);
        }

        foreach (var (id, _) in steps)
        {
            Walk(id);
        }
    }

    /// <summary>A depth-first walk with a stack of its own, since a chain may be as long as the scenario.</summary>
    private void Walk(string start)
    {
        var path = new List<(string Id, int Next)>();
        var onPath = new Dictionary<string, int>(StringComparer.Ordinal);
        Push(start);
        while (path.Count > 0)
        {
            var (id, next) = path[^1];
            var needs = _steps[id].Needs;
            if (next == needs.Length)
            {
                path.RemoveAt(path.Count - 1);
                onPath.Remove(id);
                _finished.Add(id);
                continue;
            }

            path[^1] = (id, next + 1);
            var need = needs[next];
            if (onPath.TryGetValue(need.Name, out var index))
            {
                Tell([.. path.Skip(index).Select(entry => entry.Id)], need, id);
            }
            else
            {
                Push(need.Name);
            }
        }

        void Push(string id)
        {
            if (_steps.ContainsKey(id) && !_finished.Contains(id))
            {
                onPath.Add(id, path.Count);
                path.Add((id, 0));
            }
        }
    }

    private void Tell(List<string> circle, NameAt need, string id)
    {
        var fence = _steps[id];
        problems.Add(
            fence.Source,
            need.Offset,
            circle.Count == 1
                ? $"`{id}` needs itself; remove that."
                : $"Steps need each other in a circle: {string.Join(" → ", circle.Append(circle[0]).Select(step => $"`{Words.Shorten(step)}`"))}; remove one `needs=`.");
    }
}
