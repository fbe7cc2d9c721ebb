using System.CommandLine;
using Evolve.Evolving;
using Evolve.Lamp.Evolution;

namespace Evolve.Verbs;

/// <summary><c>evolve prepare [TIER [FLAVOUR]]</c>: the pre-flight of a talk.</summary>
internal static class PrepareVerb
{
    public static Command Create(Session session)
    {
        var tier = new Argument<string?>("TIER") { Description = "web, php or db; all of them without it.", Arity = ArgumentArity.ZeroOrOne };
        var flavour = new Argument<string?>("FLAVOUR") { Description = "A folder below assets/TIER; all of them without it.", Arity = ArgumentArity.ZeroOrOne };
        var print = new Option<bool>("--print") { Description = "Only print the commands that would be run." };
        var verb = new Command("prepare", "Make what takes its time before a talk: images, kernels, saved states.") { tier, flavour, print };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session, parsed.GetValue(tier), parsed.GetValue(flavour), parsed.GetValue(print), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, string? tier, string? name, bool isPrint, CancellationToken cancellationToken)
    {
        var flavours = (tier, name) switch
        {
            ({ } oneTier, { } oneName) => [TierVerb.Find(session, oneTier, oneName)],
            _ => CutoverPlanner.Tiers
                .Where(candidate => tier is null || candidate == TierVerb.RequireTier(tier))
                .SelectMany(candidate => TierVerb.FlavoursOf(session, candidate))
                .ToList(),
        };
        using var backstage = Backstage.Open(session);
        var preparation = new Preparation(session, backstage);
        if (isPrint)
        {
            preparation.Print(flavours);
        }
        else
        {
            await preparation.RunAsync(flavours, [], cancellationToken);
        }

        return ExitCode.Success;
    }
}
