using Evolve.Player.Commands;

namespace Evolve.Player.Tests.Commands;

public sealed class CommandHistorySpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-history-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "history");

    [Fact]
    public void What_was_typed_is_there_the_next_time_and_for_its_owner_alone()
    {
        var history = new CommandHistory(Path);
        history.Add("goto 3");
        history.Add(" run hello ");
        history.Add("run hello");
        history.Add("  ");
        Assert.Equal<string>(["goto 3", "run hello"], new CommandHistory(Path).Lines);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Only_so_much_is_kept()
    {
        var history = new CommandHistory(null);
        for (var i = 0; i < CommandHistory.MostLines + 10; i++)
        {
            history.Add($"goto {i}");
        }

        Assert.Equal(CommandHistory.MostLines, history.Lines.Length);
        Assert.Equal("goto 10", history.Lines[0]);
    }

    [Fact]
    public void Two_windows_add_to_one_another()
    {
        var (one, other) = (new CommandHistory(Path), new CommandHistory(Path));
        one.Add("where");
        other.Add("steps");
        Assert.Equal<string>(["where", "steps"], new CommandHistory(Path).Lines);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_and_does_no_harm()
    {
        var history = new CommandHistory(System.IO.Path.Combine(_folder, "not-there", "history"));
        history.Add("where");
        Assert.Equal<string>(["where"], history.Lines);
        Assert.StartsWith("What is typed cannot be kept:", history.Problem, StringComparison.Ordinal);
        history.Add("steps");
        Assert.Equal<string>(["where", "steps"], history.Lines);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
