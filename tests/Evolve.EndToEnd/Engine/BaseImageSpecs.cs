using Evolve.Lamp.Base;
using Evolve.Lamp.Machine;
using Evolve.Lamp.Removal;
using Xunit;

namespace Evolve.EndToEnd.Engine;

public sealed class BaseImageSpecs(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task A_base_that_cannot_be_pulled_is_made_here_names_no_mirror_and_goes_with_clean()
    {
        var mirror = new AptMirror(new Host());
        var name = deployment.Name("base") + ":trixie-slim";
        var image = new BaseImage(deployment.Engine, name, deployment.Id, mirror, TimeProvider.System);
        var lines = new List<string>();
        Assert.False(await image.IsPresentAsync());
        Assert.Equal(BaseImageOrigin.Made, await image.EnsureAsync(new Collector(lines)));
        Assert.Equal(BaseImageOrigin.Present, await image.EnsureAsync());

        var sources = await deployment.DockerAsync(
            "run", "--rm", "--label", deployment.Label, name, "bash", "-c", "cat /etc/apt/sources.list.d/* && ls /etc/apt /etc/ssl/certs/ca-certificates.crt && . /etc/os-release && echo $VERSION_CODENAME");
        Assert.Contains("URIs: http://deb.debian.org/debian\n", sources);
        Assert.EndsWith("trixie", sources);
        Assert.DoesNotContain("sources.list\n", sources);
        Assert.DoesNotContain(lines, line => line.Contains("://", StringComparison.Ordinal));
        if (mirror.Find() is { Host: not "deb.debian.org" } own)
        {
            Assert.DoesNotContain(own.Host, sources);
            Assert.DoesNotContain(lines, line => line.Contains(own.Host, StringComparison.OrdinalIgnoreCase));
        }

        var report = await new Cleaner(deployment.Engine).CleanAsync(deployment.Id);
        Assert.Contains(report.Removed, removed => removed.Name == name);
        Assert.False(await image.IsPresentAsync());
    }

    [Fact]
    public async Task A_base_that_cannot_be_made_is_a_sentence_and_leaves_nothing()
    {
        var name = deployment.Name("none") + ":nosuchrelease";
        var image = new BaseImage(deployment.Engine, name, deployment.Id, new AptMirror(new Host()), TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<BaseImageException>(() => image.EnsureAsync());
        Assert.Contains($"`docker pull {name}`", refusal.Message);
        Assert.DoesNotContain("://", refusal.Message);
        Assert.False(await image.IsPresentAsync());
        Assert.Equal("", await deployment.DockerAsync("images", "--all", "--quiet", "--filter", $"label={BaseImage.Label}={deployment.Id}"));
    }

    private sealed class Collector(List<string> lines) : IProgress<string>
    {
        public void Report(string value)
        {
            lock (lines)
            {
                lines.Add(value);
            }
        }
    }
}
