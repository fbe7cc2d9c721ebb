using Evolve.Lamp.Guests;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Hardware virtualisation: wanted by guests, never needed, since emulation stands in.</summary>
/// <param name="boot">Boots a guest on it; null for an answer when that cannot be tried yet.</param>
/// <param name="device">The device's path.</param>
internal sealed class KvmCheck(Func<CancellationToken, Task<KvmAnswer?>> boot, string device = "/dev/kvm") : IDoctorCheck
{
    private const string Slower = "Guests will be emulated, more slowly.";

    public string Subject => device;

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(device))
        {
            return new Finding(
                Subject, FindingLevel.Warning, "not present", "Guests will be emulated, more slowly; on a machine of your own, turn virtualisation on in its firmware.");
        }

        return await boot(cancellationToken) switch
        {
            { Works: true } answer => new Finding(Subject, FindingLevel.Good, $"works: a guest was ready after {answer.Text}"),
            { } when !GroupMayOpen() => new Finding(
                Subject, FindingLevel.Warning, "present, but its group may not open it", $"Type `sudo chmod g+rw {device}`; until then guests are emulated, more slowly."),
            { } answer => new Finding(Subject, FindingLevel.Warning, $"present, but does not work: {answer.Text}", Slower),
            null => Open(),
        };
    }

    // A guest's container is no root: it opens the device as a member of its group.
    private bool GroupMayOpen()
    {
        const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        return (File.GetUnixFileMode(device) & Group) == Group;
    }

    // All that can be said before there is a guest to boot.
    private Finding Open()
    {
        try
        {
            using var handle = File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return new Finding(Subject, FindingLevel.Good, "present, can be opened; once evolve/runner is built, a boot shows whether it works");
        }
        catch (UnauthorizedAccessException)
        {
            return new Finding(
                Subject, FindingLevel.Warning, "present, but your user may not open it", "Type `sudo usermod -aG kvm $USER`, then log out and in again; until then guests are emulated.");
        }
        catch (IOException)
        {
            return new Finding(
                Subject, FindingLevel.Warning, "present, but it cannot be opened", "Guests will be emulated, more slowly: load the module kvm_intel or kvm_amd.");
        }
    }
}
