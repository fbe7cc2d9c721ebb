using System.Globalization;

namespace Evolve.Lamp.Machine;

/// <summary>Amounts of bytes, for people.</summary>
internal static class ByteSize
{
    internal const long Mega = 1_000_000;
    internal const long Giga = 1_000_000_000;

    /// <summary>In decimal units, as <c>docker images</c> has them.</summary>
    internal static string Of(long bytes) => bytes >= Giga
        ? (bytes / (double)Giga).ToString("0.0 GB", CultureInfo.InvariantCulture)
        : (bytes / (double)Mega).ToString("0 MB", CultureInfo.InvariantCulture);
}
