using System.Text;
using CsCheck;
using Evolve.Terminal.Input;
using Evolve.Tui.Input;
using Evolve.Tui.Keys;
using Xunit;

namespace Evolve.Tui.Tests.Input;

public sealed class InputDecoderTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData(" ", "Space")]
    [InlineData("é", "é")]
    [InlineData("\r", "Enter")]
    [InlineData("\t", "Tab")]
    [InlineData("\u007f", "Backspace")]
    [InlineData("\u0010", "Ctrl-P")]
    [InlineData("\u001d", "Ctrl-]")]
    [InlineData("\0", "Ctrl-Space")]
    [InlineData("\u001bx", "Alt-X")]
    [InlineData("\u001b.", "Alt-.")]
    [InlineData("\u001b[5~", "PageUp")]
    [InlineData("\u001b[6~", "PageDown")]
    [InlineData("\u001b[6;2~", "Shift-PageDown")]
    [InlineData("\u001b[A", "Up")]
    [InlineData("\u001bOA", "Up")]
    [InlineData("\u001b[1;5C", "Ctrl-Right")]
    [InlineData("\u001b[1;6D", "Ctrl-Shift-Left")]
    [InlineData("\u001bOP", "F1")]
    [InlineData("\u001b[15~", "F5")]
    [InlineData("\u001b[15;2~", "Shift-F5")]
    [InlineData("\u001b[24~", "F12")]
    [InlineData("\u001b[Z", "Shift-Tab")]
    [InlineData("\u001b[H", "Home")]
    [InlineData("\u001b[4~", "End")]
    [InlineData("\u001b[13;3u", "Alt-Enter")]
    [InlineData("\u001b[27;5;46~", "Ctrl-.")]
    public void It_knows_the_keys_that_terminals_send(string sent, string name) => Assert.Equal([name], Names(Decode(sent)));

    [Fact]
    public void A_lone_escape_is_the_key_after_a_pause_and_not_before()
    {
        var events = new List<InputEvent>();
        var decoder = new InputDecoder(events.Add);

        decoder.Feed("\u001b"u8);
        Assert.True(decoder.IsWaiting);
        Assert.Empty(events);
        decoder.Flush();

        Assert.Equal(["Esc"], Names(events));
    }

    [Fact]
    public void A_paste_of_any_length_arrives_whole_however_it_is_split()
    {
        var text = string.Concat(Enumerable.Repeat("é你😀", 601));
        var bytes = Encoding.UTF8.GetBytes($"\u001b[200~{text}\u001b[201~");
        foreach (var size in new[] { 1, 7, 255, 256, 257, bytes.Length })
        {
            var events = new List<InputEvent>();
            var decoder = new InputDecoder(events.Add);
            foreach (var piece in bytes.Chunk(size))
            {
                decoder.Feed(piece);
            }

            Assert.Equal([new PasteInput(text)], events);
        }
    }

    [Fact]
    public void The_mouse_is_understood() => Assert.Equal(
        [
            new PointerInput(new MouseInput(MouseAction.Press, MouseButton.Left, 9, 4)),
            new PointerInput(new MouseInput(MouseAction.Move, MouseButton.Left, 10, 4)),
            new PointerInput(new MouseInput(MouseAction.Release, MouseButton.Left, 10, 4)),
            new PointerInput(new MouseInput(MouseAction.Press, MouseButton.WheelUp, 0, 0, KeyModifiers.Shift)),
        ],
        Decode("\u001b[<0;10;5M\u001b[<32;11;5M\u001b[<0;11;5m\u001b[<68;1;1M"));

    [Theory]
    [InlineData("\u001b[?62;22c")]
    [InlineData("\u001b]11;rgb:1414/1717/1f1f\u001b\\")]
    [InlineData("\u001b]11;rgb:1414/1717/1f1f\a")]
    [InlineData("\u001bP>|tmux 3.3a\u001b\\")]
    [InlineData("\u001b[?1u")]
    public void Answers_of_the_terminal_are_no_keys(string answer) => Assert.Equal(["a"], Names(Decode(answer + "a")));

    [Fact]
    public void Any_bytes_in_any_pieces_give_the_same_events_and_never_fail() =>
        Gen.Byte.Array[0, 200].Select(Gen.Int[1, 9]).Sample((bytes, size) =>
        {
            var pieces = new List<InputEvent>();
            var decoder = new InputDecoder(pieces.Add);
            foreach (var piece in bytes.Chunk(size))
            {
                decoder.Feed(piece);
            }

            var whole = new List<InputEvent>();
            new InputDecoder(whole.Add).Feed(bytes);
            Assert.Equal(whole, pieces);
        });

    private static List<InputEvent> Decode(string text)
    {
        var events = new List<InputEvent>();
        new InputDecoder(events.Add).Feed(Encoding.UTF8.GetBytes(text));
        return events;
    }

    private static IEnumerable<string> Names(IEnumerable<InputEvent> events) =>
        events.Select(input => KeyNames.Of(Assert.IsType<KeyInput>(input).Key));
}
