using System.Text.RegularExpressions;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Base;

/// <summary>
/// The Debian mirror that this machine's own apt uses, from <c>/etc/apt/sources.list</c> and the files of
/// <c>/etc/apt/sources.list.d</c> in both formats (sources.list(5)).
/// </summary>
public sealed partial class AptMirror(IHost host)
{
    /// <summary>Releases of Debian; a Debian mirror on any machine has one of them, one of Ubuntu has none.</summary>
    private static readonly HashSet<string> Releases =
    [
        "bullseye", "bookworm", "trixie", "forky", "duke", "sid",
        "oldoldstable", "oldstable", "stable", "testing", "unstable",
    ];

    /// <summary>The main archive's address, or null on a machine whose apt does not use a Debian mirror that a container reaches.</summary>
    public Uri? Find()
    {
        try
        {
            return Entries().Where(IsDebianArchive).SelectMany(entry => entry.Addresses).Select(Usable).FirstOrDefault(uri => uri is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Sources that this user may not read: the builds ask Debian's own address then.
            return null;
        }
    }

    /// <summary>
    /// The same for builds: over plain HTTP, since the published base image has no certificates to check HTTPS with
    /// (the packages themselves are signed either way).
    /// </summary>
    public Uri? FindForBuilds() =>
        Find() is { Scheme: "https" } uri ? new UriBuilder(uri) { Scheme = "http", Port = uri.IsDefaultPort ? -1 : uri.Port }.Uri : Find();

    private IEnumerable<AptSource> Entries()
    {
        var files = host.List("/etc/apt/sources.list.d").Prepend("/etc/apt/sources.list");
        foreach (var file in files)
        {
            if (Path.GetExtension(file) is ".list" or ".sources" && host.ReadText(file) is { } text)
            {
                foreach (var entry in file.EndsWith(".list", StringComparison.Ordinal) ? AptSource.ReadLines(text) : AptSource.ReadStanzas(text))
                {
                    yield return entry;
                }
            }
        }
    }

    private static bool IsDebianArchive(AptSource entry) =>
        entry.Components.Contains("main")
        && entry.Suites.Any(Releases.Contains)
        && (entry.SignedBy is null || entry.SignedBy.Contains("debian-archive", StringComparison.Ordinal));

    private static Uri? Usable(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && !uri.IsLoopback
        && uri.UserInfo.Length == 0
        && !Snapshot().IsMatch(uri.AbsolutePath)
            ? uri
            : null;

    /// <summary>A point in time of snapshot.debian.org has no newer release, and its index files have expired.</summary>
    [GeneratedRegex(@"/\d{8}T\d{6}Z")]
    private static partial Regex Snapshot();
}
