using System.Formats.Tar;
using CliWrap;
using CliWrap.Buffered;
using Evolve.Lamp.Base;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Removal;
using Xunit;

namespace Evolve.EndToEnd.Engine;

public sealed class CleanerSpecs(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task I_remove_everything_of_one_deployment_and_nothing_else()
    {
        var alien = deployment.Name("alien");
        try
        {
            // An image of somebody else's, without a label, that ours is built on.
            await ImportAsync(alien);
            var image = deployment.Name("tier");
            await deployment.BuildAsync(image, $"""
                FROM {alien} AS stage
                ARG EVOLVE_DEPLOYMENT
                LABEL {Labels.Deployment}=$EVOLVE_DEPLOYMENT
                ENV STAGE=1
                FROM {alien}
                ARG EVOLVE_DEPLOYMENT
                LABEL {Labels.Deployment}=$EVOLVE_DEPLOYMENT
                COPY --from=stage /hello /again
                CMD ["/none"]
                """);
            await deployment.DockerAsync("tag", image, image + ":second");
            var stages = (await deployment.DockerAsync("history", "--quiet", "--no-trunc", image))
                .Split('\n').Where(id => id.StartsWith("sha256:", StringComparison.Ordinal)).ToList();
            await deployment.DockerAsync("network", "create", "--label", deployment.Label, deployment.Name("net"));
            await deployment.DockerAsync("volume", "create", "--label", deployment.Label, deployment.Name("volume"));
            await deployment.DockerAsync("create", "--name", deployment.Name("made"), image);
            await deployment.DockerAsync(
                "run", "--detach", "--name", deployment.Name("running"), "--label", deployment.Label,
                "--network", deployment.Name("net"), "--volume", deployment.Name("volume") + ":/data", deployment.BaseName, "sleep", "600");

            await deployment.DockerAsync("network", "create", alien);
            await deployment.DockerAsync("volume", "create", alien);
            await deployment.DockerAsync("create", "--name", alien, "--label", $"{Labels.Deployment}={deployment.Id}0", deployment.BaseName, "true");

            var told = new List<CleanedObject>();
            var report = await new Cleaner(deployment.Engine).CleanAsync(deployment.Id, new Collector(told));

            Assert.Empty(report.Kept);
            Assert.True(report.Others >= 1, "the alien container is not counted");
            Assert.Equal(told, report.Removed);
            var kinds = report.Removed.Select(removed => removed.Kind).ToList();
            Assert.Equal(kinds.Order(), kinds);
            Assert.Equal(
                [deployment.Name("made"), deployment.Name("net"), deployment.Name("running"), deployment.Name("volume")],
                report.Removed.Where(removed => removed.Kind != CleanedKind.Image).Select(removed => removed.Name).Order(StringComparer.Ordinal));
            Assert.Contains(report.Removed, removed => removed.Name == image + ":latest");
            Assert.Equal("", await deployment.DockerAsync("images", "--all", "--quiet", "--filter", "label=" + deployment.Label));
            var alienId = await deployment.DockerAsync("image", "inspect", "--format", "{{.Id}}", alien);
            foreach (var stage in stages.Where(stage => stage != alienId))
            {
                Assert.False(await deployment.ExistsAsync("image", stage), $"{stage} is left");
            }

            foreach (var kind in new[] { "container", "network", "volume", "image" })
            {
                Assert.True(await deployment.ExistsAsync(kind, alien), $"the alien {kind} is gone");
            }

            Assert.True(await deployment.ExistsAsync("image", deployment.BaseName));
            var again = await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
            Assert.Equal((0, 0), (again.Removed.Length, again.Kept.Length));
        }
        finally
        {
            await RemoveAsync("container", alien);
            await RemoveAsync("network", alien);
            await RemoveAsync("volume", alien);
            await RemoveAsync("image", alien);
        }
    }

    [Fact]
    public async Task A_network_that_somebody_else_uses_stays_and_I_am_told_why()
    {
        var alien = deployment.Name("guest");
        var network = deployment.Name("shared");
        try
        {
            await deployment.DockerAsync("network", "create", "--label", deployment.Label, network);
            await deployment.DockerAsync("run", "--detach", "--name", alien, "--network", network, deployment.BaseName, "sleep", "600");
            var report = await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
            Assert.Contains($"The network {network} stays: ", Assert.Single(report.Kept));
            Assert.True(await deployment.ExistsAsync("container", alien));
        }
        finally
        {
            await RemoveAsync("container", alien);
        }
    }

    [Fact]
    public async Task A_base_made_here_goes_but_not_what_somebody_else_built_with_its_label()
    {
        var made = deployment.Name("base");
        var theirs = deployment.Name("theirs");
        try
        {
            await ImportAsync(made, $"LABEL {BaseImage.Label}={deployment.Id}");
            await deployment.BuildAsync(theirs, $"FROM {made}\nENV MINE=1\n");
            var first = await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
            Assert.True(await deployment.ExistsAsync("image", theirs));
            Assert.True(await deployment.ExistsAsync("image", made) || first.Kept.IsEmpty);
            await RemoveAsync("image", theirs);
            await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
            Assert.False(await deployment.ExistsAsync("image", made));
        }
        finally
        {
            await RemoveAsync("image", theirs);
        }
    }

    private Task RemoveAsync(string kind, string name) => deployment
        .Command(kind == "network" ? [kind, "rm", name] : [kind, "rm", "--force", name])
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync();

    /// <summary>An image of one small file.</summary>
    private async Task ImportAsync(string name, string? change = null)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            var entry = new PaxTarEntry(TarEntryType.RegularFile, "hello") { DataStream = new MemoryStream(Guid.NewGuid().ToByteArray()) };
            await tar.WriteEntryAsync(entry);
        }

        archive.Position = 0;
        string[] arguments = change is null ? ["import", "-", name] : ["import", "--change", change, "-", name];
        await deployment.Command(arguments).WithStandardInputPipe(PipeSource.FromStream(archive)).ExecuteBufferedAsync();
    }

    private sealed class Collector(List<CleanedObject> told) : IProgress<CleanedObject>
    {
        public void Report(CleanedObject value) => told.Add(value);
    }
}
