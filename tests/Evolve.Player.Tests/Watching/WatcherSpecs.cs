using System.Threading.Channels;
using Evolve.Player.Watching;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Watching;

public sealed class WatcherSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-watch-").FullName;
    private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Saving_the_file_reads_it_again()
    {
        using var watcher = Watch("one");
        Write("talk.md", "two");
        await Sees("two");
    }

    [Fact]
    public async Task An_editor_that_writes_beside_and_renames_is_seen_again_and_again()
    {
        using var watcher = Watch("one");
        for (var i = 0; i < 3; i++)
        {
            Write("talk.md.swp", $"version {i}");
            File.Move(Full("talk.md.swp"), Full("talk.md"), overwrite: true);
            await Sees($"version {i}");
        }
    }

    [Fact]
    public async Task An_editor_that_deletes_and_writes_anew_is_seen()
    {
        using var watcher = Watch("one");
        File.Delete(Full("talk.md"));
        Write("talk.md", "two");
        await Sees("two");
    }

    [Fact]
    public async Task An_included_file_is_watched_also_one_that_a_new_include_adds_later()
    {
        using var watcher = Watch("one");
        Write("talk.md", "<!-- include: parts/new.md -->");
        await Sees("<!-- include: parts/new.md -->");

        // It is not there yet, nor is its folder: the error is read, and its arrival is seen.
        Directory.CreateDirectory(Full("parts"));
        Write("parts/new.md", "chapter");
        await Sees("chapter");
        Write("parts/new.md", "chapter two");
        await Sees("chapter two");
    }

    [Fact]
    public async Task What_changes_no_text_is_not_read_again()
    {
        using var watcher = Watch("one");
        File.SetLastWriteTimeUtc(Full("talk.md"), DateTime.UtcNow);
        Write("other.txt", "unrelated");
        Write("talk.md", "one");
        Write("talk.md", "two");
        await Sees("two");

        Assert.False(_seen.Reader.TryRead(out _));
    }

    private ScenarioWatcher Watch(string text)
    {
        Write("talk.md", text);
        var watcher = new ScenarioWatcher(Full("talk.md"), [Full("talk.md")], Read, TimeProvider.System);
        watcher.Reloaded += result => _seen.Writer.TryWrite(result.Scenario is { } scenario ? scenario.FrontMatter.Title : "an error");
        return watcher;
    }

    /// <summary>Stands in for the reader: the title is all the text.</summary>
    private ReadResult Read()
    {
        var root = File.Exists(Full("talk.md")) ? File.ReadAllText(Full("talk.md")) : "";
        var included = Full("parts/new.md");
        var uses = root.Contains("include", StringComparison.Ordinal) && File.Exists(included);
        var text = uses ? root + File.ReadAllText(included) : root;
        return new(
            Scenario(Slide("One")) with
            {
                FrontMatter = new FrontMatter { Title = text },
                Files = uses ? [Full("talk.md"), included] : [Full("talk.md")],
            },
            []);
    }

    private async Task Sees(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await _seen.Reader.ReadAsync(patience.Token)).EndsWith(text, StringComparison.Ordinal))
        {
        }
    }

    private string Full(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(Full(name), text);
}
