using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Evolve.Lamp.State;

namespace Evolve.Player.Workspaces;

/// <summary>Size and time of a file: as long as both are the same, so is the file.</summary>
internal readonly record struct FileMark(long Size, long Ticks)
{
    /// <summary>The mark of a file, or null when there is none.</summary>
    internal static FileMark? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }
}

/// <summary>Remembers the files of a workspace as they were copied: a line each, <c>size ticks path</c>.</summary>
internal static class WorkspaceManifest
{
    /// <summary>What is remembered; nothing when there is no manifest or it is damaged, for then all is compared anew.</summary>
    internal static ImmutableDictionary<string, FileMark> Read(string path)
    {
        var marks = ImmutableDictionary.CreateBuilder<string, FileMark>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return marks.ToImmutable();
        }

        foreach (var line in File.ReadLines(path))
        {
            if (line.Split(' ', 3) is [var size, var ticks, var name]
                && long.TryParse(size, CultureInfo.InvariantCulture, out var length)
                && long.TryParse(ticks, CultureInfo.InvariantCulture, out var time))
            {
                marks[name] = new(length, time);
            }
        }

        return marks.ToImmutable();
    }

    internal static void Write(string path, IReadOnlyDictionary<string, FileMark> marks)
    {
        var text = new StringBuilder();
        foreach (var (name, mark) in marks.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{mark.Size} {mark.Ticks} {name}\n");
        }

        PrivateFile.Write(path, text.ToString(), replace: true);
    }
}
