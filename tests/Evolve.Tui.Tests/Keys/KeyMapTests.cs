using Evolve.Tui.Keys;
using Xunit;

namespace Evolve.Tui.Tests.Keys;

public sealed class KeyMapTests
{
    [Fact]
    public void Every_command_has_a_key_and_every_key_one_command()
    {
        Assert.Empty(Enum.GetValues<UiCommand>().Except(KeyMap.Bindings.Select(binding => binding.Command)));
        var keys = KeyMap.Bindings.SelectMany(binding => binding.Keys).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public void The_help_names_every_key()
    {
        var help = string.Join('\n', KeyMap.Groups().SelectMany(group => group.Keys).Select(hint => hint.Key));

        Assert.All(KeyMap.Bindings.SelectMany(binding => binding.Keys), key => Assert.Contains(KeyNames.Of(key), help, StringComparison.Ordinal));
    }

    [Fact]
    public void Escape_and_what_clickers_send_beside_forward_and_back_are_bound_to_nothing_that_quits()
    {
        foreach (var name in new[] { "Esc", "F5", "Shift-F5", "Up", "Down" })
        {
            Assert.NotEqual(UiCommand.Quit, KeyMap.Find(KeyNames.Parse(name)));
        }
    }

    [Theory]
    [InlineData("Ctrl-P")]
    [InlineData("Shift-PageUp")]
    [InlineData("Alt-Enter")]
    [InlineData("?")]
    [InlineData("R")]
    [InlineData("Space")]
    [InlineData("Ctrl-]")]
    public void A_name_is_the_same_after_it_was_read(string name) => Assert.Equal(name, KeyNames.Of(KeyNames.Parse(name)));
}
