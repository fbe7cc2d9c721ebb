using System.Collections.Immutable;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Steps;

/// <summary>Makes steps of all fences of a scenario: gives ids, attaches checks, undos and solves, follows needs.</summary>
internal sealed class StepResolver(Problems problems)
{
    private readonly Dictionary<string, StepFence> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<StepFence, string> _ids = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Attachments> _attached = new(StringComparer.Ordinal);

    /// <summary>The step of every fence that is one.</summary>
    /// <param name="fences">In document order.</param>
    public IReadOnlyDictionary<StepFence, Step> Resolve(IReadOnlyList<StepFence> fences)
    {
        // A fence of unknown kind may be a step: its id counts, so that what names it is no second error.
        var named = fences.Where(fence => (fence.Kind & FenceKind.Attached) == 0).ToList();
        foreach (var fence in named)
        {
            TakeWrittenId(fence);
        }

        foreach (var fence in named)
        {
            _ids.TryAdd(fence, fence.Id is null ? StepId.Derive(fence, _byId) : fence.Id.Name);
            _byId.TryAdd(_ids[fence], fence);
        }

        foreach (var fence in fences.Where(fence => (fence.Kind & FenceKind.Attached) != 0))
        {
            Attach(fence);
        }

        var steps = named.Where(fence => (fence.Kind & FenceKind.Step) != 0).ToList();
        foreach (var fence in steps)
        {
            CheckNeeds(fence);
            CheckExercise(fence);
        }

        new NeedCycles(problems).Report([.. steps.Select(fence => (_ids[fence], fence))]);
        return steps.ToDictionary(fence => fence, Build, (IEqualityComparer<StepFence>)ReferenceEqualityComparer.Instance);
    }

    private void TakeWrittenId(StepFence fence)
    {
        if (fence.Id is not { } id)
        {
            return;
        }

        if (!_byId.TryAdd(id.Name, fence))
        {
            problems.Add(fence.Source, id.Offset, $"The id `{Words.Shorten(id.Name)}` is taken by the step at {_byId[id.Name].Location}; choose another.");
        }
    }

    private void Attach(StepFence fence)
    {
        if (fence.Of is not { } of || !Find(fence, of))
        {
            return;
        }

        if (!_attached.TryGetValue(of.Name, out var attachments))
        {
            _attached.Add(of.Name, attachments = new Attachments());
        }

        switch (fence.Kind)
        {
            case FenceKind.Check:
                attachments.Checks.Add(new Check(
                    ToScript(fence, Check.DefaultTimeout), fence.Within ?? TimeSpan.Zero, fence.Expect));
                break;
            case FenceKind.Undo:
                attachments.Undo = TakeOnly(attachments.Undo, fence, "undo");
                break;
            default:
                attachments.Solve = TakeOnly(attachments.Solve, fence, "solve");
                break;
        }
    }

    private Script TakeOnly(Script? first, StepFence fence, string noun)
    {
        if (first is null)
        {
            return ToScript(fence, Step.DefaultTimeout);
        }

        problems.Add(
            fence.Source,
            fence.Offset,
            $"`{Words.Shorten(fence.Of!.Name)}` has its {noun} already, at {first.Location}; put both into one block.");
        return first;
    }

    private bool Find(StepFence fence, NameAt name)
    {
        if (_byId.ContainsKey(name.Name))
        {
            return true;
        }

        if (!problems.IsPartial)
        {
            problems.Add(
                fence.Source,
                name.Offset,
                $"There is no step `{Words.Shorten(name.Name)}`.{Suggestion.For(name.Name, _byId.Where(pair => pair.Value.Id is not null).Select(pair => pair.Key))}");
        }

        return false;
    }

    private void CheckNeeds(StepFence fence)
    {
        foreach (var need in fence.Needs)
        {
            Find(fence, need);
        }
    }

    private void CheckExercise(StepFence fence)
    {
        if (fence.Kind != FenceKind.Exercise || problems.IsPartial)
        {
            return;
        }

        var attachments = _attached.GetValueOrDefault(_ids[fence]);
        var hint = fence.Id is { } id ? $"of={id.Name}" : "of=its-id";
        if (attachments is not { Checks.Count: > 0 })
        {
            problems.Add(fence.Source, fence.Offset, $"Nothing proves this exercise; add a `{{.check {hint}}}`.");
        }

        if (attachments?.Solve is null)
        {
            problems.Add(fence.Source, fence.Offset, $"This exercise has no solution; add a `{{.solve {hint}}}`.");
        }
    }

    private Step Build(StepFence fence)
    {
        var attachments = _attached.GetValueOrDefault(_ids[fence]);
        return new Step
        {
            Id = _ids[fence],
            Kind = fence.Kind switch
            {
                FenceKind.Run => StepKind.Run,
                FenceKind.Type => StepKind.Type,
                _ => StepKind.Exercise,
            },
            Script = ToScript(fence, Step.DefaultTimeout),
            IsBackground = fence.IsBackground,
            Pane = fence.Pane ?? Step.DefaultPane,
            Timeout = fence.Timeout ?? Step.DefaultTimeout,
            Expect = fence.Expect,
            MayFail = fence.MayFail,
            Needs = [.. fence.Needs.Select(need => need.Name)],
            Measure = fence.Measure,
            Checks = attachments is null ? [] : [.. attachments.Checks],
            Hints = fence.Hints,
            Undo = attachments?.Undo,
            Solve = attachments?.Solve,
            Location = fence.Location,
        };
    }

    private static Script ToScript(StepFence fence, TimeSpan timeout) =>
        new(fence.Shell, fence.Text, fence.Timeout ?? timeout, fence.Location);

    private sealed class Attachments
    {
        public ImmutableArray<Check>.Builder Checks { get; } = ImmutableArray.CreateBuilder<Check>();

        public Script? Undo { get; set; }

        public Script? Solve { get; set; }
    }
}
