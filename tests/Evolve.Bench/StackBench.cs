using System.Globalization;

namespace Evolve.Bench;

/// <summary>
/// What a TCP connection carries to and from our own stack, by a guest that takes all or sends all (assets/mirage/speed);
/// and the same program over the sockets of this machine, for what everything around the stack would allow.
/// </summary>
internal sealed class StackBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    private const string Dockerfile = "assets/mirage/speed/Dockerfile";
    private const int Rounds = 3;

    private static readonly (string Name, Launch Launch)[] Subjects =
    [
        ("our own", new Launch("", "evolve/mirage:speed") { IsMachine = true }),
        ("this machine's", new Launch("", "evolve/mirage:speed-unix")),
    ];

    /// <summary>Makes the images, measures, and prints the table.</summary>
    public async Task RunAsync()
    {
        await Tool.BuildAsync(Subjects[0].Launch.Image, Dockerfile);
        await Tool.BuildAsync(Subjects[1].Launch.Image, Dockerfile, target: "unix");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nTCP, one connection for {options.LoadTime.TotalSeconds:0} s, the one in the middle of {Rounds}, in MB a second"));
        Console.WriteLine($"  {"stack",-16} {"to it",9} {"from it",9}");
        foreach (var (name, launch) in Subjects)
        {
            await LampSite.RemoveAsync();
            try
            {
                var own = await Gauge.AddressOfAsync(await site.StartAsync(launch));
                await TcpStream.WaitAsync(own);
                var up = await MiddleAsync(() => TcpStream.UpAsync(own, TcpStream.Discard, options.LoadTime));
                var down = await MiddleAsync(() => TcpStream.DownAsync(own, TcpStream.Chargen, options.LoadTime));
                keep(new Result("stack", "up", name, up, "bytes/s"));
                keep(new Result("stack", "down", name, down, "bytes/s"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-16} {up / 1e6,9:0.0} {down / 1e6,9:0.0}"));
            }
            finally
            {
                await LampSite.RemoveAsync();
            }
        }
    }

    private static async Task<double> MiddleAsync(Func<Task<double>> measure)
    {
        List<double> rates = [];
        for (var round = 0; round < Rounds; round++)
        {
            rates.Add(await measure());
        }

        return rates.Order().ElementAt(Rounds / 2);
    }
}
