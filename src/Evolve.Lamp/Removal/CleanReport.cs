using System.Collections.Immutable;

namespace Evolve.Lamp.Removal;

/// <summary>What a clean did.</summary>
/// <param name="Removed">What is gone, in the order in which it went.</param>
/// <param name="Kept">What of ours could not be removed, each with a sentence that says why.</param>
/// <param name="FreedBytes">Disk space given back, in bytes, as far as the engine tells.</param>
/// <param name="Others">How many containers, networks, volumes and named images of other deployments were left alone.</param>
public sealed record CleanReport(ImmutableArray<CleanedObject> Removed, ImmutableArray<string> Kept, long FreedBytes, int Others = 0);

/// <summary>One removed object.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Name">Its name, or the short id of what has none.</param>
/// <param name="Bytes">Its size in bytes, or null where the engine does not tell.</param>
public sealed record CleanedObject(CleanedKind Kind, string Name, long? Bytes);

/// <summary>The kinds of objects that are removed, in the order in which they are.</summary>
public enum CleanedKind
{
    /// <summary>A container, running or not.</summary>
    Container,

    /// <summary>A network.</summary>
    Network,

    /// <summary>A volume with its data.</summary>
    Volume,

    /// <summary>An image or a build stage.</summary>
    Image,
}
