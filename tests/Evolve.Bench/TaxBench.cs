namespace Evolve.Bench;

/// <summary>
/// The price of the bare machine apart from the program's: the OCaml web tier as a machine and as a process of Unix, each
/// in a container beside the deployment and asked at its own address. Without KVM most of the price is emulation.
/// </summary>
internal sealed class TaxBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    private const string Process = "evolve/mirage:unix";

    private static readonly (string Name, Launch Launch)[] Subjects =
    [
        ("machine", new Launch("web", $"evolve/web:{LampSite.CleanSlate}") { IsMachine = true }),
        ("unix process", new Launch("web", Process)),
    ];

    /// <summary>Makes the process's image, measures, and prints the table.</summary>
    public async Task RunAsync()
    {
        await Tool.BuildAsync(Process, "assets/mirage/unix/Dockerfile");
        var table = new LoadTable("tax", options, keep);
        using var client = Load.NewClient();
        foreach (var (name, launch) in Subjects)
        {
            await LampSite.RemoveAsync();
            try
            {
                var own = await Gauge.AddressOfAsync(await site.StartAsync(launch));
                await FirstAnswer.WaitAsync(launch.Tier, own);
                foreach (var path in new[] { "/style.css", "/" })
                {
                    await table.AddAsync(launch.Tier, name, $"{path}, direct", LoadTable.Page(client, own, path));
                }
            }
            finally
            {
                await LampSite.RemoveAsync();
            }
        }

        table.Print("The same OCaml program as a machine and as a process");
    }
}
