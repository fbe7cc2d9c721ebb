using System.Globalization;

namespace Evolve.Bench;

/// <summary>Figures of a program with all that it started, and of tmux's server, from <c>/proc</c> (proc(5)).</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;
    private const double PageBytes = 4096;

    /// <summary>CPU time used so far.</summary>
    public static TimeSpan Cpu(int root, string tmuxSocket) => TimeSpan.FromSeconds(
        Of(root, tmuxSocket, withShells: true).Sum(fields => Number(fields, 11) + Number(fields, 12)) / TicksPerSecond);

    /// <summary>Resident bytes, without the shells and programs in its panes.</summary>
    public static double Resident(int root, string tmuxSocket) =>
        Of(root, tmuxSocket, withShells: false).Sum(fields => Number(fields, 21)) * PageBytes;

    private static IEnumerable<string[]> Of(int root, string tmuxSocket, bool withShells)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(Read).OfType<(int Id, string Name, string Command, string[] Fields)>().ToList();
        var wanted = new HashSet<int> { root };
        wanted.UnionWith(all.Where(process => process.Command.Contains(tmuxSocket, StringComparison.Ordinal)).Select(process => process.Id));
        for (var count = 0; count != wanted.Count;)
        {
            count = wanted.Count;
            wanted.UnionWith(all.Where(process => wanted.Contains((int)Number(process.Fields, 1))).Select(process => process.Id));
        }

        return all
            .Where(process => wanted.Contains(process.Id) && (withShells || process.Name is not ("sh" or "bash" or "dash" or "yes" or "head")))
            .Select(process => process.Fields);
    }

    private static (int Id, string Name, string Command, string[] Fields)? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var end = stat.LastIndexOf(')');
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end];
            var command = File.ReadAllText(Path.Combine(folder, "cmdline"));
            return (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), name, command, stat[(end + 2)..].Split(' '));
        }
        catch (IOException)
        {
            // It ended between the listing and the look.
            return null;
        }
    }

    private static double Number(string[] fields, int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
}
