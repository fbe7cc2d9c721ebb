using CsCheck;
using Evolve.Tui.Editing;
using Evolve.Tui.Keys;
using Xunit;

namespace Evolve.Tui.Tests.Editing;

public sealed class TextEditorTests
{
    [Fact]
    public void It_begins_at_the_end_of_the_text()
    {
        var editor = new TextEditor("one\ntwo");

        Press(editor, "!");

        Assert.Equal("one\ntwo!", editor.Text);
    }

    [Theory]
    [InlineData("ab", "Left Backspace", "b")]
    [InlineData("ab\ncd", "Home Backspace", "abcd")]
    [InlineData("ab\ncd", "Up End Delete", "abcd")]
    [InlineData("ab cd", "Ctrl-W", "ab ")]
    [InlineData("ab cd", "Ctrl-U", "")]
    [InlineData("ab cd", "Ctrl-A Ctrl-K", "")]
    [InlineData("ab", "Left Enter", "a\nb")]
    [InlineData("a👩‍🚀", "Backspace", "a")]
    [InlineData("é", "Left Delete", "")]
    public void The_keys_do_what_hands_expect(string text, string keys, string expected)
    {
        var editor = new TextEditor(text);

        Press(editor, keys.Split(' '));

        Assert.Equal(expected, editor.Text);
    }

    [Fact]
    public void Pasted_text_keeps_its_lines_and_loses_control_characters()
    {
        var editor = new TextEditor("");

        editor.Insert("a\r\nb\u001b[31m\tc");

        Assert.Equal("a\nb[31m    c", editor.Text);
    }

    [Fact]
    public void No_keys_in_any_order_break_it()
    {
        string[] keys = ["a", "👩", "Enter", "Backspace", "Delete", "Left", "Right", "Up", "Down", "Home", "End", "Ctrl-W", "Ctrl-U", "Ctrl-K", "Tab"];
        Gen.Int[0, keys.Length - 1].Select(i => keys[i]).Array[0, 60].Sample(pressed =>
        {
            var editor = new TextEditor("first\nséçond👩‍🚀\n");
            Press(editor, pressed);
            Assert.InRange(editor.Row, 0, editor.Lines.Count - 1);
            Assert.InRange(editor.Column, 0, editor.Lines[editor.Row].Length);
        });
    }

    private static void Press(TextEditor editor, params string[] keys)
    {
        foreach (var key in keys)
        {
            editor.Press(KeyNames.Parse(key));
        }
    }
}
