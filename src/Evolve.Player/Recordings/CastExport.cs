namespace Evolve.Player.Recordings;

/// <summary>Writes recordings anew for players that know only asciicast v2.</summary>
public static class CastExport
{
    /// <summary>Copies a recording of any version as v2, as a stream.</summary>
    /// <exception cref="CastException">The recording is damaged.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static void ToV2(CastReader recording, Stream copy)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var writer = new CastWriter(copy, recording.Header with { Version = 2 });
        while (recording.TryRead(out var happened))
        {
            writer.Write(happened);
        }
    }
}
