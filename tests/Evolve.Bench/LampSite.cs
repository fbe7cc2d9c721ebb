using Evolve.Lamp.Flavours;

namespace Evolve.Bench;

/// <summary>
/// The deployment that run.sh has made for the benchmarks, and how a container or machine is started beside it. All that
/// is started here bears its label, and goes with it.
/// </summary>
internal sealed class LampSite
{
    /// <summary>The site's tiers, as a request passes them.</summary>
    public static readonly string[] Tiers = ["web", "php", "db"];

    /// <summary>The flavour that all others are compared with, and that every tier goes back to.</summary>
    public const string Container = "container";

    /// <summary>The flavour whose promises are looked after.</summary>
    public const string CleanSlate = "mirage";

    private const string Name = "bench-start";
    private readonly string _deployment;
    private readonly string[] _kvm;
    private readonly string _secrets;

    private LampSite(string deployment, string kvm, string secrets, IReadOnlyList<Flavour> flavours) =>
        (_deployment, _kvm, _secrets, Flavours) = (deployment, kvm.Split(' ', StringSplitOptions.RemoveEmptyEntries), secrets, flavours);

    /// <summary>What is compared, each with those before: the container first, and all tiers of a flavour together.</summary>
    public IReadOnlyList<Flavour> Flavours { get; }

    /// <summary>What run.sh says in the environment; null without a deployment.</summary>
    /// <param name="only">The flavours that are wanted beside the container; all when it is empty.</param>
    public static LampSite? Find(IReadOnlyList<string> only) =>
        Environment.GetEnvironmentVariable("EVOLVE_DEPLOYMENT") is { Length: > 0 } deployment
        && Environment.GetEnvironmentVariable("EVOLVE_SECRETS") is { Length: > 0 } secrets
            ? new LampSite(deployment, Environment.GetEnvironmentVariable("EVOLVE_KVM") ?? "", secrets, Choose(FlavourCatalog.Read("assets"), only))
            : null;

    /// <summary>Those of a catalogue that are wanted, in their order: another folder with a flavour is enough.</summary>
    public static IReadOnlyList<Flavour> Choose(FlavourCatalog catalog, IReadOnlyList<string> only) =>
    [
        .. catalog.Flavours
            .Where(flavour => Tiers.Contains(flavour.Tier) && (only.Count == 0 || flavour.Name == Container || only.Contains(flavour.Name)))
            .OrderBy(flavour => flavour.Family)
            .ThenBy(flavour => flavour.Name, StringComparer.Ordinal)
            .ThenBy(flavour => Array.IndexOf(Tiers, flavour.Tier)),
    ];

    /// <summary>The flavours of one tier.</summary>
    public IEnumerable<Flavour> FlavoursOf(string tier) => Flavours.Where(flavour => flavour.Tier == tier);

    /// <summary>Moves a tier, as in the talk; gives the name of the container that serves from then on.</summary>
    public async Task<string> MoveAsync(Flavour flavour)
    {
        await Tool.RunAsync(Tool.App, "tier", flavour.Tier, flavour.Name);
        var names = await Tool.RunAsync(
            "docker", "ps", "--filter", $"label=dev.evolve.deployment={_deployment}", "--filter", $"label=dev.evolve.tier={flavour.Tier}",
            "--filter", $"label=dev.evolve.flavour={flavour.Name}", "--format", "{{.Names}}");
        return names.Length > 0 ? names.Split('\n')[0] : throw new InvalidOperationException($"No container of {flavour.Tier} is {flavour.Name}.");
    }

    /// <summary>Moves a tier back, so that the next one is measured in front of what this one was.</summary>
    public Task MoveBackAsync(string tier) => MoveAsync(FlavoursOf(tier).First(flavour => flavour.Name == Container));

    /// <summary>
    /// <c>docker run</c>, locked as in the talk, of no tier as far as anybody looks. Ends when <c>docker run</c> does;
    /// gives the container's name.
    /// </summary>
    public async Task<string> StartAsync(Launch launch)
    {
        string[] kvm = launch.IsMachine ? _kvm : [];
        string[] data = launch.Tier == "db" ? ["-e", "EVOLVE_DB_ROLE=primary", "-v", $"{Name}:/var/lib/mysql"] : [];
        await Tool.RunAsync(
            "docker",
            ["run", "-d", "--name", Name, "--network", "evolve", "--label", $"dev.evolve.deployment={_deployment}", "--label", "dev.evolve.tier=",
                "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--env-file", _secrets,
                .. kvm, .. data, .. launch.Options, launch.Image, .. launch.Command]);
        return Name;
    }

    /// <summary>What a start needs beforehand, so that it is not part of what is measured.</summary>
    public async Task PrepareAsync(string tier)
    {
        if (tier == "db")
        {
            await Tool.RunAsync("docker", "volume", "create", "--label", $"dev.evolve.deployment={_deployment}", Name);
        }
    }

    /// <summary>Removes it, whether it runs or not, with its data.</summary>
    public static async Task RemoveAsync()
    {
        using (var remove = Tool.Start("docker", "rm", "-fv", Name))
        {
            await Tool.EndAsync(remove, mayFail: true);
        }

        using var volume = Tool.Start("docker", "volume", "rm", "-f", Name);
        await Tool.EndAsync(volume, mayFail: true);
    }
}
