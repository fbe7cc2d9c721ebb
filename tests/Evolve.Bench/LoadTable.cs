using System.Globalization;

namespace Evolve.Bench;

/// <summary>Loads beside each other, as results and as a table.</summary>
internal sealed class LoadTable(string benchmark, BenchOptions options, Action<Result> keep)
{
    private readonly List<string> _lines = [];

    /// <summary>The case of a result that says how many right answers a second there were.</summary>
    public static string RateOf(string tier, string way) => $"{tier}, {way}, a second";

    /// <summary>A page of an address over HTTP.</summary>
    public static Func<CancellationToken, Task<bool>> Page(HttpClient client, string address, string path)
    {
        var page = new Uri($"http://{address}:8080{path}");
        return token => Load.IsPageAsync(client, page, token);
    }

    /// <summary>Lets the visitors ask, and adds a line.</summary>
    public async Task AddAsync(string tier, string flavour, string way, Func<CancellationToken, Task<bool>> ask)
    {
        var load = await Load.DuringAsync(ask, options.LoadTime);
        keep(new Result(benchmark, RateOf(tier, way), flavour, load.Rate, "requests/s"));
        keep(new Result(benchmark, $"{tier}, {way}, p50", flavour, load.P50, "ms"));
        keep(new Result(benchmark, $"{tier}, {way}, p99", flavour, load.P99, "ms"));
        keep(new Result(benchmark, $"{tier}, {way}, failed", flavour, load.Failed, "requests"));
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"  {tier,-4} {flavour,-16} {way,-18} {load.Rate,8:0} {load.P50,7:0.0} ms {load.P99,7:0.0} ms {load.Failed,7}");
        await Console.Error.WriteLineAsync($"{benchmark}: {line.Trim()}");
        _lines.Add(line);
    }

    /// <summary>Prints all lines under their heads.</summary>
    public void Print(string title)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{title}: {Load.Visitors} visitors at a time, {options.LoadTime.TotalSeconds:0} s each, on the processors of the site"));
        Console.WriteLine($"  {"tier",-4} {"flavour",-16} {"page, way",-18} {"a second",8} {"p50",10} {"p99",10} {"failed",7}");
        _lines.ForEach(Console.WriteLine);
    }
}
