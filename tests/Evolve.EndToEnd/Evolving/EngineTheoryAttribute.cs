using Xunit;

namespace Evolve.EndToEnd.Evolving;

/// <summary>
/// A test that kills the engine: only one that the test run started itself, which says so by naming its pid file; with
/// any other the result is a skipped test with the reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    /// <summary>The variable that names the file with the engine's process id.</summary>
    public const string Variable = "EVOLVE_TEST_ENGINE";

    public EngineTheoryAttribute()
    {
        if (PidFile.Length == 0)
        {
            Skip = $"The engine was there before the tests, and only one that they started is killed ({Variable} names no pid file).";
        }
    }

    /// <summary>The file, or nothing.</summary>
    public static string PidFile => Environment.GetEnvironmentVariable(Variable) ?? "";
}
