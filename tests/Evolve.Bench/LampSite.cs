namespace Evolve.Bench;

/// <summary>
/// The deployment that run.sh has made for the benchmarks, and how a machine of one tier is started beside it. All that
/// is started here bears its label, and goes with it.
/// </summary>
internal sealed class LampSite
{
    /// <summary>The site's tiers, as a request passes them.</summary>
    public static readonly string[] Tiers = ["web", "php", "db"];

    /// <summary>The flavours, each compared with those before.</summary>
    public static readonly string[] Flavours = ["container", "container-slim", Unikernel];

    /// <summary>The flavour that is a machine.</summary>
    public const string Unikernel = "linux-unikernel";

    private const string Name = "bench-start";
    private readonly string _deployment;
    private readonly string[] _kvm;
    private readonly string _secrets;

    private LampSite(string deployment, string kvm, string secrets) =>
        (_deployment, _kvm, _secrets) = (deployment, kvm.Split(' ', StringSplitOptions.RemoveEmptyEntries), secrets);

    /// <summary>What run.sh says in the environment; null without a deployment.</summary>
    public static LampSite? Find() =>
        Environment.GetEnvironmentVariable("EVOLVE_DEPLOYMENT") is { Length: > 0 } deployment
        && Environment.GetEnvironmentVariable("EVOLVE_SECRETS") is { Length: > 0 } secrets
            ? new LampSite(deployment, Environment.GetEnvironmentVariable("EVOLVE_KVM") ?? "", secrets)
            : null;

    /// <summary>
    /// <c>docker run</c> of one tier in a flavour, locked as in the talk, of no tier as far as anybody looks; with
    /// another image or more options when they are given. Ends when <c>docker run</c> does; gives the container's name.
    /// </summary>
    public async Task<string> StartAsync(string tier, string image, IReadOnlyList<string> options)
    {
        string[] kvm = image.Contains(Unikernel, StringComparison.Ordinal) ? _kvm : [];
        string[] data = tier == "db" ? ["-e", "EVOLVE_DB_ROLE=primary", "-v", $"{Name}:/var/lib/mysql"] : [];
        await Tool.RunAsync(
            "docker",
            ["run", "-d", "--name", Name, "--network", "evolve", "--label", $"dev.evolve.deployment={_deployment}", "--label", "dev.evolve.tier=",
                "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--env-file", _secrets,
                .. kvm, .. data, .. options, image]);
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
