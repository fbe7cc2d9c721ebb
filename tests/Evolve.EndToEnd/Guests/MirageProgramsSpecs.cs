using Evolve.EndToEnd.Site;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Guests;

/// <summary>The tests that are written in OCaml: of our TCP/IP, of the protocols over it, and of the two tiers.</summary>
[Collection(OneDeployment.Name)]
public sealed class MirageProgramsSpecs(LampFixture lamp, ITestOutputHelper log) : IClassFixture<GuestImages>
{
    private const string Image = "evolve/mirage-tests";
    private const string Tap = "/dev/net/tun";

    [Fact]
    public async Task The_tests_in_OCaml_pass()
    {
        _ = lamp;
        await GuestImages.BuildAsync(Image, "mirage/test");

        // Linux's own stack is the other side of some of them; their output says when there is no way to it.
        string[] wire = File.Exists(Tap) ? ["--device", Tap, "--cap-add", "NET_ADMIN"] : [];
        var (code, output) = await LampFixture.RunAsync("docker", ["run", "--rm", "--network", "none", "--label", GuestImages.Label, .. wire, Image]);
        log.WriteLine(output);
        Assert.True(code == 0, output);
        Assert.Matches("Test Successful", output);
    }
}
