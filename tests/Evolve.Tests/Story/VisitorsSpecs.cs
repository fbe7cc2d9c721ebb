using System.Diagnostics;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>The loop that visits the site all through the talk: its zero must be a count.</summary>
public sealed class VisitorsSpecs : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-visitors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 3)]
    public async Task Every_visit_that_fails_is_counted(string status, int failed)
    {
        // Status 7 is curl's for a site that nobody reaches.
        var curl = Path.Combine(_folder, "curl");
        await File.WriteAllTextAsync(curl, $"#!/bin/sh\nexit {status}\n");
        BuildTool.Run("chmod", "+x", curl);
        Assert.Contains($"\r3 visits, {failed} failed", await PrintedUntilThreeVisitsAsync(), StringComparison.Ordinal);
    }

    private async Task<string> PrintedUntilThreeVisitsAsync()
    {
        var step = ShippedScenarios.SlidesOf("scenarios/evolution.md").SelectMany(slide => slide.Steps).Single(step => step.Id == "visitors");
        var start = new ProcessStartInfo("sh", ["-c", step.Script.Text]) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["EVOLVE_PORT"] = "1";
        using var loop = Process.Start(start)!;
        var printed = "";
        try
        {
            var watch = Stopwatch.StartNew();
            while (!printed.Contains("4 visits", StringComparison.Ordinal))
            {
                var buffer = new char[256];
                var count = await loop.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(s_patience - watch.Elapsed);
                Assert.True(count > 0, $"The loop has ended: {printed}");
                printed += new string(buffer, 0, count);
            }
        }
        finally
        {
            loop.Kill(entireProcessTree: true);
            await loop.WaitForExitAsync();
        }

        return printed;
    }
}
