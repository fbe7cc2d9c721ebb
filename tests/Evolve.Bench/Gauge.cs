using System.Globalization;
using System.Text.RegularExpressions;
using Evolve.Lamp.Flavours;

namespace Evolve.Bench;

/// <summary>What the engine knows of a container that runs.</summary>
internal static partial class Gauge
{
    /// <summary>The engine's template for a container's own address on its network.</summary>
    public const string AddressFormat = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A container's own address on the Docker network.</summary>
    public static Task<string> AddressOfAsync(string container) => Tool.RunAsync("docker", "inspect", "--format", AddressFormat, container);

    /// <summary>What a container holds in memory, in bytes: as <c>docker stats</c> has it, without the page cache that can be given up at once.</summary>
    public static async Task<double> ResidentAsync(string container) =>
        Bytes((await Tool.RunAsync("docker", "stats", "--no-stream", "--format", "{{.MemUsage}}", container)).Split('/')[0].Trim());

    /// <summary>The memory of the machine in a container, in bytes, as its runner says; null for a container, which has none of its own.</summary>
    public static async Task<double?> GuestMemoryAsync(Flavour flavour, string container) => flavour.Family == FlavourFamily.Container
        ? null
        : MachineBytes(await Tool.RunAsync("docker", "exec", container, "runner", "info"));

    /// <summary>The bytes in an amount as <c>34.55MiB</c>, of which four digits are told.</summary>
    public static double Bytes(string amount)
    {
        var unit = amount.TrimStart("0123456789.".ToCharArray());
        return double.Parse(amount[..^unit.Length], CultureInfo.InvariantCulture) * Math.Pow(1024, Array.IndexOf(Units, unit));
    }

    /// <summary>From the runner's line <c>machine      microvm, 24 MB, 1 processor</c>, whose MB are of 2^20 bytes.</summary>
    public static double MachineBytes(string info) =>
        double.Parse(Machine().Match(info).Groups[1].Value, CultureInfo.InvariantCulture) * 1024 * 1024;

    [GeneratedRegex(@"^machine .*, (\d+) MB,", RegexOptions.Multiline)]
    private static partial Regex Machine();
}
