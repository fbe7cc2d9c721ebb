using Evolve.Player.Commands;
using Evolve.Stage.Notes;

namespace Evolve.Stage.Tests.Notes;

/// <summary>A talk and its windows over a real socket.</summary>
public sealed class NotesSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("evolve-notes-").FullName, "notes");
    private readonly FakeTalk _talk = new();

    [Fact]
    public async Task A_window_sees_the_slide_and_follows_it()
    {
        await using var server = Serve();
        await using var window = await Open(link => link.State is { Slide: 1, Notes: ["Say why."] });
        Assert.Equal<string>(["hello"], window.Link.Vocabulary.Steps);
        Assert.Equal<string>(["container"], window.Link.Vocabulary.FlavoursOf("php"));
        _talk.GoTo(2, "Slowly.");
        await When(window, link => link.State is { Slide: 2, Notes: ["Slowly."] });
        Assert.Equal<string>(["hello"], window.Link.Vocabulary.Steps);
    }

    [Fact]
    public async Task A_window_that_was_opened_before_finds_the_talk_and_the_next_one()
    {
        await using var window = await Open(link => link.State is null);
        Assert.Contains("./run.sh", window.Link.Absence, StringComparison.Ordinal);
        await using (Serve())
        {
            await When(window, link => link.State is { Slide: 1 });
        }

        await When(window, link => link.State is null);
        _talk.GoTo(3);
        await using var again = Serve();
        await When(window, link => link.State is { Slide: 3 });
    }

    [Fact]
    public async Task Several_windows_see_the_same()
    {
        await using var server = Serve();
        await using var one = await Open(link => link.State is { Slide: 1 });
        await using var other = await Open(link => link.State is { Slide: 1 });
        _talk.GoTo(2);
        await When(one, link => link.State is { Slide: 2 });
        await When(other, link => link.State is { Slide: 2 });
    }

    [Fact]
    public async Task A_command_is_done_by_the_talk_and_what_it_prints_comes_back()
    {
        await using var server = Serve();
        await using var window = await Open(link => link.State is not null);
        _talk.Run = (line, print, _) =>
        {
            print($"{line} one");
            print($"{line} two");
            return line == "bad" ? throw new CommandException("It is bad.") : Task.CompletedTask;
        };
        var printed = new List<string>();
        await window.SendAsync("goto 2", printed.Add);
        Assert.Equal(["goto 2 one", "goto 2 two"], printed);
        var error = await Assert.ThrowsAsync<CommandException>(() => window.SendAsync("bad", _ => { }));
        Assert.Equal("It is bad.", error.Message);
        Assert.Equal<string>(["goto 2", "bad"], _talk.Asked);
    }

    [Fact]
    public async Task A_defect_in_a_command_is_its_failure_and_not_the_talks_end()
    {
        await using var server = Serve();
        await using var window = await Open(link => link.State is not null);
        _talk.Run = (_, _, _) => throw new InvalidOperationException("the cogs jammed");
        var error = await Assert.ThrowsAsync<CommandException>(() => window.SendAsync("run", _ => { }));
        Assert.Equal("It failed: the cogs jammed", error.Message);
        _talk.GoTo(2);
        await When(window, link => link.State is { Slide: 2 });
    }

    [Fact]
    public async Task A_command_ends_with_the_talk()
    {
        var server = Serve();
        await using var window = await Open(link => link.State is not null);
        var begun = new TaskCompletionSource();
        _talk.Run = async (_, _, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        var sending = window.SendAsync("measure", _ => { });
        await begun.Task.WaitAsync(Patience);
        await server.DisposeAsync();
        await Assert.ThrowsAsync<CommandException>(() => sending.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_told_and_the_window_stays()
    {
        await using var server = Serve();
        await using var window = await Open(link => link.State is not null);
        var error = await Assert.ThrowsAsync<CommandException>(() => window.SendAsync(new string('a', 100_000), _ => { }));
        Assert.Equal("This line has 100000 characters, and 4000 are the most.", error.Message);
        _talk.GoTo(2);
        await When(window, link => link.State is { Slide: 2 });
    }

    [Fact]
    public async Task A_path_that_no_socket_can_have_is_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("evolve-notes-long-");
        try
        {
            var path = Path.Combine(folder.FullName, new string('a', 120));
            await File.WriteAllTextAsync(path, "");
            await using var window = new NotesClient([path], TimeProvider.System);
            window.Start();
            await When(window, link => link.Refused is not null);
            Assert.StartsWith($"The talk's socket {path} cannot be opened: ", window.Link.Absence, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_talk_a_command_says_so()
    {
        await using var window = await Open(link => link.State is null);
        var error = await Assert.ThrowsAsync<CommandException>(() => window.SendAsync("forward", _ => { }));
        Assert.Contains("No talk is on yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_owner_can_open_the_socket()
    {
        await using var server = Serve();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    [Fact]
    public async Task Two_talks_have_two_sockets_and_a_window_follows_the_one_that_goes_on()
    {
        var first = Serve();
        var second = new FakeTalk();
        second.GoTo(3);
        await using var other = NotesServer.Open(_folder, second, TimeProvider.System);
        Assert.EndsWith("/talk.sock", first.Path, StringComparison.Ordinal);
        Assert.EndsWith("/talk-2.sock", other.Path, StringComparison.Ordinal);
        await using var window = await Open(link => link.State is { Slide: 1 });
        await first.DisposeAsync();
        await When(window, link => link.State is { Slide: 3 });
        await using var third = Serve();
        Assert.EndsWith("/talk.sock", third.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_talk_left_is_replaced()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "talk.sock"), "left over");
        await File.WriteAllTextAsync(Path.Combine(_folder, "talk.sock.lock"), "");
        await using var server = Serve();
        Assert.EndsWith("/talk.sock", server.Path, StringComparison.Ordinal);
        await using var window = await Open(link => link.State is { Slide: 1 });
    }

    [Fact]
    public void A_path_that_is_too_long_for_a_socket_is_a_sentence()
    {
        var error = Assert.Throws<NotesException>(() => NotesServer.Open(Path.Combine(_folder, new string('x', 100)), _talk, TimeProvider.System));
        Assert.Contains("set XDG_STATE_HOME to a shorter one", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private NotesServer Serve() => NotesServer.Open(_folder, _talk, TimeProvider.System);

    private async Task<NotesClient> Open(Func<NotesLink, bool> condition)
    {
        var window = new NotesClient(NotesClient.PathsIn(_folder), TimeProvider.System);
        window.Start();
        await When(window, condition);
        return window;
    }

    private static async Task When(NotesClient window, Func<NotesLink, bool> condition)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        window.Changed += Look;
        Look();
        await found.Task.WaitAsync(Patience);
        window.Changed -= Look;

        void Look()
        {
            if (condition(window.Link))
            {
                found.TrySetResult();
            }
        }
    }
}
