using System.Globalization;

namespace Evolve.Bench;

/// <summary>
/// The same files of the php guest as an initramfs, squashfs and erofs, compressed or not: how large each is, and how
/// long a start from it takes. One kernel reads them all, so that nothing else differs.
/// </summary>
internal sealed class RootsBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    private const string Kernel = "evolve/kernel:build";
    private const string Image = "evolve/php:linux-unikernel-roots";
    private static readonly string[] Forms = ["initramfs", "squashfs-lz4", "erofs-lz4", "erofs"];

    /// <summary>Makes the image, once five minutes or less; measures, and prints the table.</summary>
    public async Task RunAsync()
    {
        await Tool.BuildAsync(Kernel, "assets/kernel/Dockerfile", target: "build");
        await Tool.BuildAsync(Image, "tests/Evolve.Bench/roots/Dockerfile");
        var sizes = await SizesAsync();
        var starts = Forms.ToDictionary(form => form, _ => new List<BootTimes>());
        for (var round = 0; round < options.Starts; round++)
        {
            foreach (var form in Forms)
            {
                var time = await BootTimes.MeasureAsync(site, new Launch("php", Image) { IsMachine = true, Options = ["-e", $"RUNNER_CONF=/guest/{form}.conf"] });
                starts[form].Add(time);
                await Console.Error.WriteLineAsync($"roots {round + 1} of {options.Starts}: {form}: {time}");
            }
        }

        Console.WriteLine($"\nRoot file systems of the php guest, a cold start from each, the one in the middle of {options.Starts}");
        foreach (var form in Forms)
        {
            var times = BootTimes.Median(starts[form]);
            keep(new Result("roots", "size", form, sizes[form], "bytes"));
            keep(new Result("roots", "start", form, times.Total, "s"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {form,-13} {sizes[form] / 1e6,5:0.0} MB  {times}"));
        }
    }

    /// <summary>As the build found them, in bytes.</summary>
    private static async Task<Dictionary<string, double>> SizesAsync()
    {
        var container = await Tool.RunAsync("docker", "create", "--label", "dev.evolve.tier=", Image);
        try
        {
            var text = await Tool.RunAsync("sh", "-c", "docker cp \"$0\":/guest/sizes - | tar -xO", container);
            return text.Split('\n').Select(line => line.Split(' ')).ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            await Tool.RunAsync("docker", "rm", container);
        }
    }
}
