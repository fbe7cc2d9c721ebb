using System.Collections.Immutable;

namespace Evolve.Player.Workspaces;

/// <summary>
/// Keeps a folder as a copy of others, overlaid in order, with work only for what has changed: a manifest beside it
/// remembers size and time of each file as it was copied, which tells an edit in the copy from one in the original.
/// </summary>
internal sealed class WorkspaceCopy(ImmutableArray<(string Folder, string Under)> sources, string target, string manifest)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Brings the copy up to date; what was edited, added or deleted in it stays so.</summary>
    internal void Update()
    {
        var originals = SourceTree.List(sources);
        var known = WorkspaceManifest.Read(manifest);
        Directory.CreateDirectory(target, Private);
        var next = new Dictionary<string, FileMark>(StringComparer.Ordinal);
        foreach (var (path, original) in originals)
        {
            var copy = FullPath(path);
            var mark = FileMark.Of(original);
            if (known.TryGetValue(path, out var copied))
            {
                if (copied == mark || FileMark.Of(copy) != copied)
                {
                    // As it was, or somebody has worked on it.
                    next[path] = copied;
                    continue;
                }
            }
            else if (FileMark.Of(copy) is { } there && there != mark && !SameContent(original, copy))
            {
                // Somebody has made a file where one is shipped now: theirs stays, and counts as a change.
                next[path] = mark!.Value;
                continue;
            }

            next[path] = Copy(original, copy);
        }

        foreach (var (path, copied) in known)
        {
            if (!originals.ContainsKey(path) && FileMark.Of(FullPath(path)) == copied)
            {
                File.Delete(FullPath(path));
            }
        }

        WorkspaceManifest.Write(manifest, next);
    }

    internal ImmutableArray<WorkspaceChange> FindChanges()
    {
        var originals = SourceTree.List(sources);
        var present = SourceTree.ListCopy(target);
        var known = WorkspaceManifest.Read(manifest);
        var changes = ImmutableArray.CreateBuilder<WorkspaceChange>();
        foreach (var (path, original) in originals)
        {
            if (!present.Contains(path))
            {
                changes.Add(new(path, WorkspaceChangeKind.Deleted));
            }
            else if (!(known.TryGetValue(path, out var copied) && FileMark.Of(FullPath(path)) == copied)
                && !SameContent(original, FullPath(path)))
            {
                changes.Add(new(path, WorkspaceChangeKind.Modified));
            }
        }

        changes.AddRange(present.Where(path => !originals.ContainsKey(path)).Select(path => new WorkspaceChange(path, WorkspaceChangeKind.Added)));
        changes.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return changes.ToImmutable();
    }

    internal ImmutableArray<WorkspaceChange> Reset()
    {
        var changes = FindChanges();
        var originals = SourceTree.List(sources);
        var known = new Dictionary<string, FileMark>(WorkspaceManifest.Read(manifest), StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var path = FullPath(change.Path);
            if (change.Kind == WorkspaceChangeKind.Added)
            {
                File.Delete(path);
                known.Remove(change.Path);
            }
            else
            {
                MakeRoom(path);
                known[change.Path] = Copy(originals[change.Path], path);
            }
        }

        RemoveEmptyFolders(target);
        WorkspaceManifest.Write(manifest, known);
        return changes;
    }

    private string FullPath(string path) => Path.Combine(target, path);

    /// <summary>Copies under another name first, so that no reader ever sees half a file.</summary>
    private static FileMark Copy(string original, string copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        var unfinished = $"{copy}.{Guid.NewGuid():N}.unfinished";
        try
        {
            if (new FileInfo(original).Length > 0)
            {
                File.Copy(original, unfinished);
            }
            else
            {
                // Never opened: a named pipe, which looks empty, would make us wait for a writer.
                File.Create(unfinished).Dispose();
            }

            File.SetUnixFileMode(unfinished, File.GetUnixFileMode(original) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetLastWriteTimeUtc(unfinished, File.GetLastWriteTimeUtc(original));
            File.Move(unfinished, copy, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return FileMark.Of(copy)!.Value;
    }

    /// <summary>Where a file belongs there may be a folder by now, and where its folder belongs a file.</summary>
    private void MakeRoom(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        for (var parent = Path.GetDirectoryName(path)!; parent.Length > target.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (File.Exists(parent))
            {
                File.Delete(parent);
            }
        }
    }

    private static void RemoveEmptyFolders(string folder)
    {
        foreach (var inner in Directory.GetDirectories(folder))
        {
            RemoveEmptyFolders(inner);
            if (!Directory.EnumerateFileSystemEntries(inner).Any())
            {
                Directory.Delete(inner);
            }
        }
    }

    private static bool SameContent(string left, string right)
    {
        if (!File.Exists(right) || new FileInfo(left).Length != new FileInfo(right).Length)
        {
            return false;
        }

        return new FileInfo(left).Length == 0 || File.ReadAllBytes(left).AsSpan().SequenceEqual(File.ReadAllBytes(right));
    }
}
