using System.Globalization;

namespace Evolve;

/// <summary>The log in the state folder: a line an event, at most two files of 1 MiB.</summary>
/// <param name="path">The newer file; the older one has <c>.1</c> behind its name.</param>
/// <param name="time">The clock of its lines.</param>
internal sealed class LogFile(string path, TimeProvider time)
{
    private const long Limit = 1024 * 1024;
    private readonly Lock _gate = new();

    /// <summary>The newer file's path.</summary>
    public string Path => path;

    /// <summary>Adds a line; line ends in it become spaces.</summary>
    public void Write(string sentence)
    {
        var stamp = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            if (new FileInfo(path) is { Exists: true, Length: > Limit })
            {
                File.Move(path, path + ".1", overwrite: true);
            }

            File.AppendAllText(path, $"{stamp} {sentence.ReplaceLineEndings(" ")}\n");
        }
    }

    /// <summary>Adds a defect with its stack; the only place where a stack trace is written.</summary>
    public void Write(Exception exception)
    {
        lock (_gate)
        {
            Write($"defect: {exception.Message}");
            File.AppendAllText(path, $"{exception}\n");
        }
    }
}
