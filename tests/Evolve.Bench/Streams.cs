using System.Text;

namespace Evolve.Bench;

/// <summary>The four streams of the throughput benchmark, made the same at every run.</summary>
internal static class Streams
{
    public static IEnumerable<(string Name, byte[] Bytes)> All(int megabytes)
    {
        yield return ("plain text", Fill(megabytes, Plain));
        yield return ("dense colour", Fill(megabytes, Colour));
        yield return ("scrolling", Fill(megabytes, Scrolling));
        yield return ("full-screen app", Fill(megabytes, FullScreen));
        yield return ("unicode", Fill(megabytes, Unicode));
    }

    private static byte[] Fill(int megabytes, Action<StringBuilder, Random> add)
    {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < 1_000_000)
        {
            add(text, random);
        }

        var block = Encoding.UTF8.GetBytes(text.ToString());
        var times = Math.Max(1, megabytes * 1_000_000 / block.Length);
        var bytes = new byte[block.Length * times];
        for (var i = 0; i < times; i++)
        {
            block.CopyTo(bytes, i * block.Length);
        }

        return bytes;
    }

    private static void Plain(StringBuilder text, Random random)
    {
        for (var i = random.Next(5, 14); i > 0; i--)
        {
            text.Append((char)random.Next('a', 'z' + 1), random.Next(2, 10)).Append(' ');
        }

        text.Append("\r\n");
    }

    private static void Colour(StringBuilder text, Random random)
    {
        for (var i = 0; i < 78; i++)
        {
            text.Append($"\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)};48;5;{random.Next(256)}m")
                .Append((char)random.Next('!', '~'));
        }

        text.Append("\e[0m\r\n");
    }

    private static void Scrolling(StringBuilder text, Random random) =>
        text.Append(random.Next(4) == 0 ? "\e[5;20r\e[20;1H" : "").Append((char)random.Next('a', 'z'), random.Next(3)).Append("\r\n");

    private static void FullScreen(StringBuilder text, Random random)
    {
        text.Append("\e[H\e[7m top - load average \e[K\e[0m\r\n");
        for (var row = 2; row <= 24; row++)
        {
            text.Append($"\e[{row};1H\e[{31 + (row % 7)}m{random.Next(100000),6}\e[m root  {random.Next(100),3}.{random.Next(10)}  \e[1mcommand-{random.Next(1000)}\e[22m\e[K");
            text.Append($"\e[{row};60H\e(0{new string('q', random.Next(1, 15))}\e(B");
        }
    }

    private static void Unicode(StringBuilder text, Random random)
    {
        for (var i = random.Next(10, 30); i > 0; i--)
        {
            text.Append(random.Next(4) switch { 0 => "你好", 1 => "é", 2 => "🐳", _ => "word" });
        }

        text.Append("\r\n");
    }
}
