using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Evolve.Lamp.Diagnosis;

/// <summary>A report of trouble: a <c>.tar.gz</c> of texts in which what is secret or personal is masked.</summary>
public sealed class DoctorBundle(BundleMask mask)
{
    /// <summary>Writes the report; the file appears whole or not at all, readable by its owner alone.</summary>
    /// <param name="path">The file to be made; one that is there is replaced.</param>
    /// <param name="entries">The texts, by their names in the archive.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task WriteAsync(
        string path, IReadOnlyDictionary<string, string> entries, CancellationToken cancellationToken = default)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            await using (var file = new FileStream(unfinished, options))
            await using (var gzip = new GZipStream(file, CompressionLevel.Optimal))
            await using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
            {
                foreach (var (name, text) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    // A fresh entry has neither the user's nor the group's name.
                    var entry = new PaxTarEntry(TarEntryType.RegularFile, mask.Apply(name))
                    {
                        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(mask.Apply(text))),
                    };
                    await tar.WriteEntryAsync(entry, cancellationToken);
                }
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
