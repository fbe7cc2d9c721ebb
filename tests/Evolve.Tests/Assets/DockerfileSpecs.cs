using System.Text.RegularExpressions;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Assets;

/// <summary>What every Dockerfile of the assets keeps to, so that it builds anywhere and can be cleaned away.</summary>
public partial class DockerfileSpecs
{
    private static readonly string[] Paths =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("assets"), "Dockerfile", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Dockerfiles => [.. Paths];

    [Fact]
    public void There_is_a_Dockerfile_for_the_edge_and_each_tier() =>
        Assert.Superset(
            new HashSet<string> { "assets/edge/Dockerfile", "assets/web/container/Dockerfile", "assets/php/container/Dockerfile", "assets/db/container/Dockerfile" },
            Paths.ToHashSet());

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Every_stage_begins_with_the_one_base_image_or_with_one_of_ours(string path)
    {
        var release = File.ReadAllText(Repository.PathOf("assets", "base-image")).Trim();
        var stages = new HashSet<string> { release, "scratch" };
        foreach (var from in Instructions(path, "FROM"))
        {
            var words = from.Split(' ');
            Assert.True(stages.Contains(words[1]) || words[1].StartsWith("evolve/", StringComparison.Ordinal), $"{path}: {from}");
            if (words is [_, _, "AS", var name])
            {
                stages.Add(name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Every_stage_carries_the_label_of_the_deployment_or_of_what_deployments_share(string path)
    {
        var stages = string.Join('\n', Lines(path)).Split("\nFROM ").Where(stage => !stage.StartsWith('#')).ToList();
        Assert.All(stages, stage => Assert.Matches(@"\n(LABEL dev\.evolve\.cache=|ARG EVOLVE_DEPLOYMENT\nLABEL dev\.evolve\.deployment=\$EVOLVE_DEPLOYMENT)", stage));

        // What bears a name is one deployment's.
        Assert.Contains("\nARG EVOLVE_DEPLOYMENT\nLABEL dev.evolve.deployment=$EVOLVE_DEPLOYMENT", stages[^1]);
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Nothing_is_used_that_the_legacy_builder_lacks(string path) =>
        Assert.DoesNotMatch(NewerThanTheLegacyBuilder(), File.ReadAllText(Repository.PathOf(path)));

    // The history of an image repeats the arguments of its RUN lines, so the shipped stage may not have the mirror's.
    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void The_stage_that_is_shipped_does_not_know_the_mirror(string path)
    {
        var shipped = Lines(path).Reverse().TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal));
        Assert.DoesNotContain(shipped, line => line.Contains("EVOLVE_APT_MIRROR", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Instructions(string path, string name) =>
        Lines(path).Where(line => line.StartsWith(name + " ", StringComparison.Ordinal));

    private static IEnumerable<string> Lines(string path) => File.ReadLines(Repository.PathOf(path)).Select(line => line.Trim());

    [GeneratedRegex(@"^\s*#\s*syntax=|RUN\s+--|COPY\s+--(link|chmod|parents)|ADD\s+--(link|chmod|checksum)|<<|--start-interval", RegexOptions.Multiline)]
    private static partial Regex NewerThanTheLegacyBuilder();
}
