using System.Collections.Immutable;
using Evolve.EndToEnd.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Preparation;
using Evolve.Lamp.Removal;
using Evolve.Lamp.Shipping;
using Evolve.Stage.Packing;
using Xunit;

namespace Evolve.EndToEnd.Packing;

/// <summary>
/// Covers the way of images only: out of a real engine, through a bundle, and into it again after they were removed, with
/// label, layers and the stages that a builder finds again. The image is a small one of the test's own, over the base.
/// </summary>
public sealed class BundleSpecs(TestDeployment deployment) : IClassFixture<TestDeployment>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-bundle-").FullName;

    [Fact]
    public async Task Images_come_back_as_they_went()
    {
        var image = deployment.Name("packed") + ":latest";
        await deployment.BuildAsync(image, $"""
            FROM {deployment.BaseName}
            ARG EVOLVE_DEPLOYMENT
            LABEL dev.evolve.deployment=$EVOLVE_DEPLOYMENT
            RUN head -c 3000000 /dev/urandom > /random
            CMD ["cat", "/etc/hostname"]
            """);
        var id = await deployment.DockerAsync("image", "inspect", "--format", "{{.Id}} {{.Config.Labels}}", image);
        var layers = await deployment.DockerAsync("history", "--quiet", "--no-trunc", image);
        var store = new EngineImages(deployment.Engine);
        var bundle = Path.Combine(_folder, "room.evolve");
        var manifest = ManifestOf(image);
        var packed = await new Packer(store, new Quiet()).PackAsync(bundle, [PackedFile.Script("run.sh", "#!/bin/sh\n")], manifest, []);
        Assert.True(packed.Parts.Length >= 2, "neither files nor images");

        await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
        Assert.False(await deployment.ExistsAsync("image", image));
        await new Unpacker(store, "x64", new Quiet()).UnpackAsync(bundle, Path.Combine(_folder, "room"));

        Assert.Equal(id, await deployment.DockerAsync("image", "inspect", "--format", "{{.Id}} {{.Config.Labels}}", image));
        Assert.Equal(layers, await deployment.DockerAsync("history", "--quiet", "--no-trunc", image));

        // What a clean finds, it removes: nothing of the deployment is left behind.
        Assert.Contains((await new Cleaner(deployment.Engine).CleanAsync(deployment.Id)).Removed, removed => removed.Name == image);
    }

    [Fact]
    public async Task A_builder_finds_its_way_in_the_room()
    {
        var image = deployment.Name("packed") + ":small";
        var dockerfile = $"""
            FROM {deployment.BaseName} AS build
            ARG EVOLVE_DEPLOYMENT
            LABEL dev.evolve.deployment=$EVOLVE_DEPLOYMENT
            RUN head -c 3000000 /dev/urandom > /random
            FROM scratch
            ARG EVOLVE_DEPLOYMENT
            LABEL dev.evolve.deployment=$EVOLVE_DEPLOYMENT
            COPY --from=build /random /random
            """;
        await deployment.BuildAsync(image, dockerfile);
        var built = await LayersAsync(image);
        var store = new EngineImages(deployment.Engine);
        var bundle = Path.Combine(_folder, "room.evolve");
        await new Packer(store, new Quiet()).PackAsync(
            bundle, [PackedFile.Script("run.sh", "#!/bin/sh\n")], ManifestOf(image), await StagesAsync(image, dockerfile));

        await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
        await new Unpacker(store, "x64", new Quiet()).UnpackAsync(bundle, Path.Combine(_folder, "room"));
        await deployment.BuildAsync(image, dockerfile);

        // Of other random bytes the layer would be another one: the line was not run again, for which it may want a network.
        Assert.Equal(built, await LayersAsync(image));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_told_before_anything_is_written()
    {
        var found = await new EngineImages(deployment.Engine).FindAsync([deployment.BaseName, deployment.Name("never")], CancellationToken.None);
        Assert.Equal(deployment.BaseName, found[deployment.BaseName]!.Value[0]);
        Assert.Null(found[deployment.Name("never")]);
    }

    private static BundleManifest ManifestOf(string image) => new(
        BundleManifest.CurrentFormat, "A talk", "tour", "x64", "1.0", DateTimeOffset.UnixEpoch, "0123456789abcdef", [image], "", []);

    private Task<string> LayersAsync(string image) => deployment.DockerAsync("image", "inspect", "--format", "{{.RootFS.Layers}}", image);

    /// <summary>As a bundle's maker asks: the build again, and what it prints.</summary>
    private async Task<ImmutableArray<string>> StagesAsync(string image, string dockerfile)
    {
        var stages = new BuildStages(new Progress<PlanEvent>());
        var printed = await deployment.BuildAsync(image, dockerfile);
        foreach (var line in printed.Split('\n'))
        {
            stages.Report(new PlanEvent.LinePrinted(line));
        }

        return stages.Ids;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Quiet : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
