using System.Formats.Tar;
using System.IO.Pipelines;

namespace Evolve.Stage.Packing;

/// <summary>Files as a tar archive: names, contents and whether they can be started, and nothing of this machine.</summary>
internal static class FileArchive
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>More files than any bundle has.</summary>
    private const int MostFiles = 100_000;

    /// <summary>The archive while it is written.</summary>
    public static async Task WriteAsync(
        IEnumerable<PackedFile> files, Func<Stream, Task> take, CancellationToken cancellationToken)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1 << 22, resumeWriterThreshold: 1 << 21));
        var writing = WriteAsync(files, pipe.Writer, cancellationToken);
        try
        {
            await using var archive = pipe.Reader.AsStream();
            await take(archive);
        }
        finally
        {
            // Who stopped reading lets the writing end, too.
            await pipe.Reader.CompleteAsync();
        }

        await writing;
    }

    /// <summary>Unpacks an archive into a folder; takes files and nothing else, and none outside of the folder.</summary>
    /// <exception cref="BundleException">It holds something else; the message is the end of a sentence.</exception>
    public static async Task ExtractAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(archive, leaveOpen: true);
        for (var count = 0; await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; count++)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || count >= MostFiles)
            {
                throw new BundleException("holds something that is no file");
            }

            var path = Path.Combine(folder, Sound(entry.Name));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var mode = entry.Mode.HasFlag(UnixFileMode.UserExecute) ? Plain | Executable : Plain;
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = mode });
            if (entry.DataStream is { } data)
            {
                await data.CopyToAsync(file, cancellationToken);
            }

            File.SetUnixFileMode(file.SafeFileHandle, mode);
        }
    }

    private static async Task WriteAsync(IEnumerable<PackedFile> files, PipeWriter writer, CancellationToken cancellationToken)
    {
        Exception? trouble = null;
        try
        {
            await using var tar = new TarWriter(writer.AsStream(leaveOpen: true), TarEntryFormat.Pax);
            foreach (var file in files)
            {
                await using var data = file.Open();
                var entry = new PaxTarEntry(TarEntryType.RegularFile, file.Name)
                {
                    DataStream = data,
                    Mode = file.IsExecutable ? Plain | Executable : Plain,
                };
                await tar.WriteEntryAsync(entry, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            trouble = exception;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(trouble);
        }
    }

    /// <summary>A name as we write them: no way out of the folder, and no way to mean one thing here and another there.</summary>
    private static string Sound(string name) =>
        name is { Length: > 0 and < 1000 } && !name.Any(letter => char.IsControl(letter) || letter == '\\')
            && name.Split('/').All(word => word is not ("" or "." or ".."))
                ? name
                : throw new BundleException("holds a file whose name leads somewhere else");
}
