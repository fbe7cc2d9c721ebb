using System.Text.Json;
using Evolve.EndToEnd.Site;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Stage.Reporting;
using Microsoft.Playwright;
using Xunit;

namespace Evolve.EndToEnd.Reporting;

/// <summary>The report in a real browser.</summary>
public sealed class ReportPageSpecs : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-report-").FullName;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await DebianChromium.LaunchAsync(_playwright);
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task It_opens_without_a_complaint_and_fits_its_window(int width, ColorScheme scheme)
    {
        await using var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        var requests = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(Write());

        Assert.Equal("Talk <script>document.title='broken'</script>", await page.TitleAsync());
        Assert.Empty(complaints);
        Assert.Single(requests);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
    }

    [Fact]
    public async Task A_step_opens_on_a_click_and_one_that_failed_is_open()
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync(Write());
        var screen = page.GetByText("hello from a pane");
        Assert.False(await screen.IsVisibleAsync());
        await page.GetByText("greet", new() { Exact = true }).ClickAsync();
        Assert.True(await screen.IsVisibleAsync());
        Assert.True(await page.GetByText("It ended with status 3.").IsVisibleAsync());
        await page.CloseAsync();
    }

    [Fact]
    public async Task On_paper_every_step_is_open()
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync(Write());
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await page.GetByText("hello from a pane").IsVisibleAsync());
        await page.CloseAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write()
    {
        var talk = Path.Combine(_folder, "talk.md");
        File.WriteAllText(talk, """
            ---
            title: "Talk <script>document.title='broken'</script>"
            ---
            # One

            ```sh {#greet .run}
            echo hello
            ```

            ```sh {#break-it .run}
            exit 3
            ```
            """);
        Scenario scenario = new ScenarioReader(new DiskFileReader()).Read(talk).Scenario!;
        var log = Path.Combine(_folder, "run.jsonl");
        var wide = "hello from a pane " + new string('x', 300) + "<img src=x onerror=\"document.title='broken'\">";
        File.WriteAllLines(log, new object[]
        {
            new { at = "2026-05-01T09:00:00Z", @event = "scenario-opened", path = talk },
            new { at = "2026-05-01T09:01:00Z", @event = "step-started", step = "greet" },
            new { at = "2026-05-01T09:01:01Z", @event = "step-ended", step = "greet", status = "done", screen = wide },
            new { at = "2026-05-01T09:02:00Z", @event = "step-started", step = "break-it" },
            new { at = "2026-05-01T09:02:01Z", @event = "step-ended", step = "break-it", status = "failed", reason = "It ended with status 3." },
        }.Select(line => JsonSerializer.Serialize(line)));
        var report = new RunReportBuilder(scenario, RunHistory.Read(log, null)!, []).Build();
        var file = Path.Combine(_folder, "report.html");
        File.WriteAllText(file, new ReportPage(TimeZoneInfo.Utc).Of(report));
        return new Uri(file).AbsoluteUri;
    }
}
