using Xunit;

namespace Evolve.EndToEnd.Reporting;

/// <summary>A test with the player of npm, which no other client fetches: without npm it is skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PlayerTheoryAttribute : TheoryAttribute
{
    public PlayerTheoryAttribute()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!Array.Exists(path.Split(':'), folder => File.Exists(Path.Combine(folder, "npm"))))
        {
            Skip = "The player of recordings is an npm package, and there is no npm here: apt-get install npm";
        }
    }
}
