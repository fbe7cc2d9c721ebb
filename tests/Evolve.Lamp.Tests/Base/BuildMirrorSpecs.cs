using Evolve.Lamp.Base;
using Evolve.Lamp.State;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Base;

public sealed class BuildMirrorSpecs : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly FakeHost _host;
    private readonly StateFolder _folder;

    public BuildMirrorSpecs()
    {
        _host = new FakeHost().With("XDG_STATE_HOME", _temporary.Path).WithFile("/etc/apt/sources.list", "deb http://near.example/debian sid main\n");
        _folder = StateFolder.Open(_host);
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Builds_ask_this_machines_mirror() => Assert.Equal("http://near.example/debian", new BuildMirror(_folder, _host).Value);

    [Theory]
    [InlineData("http://far.example/debian")]
    [InlineData("")]
    public void In_a_room_they_are_told_what_its_images_were_built_with(string value)
    {
        BuildMirror.Adopt(_folder, value);
        var path = _folder["mirror"];
        Assert.Equal(value, new BuildMirror(_folder, _host.WithFile(path, File.ReadAllText(path))).Value);
    }

    [Fact]
    public void Without_a_mirror_they_are_told_nothing() =>
        Assert.Equal("", new BuildMirror(_folder, new FakeHost().With("XDG_STATE_HOME", _temporary.Path)).Value);
}
