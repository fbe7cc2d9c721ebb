using System.Diagnostics;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>A presenter with one button.</summary>
internal static class Clicker
{
    /// <summary>Presses forward, slowly enough for each press to count, until the screen shows a text.</summary>
    internal static async Task ForwardUntilAsync(TmuxSession terminal, string text, TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); !terminal.Screen.Contains(text, StringComparison.Ordinal); await Task.Delay(350))
        {
            Assert.True(clock.Elapsed < patience, $"Stranded before “{text}”:\n{terminal.Screen}");
            terminal.Press("PageDown");
        }
    }
}
