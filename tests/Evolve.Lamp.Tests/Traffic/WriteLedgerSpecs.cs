using Evolve.Lamp.Tests.Testing;
using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Tests.Traffic;

public sealed class WriteLedgerSpecs : IDisposable
{
    private static readonly Uri Site = new("http://127.0.0.1:8080/");
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_is_kept_is_on_the_disk_before_it_counts()
    {
        await using var ledger = WriteLedger.Create(_folder["a"], "traffic-1", Site);
        await ledger.KeepAsync(2);
        await Task.WhenAll(Enumerable.Range(3, 200).Select(number => ledger.KeepAsync(number)));

        // Read while it is open: this is what a kill would leave.
        var contents = LedgerContents.Read(_folder["a"]);
        Assert.Equal(("traffic-1", Site), (contents.Client, contents.Site));
        Assert.Equal(Enumerable.Range(2, 201).Select(number => (long)number), contents.Numbers.Order());
    }

    [Fact]
    public async Task A_line_that_was_being_written_never_counted()
    {
        await using (var ledger = WriteLedger.Create(_folder["a"], "traffic-1", Site))
        {
            await ledger.KeepAsync(17);
        }

        await File.AppendAllTextAsync(_folder["a"], "18");
        Assert.Equal(17, Assert.Single(LedgerContents.Read(_folder["a"]).Numbers));
    }

    [Theory]
    [InlineData("evolve-ledger 1 c http://127.0.0.1/\n1\n\0\0\n3\n", ":3: the ledger is damaged")]
    [InlineData("evolve-ledger 1 c http://127.0.0.1/\n1\n-2\n", ":3: the ledger is damaged")]
    [InlineData("evolve-ledger 1 c http://127.", ":1: this is no ledger")]
    [InlineData("", ":1: this is no ledger")]
    [InlineData("root:x:0:0\n", ":1: this is no ledger")]
    public void What_is_no_ledger_is_told_with_its_place(string text, string sentence)
    {
        File.WriteAllText(_folder["a"], text);
        var exception = Assert.Throws<IOException>(() => LedgerContents.Read(_folder["a"]));
        Assert.Contains(_folder["a"] + sentence, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_ledger_keeps_nothing_and_says_so()
    {
        var ledger = WriteLedger.Create(_folder["a"], "traffic-1", Site);
        await ledger.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => ledger.KeepAsync(1));
    }

    [Fact]
    public async Task A_ledger_is_never_written_over()
    {
        await using var ledger = WriteLedger.Create(_folder["a"], "traffic-1", Site);
        Assert.Throws<IOException>(() => WriteLedger.Create(_folder["a"], "traffic-2", Site));
    }

    [Fact]
    public void Old_ledgers_are_removed_and_the_youngest_stay()
    {
        for (var i = 0; i < 30; i++)
        {
            File.WriteAllText(_folder[$"{i}.ledger"], "");
            File.SetLastWriteTimeUtc(_folder[$"{i}.ledger"], DateTime.UnixEpoch.AddMinutes(i));
        }

        LedgerFolder.Prune(_folder.Path);
        Assert.Equal(20, Directory.GetFiles(_folder.Path).Length);
        Assert.True(File.Exists(_folder["29.ledger"]));
        Assert.False(File.Exists(_folder["9.ledger"]));
    }

    public void Dispose() => _folder.Dispose();
}
