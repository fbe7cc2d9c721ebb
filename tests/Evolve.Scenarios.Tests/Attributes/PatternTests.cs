using System.Text.RegularExpressions;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Attributes;

public sealed class PatternTests
{
    [Theory]
    [InlineData("\\\\d+ of 3", "2 of 3", true)]
    [InlineData("^done$", "not done", false)]
    [InlineData("(?m)^done$", "one\ndone\ntwo", true)]
    [InlineData("(?i)DONE", "done", true)]
    [InlineData("(a)\\\\1", "aa", true)]
    [InlineData("(done )+(?!not)", "done done ", true)]
    public void An_expectation_is_a_regular_expression_of_dotnet(string pattern, string output, bool expected) =>
        Assert.Equal(expected, Read(pattern).IsMatch(output));

    [Fact]
    public void A_repeated_group_takes_linear_time() => Assert.DoesNotMatch(Read("(a+)+$"), new string('a', 10_000) + "!");

    [Fact]
    public void What_only_backtracking_can_match_gives_up_after_a_second() => Assert.Throws<RegexMatchTimeoutException>(
        () => Read("(?=(a|aa)*$)(a|aa)*b").IsMatch(new string('a', 100) + "!"));

    private static Regex Read(string pattern) =>
        TalkReader.ReadGood($"# A\n\n```sh {{.run expect=\"{pattern}\"}}\ntrue\n```\n").Steps[0].Expect!;
}
