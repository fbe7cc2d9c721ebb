using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>The tour, given as a newcomer gives it: with one key.</summary>
public sealed class TourSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly AppUnderTest _app = new();

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 36)]
    public async Task One_key_leads_from_the_first_slide_to_the_last(int columns, int rows)
    {
        using var terminal = _app.Open("play tour", columns, rows);
        terminal.WaitFor("1/7");
        await Clicker.ForwardUntilAsync(terminal, "7/7", Patience);
        Assert.DoesNotContain("✗", terminal.Screen);
    }

    [Fact]
    public void A_change_of_the_file_is_seen_while_it_plays()
    {
        var path = _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\nold words\n\n---\n\n# Second\n\nmore\n");
        using var terminal = _app.Open($"play {path}");
        terminal.WaitFor("old words");
        _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\nnew words\n\n---\n\n# Second\n\nmore\n");
        terminal.WaitFor("new words");
        _app.WriteScenario("---\ntitle: Mine\nfoo: bar\n---\n\n# First\n\nbroken words\n");
        terminal.WaitFor("foo").WaitFor("new words");
        _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\nnew words\n\n---\n\n# Second\n\nmended\n");
        terminal.WaitForNo("foo").Press("j").WaitFor("mended");
    }

    [Fact]
    public void A_scenario_from_elsewhere_asks_for_trust_and_shows_every_command()
    {
        var path = _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\n```sh {#one .run}\necho from-elsewhere\n```\n");
        using (var terminal = _app.Open($"play {path}"))
        {
            terminal.WaitFor("echo from-elsewhere").WaitFor("rust");
            terminal.Press("y").WaitFor("run one").Press("PageDown").WaitFor("✓ one");
        }

        // Remembered: the second time nothing is asked.
        using var again = _app.Open($"play {path}");
        again.WaitFor("run one");
    }

    [Fact]
    public async Task A_step_that_fails_never_strands_a_clicker()
    {
        var path = _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\n```sh {#one .run}\necho before; exit 3\n```\n\n---\n\n# Last words\n");
        Assert.Equal(1, _app.Run(["verify", path, "--trust"]).Code);
        using var terminal = _app.Open($"play {path}");
        terminal.WaitFor("run one").Press("PageDown").WaitFor("3");
        await Clicker.ForwardUntilAsync(terminal, "Last words", Patience);
    }

    /// <inheritdoc/>
    public void Dispose() => _app.Dispose();
}
