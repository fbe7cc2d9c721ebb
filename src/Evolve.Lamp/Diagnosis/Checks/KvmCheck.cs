namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Hardware virtualisation: wanted by guests, never needed, since emulation stands in.</summary>
internal sealed class KvmCheck(string device = "/dev/kvm") : IDoctorCheck
{
    public string Subject => device;

    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var handle = File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

            // A device that opens may still not run a guest (nested virtualisation): only a boot shows it.
            return Task.FromResult(new Finding(Subject, FindingLevel.Good, "present, can be opened; a boot will show whether it works"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult(new Finding(
                Subject, FindingLevel.Warning, "not present", "Guests will be emulated, more slowly; on a machine of your own, turn virtualisation on in its firmware."));
        }
        catch (UnauthorizedAccessException)
        {
            return Task.FromResult(new Finding(
                Subject, FindingLevel.Warning, "present, but your user may not open it", "Type `sudo usermod -aG kvm $USER`, then log out and in again; until then guests are emulated."));
        }
        catch (IOException)
        {
            return Task.FromResult(new Finding(
                Subject, FindingLevel.Warning, "present, but it cannot be opened", "Guests will be emulated, more slowly: load the module kvm_intel or kvm_amd."));
        }
    }
}
