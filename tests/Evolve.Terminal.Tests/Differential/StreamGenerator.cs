using System.Text;

namespace Evolve.Terminal.Tests.Differential;

/// <summary>Makes streams of bytes as programs write them, and as only an enemy would.</summary>
internal sealed class StreamGenerator(int seed)
{
    private static readonly string[] Words =
        ["unikernel", "OK", "a", "  ", "    indented", "0123456789abcdef", "~", "x y z", "/var/lib/mysql", "Ünïcödé", "→", "─│┌┐"];

    private static readonly string[] Wide = ["一", "二三四", "你好，世界", "한국어", "あ", "🐳", "🚀✨", "⌚", "１"];

    private static readonly string[] Joined =
        ["e\u0301", "n\u0303o", "👩\u200D💻", "👨\u200D👩\u200D👧", "❤\uFE0F", "1\uFE0F\u20E3", "\u0301", "क\u093F", "👍🏽", "\u00E1\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A"];

    private static readonly string[] Strings =
    [
        "\e]0;title\a", "\e]2;other title\e\\", "\e]8;;http://x\e\\link\e]8;;\e\\", "\e]52;c;aGk=\a", "\e]4;1;rgb:ff/00/00\e\\",
        "\ePq#0;2;0;0;0~-\e\\", "\eP$qm\e\\", "\e_application\e\\", "\e^private\e\\", "\eXstart\e\\", "\ekname\e\\", "\e]unknown\e\\",
        "\eP1;2:3x\e\\", "\e]2;\xC2\x80\e\\",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A stream of about so many tokens.</summary>
    public byte[] Next(int tokens, bool isHostile)
    {
        var stream = new MemoryStream();
        for (var i = 0; i < tokens; i++)
        {
            if (isHostile && _random.Next(4) == 0)
            {
                Hostile(stream);
            }
            else
            {
                stream.Write(Encoding.UTF8.GetBytes(Token()));
            }
        }

        return stream.ToArray();
    }

    public TerminalSize NextSize() => new(_random.Next(2, 100), _random.Next(2, 35));

    private string Token() => _random.Next(32) switch
    {
        < 6 => Pick(Words),
        6 => string.Concat(Enumerable.Repeat(Pick(Words), _random.Next(1, 25))),
        7 or 8 => Pick(Wide),
        9 => Pick(Joined),
        10 or 11 => Pick(["\r\n", "\n", "\r", "\b", "\t", "\v", "\f"]),
        12 => string.Concat(Enumerable.Repeat("\r\n", _random.Next(1, 30))),
        13 or 14 => $"\e[{Number(24)};{Number(80)}H",
        15 => $"\e[{Number(12)}{Pick(["A", "B", "C", "D", "E", "F", "G", "`", "d", "Z"])}",
        16 or 17 => $"\e[{Pick(["", "0", "1", "2"])}{Pick(["J", "K"])}",
        18 => $"\e[{Number(20)}{Pick(["@", "P", "X", "L", "M", "S", "T"])}",
        19 => $"\e[{Number(24)};{Number(24)}r",
        >= 20 and < 26 => Sgr(),
        26 => $"\e[{Pick(["?1", "?6", "?7", "?25", "?7", "?12", "4", "?1000", "?1002", "?1003", "?1004", "?1006", "?2004", "?3", "34", "?9999"])}{Pick(["h", "l"])}",
        27 => Pick(["\e[?1049h", "\e[?1049l", "\e[?1049l", "\e[?47h", "\e[?47l", "\e[?1047h", "\e[?1047l"]),
        28 => Pick(["\e7", "\e8", "\e[s", "\e[u", "\eD", "\eE", "\eM", "\eM", "\eH", "\e[g", "\e[3g", "\e=", "\e>"]),
        29 => Pick(["\e(0lqqqk\e(B", "\e(0", "\e(B", "\e)0", "\e)B", "\x0E", "\x0F", "\e)0\x0Exxqq\x0F"]),
        30 => $"{Pick(["q", "一", "-"])}\e[{Number(90)}b",
        _ => _random.Next(6) switch
        {
            0 => Pick(Strings),
            1 => Pick(["\e#8", "\ec", "\e[3J", "\e[?1049h\e[2J", "\e[r"]),
            2 => Pick(["\e[c", "\e[>c", "\e[5n", "\e[6n", "\e[>q", "\e[18t", "\e[22;0t", "\e[23;0t"]),
            _ => $"\e[{_random.Next(1, 6)} q",
        },
    };

    private string Sgr()
    {
        var codes = new List<string>();
        for (var i = _random.Next(0, 4); i >= 0; i--)
        {
            codes.Add(_random.Next(9) switch
            {
                0 => "0",
                1 => $"{_random.Next(1, 10)}",
                2 => $"{_random.Next(21, 30)}",
                3 => $"{_random.Next(30, 50)}",
                4 => $"{_random.Next(90, 108)}",
                5 => $"{Pick(["38", "48"])};5;{_random.Next(0, 260)}",
                6 => $"{Pick(["38", "48"])};2;{_random.Next(0, 258)};{_random.Next(0, 256)};{_random.Next(0, 256)}",
                7 => Pick(["38:5:100", "48:2:1:2:3", "38:2::4:5:6", "4:2", "4:0", "4:3", "58:5:3", "38:2:1", "48:5", "4:9", "38:5:999"]),
                _ => Pick(["", "53", "55", "58;5;9", "59", "21", "24", "38", "48;5", "38;9", "1000"]),
            });
        }

        return $"\e[{string.Join(';', codes)}m";
    }

    private void Hostile(MemoryStream stream)
    {
        switch (_random.Next(7))
        {
            case 0:
                for (var i = _random.Next(1, 12); i > 0; i--)
                {
                    stream.WriteByte(AnyByte());
                }

                break;
            case 1:
                stream.Write(Encoding.ASCII.GetBytes($"\e[{Pick(["?", ">", "<", "=", "%", "$", "?;", "1?", ":"])}{_random.Next(300)};{_random.Next(3000)}{Pick(["", " ", "#", "$", "    "])}{(char)_random.Next(0x40, 0x7F)}"));
                break;
            case 2:
                stream.Write(Encoding.ASCII.GetBytes($"\e[{Pick(["99999999999", "2147483647", "2147483648", "0", "-1", "65536", "1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1"])}{Pick(["A", "B", "C", "D", "H", "X", "P", "@", "L", "M", "S", "b", "m", "J", "K", "d", "G", "r"])}"));
                break;
            case 3:
                stream.Write([0xE4, 0xB8]);
                stream.Write(Encoding.ASCII.GetBytes(Pick(["\e[m", "a", "\r", "\e[1"])));
                stream.WriteByte(0x80);
                break;
            case 4:
                stream.Write(Encoding.ASCII.GetBytes(Pick(["\e", "\e[", "\e[3", "\e]2;x", "\e(", "\e#", "\e[1;"])));
                stream.Write(Encoding.ASCII.GetBytes(Pick(["\x18", "\x1A", "\e", "\x7F", "\n"])));
                break;
            case 5:
                stream.Write([0xF5, AnyByte(), 0xC0, AnyByte()]);
                break;
            default:
                stream.Write(Encoding.ASCII.GetBytes($"\e[{new string('1', _random.Next(1, 80))};{_random.Next(9)}H"));
                break;
        }
    }

    /// <summary>Any byte but those that begin characters which tmux's C library may not know.</summary>
    private byte AnyByte() => (byte)_random.Next(0x100) switch
    {
        >= 0xC4 and < 0xF5 => (byte)_random.Next(0x20),
        var value => value,
    };

    /// <summary>Mostly small, now and then missing, zero or beyond the screen.</summary>
    private string Number(int usual) => _random.Next(10) switch
    {
        0 => "",
        1 => "0",
        2 => $"{_random.Next(usual, 4 * usual)}",
        _ => $"{_random.Next(1, usual + 1)}",
    };

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
