namespace Evolve.Testing;

/// <summary>What the README shows that is meant to be tried.</summary>
public static class Readme
{
    private const string Fence = "````";

    /// <summary>The scenario in ten lines, as a reader would copy it.</summary>
    public static string Scenario { get; } = string.Concat(
        File.ReadLines(Repository.PathOf("README.md"))
            .SkipWhile(line => line != "## Write a scenario in ten lines")
            .SkipWhile(line => line != Fence + "markdown")
            .Skip(1)
            .TakeWhile(line => line != Fence)
            .Select(line => line + "\n"));
}
