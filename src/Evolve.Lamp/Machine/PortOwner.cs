using System.Globalization;

namespace Evolve.Lamp.Machine;

/// <summary>Finds the process that listens on a TCP port, as far as this user may see (proc(5)).</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>Its name and number, or null.</summary>
    internal static string? Find(int port)
    {
        var sockets = Inodes("/proc/net/tcp", port).Concat(Inodes("/proc/net/tcp6", port))
            .Select(inode => $"socket:[{inode}]")
            .ToHashSet();
        if (sockets.Count == 0)
        {
            return null;
        }

        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            try
            {
                if (Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(link => sockets.Contains(new FileInfo(link).LinkTarget ?? "")))
                {
                    return $"{SafeText.Of(File.ReadAllText(Path.Combine(process, "comm")).Trim(), 40)} (process {Path.GetFileName(process)})";
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that has just ended: it cannot be told.
            }
        }

        return null;
    }

    /// <summary>Columns of /proc/net/tcp: 1 is the local address as hexadecimal IP:PORT, 3 the state, 9 the inode.</summary>
    private static IEnumerable<string> Inodes(string table, int port)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines(table)
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(fields => fields[9]);
    }
}
