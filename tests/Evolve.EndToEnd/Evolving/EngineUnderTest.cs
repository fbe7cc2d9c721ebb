using System.Globalization;
using System.Text;
using Evolve.EndToEnd.Site;
using Evolve.Testing;

namespace Evolve.EndToEnd.Evolving;

/// <summary>The engine that the test run started, by its pid file: killed, and started again with the same words.</summary>
internal static class EngineUnderTest
{
    /// <summary>What an engine that ends by itself removes, and one that is killed leaves: a new one takes it for running then.</summary>
    private static readonly string[] s_pidFiles = [EngineTheoryAttribute.PidFile, "/var/run/docker/containerd/containerd.pid"];

    /// <summary>Kills it, and the program under it that runs its containers; returns when both are gone, with the words that started it.</summary>
    internal static async Task<string[]> KillAsync()
    {
        var words = WordsOf(await IdInAsync(s_pidFiles[0]));
        foreach (var file in s_pidFiles)
        {
            var id = await IdInAsync(file);

            // The second may have ended with the first.
            await LampFixture.RunAsync("kill", "-KILL", $"{id}");
            await LampFixture.UntilAsync(() => Task.FromResult(WordsOf(id).Length == 0), $"process {id} of {file} is gone");
        }

        return words;
    }

    /// <summary>Starts it again; returns when it answers.</summary>
    internal static async Task StartAsync(string[] words)
    {
        foreach (var file in s_pidFiles)
        {
            File.Delete(file);
        }

        // In a session of its own: it outlives the tests, and who stops the first one stops this one, too.
        var log = Path.Combine(Directory.CreateDirectory(Repository.PathOf("artifacts", "logs")).FullName, "dockerd-again.log");
        await LampFixture.RunAsync("bash", ["-c", "setsid \"$@\" >\"$0\" 2>&1 </dev/null &", log, .. words]);
        await LampFixture.UntilAsync(
            async () => (await LampFixture.RunAsync("docker", "version")).Code == 0, $"the engine answers; its log is {log}");
    }

    private static async Task<int> IdInAsync(string file) => int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);

    /// <summary>Nothing for a process that has ended, also while nobody has asked for its status yet.</summary>
    private static string[] WordsOf(int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
