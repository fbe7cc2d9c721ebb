using System.Globalization;

namespace Evolve.Bench;

/// <summary>Starts as bars of text, a letter for each part, all on one scale.</summary>
internal static class BootChart
{
    private const int Width = 56;

    private static readonly (string Part, char Letter, string Words)[] Letters =
    [
        ("docker", 'd', "docker: from the command to the container's first process"),
        ("qemu", 'q', "runner and QEMU, to the start of the kernel's clock, or the machine's first sign"),
        ("kernel", 'k', "kernel: to its first process"),
        ("init", 'i', "init: mounts, network, to the start of the program"),
        ("program", 'p', "program: to the first right answer"),
        ("asked", 'a', "asked: ready before docker run had returned, and so before anybody could ask"),
        ("wake", 'w', "woken from a saved state: to the first right answer"),
    ];

    /// <summary>A line a start with its parts in seconds, a bar below, and what the letters mean.</summary>
    public static string Draw(IReadOnlyList<(string Name, BootTimes Times)> starts)
    {
        var most = starts.Max(start => start.Times.Total);
        var label = starts.Max(start => start.Name.Length);
        List<string> lines = [];
        foreach (var (name, times) in starts)
        {
            var bar = "";
            var at = 0.0;
            foreach (var (part, seconds) in times.Parts)
            {
                // Each part ends where it ends on the scale: rounding does not add up.
                at += seconds;
                bar += new string(Letters.First(letter => letter.Part == part).Letter, Math.Max(0, (int)Math.Round(at / most * Width) - bar.Length));
            }

            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  {name.PadRight(label)}  {times.Total:0.00} s  {bar}"));
            lines.Add($"  {new string(' ', label)}          {string.Join("  ", times.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Seconds:0.00}")))}");
        }

        var used = starts.SelectMany(start => start.Times.Parts).Select(part => part.Name).ToHashSet();
        return string.Join('\n', [.. lines, "", .. Letters.Where(letter => used.Contains(letter.Part)).Select(letter => $"  {letter.Letter}  {letter.Words}")]) + "\n";
    }
}
