using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Tests.Model;

public sealed class PlannedTimeTests
{
    [Theory]
    [InlineData("0:45. Say why.", "00:00:45", "Say why.")]
    [InlineData("0:45.", "00:00:45", "")]
    [InlineData("90:00. A whole workshop.", "01:30:00", "A whole workshop.")]
    [InlineData("1:02:30.\nIn three parts.", "01:02:30", "In three parts.")]
    public void A_note_may_begin_with_a_time(string note, string planned, string text)
    {
        Assert.Equal(TimeSpan.Parse(planned, System.Globalization.CultureInfo.InvariantCulture), PlannedTime.Of(note));
        Assert.Equal(text, PlannedTime.WithoutTime(note));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8:30 is when we begin.")]
    [InlineData("1:1 meetings.")]
    [InlineData("0:75. There is no such second.")]
    [InlineData("0:45.5 seconds")]
    [InlineData("Say it at 0:45. Then wait.")]
    [InlineData("1:75:30. There is no such minute.")]
    [InlineData("99999999999:00. A number that fits nowhere.")]
    public void Other_beginnings_are_words(string note)
    {
        Assert.Null(PlannedTime.Of(note));
        Assert.Equal(note, PlannedTime.WithoutTime(note));
    }

    [Fact]
    public void A_slide_takes_the_time_of_all_its_notes()
    {
        Assert.Null(With().Planned);
        Assert.Null(With("No time here.").Planned);
        Assert.Equal(TimeSpan.FromSeconds(75), With("0:45. First.", "Between.", "0:30. Then.").Planned);
    }

    private static Slide With(params string[] notes) =>
        new() { Title = "T", Blocks = [], Location = new SourceLocation("f.md", 1, 1), Notes = [.. notes] };
}
