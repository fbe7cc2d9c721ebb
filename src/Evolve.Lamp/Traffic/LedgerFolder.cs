namespace Evolve.Lamp.Traffic;

/// <summary>Where ledgers are kept: the last few, so that a run that was killed can be audited.</summary>
public static class LedgerFolder
{
    private const int Kept = 20;

    /// <summary>The file of a client's ledger.</summary>
    public static string PathOf(string folder, string client) => Path.Combine(folder, $"{client}.ledger");

    /// <summary>Removes all but the youngest ledgers.</summary>
    /// <exception cref="IOException">One cannot be removed.</exception>
    public static void Prune(string folder)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateFiles("*.ledger").OrderByDescending(file => file.LastWriteTimeUtc).Skip(Kept).ToList())
        {
            old.Delete();
        }
    }
}
