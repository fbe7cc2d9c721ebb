using CsCheck;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Flavours;

public sealed class FlavourCatalogSpecs : IDisposable
{
    private readonly TemporaryFolder _assets = new();

    public void Dispose() => _assets.Dispose();

    [Fact]
    public void I_can_read_a_flavour()
    {
        Write("php", "container", """
            title: PHP-FPM in a Linux container
            family: container
            needs: []
            run:
              - --env-file "$EVOLVE_SECRETS"
              - -v evolve-{name}:/data
            facts:
              - text: PHP-FPM is started by no init
                source: https://example.org/fpm
            """);
        Write("db", "mirage", "title: A\nfamily: clean-slate\nneeds: [kvm]\n");
        Directory.CreateDirectory(_assets["site/app"]);
        var catalog = FlavourCatalog.Read(_assets.Path);
        Assert.Empty(catalog.Errors);
        Assert.Equal([("db", "mirage"), ("php", "container")], catalog.Flavours.Select(flavour => (flavour.Tier, flavour.Name)));
        Assert.Equal(FlavourFamily.CleanSlate, catalog.Flavours[0].Family);
        Assert.Equal(["kvm"], catalog.Flavours[0].Needs.AsEnumerable());
        Assert.Equal(["--env-file \"$EVOLVE_SECRETS\"", "-v evolve-{name}:/data"], catalog.Flavours[1].Run.AsEnumerable());
        Assert.Equal([new FlavourFact("PHP-FPM is started by no init", "https://example.org/fpm")], catalog.Flavours[1].Facts.AsEnumerable());
    }

    [Fact]
    public void All_errors_are_told_at_once_with_their_places()
    {
        Write("php", "bad", "titel: x\nfamily: unikernel\nneeds: kvm\nfacts:\n  - text: no source\n  - just a word\n");
        var file = _assets["php/bad/flavour.yaml"];
        Assert.Equal(
            [
                $"{file}:1:1: the field “titel” is not known; the fields are title, family, needs, run, facts.",
                $"{file}:1:1: the field “title” is missing.",
                $"{file}:2:9: the family “unikernel” is not known; the families are container, evolutionary and clean-slate.",
                $"{file}:3:8: “needs” is a list.",
                $"{file}:5:5: the field “source” is missing.",
                $"{file}:6:5: a fact is a mapping of text and source.",
            ],
            FlavourCatalog.Read(_assets.Path).Errors.AsEnumerable());
    }

    [Fact]
    public void A_flavour_without_a_Dockerfile_is_none()
    {
        Write("php", "x", "title: x\nfamily: container\n");
        File.Delete(_assets["php/x/Dockerfile"]);
        Assert.Contains("no Dockerfile", Assert.Single(FlavourCatalog.Read(_assets.Path).Errors));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("title: [")]
    [InlineData("title: a\ntitle: b")]
    [InlineData("title: {}\nfamily: []")]
    [InlineData("? [a, b]\n: c")]
    public void What_is_no_flavour_is_an_error(string yaml)
    {
        Write("php", "x", yaml);
        var catalog = FlavourCatalog.Read(_assets.Path);
        Assert.Empty(catalog.Flavours);
        Assert.All(catalog.Errors, error => Assert.Matches(@"flavour\.yaml:\d+:\d+: ", error));
        Assert.NotEmpty(catalog.Errors);
    }

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String[Gen.Char["titlefamynsc:-[]{}&*!|>'\"%@`#? \n\t\u00e9\0"], 0, 80].Sample(
            yaml =>
            {
                Write("php", "x", yaml);
                var catalog = FlavourCatalog.Read(_assets.Path);
                Assert.True(catalog.Errors.Length > 0 || catalog.Flavours.Length == 1);
            },
            iter: 2000,
            threads: 1);

    private void Write(string tier, string flavour, string yaml)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_assets.Path, tier, flavour)).FullName;
        File.WriteAllText(Path.Combine(folder, "flavour.yaml"), yaml);
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM scratch\n");
    }
}
