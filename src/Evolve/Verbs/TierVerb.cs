using System.CommandLine;
using Evolve.Evolving;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;

namespace Evolve.Verbs;

/// <summary><c>evolve tier TIER FLAVOUR</c>: one tier becomes another flavour while the site is in use.</summary>
internal static class TierVerb
{
    public static Command Create(Session session)
    {
        var tier = new Argument<string>("TIER") { Description = "web, php or db." };
        var flavour = new Argument<string>("FLAVOUR") { Description = "A folder below assets/TIER, as container." };
        var print = new Option<bool>("--print") { Description = "Only print the commands that would be run now." };
        var verb = new Command("tier", "Make a tier another flavour while the site is in use.") { tier, flavour, print };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session, parsed.GetRequiredValue(tier), parsed.GetRequiredValue(flavour), parsed.GetValue(print), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, string tier, string name, bool isPrint, CancellationToken cancellationToken)
    {
        var flavour = Find(session, tier, name);
        using var workshop = Workshop.Open(session);
        if (isPrint)
        {
            await workshop.PrintAsync(flavour, cancellationToken);
            return ExitCode.Success;
        }

        await using var hold = await workshop.HoldAsync($"evolve tier {tier} {name}", cancellationToken);
        return await workshop.EvolveAsync(flavour, cancellationToken) ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>A flavour of the shipped assets.</summary>
    /// <exception cref="UserException">There is none of this name, or the catalogue has errors.</exception>
    internal static Flavour Find(Session session, string tier, string name)
    {
        var flavours = FlavoursOf(session, RequireTier(tier));
        return flavours.FirstOrDefault(flavour => flavour.Name == name) ?? throw new UserException(
            $"The tier {tier} has no flavour “{name}”; it has {string.Join(", ", flavours.Select(flavour => flavour.Name))}.");
    }

    /// <summary>The name of a tier, when it is one.</summary>
    /// <exception cref="UserException">It is none.</exception>
    internal static string RequireTier(string tier) => CutoverPlanner.Tiers.Contains(tier)
        ? tier
        : throw new UserException($"There is no tier “{tier}”; the tiers are {string.Join(", ", CutoverPlanner.Tiers)}.");

    /// <summary>The flavours of a tier in the shipped assets.</summary>
    /// <exception cref="UserException">The catalogue has errors.</exception>
    internal static IReadOnlyList<Flavour> FlavoursOf(Session session, string tier)
    {
        var catalog = FlavourCatalog.Read(session.Installation.Assets);
        return catalog.Errors.IsEmpty
            ? [.. catalog.Flavours.Where(flavour => flavour.Tier == tier)]
            : throw new UserException(string.Join('\n', catalog.Errors));
    }
}
