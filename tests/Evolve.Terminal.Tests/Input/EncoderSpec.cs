using System.Text;
using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Xunit;

namespace Evolve.Terminal.Tests.Input;

public class EncoderSpec
{
    [Theory]
    [InlineData(TerminalKey.Up, KeyModifiers.None, false, "\e[A")]
    [InlineData(TerminalKey.Up, KeyModifiers.None, true, "\eOA")]
    [InlineData(TerminalKey.Up, KeyModifiers.Control, true, "\e[1;5A")]
    [InlineData(TerminalKey.Home, KeyModifiers.Shift | KeyModifiers.Alt, false, "\e[1;4H")]
    [InlineData(TerminalKey.F1, KeyModifiers.None, false, "\eOP")]
    [InlineData(TerminalKey.F5, KeyModifiers.None, false, "\e[15~")]
    [InlineData(TerminalKey.F10, KeyModifiers.None, false, "\e[21~")]
    [InlineData(TerminalKey.F12, KeyModifiers.Shift, false, "\e[24;2~")]
    [InlineData(TerminalKey.PageDown, KeyModifiers.None, false, "\e[6~")]
    [InlineData(TerminalKey.Delete, KeyModifiers.Control, false, "\e[3;5~")]
    [InlineData(TerminalKey.Enter, KeyModifiers.None, false, "\r")]
    [InlineData(TerminalKey.Enter, KeyModifiers.Alt, false, "\e\r")]
    [InlineData(TerminalKey.Tab, KeyModifiers.Shift, false, "\e[Z")]
    [InlineData(TerminalKey.Backspace, KeyModifiers.None, false, "\x7f")]
    [InlineData(TerminalKey.Escape, KeyModifiers.None, false, "\e")]
    public void A_key_is_sent_as_xterm_sends_it(TerminalKey key, KeyModifiers modifiers, bool isApplication, string expected) =>
        Assert.Equal(expected, Text(KeyEncoder.Encode(KeyPress.Of(key, modifiers), new ScreenModes { ApplicationCursorKeys = isApplication })));

    [Theory]
    [InlineData('a', KeyModifiers.None, "a")]
    [InlineData('é', KeyModifiers.None, "é")]
    [InlineData('c', KeyModifiers.Control, "\x03")]
    [InlineData(' ', KeyModifiers.Control, "\0")]
    [InlineData('[', KeyModifiers.Control, "\e")]
    [InlineData('x', KeyModifiers.Alt, "\ex")]
    [InlineData('x', KeyModifiers.Alt | KeyModifiers.Control, "\e\x18")]
    [InlineData('é', KeyModifiers.Control, "é")]
    public void A_character_is_sent_with_its_modifiers(char character, KeyModifiers modifiers, string expected) =>
        Assert.Equal(expected, Text(KeyEncoder.Encode(KeyPress.Of(character, modifiers), default)));

    [Fact]
    public void Every_key_has_a_sequence()
    {
        foreach (var key in Enum.GetValues<TerminalKey>().Where(key => key != TerminalKey.Character))
        {
            Assert.NotEmpty(KeyEncoder.Encode(KeyPress.Of(key), default));
        }
    }

    [Fact]
    public void The_mouse_is_silent_unless_the_program_asks()
    {
        var press = new MouseInput(MouseAction.Press, MouseButton.Left, 4, 2);
        var move = new MouseInput(MouseAction.Move, MouseButton.None, 4, 2);
        var drag = new MouseInput(MouseAction.Move, MouseButton.Left, 4, 2);
        Assert.Empty(MouseEncoder.Encode(press, default));
        Assert.Empty(MouseEncoder.Encode(drag, new ScreenModes { MouseTracking = MouseTracking.Click }));
        Assert.Empty(MouseEncoder.Encode(move, new ScreenModes { MouseTracking = MouseTracking.Drag }));
        Assert.NotEmpty(MouseEncoder.Encode(drag, new ScreenModes { MouseTracking = MouseTracking.Drag }));
        Assert.NotEmpty(MouseEncoder.Encode(move, new ScreenModes { MouseTracking = MouseTracking.Any }));
    }

    [Fact]
    public void The_mouse_is_sent_in_the_form_that_the_program_asked_for()
    {
        var far = new MouseInput(MouseAction.Release, MouseButton.Right, 299, 2, KeyModifiers.Control);
        var near = far with { Column = 4 };
        var modes = new ScreenModes { MouseTracking = MouseTracking.Click };
        Assert.Equal("\e[<18;300;3m", Text(MouseEncoder.Encode(far, modes with { MouseSgr = true })));
        Assert.Empty(MouseEncoder.Encode(far, modes));
        Assert.Equal("\e[M3%#", Text(MouseEncoder.Encode(near, modes)));
        Assert.Equal("\e[M3\u014C#", Text(MouseEncoder.Encode(far, modes with { MouseUtf8 = true })));
        Assert.Equal("\e[<64;5;3M", Text(MouseEncoder.Encode(
            new MouseInput(MouseAction.Press, MouseButton.WheelUp, 4, 2), modes with { MouseSgr = true })));
    }

    [Fact]
    public void Pasted_text_cannot_end_its_bracket_or_send_controls()
    {
        const string Evil = "a\e[201~rm -rf\n\tb\x03\u009B";
        Assert.Equal("\e[200~a[201~rm -rf\r\tb\e[201~", Text(PasteEncoder.Encode(Evil, new ScreenModes { BracketedPaste = true })));
        Assert.Equal("a[201~rm -rf\r\tb", Text(PasteEncoder.Encode(Evil, default)));
    }

    [Fact]
    public void The_focus_is_told_only_when_asked()
    {
        Assert.Empty(FocusEncoder.Encode(true, default));
        Assert.Equal("\e[O", Text(FocusEncoder.Encode(false, new ScreenModes { FocusEvents = true })));
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
