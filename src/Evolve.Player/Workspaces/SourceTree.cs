namespace Evolve.Player.Workspaces;

/// <summary>Lists the files that a workspace is made of.</summary>
internal static class SourceTree
{
    /// <summary>A scenario's folder that is larger is somebody's home, not a scenario's folder.</summary>
    private const long MostBytes = 256L * 1024 * 1024;

    /// <summary>See <see cref="MostBytes"/>.</summary>
    private const int MostFiles = 10_000;

    /// <summary>
    /// Path in the workspace to original file, later folders over earlier ones. Links to files are followed; links to
    /// folders are left out, for through them the copy would not be private. So is <c>.git</c>.
    /// </summary>
    internal static SortedDictionary<string, string> List(IEnumerable<(string Folder, string Under)> sources)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, under) in sources)
        {
            if (!Directory.Exists(folder))
            {
                throw new IOException($"the folder {folder} is not there.");
            }

            var bytes = 0L;
            foreach (var file in Files(new DirectoryInfo(folder)))
            {
                bytes += file.Length;
                files[Path.Combine(under, Path.GetRelativePath(folder, file.FullName))] = file.FullName;
                if (bytes > MostBytes || files.Count > MostFiles)
                {
                    throw new IOException(
                        $"{folder} holds more than {MostBytes / 1024 / 1024} MiB or {MostFiles} files: put the scenario into a folder of its own.");
                }
            }
        }

        return files;
    }

    /// <summary>The files of a copy, relative to it; a link counts as a file, whatever it leads to, for none is ever copied.</summary>
    internal static SortedSet<string> ListCopy(string folder) => new(
        Entries(new DirectoryInfo(folder)).Select(entry => Path.GetRelativePath(folder, entry.FullName)),
        StringComparer.Ordinal);

    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } inner ? Entries(inner) : [entry]);

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            switch (entry)
            {
                case FileInfo file when file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true }:
                    yield return file;
                    break;
                case DirectoryInfo { LinkTarget: null } inner when inner.Name != ".git":
                    foreach (var file in Files(inner))
                    {
                        yield return file;
                    }

                    break;
            }
        }
    }
}
