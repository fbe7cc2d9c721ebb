using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Evolve.Lamp.Traffic;

/// <summary>
/// A ledger as it is on the disk. Its first line is <c>evolve-ledger 1 CLIENT SITE</c>, every other one the number of an
/// acknowledged write. What comes after the last line end was being written when its process ended: it was never counted.
/// </summary>
/// <param name="Client">Under which name the writes are numbered.</param>
/// <param name="Site">Where they went.</param>
/// <param name="Numbers">The acknowledged writes, in the order of their acknowledgement.</param>
public sealed record LedgerContents(string Client, Uri Site, ImmutableArray<long> Numbers)
{
    /// <summary>Reads a ledger, also one that is still being written.</summary>
    /// <exception cref="IOException">It cannot be read, or is damaged; the message says where.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static LedgerContents Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n');
        var head = lines[0].Split(' ');
        if (lines.Length < 2 || head.Length != 4 || $"{head[0]} {head[1]}" != WriteLedger.Title || !Uri.TryCreate(head[3], UriKind.Absolute, out var site))
        {
            throw new IOException($"{path}:1: this is no ledger of traffic: it begins with “{WriteLedger.Title} CLIENT SITE”.");
        }

        var numbers = ImmutableArray.CreateBuilder<long>(lines.Length);
        for (var i = 1; i < lines.Length - 1; i++)
        {
            if (!long.TryParse(lines[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                throw new IOException($"{path}:{i + 1}: the ledger is damaged: a line is the number of a write.");
            }

            numbers.Add(number);
        }

        return new LedgerContents(head[2], site, numbers.ToImmutable());
    }

    /// <summary>Asks the site for every write in it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="time">The clock of the pause between questions that were not answered.</param>
    /// <param name="patience">How long to ask a site that does not answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found; without a pass when the site did not answer to the end.</returns>
    public async Task<AuditState> AuditAsync(ISite site, TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        var audit = new WriteAudit();
        foreach (var number in Numbers)
        {
            audit.Acknowledge(number);
        }

        await new Auditor(site, Client, audit, time).FinishAsync(patience, cancellationToken);
        return audit.State;
    }
}
