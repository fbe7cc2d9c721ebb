using System.Text.Json;
using Evolve.EndToEnd.App;
using Evolve.EndToEnd.Site;
using Microsoft.Playwright;
using Xunit;

namespace Evolve.EndToEnd.Reporting;

/// <summary>A report's recordings in the player of npm, in a real browser that has no network.</summary>
public sealed class CastPlayerSpecs(PlayerPackage package) : IClassFixture<PlayerPackage>, IAsyncLifetime, IDisposable
{
    private readonly AppUnderTest _app = new();
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await DebianChromium.LaunchAsync(_playwright);
    }

    [PlayerTheory]
    [InlineData(3, ColorScheme.Light)]
    [InlineData(3, ColorScheme.Dark)]
    [InlineData(2, ColorScheme.Light)]
    public async Task A_real_recording_plays_on_a_click(int version, ColorScheme scheme)
    {
        var scenario = Record("echo cold\nsleep 1\necho \"it boils at $((10 * 10)) °C\"");
        if (version == 2)
        {
            var folder = Path.Combine(_app.Home, "v2");
            Succeed("record", scenario, "--export", folder);
            File.Copy(Path.Combine(folder, "kettle.cast"), Cast, overwrite: true);
        }

        Assert.StartsWith($"{{\"version\":{version},", File.ReadAllText(Cast), StringComparison.Ordinal);
        await using var context = await NewContextAsync(scheme);
        var page = await OpenAsync(context, scenario);
        var terminal = page.Locator(".player .ap-term");
        await terminal.WaitForAsync();
        Assert.DoesNotContain("100 °C", await terminal.TextContentAsync(), StringComparison.Ordinal);

        await page.Locator(".player .ap-overlay-start").ClickAsync();
        await terminal.Locator(".ap-line", new() { HasText = "it boils at 100 °C" }).WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        AssertThatNothingHappened();
    }

    [PlayerTheory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task What_a_hostile_recording_holds_stays_text(int version)
    {
        string[] attacks =
        [
            "<img src=x onerror=\"document.title='broken'\">",
            "</script><script>document.title='broken'</script>",
            "<script src=\"data:text/javascript,document.title='broken'\"></script>",
            "<iframe srcdoc=\"<script>parent.document.title='broken'</script>\"></iframe>",
            "'\"--></style><svg onload=\"document.title='broken'\">",
        ];
        var all = string.Concat(attacks);
        var scenario = Record("echo fine");
        var theme = new { fg = $"#fff;background:url({all})", bg = all, palette = string.Join(':', Enumerable.Repeat(all, 8)) };
        var evolve = new { step = "kettle", digest = all, machine = all };
        object header = version == 3
            ? new { version, term = new { cols = 100, rows = 20, type = all, theme }, title = all, command = all, evolve }
            : new { version, width = 100, height = 20, theme, title = all, command = all, evolve };
        string[] events =
        [
            .. attacks.Select(attack => Event("o", $"\u001b]0;{attack}\u0007\u001b]8;;javascript:{attack}\u0007{attack}\u001b]8;;\u0007\r\n")),
            Event("m", all),
            Event("i", all),
            Event(all, all),
            Event("o", "the end of it"),
        ];
        File.WriteAllLines(Cast, [JsonSerializer.Serialize(header), .. events]);

        await using var context = await NewContextAsync(ColorScheme.Light);
        var page = await OpenAsync(context, scenario);
        await page.Locator(".player .ap-overlay-start").ClickAsync();
        var lines = page.Locator(".player .ap-line");
        await lines.Filter(new() { HasText = "the end of it" }).WaitForAsync();
        foreach (var attack in attacks)
        {
            Assert.Equal(1, await lines.Filter(new() { HasText = attack }).CountAsync());
        }

        Assert.Equal(0, await page.Locator("iframe, main script, .player img, .player [onload], .player a[href^=javascript]").CountAsync());
        AssertThatNothingHappened();

        // Even one that had got into the page would not run.
        await page.EvaluateAsync("""
            () => new Promise(end => {
              const script = document.createElement('script');
              script.src = "data:text/javascript,document.title='broken'";
              script.onload = script.onerror = () => end();
              document.body.append(script);
            })
            """);
        Assert.Equal("Mine", await page.TitleAsync());

        static string Event(string kind, string text) => JsonSerializer.Serialize(new object[] { 0.01, kind, text });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _app.Dispose();

    private string Cast => Directory.GetFiles(Path.Combine(_app.Home, "evolve", "recordings"), "kettle.cast", SearchOption.AllDirectories).Single();

    private Task<IBrowserContext> NewContextAsync(ColorScheme scheme) =>
        _browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, Offline = true, ViewportSize = new ViewportSize { Width = 1000, Height = 900 } });

    /// <summary>Makes a scenario of one step, and a recording of its real run, which the report is about as well.</summary>
    private string Record(string commands)
    {
        var scenario = _app.WriteScenario($"---\ntitle: Mine\n---\n\n# First\n\n```sh {{#kettle .run}}\n{commands}\n```\n");
        Succeed("record", scenario, "--trust");
        return scenario;
    }

    /// <summary>The report's page with its step unfolded.</summary>
    private async Task<IPage> OpenAsync(IBrowserContext context, string scenario)
    {
        var file = Path.Combine(_app.Home, "report.html");
        Succeed("report", scenario, "--out", file, "--player", package.Folder);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => _complaints.Add(message.Text);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) => _requests.Add(request.Url);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        await page.GetByText("kettle", new() { Exact = true }).ClickAsync();
        return page;
    }

    /// <summary>The page is asked for, and then only what it holds itself; its policy had nothing to forbid.</summary>
    private void AssertThatNothingHappened()
    {
        Assert.StartsWith("file:", _requests[0], StringComparison.Ordinal);
        Assert.All(_requests.Skip(1), url => Assert.StartsWith("data:", url, StringComparison.Ordinal));
        Assert.Empty(_complaints);
    }

    private void Succeed(params string[] arguments)
    {
        var result = _app.Run(arguments);
        Assert.True(result.Code == 0, result.Error + result.Output);
    }
}
