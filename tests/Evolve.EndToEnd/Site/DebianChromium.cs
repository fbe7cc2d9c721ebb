using Microsoft.Playwright;

namespace Evolve.EndToEnd.Site;

/// <summary>The browser of all tests: Debian's, without a window.</summary>
internal static class DebianChromium
{
    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = "/usr/bin/chromium",
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    });
}
