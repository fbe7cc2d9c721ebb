using System.Collections.Immutable;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Playing;

// A new version of the file while it plays: the place, the panes and what is still true of the steps stay.
internal sealed partial class PlayerMachine
{
    private void OnReload(ReadResult result)
    {
        if (result.Scenario is not { } scenario)
        {
            _state = _state with { Banner = BannerOf(result.Errors) };
            return;
        }

        EndJourneyForReload();
        var old = _state.Scenario;
        var renamed = StepMatching.Match(old, scenario);
        var steps = ImmutableDictionary.CreateBuilder<string, StepState>();
        foreach (var (id, known) in _state.Steps)
        {
            if (renamed.TryGetValue(id, out var now))
            {
                steps[now] = known;
            }
            else if (known.IsActive && scenario.FindStep(id) is not null)
            {
                // It runs what was there before: it keeps its place until it ends.
                steps[id] = known;
            }
        }

        foreach (var (run, active) in _runs.ToList())
        {
            _runs[run] = active with { StepId = renamed.GetValueOrDefault(active.StepId, active.StepId) };
        }

        var slide = SlideMatching.Find(old, scenario, _state.SlideIndex);
        var changed = SlideMatching.FirstChange(old, scenario);
        EndTyping();
        _revealsOnReturn.Clear();
        _state = _state with
        {
            Scenario = scenario,
            SlideIndex = slide,
            Reveal = Math.Min(_state.Reveal, scenario.Slides[slide].PauseCount),
            Steps = steps.ToImmutable(),
            Workshop = Keep(_state.Workshop, old, scenario, renamed),
            Choice = null,
            Banner = null,
            ChangedSlide = changed ?? (_state.ChangedSlide < scenario.Slides.Length ? _state.ChangedSlide : null),
            Untrusted = _untrusted(scenario),
            Recorded = RecordedOf(scenario),
        };
        foreach (var (id, known) in _state.Steps.Where(pair => pair.Value.Status == StepStatus.Typing))
        {
            Set(id, known with { TypedCharacters = scenario.FindStep(id)!.Script.Text.Length });
        }
    }

    private static string BannerOf(ImmutableArray<ScenarioError> errors)
    {
        var first = errors.Length > 0 ? errors[0].ToString() : "The scenario cannot be read.";
        var more = errors.Length > 1 ? $" (and {errors.Length - 1} more)" : "";
        return $"{first}{more} The last good version stays on.";
    }
}

/// <summary>Finds the steps of one version of a scenario in the next.</summary>
internal static class StepMatching
{
    /// <summary>
    /// Old id to new id, for each step whose commands are the same: by the id, or, when the id is gone, by the commands
    /// alone, for the id of a step that has none written shifts with its place.
    /// </summary>
    internal static Dictionary<string, string> Match(Scenario old, Scenario next)
    {
        var digests = next.Steps.ToDictionary(step => step.Id, StepDigest.Of);
        var matches = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in old.Steps)
        {
            if (digests.GetValueOrDefault(step.Id) == StepDigest.Of(step))
            {
                matches[step.Id] = step.Id;
                taken.Add(step.Id);
            }
        }

        foreach (var step in old.Steps.Where(step => !matches.ContainsKey(step.Id)))
        {
            var digest = StepDigest.Of(step);
            if (next.Steps.FirstOrDefault(other => !taken.Contains(other.Id) && digests[other.Id] == digest) is { } other)
            {
                matches[step.Id] = other.Id;
                taken.Add(other.Id);
            }
        }

        return matches;
    }
}
