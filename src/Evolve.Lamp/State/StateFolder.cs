using Evolve.Lamp.Machine;

namespace Evolve.Lamp.State;

/// <summary>
/// The folder that keeps what outlives a run: <c>$XDG_STATE_HOME/evolve</c>, by default <c>~/.local/state/evolve</c>
/// (XDG Base Directory Specification 0.8).
/// </summary>
public sealed class StateFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private StateFolder(string path) => Path = path;

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The path of a file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Where it would be, made or not.</summary>
    /// <exception cref="StateFolderException">The environment names no place.</exception>
    public static string Locate(IHost host)
    {
        // The specification: a relative path is invalid and is to be ignored.
        if (host.Variable("XDG_STATE_HOME") is { } state && System.IO.Path.IsPathRooted(state))
        {
            return System.IO.Path.Combine(state, "evolve");
        }

        return host.Variable("HOME") is { } home && System.IO.Path.IsPathRooted(home)
            ? System.IO.Path.Combine(home, ".local", "state", "evolve")
            : throw new StateFolderException(
                "Neither HOME nor XDG_STATE_HOME names a folder, so there is no place to keep Evolve's state: set HOME.");
    }

    /// <summary>Makes it when it is missing (for this user alone) and refuses one that others could write to.</summary>
    /// <exception cref="StateFolderException">It cannot be made, or cannot be trusted; the message is fit to be shown.</exception>
    public static StateFolder Open(IHost host)
    {
        var path = Locate(host);
        try
        {
            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path, Private);
            }

            var others = File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
            if (others != 0)
            {
                throw new StateFolderException(
                    $"Other users may write to {path}, where Evolve keeps its keys: type `chmod 700 {path}`.");
            }

            if (SystemCalls.OwnerOf(path) != SystemCalls.EffectiveUserId())
            {
                throw new StateFolderException(
                    $"{path} belongs to another user: set XDG_STATE_HOME to a folder of your own.");
            }

            return new StateFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException(
                $"The folder {path}, where Evolve keeps its state, cannot be used: {e.Message}", e);
        }
    }
}
