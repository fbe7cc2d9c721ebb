namespace Evolve.Stage.Packing;

/// <summary>A file that goes into a bundle.</summary>
/// <param name="Name">Its path in the bundle.</param>
/// <param name="Open">Opens its contents.</param>
/// <param name="IsExecutable">Whether it can be started.</param>
public sealed record PackedFile(string Name, Func<Stream> Open, bool IsExecutable)
{
    /// <summary>A file of the disk.</summary>
    public static PackedFile Of(string name, string path) => new(
        name, () => File.OpenRead(path), File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));

    /// <summary>A script that is written here.</summary>
    public static PackedFile Script(string name, string text) => new(
        name, () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), IsExecutable: true);

    /// <summary>The files of a folder in the order of their names. Links to files are followed, as in a workspace; links to folders are left out.</summary>
    public static IEnumerable<PackedFile> Below(string folder, string name)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            switch (entry)
            {
                case FileInfo file when file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true }:
                    yield return Of($"{name}/{file.Name}", file.FullName);
                    break;
                case DirectoryInfo { LinkTarget: null } inner when inner.Name != ".git":
                    foreach (var file in Below(inner.FullName, $"{name}/{inner.Name}"))
                    {
                        yield return file;
                    }

                    break;
            }
        }
    }
}
