using Docker.DotNet.Models;
using Evolve.Lamp.Base;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>The image that every build starts from, and what could make it.</summary>
internal sealed class BaseImageCheck(EngineTalk talk, IHost host) : IDoctorCheck
{
    public string Subject => "base image";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var name = talk.Subject.BaseImage;
        if (await talk.InfoAsync(cancellationToken) is null)
        {
            return EngineTalk.Unknown(Subject);
        }

        var image = await talk.Subject.Engine!.FindAsync(
            (client, token) => client.Images.InspectImageAsync(name, token), cancellationToken);
        if (image is not null)
        {
            var made = IsMadeHere(image) ? ", made on this machine" : "";
            return new Finding(Subject, FindingLevel.Good, $"{name}, {ByteSize.Of(image.Size)}{made}");
        }

        var canBeMade = (host.Variable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mmdebstrap")));
        return canBeMade
            ? new Finding(
                Subject,
                FindingLevel.Warning,
                $"{name} is missing; mmdebstrap is there",
                $"It is pulled, or else made in about half a minute, at the first start; `docker pull {name}` does it now.")
            : new Finding(
                Subject,
                FindingLevel.Warning,
                $"{name} is missing, and mmdebstrap too",
                $"Type `docker pull {name}` while the network is good, or `sudo apt-get install mmdebstrap debian-archive-keyring` so that it can be made here.");
    }

    private static bool IsMadeHere(ImageInspectResponse image) => image.Config?.Labels?.ContainsKey(BaseImage.Label) == true;
}
