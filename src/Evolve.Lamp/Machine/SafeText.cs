namespace Evolve.Lamp.Machine;

/// <summary>Texts that others wrote (engines, processes, files), made fit for one line of a screen.</summary>
internal static class SafeText
{
    /// <summary>Without line ends and control characters, no longer than a limit.</summary>
    internal static string Of(string? text, int longest = 200) =>
        new([.. (text ?? "").ReplaceLineEndings(" ").Where(character => !char.IsControl(character)).Take(longest)]);
}
