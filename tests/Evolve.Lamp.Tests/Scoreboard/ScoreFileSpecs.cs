using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Scoreboard;

public sealed class ScoreFileSpecs : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_youngest_figure_of_each_is_kept()
    {
        var file = new ScoreFile(_folder["scores.json"]);
        var other = new Score("web", "mirage", ScoreMeasure.P99, 0.012, s_now);
        file.Add([new("php", "container", ScoreMeasure.Rate, 1, s_now), other]);
        file.Add([new("php", "container", ScoreMeasure.Rate, 2, s_now.AddDays(1))]);
        Assert.Equal([2, 0.012], file.Read().OrderByDescending(score => score.Value).Select(score => score.Value));
        Assert.Contains(other, file.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[{\"tier\":")]
    public void A_damaged_file_keeps_nothing_and_can_be_written_again(string text)
    {
        File.WriteAllText(_folder["scores.json"], text);
        var file = new ScoreFile(_folder["scores.json"]);
        Assert.Empty(file.Read());
        file.Add([new("php", "container", ScoreMeasure.Rate, 1, s_now)]);
        Assert.Single(file.Read());
    }

    [Fact]
    public async Task Who_watches_is_told_when_another_program_keeps_figures()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new ScoreFile(_folder["scores.json"]).Watch(() => told.TrySetResult());
        Assert.NotNull(watch);
        new ScoreFile(_folder["scores.json"]).Add([new("php", "container", ScoreMeasure.Rate, 1, s_now)]);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public void Dispose() => _folder.Dispose();
}
