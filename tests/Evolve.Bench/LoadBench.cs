using System.Globalization;
using Evolve.Lamp.Flavours;

namespace Evolve.Bench;

/// <summary>
/// What each flavour of the web and the php tier carries while the other tiers are containers: a static page and the
/// guestbook's, through the edge and at the container's own address; and what it holds in memory afterwards.
/// </summary>
internal sealed class LoadBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    /// <summary>The case of a result that tells the memory of a tier's machine.</summary>
    public static string GuestMemoryOf(string tier) => $"{tier}, guest memory";

    /// <summary>Measures, and prints both tables.</summary>
    public async Task RunAsync()
    {
        var table = new LoadTable("load", options, keep);
        List<string> memories = [];
        using var client = Load.NewClient();
        var edge = await Gauge.AddressOfAsync("edge");
        foreach (var tier in LampSite.Tiers.Except(["db"]))
        {
            foreach (var flavour in site.FlavoursOf(tier))
            {
                var container = await site.MoveAsync(flavour);
                foreach (var (way, ask) in Ways(client, tier, edge, await Gauge.AddressOfAsync(container)))
                {
                    await table.AddAsync(tier, flavour.Name, way, ask);
                }

                memories.Add(await MemoryAsync(flavour, container));
            }

            await site.MoveBackAsync(tier);
        }

        table.Print("Right answers, through the edge and at the container's own address");
        Console.WriteLine("\nMemory after that, in MB: what the container holds, which of a machine is QEMU with its translated code too; and the machine's own");
        memories.ForEach(Console.WriteLine);
    }

    /// <summary>The php tier has no static page; at its own address it is asked over FastCGI, as the web tier asks it.</summary>
    private static IEnumerable<(string Way, Func<CancellationToken, Task<bool>> Ask)> Ways(HttpClient client, string tier, string edge, string own) => tier == "web"
        ?
        [
            ("/style.css, edge", LoadTable.Page(client, edge, "/style.css")),
            ("/style.css, direct", LoadTable.Page(client, own, "/style.css")),
            ("/, edge", LoadTable.Page(client, edge, "/")),
            ("/, direct", LoadTable.Page(client, own, "/")),
        ]
        :
        [
            ("/, edge", LoadTable.Page(client, edge, "/")),
            ("/, direct", token => FastCgi.AskForPageAsync(own, token)),
        ];

    /// <summary>A line of the second table.</summary>
    private async Task<string> MemoryAsync(Flavour flavour, string container)
    {
        var resident = await Gauge.ResidentAsync(container);
        var guest = await Gauge.GuestMemoryAsync(flavour, container);
        keep(new Result("load", $"{flavour.Tier}, resident", flavour.Name, resident, "bytes"));
        if (guest is { } bytes)
        {
            keep(new Result("load", GuestMemoryOf(flavour.Tier), flavour.Name, bytes, "bytes"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"  {flavour.Tier,-4} {flavour.Name,-16} {resident / 1e6,6:0.0} {guest / 1e6,6:0.0}");
    }
}
