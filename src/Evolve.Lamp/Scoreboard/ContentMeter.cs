using Docker.DotNet.Models;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Scoreboard;

/// <summary>
/// What is inside an image, read from a container of it that never starts. An image does not change, so each is read once.
/// </summary>
internal sealed class ContentMeter(DockerEngine engine, string deploymentId)
{
    private readonly Dictionary<string, ImageContents> _known = [];

    /// <summary>The figures of an image; none when it is not here.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<IReadOnlyList<(ScoreMeasure Measure, double Value)>> MeasureAsync(string name, CancellationToken cancellationToken)
    {
        if (await engine.FindAsync((client, token) => client.Images.InspectImageAsync(name, token), cancellationToken) is not { } image)
        {
            return [];
        }

        if (!_known.TryGetValue(image.ID, out var contents))
        {
            if (await ReadAsync(image.ID, cancellationToken) is not { } read)
            {
                return [];
            }

            _known[image.ID] = contents = read;
        }

        return [.. contents.WithEnvironment(image.Config?.Env ?? []).Figures()];
    }

    /// <summary>Null when the container was removed by somebody else meanwhile, or the engine went.</summary>
    private async Task<ImageContents?> ReadAsync(string image, CancellationToken cancellationToken)
    {
        var parameters = new CreateContainerParameters
        {
            Image = image,
            Cmd = ["nothing"],

            // It is the deployment's, but of no tier: nobody is shown one more machine.
            Labels = new Dictionary<string, string> { [Labels.Deployment] = deploymentId, [Labels.Tier] = "", [Labels.Flavour] = "" },
        };
        var created = await engine.AskAsync((client, token) => client.Containers.CreateContainerAsync(parameters, token), cancellationToken);
        try
        {
            await using var tar = await engine.OpenAsync((client, token) => client.Containers.ExportContainerAsync(created.ID, token), cancellationToken);
            return await ImageContents.ReadAsync(tar, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
        finally
        {
            await engine.FindAsync(
                async (client, token) =>
                {
                    await client.Containers.RemoveContainerAsync(created.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token);
                    return created;
                },
                CancellationToken.None);
        }
    }
}
