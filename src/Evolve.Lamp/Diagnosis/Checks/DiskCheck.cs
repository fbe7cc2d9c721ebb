using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Space where images and state are kept.</summary>
/// <param name="subject">The row's name.</param>
/// <param name="folder">Asks which folder; null while that is not known.</param>
/// <param name="more">Bytes that are needed beside what any run needs.</param>
internal sealed class DiskCheck(string subject, Func<CancellationToken, Task<string?>> folder, long more = 0) : IDoctorCheck
{
    /// <summary>The four images with their build stages take about 1.2 GB; below this a build stops in the middle.</summary>
    private const long Needed = 2 * ByteSize.Giga;
    private const long Comfortable = 5 * ByteSize.Giga;

    public string Subject => subject;

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (await folder(cancellationToken) is not { } path)
        {
            return EngineTalk.Unknown(Subject);
        }

        if (!Directory.Exists(path))
        {
            return new Finding(Subject, FindingLevel.Warning, "kept where this system cannot look (Docker Desktop does so)");
        }

        var free = new DriveInfo(path).AvailableFreeSpace;
        var value = $"{ByteSize.Of(free)} free";
        return free switch
        {
            _ when free < Needed + more => new Finding(
                Subject, FindingLevel.Problem, value, $"Free {(Needed + more) / ByteSize.Giga} GB at least; `docker system df` shows what Docker holds."),
            _ when free < Comfortable + more => new Finding(
                Subject, FindingLevel.Warning, value, $"Enough for one run; {(Comfortable + more) / ByteSize.Giga} GB are comfortable."),
            _ => new Finding(Subject, FindingLevel.Good, value),
        };
    }
}
