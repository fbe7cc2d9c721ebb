using System.Text.RegularExpressions;
using Evolve.Testing;
using Evolve.Tui.Keys;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>A key that the tour or the README names does something in the app.</summary>
public partial class KeySpecs
{
    /// <summary>What the guides write otherwise than the app: arrows as they are printed on keys, and an example of a number.</summary>
    private static readonly Dictionary<string, string?> s_otherNames = new() { ["→"] = "Right", ["←"] = "Left", ["7"] = null, ["1"] = null, ["9"] = null };

    [Theory]
    [InlineData("README.md")]
    [InlineData("scenarios/tour.md")]
    [InlineData("scenarios/newcomer.md")]
    [InlineData("scenarios/workshop.md")]
    public void Every_key_in_a_table_of_keys_is_bound(string guide)
    {
        var keys =
            from line in KeyTables(Repository.PathOf(guide))
            from Match code in Code().Matches(line.Split('|')[1] + line.Split('|')[2])
            select s_otherNames.TryGetValue(code.Groups[1].Value, out var name) ? name : code.Groups[1].Value;
        var named = keys.OfType<string>().Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named.Where(key => key != "Esc"), key => Assert.NotNull(KeyMap.Find(KeyNames.Parse(key))));
    }

    [Fact]
    public void Escape_is_bound_to_nothing() => Assert.Null(KeyMap.Find(KeyNames.Parse("Esc")));

    /// <summary>The rows of tables whose head speaks of keys.</summary>
    private static IEnumerable<string> KeyTables(string path)
    {
        var isKeys = false;
        foreach (var line in File.ReadLines(path))
        {
            if (!line.StartsWith('|'))
            {
                isKeys = false;
            }
            else if (line.Contains("| key |", StringComparison.Ordinal) || line.Contains("| press |", StringComparison.Ordinal))
            {
                isKeys = true;
            }
            else if (isKeys)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
