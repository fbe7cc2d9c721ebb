using Evolve.Player.Running;

namespace Evolve.Player.Tests.Running;

public sealed class EnvironmentFileSpecs : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_last_line_of_a_name_wins_and_values_are_kept_as_they_are()
    {
        File.WriteAllText(_path, "A=1\nB= x=y \"q\" \nA=2\n\n_c9=\n");
        var (variables, remarks) = EnvironmentFile.Read(_path);

        Assert.Equal("2", variables["A"]);
        Assert.Equal(" x=y \"q\" ", variables["B"]);
        Assert.Equal("", variables["_c9"]);
        Assert.Empty(remarks);
    }

    [Theory]
    [InlineData("PATH=/evil")]
    [InlineData("DOCKER_HOST=tcp://evil")]
    [InlineData("DOCKER_CONTEXT=evil")]
    [InlineData("EVOLVE_DEPLOYMENT=evil")]
    [InlineData("LD_PRELOAD=evil.so")]
    [InlineData("BASH_ENV=evil.sh")]
    [InlineData("9A=1")]
    [InlineData("A-B=1")]
    [InlineData("=1")]
    [InlineData("plain words")]
    [InlineData("A=\e[2J")]
    public void What_is_no_variable_or_may_not_be_set_is_ignored_with_a_sentence(string line)
    {
        File.WriteAllText(_path, line + "\nGOOD=1\n");
        var (variables, remarks) = EnvironmentFile.Read(_path);

        Assert.Equal(["GOOD"], variables.Keys);
        Assert.StartsWith("Line 1 of $EVOLVE_ENV ", Assert.Single(remarks), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', remarks[0]);
    }

    [Fact]
    public void A_flood_of_variables_is_cut_off_with_a_sentence()
    {
        File.WriteAllText(_path, string.Concat(Enumerable.Repeat("A=1\n", 100_000)));
        Assert.Contains("longer than 64 KiB", Assert.Single(EnvironmentFile.Read(_path).Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_says_nothing() =>
        Assert.Empty(EnvironmentFile.Read("/nowhere/environment").Variables);
}
