using System.Collections.Immutable;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>The first of many names, for a line.</summary>
internal static class Few
{
    private const int Most = 4;

    internal static string Of(ImmutableArray<string> names) =>
        string.Join(", ", names.Take(Most).Select(name => SafeText.Of(name, 60)))
        + (names.Length > Most ? $" and {names.Length - Most} more" : "");
}
