using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Evolve.Lamp.State;

namespace Evolve.Player.Progress;

/// <summary>
/// Where the progress of one scenario is kept: there whole or not at all, whenever its writer ends. What cannot be read
/// is put aside under another name, never written over.
/// </summary>
public sealed class ProgressFile
{
    private const int MostBytes = 8 * 1024 * 1024;
    private readonly string _scenario;
    private bool _mayReplace = true;

    private ProgressFile(string path, string scenario) => (Path, _scenario) = (path, scenario);

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Why nothing is known from earlier although something was there, in a sentence; null when all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>The file of a scenario.</summary>
    /// <param name="folder">The folder of all progress, in the state folder; made when it is first written to.</param>
    /// <param name="scenarioPath">The scenario's full path.</param>
    /// <param name="shippedFolder">The folder of the shipped scenarios, which are known by their names wherever they lie; or null.</param>
    public static ProgressFile For(string folder, string scenarioPath, string? shippedFolder)
    {
        var full = System.IO.Path.GetFullPath(scenarioPath);
        var shipped = shippedFolder is null ? null : System.IO.Path.GetFullPath(shippedFolder).TrimEnd('/') + "/";
        var key = shipped is not null && full.StartsWith(shipped, StringComparison.Ordinal) ? $"shipped:{full[shipped.Length..]}" : full;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
        var word = new string([.. System.IO.Path.GetFileNameWithoutExtension(full).Where(char.IsAsciiLetterOrDigit).Take(24)]);
        return new(System.IO.Path.Combine(folder, $"{word}-{hash}.json"), key);
    }

    /// <summary>What is kept, or null when nothing is.</summary>
    public SavedProgress? Read()
    {
        try
        {
            RemoveUnfinished();
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(stream.Length, MostBytes + 1)];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count > MostBytes
                ? throw new FormatException($"it is larger than {MostBytes / 1024 / 1024} MB")
                : ProgressJson.Read(bytes.AsMemory(0, count));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (FormatException exception)
        {
            Problem = $"What was done the last time cannot be read ({Short(exception.Message)}): {PutAside()}; everything counts as not run.";
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _mayReplace = false;
            Problem = $"{Path}, which keeps what was done the last time, cannot be read ({Short(exception.Message)}): everything counts as not run.";
            return null;
        }
    }

    /// <summary>Keeps it in the place of what was kept before.</summary>
    /// <exception cref="IOException">It cannot be kept; the message says why.</exception>
    public void Write(SavedProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!_mayReplace)
        {
            throw new IOException($"{Path} holds what could be neither read nor put aside; move it away.");
        }

        try
        {
            Directory.CreateDirectory(
                System.IO.Path.GetDirectoryName(Path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            PrivateFile.Write(Path, ProgressJson.Write(progress, _scenario), replace: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private string PutAside()
    {
        for (var number = 1; ; number++)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{Path}.damaged-{number}");
            if (!System.IO.Path.Exists(aside))
            {
                try
                {
                    File.Move(Path, aside, overwrite: false);
                    return $"it was put aside as {aside}";
                }
                catch (IOException) when (File.Exists(aside))
                {
                    // Another Evolve has taken this number meanwhile.
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    _mayReplace = false;
                    return $"it could not be put aside either ({Short(exception.Message)}), so nothing is kept";
                }
            }
        }
    }

    /// <summary>What writers left that were killed: old enough that no living one is still at it.</summary>
    private void RemoveUnfinished()
    {
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(Path) + ".*.*"))
        {
            var parts = System.IO.Path.GetFileName(file).Split('.');
            if (int.TryParse(parts[^2], CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                File.Delete(file);
            }
        }
    }

    private static string Short(string text) => text.Length <= 120 ? text.TrimEnd('.') : text[..119] + "…";
}
