using CsCheck;
using Evolve.Player.Commands;

namespace Evolve.Player.Tests.Commands;

public class CommandCompletionSpecs
{
    [Theory]
    [InlineData("go", "goto")]
    [InlineData("tie", "tiers", "tier")]
    [InlineData("goto ", "build-php", "run-php", "hello", "first", "last")]
    [InlineData("run b", "build-php")]
    [InlineData("tier ", "web", "php")]
    [InlineData("tier php l", "linux-unikernel")]
    [InlineData("tier php container ")]
    [InlineData("traffic o", "on", "off")]
    [InlineData("help qu", "quit")]
    [InlineData("dance ")]
    [InlineData("docker ")]
    public void The_word_at_the_end_can_become(string line, params string[] candidates) =>
        Assert.Equal(candidates, CommandCompletion.At(line, line.Length, CommandParserSpecs.Words).Candidates);

    [Theory]
    [InlineData("go", "goto ")]
    [InlineData("tie", "tier")]
    [InlineData("run b", "run build-php ")]
    [InlineData("tier php l", "tier php linux-unikernel ")]
    [InlineData("dance ", "dance ")]
    public void Filling_adds_what_all_candidates_share(string line, string filled)
    {
        var (text, cursor) = CommandCompletion.At(line, line.Length, CommandParserSpecs.Words).Fill(line, line.Length);
        Assert.Equal(filled, text);
        Assert.Equal(filled.Length, cursor);
    }

    [Fact]
    public void What_is_behind_the_cursor_stays()
    {
        var (text, cursor) = CommandCompletion.At("tie mirage", 3, CommandParserSpecs.Words).Fill("tie mirage", 3);
        Assert.Equal(("tier mirage", 4), (text, cursor));
        (text, cursor) = CommandCompletion.At("tier ph mirage", 7, CommandParserSpecs.Words).Fill("tier ph mirage", 7);
        Assert.Equal(("tier php mirage", 9), (text, cursor));
    }

    [Fact]
    public void What_can_be_completed_can_be_understood_once_it_is_whole()
    {
        foreach (var verb in CommandCompletion.At("", 0, CommandParserSpecs.Words).Candidates)
        {
            Assert.NotNull(CommandTable.Find(verb));
        }

        Assert.Equal(CommandTable.All.Length, CommandTable.All.Select(command => command.Verb).Distinct().Count());
    }

    [Fact]
    public void Any_line_and_any_place_in_it_can_be_asked_about() =>
        Gen.Select(Gen.String, Gen.Int[-2, 60]).Sample((line, cursor) =>
        {
            var completion = CommandCompletion.At(line, cursor, CommandParserSpecs.Words);
            Assert.InRange(completion.Start, 0, line.Length);
        });
}
