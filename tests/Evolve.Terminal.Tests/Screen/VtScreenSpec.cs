using System.Text;
using Evolve.Terminal.Screen;
using Xunit;

namespace Evolve.Terminal.Tests.Screen;

public class VtScreenSpec
{
    [Fact]
    public void I_can_read_text_colours_and_the_cursor()
    {
        var screen = Fed("plain \e[1;31mred\e[0m \e[38;2;1;2;3;48:5:200mrgb");
        Assert.Equal("plain red rgb", screen.GetText(0));
        Assert.Equal(new Cell("r", 1, new CellStyle(TerminalColor.FromIndex(1), default, CellAttributes.Bold)), screen.GetCell(0, 6));
        Assert.Equal(
            new CellStyle(TerminalColor.FromRgb(1, 2, 3), TerminalColor.FromIndex(200), CellAttributes.None), screen.GetCell(0, 12).Style);
        Assert.Equal(new Cursor(13, 0, true, CursorShape.Default), screen.Cursor);
    }

    [Fact]
    public void Wide_and_joined_characters_take_the_cells_that_they_are_drawn_in()
    {
        var screen = Fed("一e\u0301👩\u200D💻!");
        Assert.Equal(["一", "", "e\u0301", "👩\u200D💻", "", "!"], Enumerable.Range(0, 6).Select(column => screen.GetCell(0, column).Text));
        Assert.Equal([2, 0, 1, 2, 0, 1], Enumerable.Range(0, 6).Select(column => (int)screen.GetCell(0, column).Width));
    }

    [Fact]
    public void A_half_overwritten_wide_character_becomes_a_space()
    {
        var screen = Fed("一\e[1;2Hx");
        Assert.Equal(" x", screen.GetText(0));
        Assert.Equal(1, screen.GetCell(0, 0).Width);
    }

    [Fact]
    public void Lines_that_scroll_away_can_be_read_in_the_scrollback()
    {
        var screen = Fed(string.Concat(Enumerable.Range(1, 30).Select(i => $"line {i}\r\n")));
        Assert.Equal(7, screen.ScrollbackCount);
        Assert.Equal("line 7", screen.GetText(-1));
        Assert.Equal("line 1", screen.GetText(-7));
        Assert.Equal("", screen.GetText(-8));
        Assert.Equal("line 8", screen.GetText(0));
    }

    [Fact]
    public void The_scrollback_keeps_the_youngest_lines_up_to_its_limit()
    {
        var screen = new VtScreen(new TerminalSize(20, 5), scrollbackLimit: 100);
        Feed(screen, string.Concat(Enumerable.Range(1, 1000).Select(i => $"{i}\r\n")));
        Assert.Equal(100, screen.ScrollbackCount);
        Assert.Equal("996", screen.GetText(-1));
        Assert.Equal("897", screen.GetText(-100));
    }

    [Fact]
    public void Narrower_and_wider_again_loses_nothing()
    {
        var screen = Fed(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i} {new string('x', i)}\r\n")));
        var before = screen.ToPlainText();
        screen.Resize(new TerminalSize(13, 9));
        Assert.Equal(before, screen.ToPlainText());
        screen.Resize(new TerminalSize(80, 24));
        Assert.Equal(before, screen.ToPlainText());
    }

    [Fact]
    public void A_full_scrollback_made_narrower_loses_nothing()
    {
        var screen = new VtScreen(new TerminalSize(80, 5), scrollbackLimit: 50);
        Feed(screen, string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} {new string('y', 60)}\r\n")));
        var before = screen.ToPlainText();
        screen.Resize(new TerminalSize(10, 5));
        Assert.Equal(before, screen.ToPlainText());
        screen.Resize(new TerminalSize(80, 5));
        Assert.Equal(before, screen.ToPlainText());
        Assert.Equal(50, screen.ScrollbackCount);
    }

    [Fact]
    public void However_often_it_is_made_narrower_new_output_brings_the_scrollback_back_to_its_limit()
    {
        var screen = new VtScreen(new TerminalSize(80, 5), scrollbackLimit: 50);
        for (var i = 0; i < 5; i++)
        {
            screen.Resize(new TerminalSize(80, 5));
            Feed(screen, string.Concat(Enumerable.Repeat(new string('y', 60) + "\r\n", 100)));
            screen.Resize(new TerminalSize(10, 5));
            Assert.True(screen.ScrollbackCount > 250);
            Feed(screen, "new\r\n");
            Assert.Equal(50, screen.ScrollbackCount);
            Assert.Equal("yyyyyyyyyy", screen.GetText(-50));
        }
    }

    [Fact]
    public void A_line_is_found_again_however_many_have_been_dropped()
    {
        var screen = new VtScreen(new TerminalSize(20, 5), scrollbackLimit: 10);
        Feed(screen, string.Concat(Enumerable.Range(1, 20).Select(i => $"{i}\r\n")));
        var before = screen.ScrolledLines;
        Assert.Equal("12", screen.GetText(-5));
        Feed(screen, "more\r\nmore\r\nmore\r\n");
        Assert.Equal("12", screen.GetText(-5 - (int)(screen.ScrolledLines - before)));
        Feed(screen, "\e[3J");
        Assert.Equal(before + 3, screen.ScrolledLines);
        Assert.Equal(0, screen.ScrollbackCount);
    }

    [Fact]
    public void The_alternate_screen_leaves_the_other_and_its_scrollback_as_they_were()
    {
        var screen = Fed("shell$ vim\r\n\e[?1049h\e[2J\e[H~\r\n~\r\n");
        Assert.True(screen.Modes.AlternateScreen);
        Assert.Equal("~", screen.GetText(0));
        Feed(screen, "\e[?1049l");
        Assert.Equal("shell$ vim", screen.GetText(0));
        Assert.Equal(1, screen.Cursor.Row);
    }

    [Fact]
    public void I_can_search_the_scrollback_and_wrapped_lines_in_any_case()
    {
        var screen = Fed($"Needle\r\n{string.Concat(Enumerable.Repeat("\r\n", 30))}{new string('.', 77)}needle and 一NEEDLE");
        Assert.Equal(
            [new SearchHit(-9, 0, 6), new SearchHit(22, 77, 6), new SearchHit(23, 10, 6)],
            screen.Search("needle"));
        Assert.Empty(screen.Search(""));
    }

    [Fact]
    public void Copied_text_joins_wrapped_lines_and_leaves_trailing_spaces_out()
    {
        var screen = Fed($"{new string('a', 80)}bc   \r\nnext");
        Assert.Equal($"{new string('a', 80)}bc\nnext", screen.CopyText(0, 0, 2, 79));
        Assert.Equal("abc\nne", screen.CopyText(2, 1, 0, 79));
    }

    [Theory]
    [InlineData("\e[c", "\e[?1;2c")]
    [InlineData("\e[>c", "\e[>84;0;0c")]
    [InlineData("\e[5n", "\e[0n")]
    [InlineData("ab\r\n\e[6n", "\e[2;1R")]
    [InlineData("\e[18t", "\e[8;24;80t")]
    public void A_program_that_asks_is_answered(string question, string answer)
    {
        var screen = new VtScreen(new TerminalSize(80, 24));
        var replies = new StringBuilder();
        screen.Reply += bytes => replies.Append(Encoding.ASCII.GetString(bytes.Span));
        Feed(screen, question);
        Assert.Equal(answer, replies.ToString());
    }

    [Fact]
    public void A_title_has_no_controls_and_is_bounded()
    {
        Assert.Equal("ab", Fed("\e]0;a\u0085\u202Eb\a").Title);
        Assert.Equal(256, Fed($"\e]2;{new string('t', 3000)}\e\\").Title.Length);
        Assert.Equal("old", Fed($"\e]2;old\a\e]2;{new string('t', 100_000)}\a").Title);
    }

    [Fact]
    public void Strings_for_the_users_own_terminal_are_swallowed()
    {
        var screen = Fed("a\e]52;c;aGFja2Vk\a\ePtmux;\e\e]0;x\a\e\\\e_G...\e\\b\e]8;;https://example.org\e\\c\e]8;;\e\\");
        Assert.Equal("abc", screen.GetText(0));
    }

    [Fact]
    public void An_unfinished_string_ends_after_five_seconds()
    {
        var time = new ManualTime();
        var screen = new VtScreen(new TerminalSize(80, 24), time: time);
        Feed(screen, "\ePq never ended");
        Feed(screen, "lost");
        time.Advance(TimeSpan.FromSeconds(6));
        Feed(screen, "shown");
        Assert.Equal("shown", screen.GetText(0));
    }

    [Fact]
    public void Modes_tell_what_the_program_asked_for()
    {
        var modes = Fed("\e[?1h\e=\e[?2004h\e[?1002h\e[?1006h\e[?1004h\e[4h").Modes;
        Assert.Equal(
            new ScreenModes
            {
                ApplicationCursorKeys = true,
                ApplicationKeypad = true,
                BracketedPaste = true,
                MouseTracking = MouseTracking.Drag,
                MouseSgr = true,
                FocusEvents = true,
                Insert = true,
                AutoWrap = true,
            },
            modes);
    }

    [Fact]
    public void The_version_grows_when_something_is_shown_and_stays_while_nothing_is()
    {
        var screen = Fed("a");
        var before = screen.Version;
        Feed(screen, "\e[");
        Assert.Equal(before, screen.Version);
        Feed(screen, "31m");
        Feed(screen, "b");
        Assert.True(screen.Version > before);
    }

    [Fact]
    public void A_copied_row_is_as_long_as_asked()
    {
        var row = new Cell[100];
        Fed("ab").CopyRow(0, row);
        Assert.Equal("ab" + new string(' ', 98), string.Concat(row.Select(cell => cell.Text)));
    }

    [Fact]
    public void Soft_reset_ends_modes_and_styles_but_keeps_the_text()
    {
        var screen = Fed("kept\e[4h\e[?6h\e[5;10r\e[31m\e[?25l\e[!p\e[10;1Hplain");
        Assert.Equal("kept", screen.GetText(0));
        Assert.Equal(default, screen.GetCell(9, 0).Style);
        Assert.True(screen.Cursor.IsVisible);
        Assert.Equal(new ScreenModes { AutoWrap = true }, screen.Modes);
    }

    internal static VtScreen Fed(string text)
    {
        var screen = new VtScreen(new TerminalSize(80, 24));
        Feed(screen, text);
        return screen;
    }

    internal static void Feed(VtScreen screen, string text) => screen.Feed(Encoding.UTF8.GetBytes(text));

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
