using System.Text.RegularExpressions;

namespace Evolve.Lamp.Diagnosis;

/// <summary>Takes secrets, the home folder, the user's and the machine's name out of a text.</summary>
public sealed class BundleMask
{
    /// <summary>Names that half the texts of a system contain, and that tell nothing of a person.</summary>
    private static readonly HashSet<string> Common = ["root", "localhost", "/", "/root"];

    private readonly List<(Regex Pattern, string Mask)> _masks = [];

    /// <summary>Masks what is given; an empty text is ignored.</summary>
    public BundleMask(IEnumerable<string> secrets, string? home, string? user, string? machine)
    {
        // The longest first, so that a secret that contains another leaves no rest of itself.
        foreach (var secret in secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length))
        {
            _masks.Add((new Regex(Regex.Escape(secret), RegexOptions.CultureInvariant), "[secret]"));
        }

        Add(home?.TrimEnd('/'), "~");
        Add(user, "[user]");
        Add(machine, "[host]");
    }

    /// <summary>The text without what is masked.</summary>
    public string Apply(string text) =>
        _masks.Aggregate(text, (masked, mask) => mask.Pattern.Replace(masked, mask.Mask));

    /// <summary>A name is masked where it is a word of its own: a user called “al” must not eat half of “also”.</summary>
    private void Add(string? name, string mask)
    {
        if (!string.IsNullOrEmpty(name) && !Common.Contains(name))
        {
            var pattern = $"(?<![A-Za-z0-9]){Regex.Escape(name)}(?![A-Za-z0-9])";
            _masks.Add((new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase), mask));
        }
    }
}
