using System.Globalization;
using System.Text.Json.Serialization;

namespace Evolve.Stage.Packing;

/// <summary>One part of a bundle: a piece of an archive, compressed by itself (gzip).</summary>
/// <param name="Name">The name of its entry: <c>files.000</c>, <c>images.003</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="RawBytes">Its size before it was compressed.</param>
/// <param name="Sha256">Its hash in hexadecimal.</param>
public sealed record BundlePart(string Name, long Bytes, long RawBytes, string Sha256)
{
    /// <summary>What it is a piece of.</summary>
    [JsonIgnore]
    public BundleKind Kind => Name.StartsWith("images.", StringComparison.Ordinal) ? BundleKind.Images : BundleKind.Files;

    /// <summary>The name of a part.</summary>
    internal static string NameOf(BundleKind kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{(kind == BundleKind.Images ? "images" : "files")}.{number:000}");

    /// <summary>The names that so many parts of each kind have.</summary>
    internal static IEnumerable<string> Names(IReadOnlyCollection<BundlePart> parts) =>
        new[] { BundleKind.Files, BundleKind.Images }.SelectMany(kind =>
            Enumerable.Range(0, parts.Count(part => part.Kind == kind)).Select(number => NameOf(kind, number)));

    internal bool IsSound() =>
        Name is not null
        && RawBytes is >= 0 and <= BundleManifest.PartBytes

        // What cannot be compressed grows: by an eighth where a quick deflate has but fixed codes (RFC 1951, 3.2.6: nine bits for most bytes).
        && Bytes is > 0 and <= BundleManifest.PartBytes + (BundleManifest.PartBytes / 8) + 1024
        && Sha256 is { Length: 64 };
}

/// <summary>What a part is a piece of.</summary>
public enum BundleKind
{
    /// <summary>The app, scenarios, assets and recordings: a tar archive.</summary>
    Files,

    /// <summary>Images, as <c>docker save</c> writes them: a tar archive.</summary>
    Images,
}
