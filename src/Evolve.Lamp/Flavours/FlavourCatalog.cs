using System.Collections.Immutable;

namespace Evolve.Lamp.Flavours;

/// <summary>The flavours of a folder of assets, or everything that is wrong with them.</summary>
/// <param name="Flavours">The flavours, by tier and name.</param>
/// <param name="Errors">All errors, <c>file:line:column: sentence</c>; the catalogue is complete when there are none.</param>
public sealed record FlavourCatalog(ImmutableArray<Flavour> Flavours, ImmutableArray<string> Errors)
{
    /// <summary>Reads every <c>assets/TIER/FLAVOUR/flavour.yaml</c>; a folder without that file is no flavour.</summary>
    public static FlavourCatalog Read(string assetsFolder)
    {
        if (!Directory.Exists(assetsFolder))
        {
            return new FlavourCatalog([], [$"{assetsFolder}: there is no such folder."]);
        }

        var flavours = ImmutableArray.CreateBuilder<Flavour>();
        var errors = ImmutableArray.CreateBuilder<string>();
        var files = Directory.EnumerateDirectories(assetsFolder)
            .SelectMany(tier => Directory.EnumerateDirectories(tier))
            .Select(folder => Path.Combine(folder, "flavour.yaml"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var reader = new FlavourReader(file);
            if (reader.Read() is { } flavour)
            {
                flavours.Add(flavour);
            }

            errors.AddRange(reader.Errors);
        }

        return new FlavourCatalog(flavours.ToImmutable(), errors.ToImmutable());
    }
}
