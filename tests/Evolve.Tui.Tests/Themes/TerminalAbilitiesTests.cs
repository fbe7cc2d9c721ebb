using Evolve.Player.Playing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Themes;

public class TerminalAbilitiesTests
{
    [Theory]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-256color COLORTERM=24bit", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-direct", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-kitty", ColorDepth.TrueColor)]
    [InlineData("TERM=tmux-256color", ColorDepth.Indexed)]
    [InlineData("TERM=xterm", ColorDepth.Sixteen)]
    [InlineData("TERM=screen", ColorDepth.Sixteen)]
    [InlineData("TERM=linux", ColorDepth.Sixteen)]
    [InlineData("TERM=vt100", ColorDepth.Monochrome)]
    [InlineData("TERM=dumb", ColorDepth.Monochrome)]
    [InlineData("", ColorDepth.Monochrome)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", ColorDepth.Monochrome)]
    public void Colours_follow_the_environment(string environment, ColorDepth depth) =>
        Assert.Equal(depth, Read(environment).Depth);

    [Theory]
    [InlineData("TERM=xterm", true)]
    [InlineData("TERM=xterm LANG=C.UTF-8", true)]
    [InlineData("TERM=xterm LANG=de_DE.utf8", true)]
    [InlineData("TERM=xterm LANG=en_US.UTF-8 LC_ALL=C", false)]
    [InlineData("TERM=xterm LANG=C", false)]
    [InlineData("TERM=linux LANG=C.UTF-8", false)]
    public void Symbols_follow_the_locale(string environment, bool isUnicode) =>
        Assert.Equal(isUnicode, Read(environment).IsUnicode);

    [Fact]
    public void Without_utf8_every_symbol_is_ascii_and_each_state_has_its_own()
    {
        var symbols = Read("TERM=xterm LANG=C").Fit(ThemeKind.Dark).Symbols;
        var all = Enum.GetValues<StepStatus>().Select(status => symbols.Of(status, default)).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all.Append(symbols.Lines).Append(symbols.Bullets).Append(symbols.Ellipsis), text => Assert.True(text.All(char.IsAscii)));
    }

    [Fact]
    public void Every_symbol_takes_one_cell_and_each_state_has_its_own()
    {
        var all = Enum.GetValues<StepStatus>().Select(status => Symbols.Unicode.Of(status, default)).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all.Append(Symbols.Unicode.Ellipsis).Append(Symbols.Unicode.Marker), symbol => Assert.Equal(1, CellText.Width(symbol)));
        Assert.Equal(Symbols.Unicode.Lines.Length, CellText.Width(Symbols.Unicode.Lines));
        Assert.Equal(Symbols.Unicode.Lines.Length, Symbols.Ascii.Lines.Length);
    }

    private static TerminalAbilities Read(string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return TerminalAbilities.Read(variables.GetValueOrDefault);
    }
}
