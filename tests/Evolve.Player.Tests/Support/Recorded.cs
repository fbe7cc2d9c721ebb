using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Verifying;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Support;

/// <summary>Recordings of steps that really ran.</summary>
internal static class Recorded
{
    internal static async Task<RecordingShelf> ShelfAsync(string root, params Stop[] stops)
    {
        var folder = Path.Combine(root, "talk");
        var options = new PlayerOptions
        {
            Environment = new StepEnvironment(root, new Dictionary<string, string> { ["TERM"] = "xterm-256color" }),
        };
        using var recorder = new RunRecorder(folder, "A talk", "x86-64, 2 CPUs", new SecretMask([]), TimeProvider.System);
        var report = await new ScenarioVerification(TextWriter.Null).RunAsync(
            Scenario(Slide("One", stops), Slide("Two")), options with { Recorder = recorder });
        Assert.True(report.IsGood);
        recorder.Keep();
        return RecordingShelf.Open(folder);
    }
}
