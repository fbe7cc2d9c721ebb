using System.CommandLine;
using Evolve.Scenarios.Catalog;
using Evolve.Scenarios.Files;

namespace Evolve.Verbs;

/// <summary><c>evolve list</c>: the shipped scenarios.</summary>
internal static class ListVerb
{
    public static Command Create(Session session)
    {
        var verb = new Command("list", "List the shipped scenarios.");
        verb.SetAction(_ =>
        {
            var entries = new ScenarioCatalog(new DiskFileReader()).List(session.Installation.Scenarios);
            var width = entries.Select(entry => entry.Name.Length).DefaultIfEmpty().Max();
            foreach (var entry in entries)
            {
                session.Output.WriteLine($"{entry.Name.PadRight(width)}  {entry.Title}");
                session.Output.WriteLine($"{"".PadRight(width)}  {Describe(entry)}");
            }

            if (entries.IsEmpty)
            {
                session.Error.WriteLine($"evolve: there is no scenario in {session.Installation.Scenarios}.");
            }

            return entries.All(entry => entry.IsGood) ? ExitCode.Success : ExitCode.Failure;
        });
        return verb;
    }

    private static string Describe(CatalogEntry entry)
    {
        if (!entry.IsGood)
        {
            return entry.Errors[0].ToString();
        }

        List<string> parts = [];
        if (entry.Duration is { } duration)
        {
            parts.Add($"{duration.TotalMinutes:0.#} min");
        }

        if (entry.Audience is { } audience)
        {
            parts.Add($"for {audience}");
        }

        parts.Add(entry.Requires.IsEmpty
            ? "needs nothing"
            : $"needs {string.Join(", ", entry.Requires.Select(requirement => requirement.ToString().ToLowerInvariant()))}");
        parts.Add($"{entry.SlideCount} slides, {entry.StepCount} steps");
        return string.Join(" · ", parts);
    }
}
