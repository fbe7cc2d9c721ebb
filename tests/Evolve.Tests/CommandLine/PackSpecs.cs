using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.CommandLine;

public sealed class PackSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-pack-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void A_scenario_without_images_goes_into_a_bundle_and_out_of_it()
    {
        var bundle = Path.Combine(_folder, "tour.evolve");
        var room = Path.Combine(_folder, "room");
        Assert.True(ExitCode.Success == Run("pack", "tour", bundle), _error.ToString());
        Assert.Contains("tour.evolve is packed: ", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, Run("unpack", bundle, room));
        Assert.Contains($"Unpacked. To start: cd {room} && ./run.sh play tour", _output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(room, "artifacts/app/evolve")));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(room, "runtime/host/fxr"), "libhostfxr.so", SearchOption.AllDirectories));
        Assert.Equal(File.ReadAllText(Repository.PathOf("scenarios/tour.md")), File.ReadAllText(Path.Combine(room, "scenarios/tour.md")));
    }

    [Fact]
    public void A_scenario_of_ones_own_takes_its_recordings_along()
    {
        var word = Path.Combine(_folder, "word");
        var talk = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "mine")).FullName, "talk.md");
        File.WriteAllText(talk, $"---\ntitle: A talk\n---\n# One\n\n```sh {{#greet .run}}\ncat {word}\n```\n");
        File.WriteAllText(word, "spoken-at-home");
        Assert.True(ExitCode.Success == Run("record", talk, "--trust"), _error.ToString());

        var bundle = Path.Combine(_folder, "talk.evolve");
        var room = Path.Combine(_folder, "room");
        Assert.True(ExitCode.Success == Run("pack", talk, bundle), _error.ToString());
        Assert.Equal(ExitCode.Success, Run("unpack", bundle, room));
        Assert.Contains("spoken-at-home", RecordedIn(room), StringComparison.Ordinal);

        // What is recorded in the room is younger than what came with the scenario.
        File.WriteAllText(word, "spoken-in-the-room");
        Assert.True(ExitCode.Success == RunIn(room, "record", Path.Combine(room, "talk/talk.md"), "--trust"), _error.ToString());
        Assert.Contains("spoken-in-the-room", RecordedIn(room), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_bundle_is_refused()
    {
        var file = Path.Combine(_folder, "none.evolve");
        File.WriteAllText(file, "Not a bundle.");
        Assert.Equal(ExitCode.Usage, Run("unpack", file, Path.Combine(_folder, "room")));
        Assert.Contains($"{file} is ", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run("unpack", Path.Combine(_folder, "missing.evolve")));
        Assert.Contains("missing.evolve cannot be unpacked", _error.ToString(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What the one step's recording shows, as an unpacked bundle finds it on a machine where nothing else is.</summary>
    private string RecordedIn(string room)
    {
        var export = Path.Combine(_folder, "export");
        Assert.True(ExitCode.Success == RunIn(room, "record", Path.Combine(room, "talk/talk.md"), "--export", export), _error.ToString());
        return File.ReadAllText(Path.Combine(export, "greet.cast"));
    }

    private int RunIn(string room, params string[] arguments) =>
        EntryPoint.Run(arguments, room, new StateHost(Path.Combine(_folder, "there")), _output, _error);

    private int Run(params string[] arguments) =>
        EntryPoint.Run(arguments, Repository.Root, new StateHost(_folder), _output, _error);
}
