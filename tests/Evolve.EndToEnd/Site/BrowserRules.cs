using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The guestbook in a real browser, whatever serves it.</summary>
/// <param name="lamp">The deployment.</param>
/// <param name="flavour">What web and php are.</param>
public abstract class BrowserRules(LampFixture lamp, string flavour) : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await DebianChromium.LaunchAsync(_playwright);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_signs_the_guestbook(bool hasJavaScript)
    {
        await using var context = await _browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = hasJavaScript });
        var page = await OpenAsync(context);
        var words = $"Hello 🦊 {Guid.NewGuid()}\nand a second line";
        await page.GetByLabel("Your name").FillAsync("Grace");
        await page.GetByLabel("Your message").FillAsync(words);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign the guestbook" }).ClickAsync();
        await SignedAsync(page);

        var entry = page.Locator("li:target");
        Assert.Equal("Grace", await entry.Locator("h3").InnerTextAsync());
        Assert.Equal(words, await entry.Locator("p").InnerTextAsync());

        // Reloading shows the page again and sends nothing again.
        await page.ReloadAsync();
        Assert.Equal(1, await page.GetByText(words.Split('\n')[0]).CountAsync());
    }

    [Fact]
    public async Task The_footer_names_the_tiers()
    {
        await using var context = await _browser.NewContextAsync();
        var page = await OpenAsync(context);
        Assert.Equal([$"web\n{flavour}", $"php\n{flavour}", "db\ncontainer"], await page.Locator("footer dl > div").AllInnerTextsAsync());
    }

    [Fact]
    public async Task What_looks_like_a_script_stays_words()
    {
        using var visitor = new Visitor(lamp.Site);
        await visitor.SignAsync("<script>document.title='broken'</script>", "<img src=x onerror=\"document.title='broken'\">");
        await using var context = await _browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(lamp.Site.ToString());
        Assert.Equal("Guestbook", await page.TitleAsync());
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1100)]
    public async Task Nothing_is_wider_than_the_window(int width)
    {
        using var visitor = new Visitor(lamp.Site);
        await visitor.SignAsync(new string('x', 60), new string('W', 400));
        await using var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = 800 } });
        var page = await OpenAsync(context);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(246, 244, 239)")]
    [InlineData(ColorScheme.Dark, "rgb(20, 23, 27)")]
    public async Task The_page_follows_the_visitors_light_and_dark(ColorScheme scheme, string paper)
    {
        await using var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme });
        var page = await OpenAsync(context);
        Assert.Equal(paper, await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var context = await _browser.NewContextAsync();
        var page = await OpenAsync(context);
        await page.GetByLabel("Your name").FocusAsync();
        await page.Keyboard.TypeAsync("Keys");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("no mouse");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await SignedAsync(page);
        Assert.Equal("no mouse", await page.Locator("li:target p").InnerTextAsync());
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<IPage> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(lamp.Site.ToString());
        return page;
    }

    // Waiting for the address by WaitForURL also waits for the page's load, and has missed it when both came at once.
    private static Task SignedAsync(IPage page) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex("/#entry-[0-9]+$"), new() { Timeout = 30_000 });
}
