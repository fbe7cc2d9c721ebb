using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

public sealed class PackSpecs : IDisposable
{
    private readonly Prompt _prompt = new();

    [Fact]
    public void A_scenario_without_images_goes_into_a_bundle_and_out_of_it()
    {
        var bundle = _prompt.PathOf("tour.evolve");
        var room = _prompt.PathOf("room");
        _prompt.Succeed("pack", "tour", bundle);
        Assert.Contains("tour.evolve is packed: ", _prompt.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, _prompt.Run("unpack", bundle, room));
        Assert.Contains($"Unpacked. To start: cd {room} && ./run.sh play tour", _prompt.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(room, "artifacts/app/evolve")));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(room, "runtime/host/fxr"), "libhostfxr.so", SearchOption.AllDirectories));
        Assert.Equal(File.ReadAllText(Repository.PathOf("scenarios/tour.md")), File.ReadAllText(Path.Combine(room, "scenarios/tour.md")));
    }

    [Fact]
    public void A_scenario_of_ones_own_takes_its_recordings_along()
    {
        var word = _prompt.Write("word", "spoken-at-home");
        var talk = _prompt.Write("mine/talk.md", $"---\ntitle: A talk\n---\n# One\n\n```sh {{#greet .run}}\ncat {word}\n```\n");
        _prompt.Succeed("record", talk, "--trust");

        var bundle = _prompt.PathOf("talk.evolve");
        var room = _prompt.PathOf("room");
        _prompt.Succeed("pack", talk, bundle);
        _prompt.Succeed("unpack", bundle, room);
        using var there = new Prompt { Root = room };
        Assert.Contains("spoken-at-home", Recorded(), StringComparison.Ordinal);

        // What is recorded in the room is younger than what came with the scenario.
        _prompt.Write("word", "spoken-in-the-room");
        there.Succeed("record", Path.Combine(room, "talk/talk.md"), "--trust");
        Assert.Contains("spoken-in-the-room", Recorded(), StringComparison.Ordinal);

        string Recorded()
        {
            there.Succeed("record", Path.Combine(room, "talk/talk.md"), "--export", there.PathOf("export"));
            return File.ReadAllText(there.PathOf("export/greet.cast"));
        }
    }

    [Fact]
    public void What_is_no_bundle_is_refused()
    {
        var file = _prompt.Write("none.evolve", "Not a bundle.");
        Assert.Equal(ExitCode.Usage, _prompt.Run("unpack", file, _prompt.PathOf("room")));
        Assert.Contains($"{file} is ", _prompt.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _prompt.Run("unpack", _prompt.PathOf("missing.evolve")));
        Assert.Contains("missing.evolve cannot be unpacked", _prompt.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _prompt.Dispose();
}
