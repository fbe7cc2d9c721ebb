using Evolve.Lamp.State;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.State;

public sealed class StateFolderSpecs : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/var/state", "/var/state/evolve")]
    [InlineData("relative/is/ignored", "/home/ada/.local/state/evolve")]
    [InlineData("", "/home/ada/.local/state/evolve")]
    public void It_lies_where_the_specification_says(string state, string expected) =>
        Assert.Equal(expected, StateFolder.Locate(new FakeHost().With("XDG_STATE_HOME", state)));

    [Fact]
    public void Without_a_home_there_is_a_sentence() =>
        Assert.Throws<StateFolderException>(() => StateFolder.Locate(new FakeHost().With("HOME", "")));

    [Fact]
    public void It_is_made_for_its_owner_alone()
    {
        var folder = StateFolder.Open(Host(_folder["new"]));
        Assert.Equal(Private, File.GetUnixFileMode(folder.Path));
        Assert.Equal(Path.Combine(_folder["new"], "evolve", "log"), folder["log"]);
    }

    [Fact]
    public void One_that_others_may_write_to_is_refused()
    {
        var path = StateFolder.Open(Host(_folder.Path)).Path;
        File.SetUnixFileMode(path, Private | UnixFileMode.OtherWrite);
        var refusal = Assert.Throws<StateFolderException>(() => StateFolder.Open(Host(_folder.Path)));
        Assert.Contains($"chmod 700 {path}", refusal.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_sentence()
    {
        File.WriteAllText(_folder["file"], "");
        var refusal = Assert.Throws<StateFolderException>(() => StateFolder.Open(Host(_folder["file"])));
        Assert.Contains("cannot be used", refusal.Message);
    }

    private static FakeHost Host(string state) => new FakeHost().With("XDG_STATE_HOME", state);
}
