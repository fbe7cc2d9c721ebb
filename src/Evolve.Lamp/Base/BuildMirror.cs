using Evolve.Lamp.Machine;
using Evolve.Lamp.State;

namespace Evolve.Lamp.Base;

/// <summary>
/// The mirror that builds are told: this machine's own. In a room that was unpacked it is the one that its images were
/// built with, for a builder finds a stage again by the same words only.
/// </summary>
/// <param name="folder">What outlives a run.</param>
/// <param name="host">The machine.</param>
public sealed class BuildMirror(StateFolder folder, IHost host)
{
    private const string FileName = "mirror";

    /// <summary>The value of <c>EVOLVE_APT_MIRROR</c>: an address, or nothing, and then builds ask Debian's own.</summary>
    public string Value => host.ReadText(folder[FileName])?.Trim() ?? new AptMirror(host).FindForBuilds()?.ToString() ?? "";

    /// <summary>Takes the value that images from elsewhere were built with.</summary>
    /// <exception cref="StateFolderException">It cannot be kept; the message is fit to be shown.</exception>
    public static void Adopt(StateFolder folder, string value)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            PrivateFile.Write(folder[FileName], value + "\n", replace: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"The mirror of the images cannot be kept in {folder.Path}: {e.Message}", e);
        }
    }
}
