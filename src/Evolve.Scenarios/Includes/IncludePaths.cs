using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Includes;

/// <summary>Finds included files, and none outside the folder of the root file.</summary>
internal sealed class IncludePaths
{
    private readonly IFileReader _files;
    private readonly string _rootFolder;
    private readonly string _displayFolder;

    public IncludePaths(IFileReader files, string rootPath)
    {
        _files = files;
        Root = files.GetRealPath(rootPath);
        _rootFolder = Path.GetDirectoryName(Root) ?? "/";
        var given = Path.GetDirectoryName(rootPath) ?? "";

        // When the root file itself is a link, its includes are beside the file it leads to.
        _displayFolder = files.GetRealPath(given.Length == 0 ? "." : given) == _rootFolder ? given : _rootFolder;
    }

    /// <summary>The real path of the root file.</summary>
    public string Root { get; }

    /// <summary>The real path of an included file and the path to show, or the sentence that says why not.</summary>
    public (string FullPath, string DisplayPath, string? Sentence) Resolve(SourceText from, string target)
    {
        var name = Words.Shorten(target);
        if (target.Length == 0)
        {
            return ("", "", "Name the file to include, such as `<!-- include: chapter.md -->`.");
        }

        if (Path.IsPathRooted(target))
        {
            return ("", "", $"`{name}` is an absolute path; write it as seen from the folder of this file.");
        }

        var full = _files.GetRealPath(Path.Combine(Path.GetDirectoryName(from.FullPath) ?? "/", target));
        var relative = Path.GetRelativePath(_rootFolder, full);
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? ("", "", $"`{name}` is outside the folder of the scenario; only files in that folder can be included.")
            : (full, Path.Join(_displayFolder, relative), null);
    }
}
