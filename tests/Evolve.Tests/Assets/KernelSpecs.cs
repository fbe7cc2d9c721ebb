using System.Text.RegularExpressions;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Assets;

/// <summary>The fragments that the guests' kernels are configured by: a reader learns why each option is there.</summary>
public partial class KernelSpecs
{
    private static readonly string[] Ways = ["trace", "removed", "kconfig", "contract", "choice"];

    public static TheoryData<string> Fragments => ["common", "web", "php", "db"];

    [Theory]
    [MemberData(nameof(Fragments))]
    public void Every_option_has_its_reason_above_it_and_how_it_was_found(string fragment)
    {
        var lines = File.ReadAllLines(PathOf(fragment));
        var options = Enumerable.Range(0, lines.Length).Where(index => Option().IsMatch(lines[index])).ToList();
        Assert.NotEmpty(options);
        foreach (var index in options)
        {
            var reason = string.Join(' ', lines[..index].Reverse().TakeWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).Reverse());
            var found = Found().Match(reason);
            Assert.True(found.Success, $"{fragment}.config:{index + 1}: {lines[index]} has no reason that ends with how it was found.");
            Assert.All(
                found.Groups[1].Value.Split("; "),
                way => Assert.Contains(way.Split([':', ',', ' '])[0], Ways));
        }
    }

    [Theory]
    [MemberData(nameof(Fragments))]
    public void A_fragment_holds_nothing_but_options_and_words(string fragment) =>
        Assert.All(File.ReadLines(PathOf(fragment)), line => Assert.True(line.Length == 0 || line[0] == '#' || Option().IsMatch(line), line));

    [Fact]
    public void A_tiers_fragment_repeats_no_option_of_the_common_one()
    {
        var common = Options("common");
        Assert.All(["web", "php", "db"], tier => Assert.Empty(Options(tier).Intersect(common)));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public void Each_tier_has_a_kernel_that_is_built_from_its_fragment(string tier)
    {
        var dockerfile = File.ReadAllText(Repository.PathOf("assets", "kernel", "Dockerfile"));
        Assert.Contains($"RUN bash /kernel/build.sh {tier}\n", dockerfile);
        Assert.Contains($"FROM evolve/runner AS {tier}\n", dockerfile);
        Assert.Contains($"ARG KERNEL={tier}\n", File.ReadAllText(Repository.PathOf("assets", tier, "linux-unikernel", "Dockerfile")));
    }

    // A label with the deployment's number before them would make each deployment wait for kernels of its own.
    [Fact]
    public void The_kernels_are_built_once_for_all_deployments()
    {
        var stage = File.ReadAllText(Repository.PathOf("assets", "kernel", "Dockerfile")).Split("\nFROM ")[1];
        Assert.True(stage.LastIndexOf("RUN ", StringComparison.Ordinal) < stage.IndexOf("ARG EVOLVE_DEPLOYMENT", StringComparison.Ordinal));
    }

    private static HashSet<string> Options(string fragment) =>
        [.. File.ReadLines(PathOf(fragment)).Select(line => Option().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    private static string PathOf(string fragment) => Repository.PathOf("assets", "kernel", $"{fragment}.config");

    [GeneratedRegex("^(?:# )?(CONFIG_[A-Z0-9_]+)(?:=(?:y|[0-9]+)| is not set)$")]
    private static partial Regex Option();

    [GeneratedRegex(@"\[([^\]]+)\]$")]
    private static partial Regex Found();
}
