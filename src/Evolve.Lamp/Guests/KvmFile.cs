using System.Globalization;
using System.Text.Json;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;
using Evolve.Lamp.State;

namespace Evolve.Lamp.Guests;

/// <summary>
/// What the last boot showed about KVM, kept for every command that starts a guest, since none waits for a boot of its
/// own. It holds until the host starts anew, the device's group or mode changes, or another engine is used. A new image
/// of the runner leaves it valid: a guest that KVM fails is emulated, and says so.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="endpoint">The engine that ran the guest.</param>
/// <param name="host">The machine's files.</param>
/// <param name="device">The device's path on the host.</param>
public sealed class KvmFile(string path, DockerEndpoint endpoint, IHost host, string device = "/dev/kvm")
{
    /// <summary>Its name in the state folder.</summary>
    public const string Name = "kvm.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Keeps an answer in the place of the one before.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Keep(KvmAnswer answer) =>
        PrivateFile.Write(path, JsonSerializer.Serialize(new Note(Ground() ?? "", answer), Json), replace: true);

    /// <summary>The answer, when it still holds; null when nothing is known.</summary>
    public KvmAnswer? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Note>(File.ReadAllText(path), Json) is { } note && note.Ground == Ground() ? note.Answer : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Whatever is wrong with the file, the next boot writes it anew.
            return null;
        }
    }

    /// <summary>What <c>docker run</c> is told for a guest: the words that give it KVM where it works, else nothing.</summary>
    public string Options() => Read() is { Works: true }
        ? string.Create(CultureInfo.InvariantCulture, $"--device {device} --group-add {SystemCalls.GroupOf(device)} -e RUNNER_ACCEL=kvm")
        : "";

    /// <summary>What an answer depends on; null when there is no device.</summary>
    private string? Ground()
    {
        try
        {
            return File.Exists(device)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{host.ReadText("/proc/sys/kernel/random/boot_id")?.Trim()} {SystemCalls.GroupOf(device)} {File.GetUnixFileMode(device)} {endpoint.Host}")
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Note(string Ground, KvmAnswer Answer);
}
