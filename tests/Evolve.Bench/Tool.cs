using System.Diagnostics;

namespace Evolve.Bench;

/// <summary>Programs that are run for what they print: docker, and the app's own verbs.</summary>
internal static class Tool
{
    /// <summary>The app, as built by run.sh.</summary>
    public const string App = "./artifacts/app/evolve";

    /// <summary>What it printed, trimmed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its last words.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        return await EndAsync(process, mayFail: false);
    }

    /// <summary>Builds an image, or a stage of one, from the folder <c>assets</c>.</summary>
    public static Task BuildAsync(string image, string dockerfile, string? target = null) => RunAsync(
        "docker",
        ["build", "--quiet", "-t", image, "--build-arg", "EVOLVE_DEPLOYMENT", "--build-arg", "EVOLVE_APT_MIRROR",
            .. target is null ? Array.Empty<string>() : ["--target", target], "-f", dockerfile, "assets"]);

    /// <summary>Starts it, with everything that it prints kept for <see cref="EndAsync"/>.</summary>
    public static Process Start(string program, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
        ?? throw new InvalidOperationException($"{program} cannot be started.");

    /// <summary>Waits for its end.</summary>
    public static async Task<string> EndAsync(Process process, bool mayFail)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 || mayFail
            ? output.Trim()
            : throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}: {(await error).Trim()}");
    }
}
