using System.Globalization;
using System.Text;
using Evolve.EndToEnd.Site;
using Evolve.Testing;

namespace Evolve.EndToEnd.Evolving;

/// <summary>The engine that the test run started, by its pid file: killed, and started again with the same words.</summary>
internal static class EngineUnderTest
{
    /// <summary>Kills it as a power cut would; returns when it is gone, with the words that started it.</summary>
    internal static async Task<string[]> KillAsync()
    {
        var id = int.Parse(await File.ReadAllTextAsync(EngineTheoryAttribute.PidFile), CultureInfo.InvariantCulture);
        var words = WordsOf(id);
        var (code, output) = await LampFixture.RunAsync("bash", "-c", $"kill -KILL {id}");
        if (code != 0)
        {
            throw new InvalidOperationException($"The engine, process {id}, cannot be killed: {output}");
        }

        await LampFixture.UntilAsync(() => Task.FromResult(WordsOf(id).Length == 0), "the engine is gone");
        return words;
    }

    /// <summary>Starts it again; returns when it answers.</summary>
    internal static async Task StartAsync(string[] words)
    {
        // The killed one could not remove it, and while its remains are there a new one takes it for running.
        File.Delete(EngineTheoryAttribute.PidFile);

        // In a session of its own: it outlives the tests, and who stops the first one stops this one, too.
        var log = Path.Combine(Directory.CreateDirectory(Repository.PathOf("artifacts", "logs")).FullName, "dockerd-again.log");
        await LampFixture.RunAsync("bash", ["-c", "setsid \"$@\" >\"$0\" 2>&1 </dev/null &", log, .. words]);
        await LampFixture.UntilAsync(
            async () => (await LampFixture.RunAsync("docker", "version")).Code == 0, $"the engine answers; its log is {log}");
    }

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
