using Evolve.EndToEnd.Evolving;
using Evolve.EndToEnd.Site;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>The talk, whose engine dies in the middle of it.</summary>
public sealed class EngineLossSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly AppUnderTest _app = new(LampFixture.State);

    [EngineTheory]
    [InlineData("▶ run run-web")]
    public async Task One_key_gives_the_rest_of_the_talk_in_recordings(string moment)
    {
        using var terminal = _app.Open($"play evolution --port {FreePort.Find()}", 100, 30);
        terminal.WaitFor(" 1/", seconds: 300);
        await Clicker.ForwardUntilAsync(terminal, moment, Patience);
        Assert.DoesNotContain("recorded", terminal.Screen, StringComparison.Ordinal);

        var engine = await EngineUnderTest.KillAsync();
        try
        {
            terminal.WaitFor("The engine is gone: recordings are played now.", seconds: 60).WaitFor("play the recording of run-web");
            terminal.Press("PageDown").WaitFor("recorded on ");
            await Clicker.ForwardUntilAsync(terminal, "Three things to take home", Patience);
        }
        finally
        {
            await EngineUnderTest.StartAsync(engine);
        }

        terminal.WaitFor("The engine is back", seconds: 60).Press("q").WaitFor("Leave Evolve?").Press("y").WaitFor("[ended 0]");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _app.Run(["clean", "--keep-cache"]);
        _app.Dispose();
    }
}
