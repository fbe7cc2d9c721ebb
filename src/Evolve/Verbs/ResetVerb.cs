using System.CommandLine;
using Evolve.Evolving;
using Evolve.Lamp.Evolution;

namespace Evolve.Verbs;

/// <summary><c>evolve reset</c>: every tier becomes a container again, for a panic on stage.</summary>
internal static class ResetVerb
{
    private const string StageZero = "container";

    public static Command Create(Session session)
    {
        var verb = new Command("reset", "Bring every tier back to its container, in one go; nothing that was written is lost.");
        verb.SetAction((_, cancellationToken) => RunAsync(session, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var flavours = CutoverPlanner.Tiers.Select(tier => TierVerb.Find(session, tier, StageZero)).ToList();
        using var workshop = Workshop.Open(session);
        await using var hold = await workshop.HoldAsync("evolve reset", cancellationToken);
        var isGood = true;
        foreach (var flavour in flavours)
        {
            // One that cannot go back is no reason to leave the others where they are.
            isGood &= await workshop.EvolveAsync(flavour, cancellationToken);
        }

        return isGood ? ExitCode.Success : ExitCode.Failure;
    }
}
