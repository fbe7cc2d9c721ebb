using Evolve.Lamp.Engine;
using Evolve.Lamp.Removal;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Removal;

public sealed class SharedCacheSpecs
{
    private const string Stages = """
        [{"Id":"sha256:source","ParentId":"","Size":100,"Labels":{"dev.evolve.cache":"kernel"}},
         {"Id":"sha256:compiled","ParentId":"sha256:source","Size":300,"Labels":{"dev.evolve.cache":"kernel"}}]
        """;

    private const string OfAnother = """
        [{"Id":"sha256:theirs","ParentId":"","RepoTags":["evolve/php:container"],"Size":1,"Labels":{"dev.evolve.deployment":"another"}}]
        """;

    [Theory]
    [InlineData(SharedCache.GoesWithTheLast, "[]", "sha256:compiled sha256:source")]
    [InlineData(SharedCache.GoesWithTheLast, OfAnother, "")]
    [InlineData(SharedCache.Stays, "[]", "")]
    public async Task The_compiled_kernels_go_with_the_last_deployment_when_they_are_not_kept(
        SharedCache cache, string others, string removed)
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/volumes"] = """{"Volumes":[]}""";
        fake.Route = (path, answer) => Uri.UnescapeDataString(path) switch
        {
            var asked when asked.Contains("/images/sha256:", StringComparison.Ordinal) => answer.BodyAsync("200 OK", "[]"),
            var asked when !asked.Contains("/images/json", StringComparison.Ordinal) => fake.Standard(path, answer),
            var asked when asked.Contains("dev.evolve.cache", StringComparison.Ordinal) => answer.BodyAsync("200 OK", Stages),
            var asked when asked.Contains("dev.evolve.deployment=mine", StringComparison.Ordinal) => answer.BodyAsync("200 OK", "[]"),
            var asked when asked.Contains("dev.evolve.deployment", StringComparison.Ordinal) => answer.BodyAsync("200 OK", others),
            var asked when asked.Contains("filters", StringComparison.Ordinal) => answer.BodyAsync("200 OK", "[]"),
            _ => answer.BodyAsync("200 OK", Stages),
        };
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);

        var report = await new Cleaner(engine).CleanAsync("mine", cache: cache);

        Assert.Empty(report.Kept);
        Assert.Equal(removed, string.Join(' ', report.Removed.Select(image => image.Name)));
        Assert.Equal(
            removed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length,
            fake.Requests.Count(request => request.StartsWith("DELETE ", StringComparison.Ordinal)));
    }
}
