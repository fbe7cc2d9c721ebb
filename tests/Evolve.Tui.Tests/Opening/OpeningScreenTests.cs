using CsCheck;
using Evolve.Lamp.Diagnosis;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Opening;
using Evolve.Tui.Overlays;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Opening;

public class OpeningScreenTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 }, { 200, 60 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task The_screen_shows_scenarios_and_findings(int width, int height) =>
        await Verifier.Verify(Draw(View() with { Width = width, Height = height }), $"{width}x{height}");

    [Fact]
    public async Task The_chosen_scenario_and_the_findings_have_their_styles() =>
        await Verifier.Verify(Dump.Styled(OpeningScreen.Render(View()).Select(line => line.Line), s_theme));

    [Fact]
    public async Task Without_scenarios_it_says_how_to_give_one() =>
        await Verifier.Verify(Draw(View() with { Scenarios = [], Findings = [], IsExamining = true }));

    [Fact]
    public async Task What_is_under_way_looks_like_no_alarm() =>
        await Verifier.Verify(Dump.Styled(OpeningScreen.Render(View() with { Busy = "Making debian:trixie-slim: downloading packages with apt" }).Select(line => line.Line).Take(3), s_theme));

    [Fact]
    public void Findings_that_come_in_do_not_move_the_list()
    {
        var all = View();
        foreach (var (width, height) in new[] { (80, 24), (120, 36), (200, 60) })
        {
            var places = Enumerable.Range(0, all.Findings.Length + 1).Select(count =>
            {
                var lines = OpeningScreen.Render(all with { Width = width, Height = height, Findings = all.Findings[..count], IsExamining = count < all.Findings.Length });
                return string.Join(',', lines.Select((line, i) => line.Item is { } item ? $"{i}:{item}" : ""));
            });
            Assert.Single(places.Distinct());
        }
    }

    [Fact]
    public void The_chosen_scenario_is_always_in_sight()
    {
        var many = View() with { Scenarios = [.. Enumerable.Range(0, 40).Select(i => new OpeningEntry($"Talk {i}", $"{i}.md"))] };
        for (var i = 0; i < 40; i++)
        {
            Assert.Contains(OpeningScreen.Render(many with { Selected = i }), line => line.Item == i && line.Line.Text.Contains($"Talk {i}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void It_fits_any_size() =>
        Gen.Select(Gen.Int[20, 220], Gen.Int[10, 70], Gen.Int[0, 3], Gen.Bool).Sample((width, height, selected, hasBanner) =>
        {
            var lines = OpeningScreen.Render(View() with { Width = width, Height = height, Selected = selected, Banner = hasBanner ? "Something is wrong with the file." : null });
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.True(line.Line.Width() <= width));
        });

    private static string Draw(OpeningView view) => Dump.Text(OpeningScreen.Render(view).Select(line => line.Line));

    private static OpeningView View() => new()
    {
        Theme = s_theme,
        Width = 80,
        Height = 24,
        Version = "0.1.0",
        Selected = 1,
        Scenarios =
        [
            new OpeningEntry("A tour of Evolve", "scenarios/tour.md") { Duration = TimeSpan.FromMinutes(2), Audience = "anybody who has just typed ./run.sh", StepCount = 6 },
            new OpeningEntry("Unikernels, one tier at a time", "scenarios/evolution.md") { Duration = TimeSpan.FromMinutes(45), Audience = "developers", Requires = ["a Docker engine", "the network"], StepCount = 31 },
            new OpeningEntry("broken.md", "scenarios/broken.md") { Error = "scenarios/broken.md:12:1: this slide has no heading; begin it with ##" },
        ],
        Findings =
        [
            new Finding("Engine", FindingLevel.Good, "Docker 20.10.24"),
            new Finding("Disk", FindingLevel.Good, "41 GB free"),
            new Finding("Port 8080", FindingLevel.Problem, "taken by another program", "Stop it, or start Evolve with --port 8081."),
            new Finding("/dev/kvm", FindingLevel.Warning, "there, but it cannot be opened", "Guests run emulated, five to ten times slower."),
            new Finding("Terminal", FindingLevel.Good, "24-bit colours, UTF-8"),
        ],
        Keys = [new KeyHint("↑↓", "choose"), new KeyHint("Enter", "start"), new KeyHint("?", "keys"), new KeyHint("q", "quit")],
    };
}
