using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>Reads in a guest's log what its runner says of the machine (<c>assets/runner/README.md</c>).</summary>
internal sealed partial class GuestLog(DockerEngine engine)
{
    /// <summary>The line comes with the first words of a guest; one that talks more is not read to its end.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>Where the log of a guest's present run begins; null when this is no guest, or does not run.</summary>
    internal static string? BeginOf(ContainerInspectResponse container) =>
        container.State is { Running: true } && container.Config.Entrypoint is [.., var entry] && Path.GetFileName(entry) == "runner"
            ? SecondsOf(container.State.StartedAt)
            : null;

    /// <summary>What a guest's machine runs on; null while it is not ready.</summary>
    internal async Task<Accelerator?> FindAcceleratorAsync(string id, string begin, CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Since = begin };
        var log = await engine.FindAsync((client, token) => ReadAsync(client, id, parameters, token), cancellationToken);
        return AcceleratorIn(log ?? "");
    }

    /// <summary>The accelerator that the line <c>ready</c> names.</summary>
    internal static Accelerator? AcceleratorIn(string log) => Ready().Match(log).Groups["accel"].Value switch
    {
        "kvm" => Accelerator.Kvm,
        "tcg" => Accelerator.Emulated,
        _ => null,
    };

    /// <summary>A moment as the engine wants to be asked for it: it answers a time of day with an error.</summary>
    internal static string SecondsOf(string startedAt) => (DateTimeOffset.Parse(startedAt, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() / 1000m)
        .ToString("0.000000000", CultureInfo.InvariantCulture);

    private static async Task<string> ReadAsync(
        Docker.DotNet.IDockerClient client, string id, ContainerLogsParameters parameters, CancellationToken cancellationToken)
    {
        using var stream = await client.Containers.GetContainerLogsAsync(id, false, parameters, cancellationToken);
        var buffer = new byte[4096];
        var text = new StringBuilder();
        while (text.Length < MostBytes && AcceleratorIn(text.ToString()) is null)
        {
            var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken);
            if (read.EOF)
            {
                break;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read.Count));
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^runner: ready accel=(?<accel>\w+) ", RegexOptions.Multiline)]
    private static partial Regex Ready();
}
