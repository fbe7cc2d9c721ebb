using System.Diagnostics;
using Evolve.Player.Playing;
using Evolve.Player.Secrets;
using Evolve.Player.Tests.Support;

namespace Evolve.Player.Tests.Secrets;

public class LineMaskSpecs
{
    [Fact]
    public void What_a_pattern_matches_is_hidden_and_nothing_else()
    {
        var mask = LineMask.Of([@"token-\w+", "[0-9]{4}-[0-9]{4}"]);
        Assert.Equal("the ********* of 2026, *********\nand *******", mask.Apply("the token-abc of 2026, 1234-5678\nand token-x"));
        Assert.Equal("nothing here", mask.Apply("nothing here"));
    }

    [Fact]
    public void Without_patterns_the_text_is_the_same_object()
    {
        var text = new string('x', 10);
        Assert.True(LineMask.None.IsEmpty);
        Assert.Same(text, LineMask.Of([]).Apply(text));
    }

    [Theory]
    [InlineData(@"(a+)+$")]
    [InlineData(@"(?=(a+)+b)x|(a|aa)+\1$")]
    [InlineData(@"^(\w+\s?)*$(?<!x)")]
    public void A_pattern_that_takes_for_ever_hides_the_line_and_is_soon_given_up(string pattern)
    {
        var mask = LineMask.Of([pattern]);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            var line = $"{i} {new string('a', 60)}!";
            var masked = mask.Apply(line);
            Assert.True(masked == line || masked.Trim('*').Length < line.Length, masked);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"200 lines took {clock.Elapsed}.");
    }

    [Fact]
    public void A_line_that_cannot_be_judged_in_time_is_hidden_whole()
    {
        var mask = LineMask.Of([@"^(\w+\s?)*\1$"]);
        Assert.Equal(new string('*', 61), mask.Apply(new string('a', 60) + "!"));
    }

    [Fact]
    public async Task The_last_words_of_a_step_that_failed_keep_no_secret()
    {
        var scenario = Make.Scenario(Make.Slide("One", Make.Run("leak", "echo my token-abc; exit 1")));
        await using var stage = new Stage(scenario with { FrontMatter = scenario.FrontMatter with { Secrets = [@"token-\w+"] } });
        var state = await stage.Run("leak");
        Assert.Equal(StepStatus.Failed, state.Status);
        Assert.Contains("“my *********”", state.Reason, StringComparison.Ordinal);
    }
}
