using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Evolve.Player.Running;

namespace Evolve.Player.Workspaces;

/// <summary>
/// The folder that steps run in: a private copy of the shipped assets, and of a scenario's own folder when it is not a
/// shipped one, so that whatever an attendee breaks can be reset.
/// </summary>
public sealed class Workspace : IDisposable
{
    private readonly WorkspaceCopy _copy;

    private Workspace(string path, WorkspaceCopy copy, string environmentFile)
    {
        Path = path;
        _copy = copy;
        EnvironmentFile = environmentFile;
    }

    /// <summary>Its absolute path; it holds a folder <c>assets</c>.</summary>
    public string Path { get; }

    /// <summary>The file behind <c>$EVOLVE_ENV</c>; empty at the start.</summary>
    public string EnvironmentFile { get; }

    /// <summary>Makes the copy, or brings it up to date; files that somebody has changed in it stay as they are.</summary>
    /// <param name="root">The folder of all workspaces, in the state folder.</param>
    /// <param name="assetsFolder">The shipped assets.</param>
    /// <param name="scenarioFolder">The folder of a scenario that is not shipped, or null.</param>
    /// <exception cref="WorkspaceException">It cannot be made; the message is fit to be shown.</exception>
    public static Workspace Open(string root, string assetsFolder, string? scenarioFolder)
    {
        var name = scenarioFolder is null ? "shipped" : NameOf(scenarioFolder);
        var path = System.IO.Path.Combine(root, name);
        try
        {
            Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            ForgetDead(root);
            var sources = ImmutableArray.Create((assetsFolder, "assets"));
            if (scenarioFolder is not null)
            {
                sources = sources.Add((scenarioFolder, ""));
            }

            var copy = new WorkspaceCopy(sources, path, path + ".manifest");
            copy.Update();
            var environmentFile = System.IO.Path.Combine(
                root, string.Create(CultureInfo.InvariantCulture, $"{name}.{Environment.ProcessId}.{Guid.NewGuid():N}.env"));
            using (new FileStream(environmentFile, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
            }

            return new(path, copy, environmentFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The workspace {path} cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>The environment of steps in it: these variables, the terminal's type and the file for later steps.</summary>
    public StepEnvironment CreateEnvironment(IReadOnlyDictionary<string, string> variables) =>
        new StepEnvironment(Path, variables).With(new Dictionary<string, string>
        {
            ["TERM"] = "xterm-256color",
            [StepEnvironment.FileVariable] = EnvironmentFile,
        });

    /// <summary>What in it is not as shipped, by path.</summary>
    /// <exception cref="WorkspaceException">It cannot be read.</exception>
    public ImmutableArray<WorkspaceChange> FindChanges() => Try("read", _copy.FindChanges);

    /// <summary>Makes it as shipped again: changed and deleted files come back, added ones go.</summary>
    /// <returns>What was put right.</returns>
    /// <exception cref="WorkspaceException">A file cannot be put back.</exception>
    public ImmutableArray<WorkspaceChange> Reset() => Try("reset", _copy.Reset);

    /// <summary>Removes the file for later steps; the copy stays for the next time.</summary>
    public void Dispose() => File.Delete(EnvironmentFile);

    private ImmutableArray<WorkspaceChange> Try(string verb, Func<ImmutableArray<WorkspaceChange>> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The workspace {Path} cannot be {verb}: {exception.Message}", exception);
        }
    }

    /// <summary>The folder's own name, to be recognised, and a hash of its path, to be unique.</summary>
    private static string NameOf(string folder)
    {
        var full = System.IO.Path.GetFullPath(folder).TrimEnd('/');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..12];
        var word = new string([.. System.IO.Path.GetFileName(full).Where(char.IsAsciiLetterOrDigit).Take(24)]);
        return $"{word}-{hash}";
    }

    /// <summary>Files for later steps whose Evolve did not get to remove them.</summary>
    private static void ForgetDead(string root)
    {
        foreach (var file in Directory.EnumerateFiles(root, "*.env"))
        {
            var parts = System.IO.Path.GetFileName(file).Split('.');
            if (parts.Length >= 4 && int.TryParse(parts[^3], CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                File.Delete(file);
            }
        }
    }
}
