using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Soak;

/// <summary>What must be there before a soak begins.</summary>
public static class SoakGround
{
    /// <summary>Looks at the state of the deployment.</summary>
    /// <exception cref="EvolutionException">Something is missing; the message says what to type first.</exception>
    public static void Require(LampState state, IReadOnlyCollection<SoakTier> tiers)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tiers);
        var serving = state.Servers.Where(server => server is { Role: EdgeRole.Serves, State: ContainerState.Running }).ToList();
        if (state.Edge != ContainerState.Running || tiers.Any(tier => serving.TrueForAll(server => server.Tier != tier.Home.Tier)))
        {
            throw new EvolutionException(
                "There is no whole site to soak: bring it up first, as the talk's third chapter does, with `./run.sh verify evolution --through run-web`.");
        }

        if (tiers.FirstOrDefault(tier => serving.TrueForAll(server => (server.Tier, server.Flavour) != (tier.Home.Tier, tier.Home.Name))) is { } strayed)
        {
            throw new EvolutionException(
                $"A soak begins where every tier is a {strayed.Home.Name}, and {strayed.Home.Tier} is not: type `./run.sh reset` first.");
        }

        string[] wanted = [.. tiers.SelectMany(tier => new[] { PlanBuilder.ImageOf(tier.Home), PlanBuilder.ImageOf(tier.Away) }), PlanBuilder.HelperImage];
        if (wanted.Where(image => !state.Images.ContainsKey(image)).ToList() is { Count: > 0 } missing)
        {
            throw new EvolutionException(
                $"{(missing.Count == 1 ? "An image is" : "Images are")} missing ({string.Join(", ", missing)}): make {(missing.Count == 1 ? "it" : "them")} with `./run.sh prepare` first.");
        }
    }
}
