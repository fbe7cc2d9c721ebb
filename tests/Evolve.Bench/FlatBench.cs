using System.Globalization;
using System.Text.Json;

namespace Evolve.Bench;

/// <summary>
/// The memory of the web tier at the start and at the end of many requests, of which every tenth is for the guestbook.
/// The first twentieth comes before the start: until then caches fill, and an emulator translates.
/// </summary>
internal sealed class FlatBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    /// <summary>The case of a result that tells what came to it between start and end.</summary>
    public const string More = "web, more";

    /// <summary>Measures, and prints the table.</summary>
    public async Task RunAsync()
    {
        List<string> lines = [];
        using var client = Load.NewClient();
        foreach (var flavour in site.FlavoursOf("web"))
        {
            var container = await site.MoveAsync(flavour);
            var own = await Gauge.AddressOfAsync(container);
            var ask = Mixed(LoadTable.Page(client, own, "/style.css"), LoadTable.Page(client, own, "/"));
            await Load.TimesAsync(ask, options.Requests / 20);
            var (start, heapAtStart) = (await Gauge.ResidentAsync(container), await HeapAsync(client, own));
            var load = await Load.TimesAsync(ask, options.Requests);
            var (end, heap) = (await Gauge.ResidentAsync(container), await HeapAsync(client, own));
            keep(new Result("flat", "web, start", flavour.Name, start, "bytes"));
            keep(new Result("flat", "web, end", flavour.Name, end, "bytes"));
            keep(new Result("flat", More, flavour.Name, end - start, "bytes"));
            keep(new Result("flat", "web, failed", flavour.Name, load.Failed, "requests"));
            if (heap is { } bytes && heapAtStart is { } before)
            {
                keep(new Result("flat", "web, heap at the start", flavour.Name, before, "bytes"));
                keep(new Result("flat", "web, heap at the end", flavour.Name, bytes, "bytes"));
            }

            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"  {flavour.Name,-16} {load.Requests,9} {load.Failed,7} {load.Seconds,6:0} s {start / 1e6,9:0.0} {end / 1e6,6:0.0} {heapAtStart / 1e6,12:0.00} {heap / 1e6,6:0.00}"));
            await Console.Error.WriteLineAsync($"flat: {lines[^1].Trim()}");
        }

        await site.MoveBackAsync("web");
        Console.WriteLine("\nThe web tier's memory in MB at the start and the end of many requests: the container's, and the OCaml program's heap");
        Console.WriteLine($"  {"flavour",-16} {"answers",9} {"failed",7} {"took",8} {"start",9} {"end",6} {"heap: start",12} {"end",6}");
        lines.ForEach(Console.WriteLine);
    }

    /// <summary>Nine questions of the one kind, then one of the other.</summary>
    private static Func<CancellationToken, Task<bool>> Mixed(Func<CancellationToken, Task<bool>> most, Func<CancellationToken, Task<bool>> tenth)
    {
        var asked = 0;
        return token => Interlocked.Increment(ref asked) % 10 == 0 ? tenth(token) : most(token);
    }

    /// <summary>The heap in bytes, which the OCaml program tells; null of another one.</summary>
    private static async Task<double?> HeapAsync(HttpClient client, string own)
    {
        using var response = await client.GetAsync(new Uri($"http://{own}:8080/mirage.json"));
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        using var figures = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return figures.RootElement.GetProperty("memory").GetProperty("heap_words").GetDouble() * 8;
    }
}
