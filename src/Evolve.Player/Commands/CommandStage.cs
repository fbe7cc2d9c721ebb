using System.Collections.Immutable;
using Evolve.Player.Playing;

namespace Evolve.Player.Commands;

/// <summary>What commands act upon.</summary>
/// <param name="Player">The scenario that is played.</param>
/// <param name="Talk">What surrounds it.</param>
public sealed record CommandStage(ScenarioPlayer Player, ITalkControl Talk)
{
    /// <summary>The tiers of the deployment; null without an engine.</summary>
    public ILampControl? Lamp { get; init; }

    /// <summary>The tiers that can be named, and their flavours.</summary>
    public ImmutableArray<TierFlavours> Tiers { get; init; } = [];

    /// <summary>True when a command waits for the end of what it begins, and fails when that does; else it is seen on the screen.</summary>
    public bool Follows { get; init; }

    /// <summary>True when no audience sees what is printed.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The names that arguments can be now.</summary>
    public CommandVocabulary Vocabulary => CommandVocabulary.Of(Player.State.Scenario, Tiers);

    /// <summary>The tiers.</summary>
    /// <exception cref="CommandException">There is no engine.</exception>
    internal ILampControl RequireLamp() =>
        Lamp ?? throw new CommandException("There is no engine, so there are no tiers: type ./run.sh doctor for what to do.");
}
