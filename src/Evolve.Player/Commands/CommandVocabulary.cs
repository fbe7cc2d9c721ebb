using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Commands;

/// <summary>The names that arguments can be: those of this scenario and of this installation.</summary>
/// <param name="Steps">The ids of the scenario's steps, in order.</param>
/// <param name="SlideCount">How many slides there are.</param>
/// <param name="Tiers">The tiers with their flavours.</param>
public sealed record CommandVocabulary(ImmutableArray<string> Steps, int SlideCount, ImmutableArray<TierFlavours> Tiers)
{
    /// <summary>No scenario, no tiers.</summary>
    public static CommandVocabulary Empty { get; } = new([], 0, []);

    /// <summary>The names of a scenario, beside those of the tiers.</summary>
    public static CommandVocabulary Of(Scenario scenario, ImmutableArray<TierFlavours> tiers)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new([.. scenario.Steps.Select(step => step.Id)], scenario.Slides.Length, tiers);
    }

    /// <summary>The flavours of a tier; none when there is no such tier.</summary>
    public ImmutableArray<string> FlavoursOf(string tier) =>
        Tiers.FirstOrDefault(known => known.Tier == tier)?.Flavours ?? [];
}

/// <summary>A tier and what it can be.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Flavours">The names of its flavours.</param>
public sealed record TierFlavours(string Tier, ImmutableArray<string> Flavours);
