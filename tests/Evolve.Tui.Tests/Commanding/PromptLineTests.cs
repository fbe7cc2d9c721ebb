using System.Text;
using Evolve.Player.Commands;
using Evolve.Terminal;
using Evolve.Terminal.Screen;
using Evolve.Tui.Commanding;
using Evolve.Tui.Input;
using Xunit;

namespace Evolve.Tui.Tests.Commanding;

/// <summary>A line that is typed at a terminal which is not ours, byte for byte as a terminal sends and shows it.</summary>
public sealed class PromptLineTests
{
    private const string Up = "\e[A";
    private const string Left = "\e[D";

    private static readonly CommandVocabulary s_words = new(
        ["build-php", "build-web", "look"], 3, [new("php", ["container", "mirage"]), new("web", ["container"])]);

    private readonly CommandHistory _history = new(null);
    private readonly VtScreen _screen = new(new TerminalSize(40, 10));
    private readonly StringBuilder _written = new();
    private readonly List<string?> _entered = [];
    private readonly PromptLine _line;

    public PromptLineTests()
    {
        _line = new PromptLine("evolve> ", () => s_words, _history) { Width = 40 };
        Write(_line.Show());
    }

    [Fact]
    public void A_letter_is_written_alone_and_Enter_gives_the_line()
    {
        Type("w");
        _written.Clear();
        Type("here");
        Assert.Equal("here", _written.ToString());
        Type("\r");
        Assert.Equal(["where"], _entered);
        Assert.Equal(["where"], _history.Lines.AsEnumerable());
        Assert.Equal("evolve> where", Shown());
    }

    [Fact]
    public void Tab_completes_verbs_ids_and_flavours_and_then_lists_them()
    {
        Type("whe\t");
        Assert.Equal("evolve> where", Shown());
        Type("\u0015tier php \t");
        Assert.Equal("container  mirage\nevolve> tier php", Shown(1));
        Type("m\t");
        Assert.EndsWith("evolve> tier php mirage", Shown(1), StringComparison.Ordinal);
        Type("\u0015run b\t");
        Assert.EndsWith("evolve> run build-", Shown(1), StringComparison.Ordinal);
        Type("\t");
        Assert.EndsWith("build-php  build-web\nevolve> run build-", Shown(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Up_brings_earlier_lines_back_and_a_line_is_mended_in_its_middle()
    {
        Type("goto look\r");
        Write(_line.Show());
        Type($"{Up}{Left}{Left}{Left}{Left}\u0008\u007fx ");
        Assert.Equal("evolve> goto look\nevolve> gotox look", Shown());
        Assert.Equal(14, _screen.Cursor.Column);
        Type("\r");
        Assert.Equal(["goto look", "gotox look"], _entered);
    }

    [Fact]
    public void A_line_longer_than_the_terminal_stays_on_one_row_with_its_cursor_in_sight()
    {
        Type(new string('a', 60));
        Assert.Equal($"evolve> {new string('a', 31)}", Shown());
        Type("\u0001");
        Assert.Equal(8, _screen.Cursor.Column);
        Type("\r");
        Assert.Equal(60, _entered[0]!.Length);
    }

    [Fact]
    public void Ctrl_C_drops_the_line_and_on_an_empty_one_it_ends_as_Ctrl_D_does()
    {
        Type("whe\u0003");
        Assert.Equal("evolve> whe\nevolve>", Shown());
        Assert.Empty(_entered);
        Type("\u007f");
        Assert.Empty(_entered);
        Type("\u0003");
        Type("\u0004");
        Assert.Equal([null, null], _entered);
    }

    [Fact]
    public void What_was_typed_ahead_is_entered_by_its_ends_of_lines()
    {
        Type("where\nsteps\n");
        Assert.Equal(["where", "steps"], _entered);
    }

    [Fact]
    public void What_is_written_above_leaves_the_line_and_its_cursor()
    {
        Type($"where{Left}{Left}");
        Write($"{PromptLine.Hide}step base: done\r\n{_line.Show()}");
        Assert.Equal("step base: done\nevolve> where", Shown());
        Assert.Equal(11, _screen.Cursor.Column);
    }

    private void Type(string keys)
    {
        var decoder = new InputDecoder(happened =>
        {
            var answer = _line.Press(((KeyInput)happened).Key);
            Write(answer.Output);
            if (answer.Entered is not null || answer.IsOver)
            {
                _entered.Add(answer.Entered);
            }
        });
        decoder.Feed(Encoding.UTF8.GetBytes(keys));
    }

    private void Write(string text)
    {
        _written.Append(text);
        _screen.Feed(Encoding.UTF8.GetBytes(text));
    }

    private string Shown(int skipped = 0) => string.Join('\n', _screen.ToPlainText().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Skip(skipped));
}
