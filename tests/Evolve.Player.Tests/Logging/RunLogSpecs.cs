using System.Text.Json;
using Evolve.Player.Logging;
using Evolve.Player.Tests.Support;
using Evolve.Testing;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Logging;

public sealed class RunLogSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-log-").FullName;

    private string File => Path.Combine(_folder, "run.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_tells_what_happened_a_json_object_a_line()
    {
        var time = new ManualTimeProvider();
        using (var log = new RunLog(File, time))
        {
            await using var stage = Stage.For(
                options => options with { Log = log },
                Run("build", "exit 3", step => step with { Measure = "php/container/build" }));
            await stage.Run("build");
            stage.Player.EditAndRun("build", "true");
            await stage.When(state => state.Measurements.Length == 1);
            stage.Player.GoToSlide(1);
            await stage.When(state => state.SlideIndex == 1);
        }

        var lines = System.IO.File.ReadAllLines(File).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["scenario-opened", "step-started", "step-ended", "step-started", "step-ended", "measured", "slide-entered", "scenario-closed"],
            lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("failed", lines[2].GetProperty("status").GetString());
        Assert.True(lines[3].GetProperty("edited").GetBoolean());
        Assert.Equal(time.GetUtcNow(), lines[0].GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public void Two_bounded_files_are_kept()
    {
        using (var log = new RunLog(File, TimeProvider.System, limit: 1000))
        {
            for (var i = 0; i < 100; i++)
            {
                log.Write("tick", ("number", i), ("text", "é\n\"x\""));
            }
        }

        Assert.InRange(new FileInfo(File).Length, 1, 1000);
        Assert.InRange(new FileInfo(File + ".1").Length, 1, 1000);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        Assert.Equal(99, JsonDocument.Parse(System.IO.File.ReadAllLines(File)[^1]).RootElement.GetProperty("number").GetInt32());
    }

    [Fact]
    public void A_full_disk_ends_the_log_and_not_the_talk()
    {
        using var log = new RunLog("/dev/full", TimeProvider.System);
        log.Write("tick");
        Assert.StartsWith("The log /dev/full cannot be written: ", log.Problem, StringComparison.Ordinal);
        log.Write("tick");
    }
}
