using Evolve.Player.Logging;
using Evolve.Testing;

namespace Evolve.Player.Tests.Logging;

public sealed class LoggedMeasurementsSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-log-").FullName;
    private readonly ManualTimeProvider _time = new();

    private string Log => Path.Combine(_folder, "run.jsonl");

    [Fact]
    public void What_was_measured_is_read_back_with_its_time_and_when_the_last_scenario_was_opened()
    {
        using (var log = new RunLog(Log, _time))
        {
            log.Write("measured", ("name", "php/container/start"), ("step", "run-php"), ("elapsed-ms", TimeSpan.FromMilliseconds(412.5)));
            _time.Advance(TimeSpan.FromHours(1));
            log.Write("scenario-opened", ("path", "/a \"measured\" talk.md"));
        }

        File.AppendAllText(Log, "{\"at\":\"2026-05-01T10:0");
        var logged = LoggedMeasurements.Read(Log);
        var measured = Assert.Single(logged.Measurements);
        Assert.Equal(("php/container/start", "run-php", TimeSpan.FromMilliseconds(412.5)), (measured.Name, measured.StepId, measured.Elapsed));
        Assert.Equal(_time.GetUtcNow().AddHours(-1), measured.At);
        Assert.Equal(_time.GetUtcNow(), logged.LastOpened);
    }

    [Fact]
    public void A_log_that_is_not_there_says_nothing() =>
        Assert.Equal((0, null), (LoggedMeasurements.Read(Log).Measurements.Length, LoggedMeasurements.Read(Log).LastOpened));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
