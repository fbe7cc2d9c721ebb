using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Space for the images that are missing, beside what a run takes.</summary>
internal sealed class RoomCheck(EngineTalk talk, ImageStock stock) : IDoctorCheck
{
    /// <summary>What one image takes with its build stages: the largest are kernels' sources and OCaml's tools.</summary>
    private const long BytesOfBuild = ByteSize.Giga;

    public string Subject => "docker's disk";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var missing = await stock.MissingAsync(cancellationToken) is { } names ? names.Length : 0;
        var disk = new DiskCheck(Subject, async token => (await talk.InfoAsync(token))?.RootFolder, missing * BytesOfBuild);
        return await disk.LookAsync(cancellationToken);
    }
}
