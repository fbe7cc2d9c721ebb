using System.Text;
using CsCheck;
using Evolve.Player.Running;

namespace Evolve.Player.Tests.Running;

public sealed class PlainTextSpecs
{
    [Theory]
    [InlineData("a\e[1;31mb\e[0mc", "abc")]
    [InlineData("a\e]0;title\ab\e]8;;http://x\e\\c", "abc")]
    [InlineData("a\eP1$r0m\e\\b\e(0c\e7d", "abcd")]
    [InlineData("one\r\ntwo\r\r\nthree", "one\ntwo\nthree")]
    [InlineData("10%\r20%\r\n", "10%\n20%\n")]
    [InlineData("ab\bc", "ac")]
    [InlineData("a\0b\u0007c\u0085d", "abcd")]
    [InlineData("é 😀 \e[2Kü", "é 😀 ü")]
    [InlineData("cut off \e[38;5", "cut off ")]
    [InlineData("cut off \e", "cut off ")]
    public void Control_sequences_are_taken_out(string output, string text) =>
        Assert.Equal(text, PlainText.Of(Encoding.UTF8.GetBytes(output)));

    [Fact]
    public void Whatever_bytes_come_no_control_character_remains() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
            PlainText.Of(bytes).All(c => c is '\n' or '\t' || !char.IsControl(c)));

    [Fact]
    public void The_tail_keeps_the_end_of_what_came_however_it_was_cut() =>
        Gen.Select(Gen.Byte.Array[0, 300].Array[0, 60], Gen.Int[1, 9000]).Sample((pieces, limit) =>
        {
            var tail = new OutputTail(limit);
            foreach (var piece in pieces)
            {
                tail.Add(piece);
            }

            var all = pieces.SelectMany(piece => piece).ToArray();
            var end = all.TakeLast(Math.Max(limit, 0)).ToArray();
            var from = all.Length > end.Length ? Array.IndexOf(end, (byte)'\n') + 1 : 0;
            return tail.ToText() == PlainText.Of(end.AsSpan(from));
        });

    [Fact]
    public void The_last_lines_leave_out_empty_ones()
    {
        var tail = new OutputTail();
        tail.Add("one\r\n\r\ntwo  \r\n   \r\nthree\r\n"u8);

        Assert.Equal(["two", "three"], tail.LastLines(2));
    }
}
