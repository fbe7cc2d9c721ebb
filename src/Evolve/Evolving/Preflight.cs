using System.Collections.Immutable;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Flavours;
using Evolve.Playing;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Stage.Preflight;

namespace Evolve.Evolving;

/// <summary>What is looked at, and made, before one scenario is played.</summary>
internal sealed class Preflight
{
    private readonly Backstage _backstage;
    private readonly Scenario _scenario;
    private readonly TalkNeeds _needs;

    private Preflight(Backstage backstage, Scenario scenario)
    {
        _backstage = backstage;
        _scenario = scenario;
        var images = new ScenarioImages(backstage.Session.Installation.Root);
        var recordings = new RecordingPlaces(backstage.Session).Open(scenario);
        _needs = new ScenarioNeeds(images, id => recordings.Find(id) is not null).Of(scenario);
    }

    /// <summary>The scenario's title.</summary>
    public string Title => _scenario.FrontMatter.Title;

    /// <summary>Reads a scenario.</summary>
    /// <exception cref="UserException">It has errors.</exception>
    public static Preflight Of(Backstage backstage, string path)
    {
        var result = new ScenarioReader(new DiskFileReader()).Read(path);
        return new Preflight(backstage, result.Scenario ?? throw new UserException(string.Join('\n', result.Errors)));
    }

    /// <summary>A doctor for what it needs.</summary>
    public Doctor CreateDoctor() => _backstage.CreateDoctor((subject, host, time) => Doctor.OfTalk(subject, _needs, host, time));

    /// <summary>Makes the images that its steps name, and the saved states of its tiers.</summary>
    /// <exception cref="UserException">Something failed; the message says what.</exception>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        if (!_needs.Engine)
        {
            _backstage.Session.Output.WriteLine($"“{Title}” needs no engine, so there is nothing to make.");
            return;
        }

        await new Preparation(_backstage.Session, _backstage).RunAsync(Flavours(), _needs.Images, cancellationToken);
    }

    private ImmutableArray<Flavour> Flavours()
    {
        var catalog = FlavourCatalog.Read(_backstage.Session.Installation.Assets);
        return catalog.Errors.IsEmpty
            ? [.. catalog.Flavours.Where(flavour => _needs.Images.Contains($"evolve/{flavour.Tier}:{flavour.Name}"))]
            : throw new UserException(string.Join('\n', catalog.Errors));
    }
}
