using Evolve.Lamp.Engine;
using Evolve.Lamp.Removal;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Removal;

public sealed class CleanerSpecs
{
    private const string Pushed = """
        [{"Id":"sha256:php","ParentId":"","Size":1,"Labels":{"dev.evolve.deployment":"mine"},
          "RepoTags":["evolve/php:container"],
          "RepoDigests":["127.0.0.1:5000/evolve/php@sha256:aa","evolve/php@sha256:aa"]}]
        """;

    /// <summary>The engine refuses an image by its id while it is known under two repositories, and a digest is one of these.</summary>
    [Fact]
    public async Task What_was_pushed_under_a_name_that_it_no_longer_has_goes_too()
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/volumes"] = """{"Volumes":[]}""";
        fake.Route = (path, answer) => Uri.UnescapeDataString(path) switch
        {
            var asked when asked.Contains("/images/json", StringComparison.Ordinal) =>
                answer.BodyAsync("200 OK", asked.Contains("dev.evolve.base", StringComparison.Ordinal) ? "[]" : Pushed),
            var asked when asked.Contains("/images/", StringComparison.Ordinal) => answer.BodyAsync("200 OK", "[]"),
            _ => fake.Standard(path, answer),
        };
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);

        var report = await new Cleaner(engine).CleanAsync("mine");

        Assert.Empty(report.Kept);
        Assert.Equal("evolve/php:container", Assert.Single(report.Removed).Name);
        var removed = fake.Requests
            .Where(request => request.StartsWith("DELETE ", StringComparison.Ordinal))
            .Select(request => Uri.UnescapeDataString(request).Split("/images/")[1].Split(['?', ' '])[0]);
        Assert.Equal(["127.0.0.1:5000/evolve/php@sha256:aa", "sha256:php"], removed);
    }
}
