using System.Globalization;

namespace Evolve.Bench;

/// <summary>
/// What is shipped: of each flavour the layers that are its own, and once the images that several stand on: the runner of
/// all machines, and Debian's files in the containers.
/// </summary>
internal sealed class SizeBench(LampSite site, Action<Result> keep)
{
    /// <summary>The case of a result that tells the own layers of a tier, unpacked.</summary>
    public static string OwnOf(string tier) => $"{tier}, own, unpacked";

    /// <summary>Measures, and prints the table.</summary>
    public async Task RunAsync()
    {
        string[] names = ["evolve/runner", (await File.ReadAllTextAsync("assets/base-image")).Trim()];
        var shared = new List<(string Name, IReadOnlyList<ImageLayer> Layers)>();
        foreach (var name in names)
        {
            shared.Add((name, await ImageLayer.ReadAsync(name)));
        }

        Console.WriteLine("\nShipped size in MB: layers packed with gzip, and unpacked; what several stand on is counted once");
        Console.WriteLine($"  {"tier",-4} {"flavour",-16} {"packed",8} {"unpacked",9}  over");
        foreach (var flavour in LampSite.Tiers.SelectMany(site.FlavoursOf))
        {
            var layers = await ImageLayer.ReadAsync($"evolve/{flavour.Tier}:{flavour.Name}");
            var below = shared.Find(image => StandsOn(layers, image.Layers));
            var own = layers.Skip(below.Layers?.Count ?? 0).ToList();
            Show(flavour.Tier, flavour.Name, own, below.Name ?? "");
            keep(new Result("size", $"{flavour.Tier}, own, packed", flavour.Name, own.Sum(layer => layer.Packed), "bytes"));
            keep(new Result("size", OwnOf(flavour.Tier), flavour.Name, own.Sum(layer => layer.Unpacked), "bytes"));
        }

        foreach (var (name, layers) in shared)
        {
            Show("", name, layers, "");
            keep(new Result("size", "shared, packed", name, layers.Sum(layer => layer.Packed), "bytes"));
            keep(new Result("size", "shared, unpacked", name, layers.Sum(layer => layer.Unpacked), "bytes"));
        }
    }

    private static bool StandsOn(IReadOnlyList<ImageLayer> layers, IReadOnlyList<ImageLayer> below) =>
        layers.Take(below.Count).Select(layer => layer.Id).SequenceEqual(below.Select(layer => layer.Id));

    private static void Show(string tier, string name, IReadOnlyList<ImageLayer> layers, string below) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {tier,-4} {name,-18} {layers.Sum(layer => layer.Packed) / 1e6,6:0.0} {layers.Sum(layer => layer.Unpacked) / 1e6,9:0.0}  {below}"));
}
