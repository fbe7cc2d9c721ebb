using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Evolve.Stage.Packing;

/// <summary>What a bundle says of itself, in its first entry.</summary>
/// <param name="Format">The version of the format: <see cref="CurrentFormat"/>.</param>
/// <param name="Title">The title of the scenario.</param>
/// <param name="Play">What <c>play</c> is told to start it.</param>
/// <param name="Architecture">The processor that it is for, as <c>x64</c>.</param>
/// <param name="Version">The version of Evolve that made it.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Deployment">The id in the labels of its images.</param>
/// <param name="Images">The names of its images.</param>
/// <param name="Mirror">The mirror that their builds were told, or nothing: a builder finds a stage again by the same words only.</param>
/// <param name="Parts">Its parts in order: first those of the files, then those of the images.</param>
public sealed partial record BundleManifest(
    int Format,
    string Title,
    string Play,
    string Architecture,
    string Version,
    DateTimeOffset Made,
    string Deployment,
    ImmutableArray<string> Images,
    string Mirror,
    ImmutableArray<BundlePart> Parts)
{
    /// <summary>The format of this version.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The name of the entry.</summary>
    internal const string EntryName = "manifest.json";

    /// <summary>What is kept free for it at the beginning of a bundle, since the sums are known only at its end.</summary>
    internal const int Bytes = 256 * 1024;

    /// <summary>The most that a part holds before it is compressed.</summary>
    internal const int PartBytes = 32 * 1024 * 1024;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>The parts of files, or of images.</summary>
    internal ImmutableArray<BundlePart> Of(BundleKind kind) => [.. Parts.Where(part => part.Kind == kind)];

    /// <summary>As text.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, s_options);

    /// <summary>Reads it, and believes nothing that is absurd.</summary>
    /// <exception cref="BundleException">It is damaged; the message is the end of a sentence.</exception>
    internal static BundleManifest Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BundleManifest>(json, s_options);
            if (manifest is { Format: > CurrentFormat })
            {
                throw new BundleException("was made by a newer Evolve; take that one to unpack it");
            }

            return manifest is not null && manifest.IsSound() ? manifest : throw new BundleException("says of itself what no bundle says; get it again");
        }
        catch (JsonException exception)
        {
            throw new BundleException("does not say what is in it, so it is damaged or no bundle; get it again", exception);
        }
    }

    private bool IsSound() =>
        Format == CurrentFormat
        && Title is not null && Play is not null && Architecture is not null && Version is not null
        && Play.Length is > 0 and < 500 && !Play.Any(char.IsControl)
        && DeploymentId().IsMatch(Deployment ?? "")
        && (Mirror is { Length: 0 } || Uri.TryCreate(Mirror, UriKind.Absolute, out var mirror) && mirror.Scheme is "http" or "https")
        && !Images.IsDefault && Images.All(name => name is { Length: > 0 and < 300 })
        && !Parts.IsDefault && Parts.All(part => part is not null && part.IsSound())
        && Parts.Select(part => part.Name).SequenceEqual(BundlePart.Names(Parts));

    [GeneratedRegex("^[0-9a-f]{16}$", RegexOptions.CultureInvariant)]
    private static partial Regex DeploymentId();
}
