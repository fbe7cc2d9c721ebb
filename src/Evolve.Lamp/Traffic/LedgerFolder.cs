namespace Evolve.Lamp.Traffic;

/// <summary>Where ledgers are kept: the last few, so that a run that was killed can be audited.</summary>
public static class LedgerFolder
{
    private const int Kept = 20;

    /// <summary>Begins a ledger in the folder, which is made when it is missing; all but the youngest of the others go.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="site">Where the writes go.</param>
    /// <exception cref="IOException">It cannot be written, or an old one cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static WriteLedger Begin(string folder, Uri site)
    {
        Directory.CreateDirectory(folder);
        Prune(folder);
        var client = WriteLedger.NewClient();
        return WriteLedger.Create(Path.Combine(folder, $"{client}.ledger"), client, site);
    }

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
