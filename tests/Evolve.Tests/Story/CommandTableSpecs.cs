using Evolve.Player.Commands;
using Evolve.Testing;
using Evolve.Tui.Keys;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>The one table of commands is what the README shows.</summary>
public class CommandTableSpecs
{
    [Fact]
    public void The_README_shows_the_table_of_commands()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var table = CommandReference.Markdown(KeyMap.KeysOf);
        var start = readme.IndexOf(table.Split('\n')[0], StringComparison.Ordinal);
        Assert.True(start >= 0, "The README has no table of commands.");
        var shown = string.Concat(readme[start..].Split('\n').TakeWhile(line => line.StartsWith('|')).Select(line => line + "\n"));
        Assert.Equal(table, shown);
    }

    [Fact]
    public void A_key_that_stands_for_a_command_bears_its_help()
    {
        foreach (var binding in KeyMap.Bindings.Where(binding => binding.Line is not null))
        {
            var command = CommandTable.Get(binding.Line!.Split(' ')[0]);
            Assert.True(binding.Line.Contains(' ', StringComparison.Ordinal) || binding.What == command.Help, $"{binding.Command}: {binding.What}");
        }
    }
}
