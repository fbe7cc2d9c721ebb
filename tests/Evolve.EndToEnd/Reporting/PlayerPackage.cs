using System.Diagnostics;

namespace Evolve.EndToEnd.Reporting;

/// <summary>The npm package asciinema-player, fetched once for all tests of a class, and only when one asks for it.</summary>
public sealed class PlayerPackage : IDisposable
{
    private const string Name = "asciinema-player@3.17.0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evolve-player-");
    private readonly Lazy<string> _unpacked;

    public PlayerPackage() => _unpacked = new Lazy<string>(Unpack);

    /// <summary>Where it is unpacked.</summary>
    public string Folder => _unpacked.Value;

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string Unpack()
    {
        // What was fetched before needs no network.
        var archive = Run("npm", "pack", Name, "--prefer-offline", "--silent", "--pack-destination", _folder.FullName).Trim();
        Run("tar", "-xzf", Path.Combine(_folder.FullName, archive), "-C", _folder.FullName);
        return Path.Combine(_folder.FullName, "package");
    }

    private string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}{output}");
    }
}
