using Evolve.Lamp.Engine;
using Evolve.Lamp.Guests;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Guests;

/// <summary>What a boot showed about KVM, for the commands that follow.</summary>
public sealed class KvmFileSpecs : IDisposable
{
    private const string Boot = "/proc/sys/kernel/random/boot_id";
    private static readonly DockerEndpoint Engine = new(DockerEndpoint.DefaultSocketPath, EndpointOrigin.Default);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_guest_gets_the_device_and_its_group_where_a_boot_has_shown_that_it_works()
    {
        Assert.Equal("", Open().Options());
        Open().Keep(new KvmAnswer(true, "0.172 s"));
        Assert.Equal("--device /dev/null --group-add 0 -e RUNNER_ACCEL=kvm", Open().Options());
        Open().Keep(new KvmAnswer(false, "the guest's kernel gave no sign within 2 s"));
        Assert.Equal("", Open().Options());
        Assert.Equal("the guest's kernel gave no sign within 2 s", Open().Read()!.Text);
    }

    [Fact]
    public void An_answer_holds_for_one_boot_of_the_host_one_device_and_one_engine()
    {
        Open().Keep(new KvmAnswer(true, "0.172 s"));
        Assert.NotNull(Open().Read());
        Assert.Null(Open(boot: "another").Read());
        Assert.Null(Open(device: "/dev/there-is-no-such-device").Read());
        Assert.Null(Open(engine: Engine with { SocketPath = "/run/another.sock" }).Read());
    }

    [Fact]
    public void A_damaged_file_says_nothing()
    {
        File.WriteAllText(_folder[KvmFile.Name], "{ \"ground\": ");
        Assert.Null(Open().Read());
    }

    public void Dispose() => _folder.Dispose();

    private KvmFile Open(string boot = "one", string device = "/dev/null", DockerEndpoint? engine = null) =>
        new(_folder[KvmFile.Name], engine ?? Engine, new FakeHost().WithFile(Boot, boot + "\n"), device);
}
